/** The change stream of payments and its readers. */
@NullMarked
package io.tollgate.persistence.stream;

import org.jspecify.annotations.NullMarked;
