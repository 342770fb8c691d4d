/** A stand-in for PayPay that speaks its Open Payment API and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.paypay;

import org.jspecify.annotations.NullMarked;
