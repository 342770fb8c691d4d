package io.tollgate.domain.channel;

import io.tollgate.domain.payment.Order;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks a channel what became of an attempt.
 *
 * @param channelReference the channel's own id, where its answer reached us; else it is looked for
 *     by {@code requestId}
 * @param sentAt when the attempt was recorded
 */
public record AttemptQuery(
    ChannelRequestId requestId, @Nullable String channelReference, Order order, Instant sentAt) {}
