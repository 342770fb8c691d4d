package io.tollgate.domain.payment;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelRequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at one channel account. It is recorded before a byte goes to the channel.
 *
 * @param requestId the deterministic id we give the channel, also its idempotency key
 * @param channelReference the channel's own id of the payment, once it told us
 */
public record Attempt(
    int number,
    AccountId account,
    ChannelRequestId requestId,
    @Nullable String channelReference,
    Instant startedAt) {

  Attempt referencedAs(@Nullable String reference) {
    return reference == null ? this : new Attempt(number, account, requestId, reference, startedAt);
  }
}
