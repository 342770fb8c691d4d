package io.tollgate.domain.channel;

import io.tollgate.domain.payment.Order;

/** Asks a channel to take a payment, under an id that is the same on every repetition. */
public record PayRequest(ChannelRequestId requestId, Order order) {}
