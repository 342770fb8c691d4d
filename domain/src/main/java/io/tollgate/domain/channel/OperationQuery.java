package io.tollgate.domain.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks a channel what became of an operation.
 *
 * @param channelReference the channel's own id of the operation, where its answer reached us; else
 *     it is looked for by the operation's id
 * @param sentAt when the operation was recorded
 */
public record OperationQuery(
    PaymentOperation operation, @Nullable String channelReference, Instant sentAt) {}
