/** Stripe, by its PaymentIntents API of 2023-08-16. */
@NullMarked
package io.tollgate.channels.stripe;

import org.jspecify.annotations.NullMarked;
