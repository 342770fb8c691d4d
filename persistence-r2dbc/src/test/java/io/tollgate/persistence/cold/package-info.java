@NullMarked
package io.tollgate.persistence.cold;

import org.jspecify.annotations.NullMarked;
