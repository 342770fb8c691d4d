/** Carrier billing by the CAMARA standard: an operator puts a payment on the payer's phone bill. */
@NullMarked
package io.tollgate.channels.camara;

import org.jspecify.annotations.NullMarked;
