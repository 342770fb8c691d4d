/** A stand-in for PayPal that speaks its wire formats and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.paypal;

import org.jspecify.annotations.NullMarked;
