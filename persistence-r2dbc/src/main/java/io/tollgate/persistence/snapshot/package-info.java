/**
 * Payments as compact JSON text, the one form that the hot store, the stream and the table hold.
 */
@NullMarked
package io.tollgate.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
