@NullMarked
package io.tollgate.persistence.settings;

import org.jspecify.annotations.NullMarked;
