/** A stand-in for Razorpay that speaks its wire format and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.razorpay;

import org.jspecify.annotations.NullMarked;
