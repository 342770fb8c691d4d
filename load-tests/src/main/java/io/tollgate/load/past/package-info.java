/** Payments of the past, put into the database without being taken. */
@NullMarked
package io.tollgate.load.past;

import org.jspecify.annotations.NullMarked;
