/** A stand-in for Paystack that speaks its wire format and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.paystack;

import org.jspecify.annotations.NullMarked;
