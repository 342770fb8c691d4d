package io.tollgate.domain.channel;

import io.tollgate.domain.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of what a channel says that it settled, the same for all channels.
 *
 * @param requestId our id of the attempt or operation, where the line has it
 * @param channelReference the channel's own id of it
 * @param gross what the payer paid or got back; negative where money left us
 * @param fee what the channel kept, in its own currency; null where the line does not say
 * @param at when it happened at the channel
 */
public record StatementRow(
    Kind kind,
    @Nullable String requestId,
    @Nullable String channelReference,
    Money gross,
    @Nullable Money fee,
    Instant at) {

  /** What a line is about. */
  public enum Kind {
    PAYMENT,
    REFUND,
    CHARGEBACK,
    FEE,
    PAYOUT,
    OTHER
  }
}
