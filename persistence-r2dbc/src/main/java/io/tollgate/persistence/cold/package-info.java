/** The database behind the hot store: its connections, its schema, and the archive of payments. */
@NullMarked
package io.tollgate.persistence.cold;

import org.jspecify.annotations.NullMarked;
