package io.tollgate.channels.paypal;

import org.jspecify.annotations.Nullable;

/**
 * An amount on the wire.
 *
 * @param value a decimal text of the major unit: {@code 12.99}
 */
record PayPalAmount(@Nullable String currencyCode, @Nullable String value) {}
