/**
 * A stand-in for Stripe that speaks its PaymentIntents wire format and misbehaves when asked to.
 */
@NullMarked
package io.tollgate.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
