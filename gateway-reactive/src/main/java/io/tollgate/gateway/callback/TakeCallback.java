package io.tollgate.gateway.callback;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.Payments;
import io.tollgate.gateway.payment.SettlePayment;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes a callback to its payment. A verified one must be about an attempt of ours at this very
 * account, over this very amount. An ending is settled; anything else may have been overtaken on
 * its way, so it only makes us ask the channel now.
 *
 * <p>What is about no payment of ours is taken, with an alarm: others may use the account, too, and
 * a channel that sends its events in order would send no other while one is refused.
 */
@Component
final class TakeCallback {

  private static final Logger LOG = LoggerFactory.getLogger(TakeCallback.class);

  private final Payments payments;
  private final SettlePayment settlePayment;
  private final MeterRegistry meters;

  TakeCallback(Payments payments, SettlePayment settlePayment, MeterRegistry meters) {
    this.payments = payments;
    this.settlePayment = settlePayment;
    this.meters = meters;
  }

  /** Completes once the result is stored; fails where it could not be, so that it comes again. */
  Mono<Void> take(AccountId account, Verified callback) {
    return payments
        .lastKnown(callback.requestId().payment())
        .switchIfEmpty(Mono.fromRunnable(() -> tellUnmatched(account, callback)))
        .flatMap(payment -> settled(checked(payment, account, callback), callback));
  }

  /** Somebody says to look at an attempt: we ask its channel now, and believe nothing. */
  Mono<Void> hint(AccountId account, ChannelRequestId requestId) {
    return payments
        .lastKnown(requestId.payment())
        .filter(payment -> isOurs(payment, account, requestId))
        .flatMap(payment -> payments.checkIn(payment.id(), Duration.ZERO));
  }

  private static boolean isOurs(Payment payment, AccountId account, ChannelRequestId requestId) {
    return payment.attempts().stream()
        .anyMatch(
            attempt -> attempt.requestId().equals(requestId) && attempt.account().equals(account));
  }

  private Mono<Void> settled(Payment payment, Verified callback) {
    return isAnEnding(callback.outcome())
        ? settlePayment.settle(payment, callback.requestId().attempt(), callback.outcome()).then()
        : payments.checkIn(payment.id(), Duration.ZERO);
  }

  private Payment checked(Payment payment, AccountId account, Verified callback) {
    if (!isOurs(payment, account, callback.requestId())
        || !callback.amount().equals(payment.order().amount())) {
      meters.counter("tollgate.callbacks.mismatched", "channel", account.channel()).increment();
      LOG.error(
          "MISMATCH: a verified callback of {} for {} states {}, the order {}",
          account,
          callback.requestId(),
          callback.amount(),
          payment.order().amount());
      throw new GatewayFault(
          FaultCode.INVALID_REQUEST, "the callback does not match the attempt it names");
    }
    return payment;
  }

  private static boolean isAnEnding(ChannelOutcome outcome) {
    return switch (outcome) {
      case Approved _, Authorized _, Declined _, Closed _ -> true;
      case NeedsAction _, Pending _, Absent _, NotSent _, Unknown _ -> false;
    };
  }

  private void tellUnmatched(AccountId account, Verified callback) {
    meters.counter("tollgate.callbacks.unmatched", "channel", account.channel()).increment();
    LOG.error(
        "UNMATCHED: a verified callback of {} for {} over {}, a payment that is not here",
        account,
        callback.requestId(),
        callback.amount());
  }
}
