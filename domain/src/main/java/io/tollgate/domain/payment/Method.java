package io.tollgate.domain.payment;

import org.jspecify.annotations.Nullable;

/**
 * What the payer pays with.
 *
 * @param type {@code card}, {@code ideal} …, in the words of the channels
 * @param token the channel's own token of it; never a card number
 */
public record Method(String type, @Nullable String token) {}
