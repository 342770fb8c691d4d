package io.tollgate.gateway.polling;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.Verdict;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallsBack;
import io.tollgate.domain.channel.ChannelAccount;
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
import io.tollgate.domain.channel.Closes;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.PaymentTimes;
import io.tollgate.domain.payment.Payments;
import io.tollgate.gateway.callback.CallbackDoor;
import io.tollgate.gateway.payment.ChannelsInUse;
import io.tollgate.gateway.payment.SettlePayment;
import io.tollgate.gateway.platform.TaskKind;
import io.tollgate.gateway.settings.LiveSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Asks the channel what became of a payment, at the times of its schedule, until it is final. When
 * the payer's window ends it is closed at the channel first. Where the channel's callbacks do not
 * reach us, young payments are checked twice as often. A payment is never failed without the
 * channel's word: silence beyond every deadline makes it {@code unknown}, and it is asked on.
 */
@Component
final class StatusWatch implements TaskKind {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWatch.class);
  private static final String PREFIX = "watch:";
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Payments payments;
  private final ChannelsInUse channels;
  private final SettlePayment settlePayment;
  private final CallbackDoor callbackDoor;
  private final LiveSettings settings;
  private final PaymentTimes times;
  private final Clock clock;
  private final MeterRegistry meters;

  StatusWatch(
      Payments payments,
      ChannelsInUse channels,
      SettlePayment settlePayment,
      CallbackDoor callbackDoor,
      LiveSettings settings,
      PaymentTimes times,
      Clock clock,
      MeterRegistry meters) {
    this.payments = payments;
    this.channels = channels;
    this.settlePayment = settlePayment;
    this.callbackDoor = callbackDoor;
    this.settings = settings;
    this.times = times;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Mono<Verdict> handle(ClaimedTask task) {
    return Mono.justOrEmpty(PaymentId.parse(task.id().substring(PREFIX.length())))
        .flatMap(payments::find)
        .flatMap(this::checked)
        .switchIfEmpty(Mono.fromSupplier(() -> orphaned(task)));
  }

  /** Asks once; the verdict says when to ask again. */
  Mono<Verdict> checked(Payment payment) {
    if (payment.status().isFinal()) {
      return Mono.just(new Verdict.Done());
    }
    var account = settings.current().account(payment.liveAttempt().account());
    if (account.isEmpty()) {
      LOG.error("{} waits for an account that is not configured", payment.id());
      return unanswered(payment, nextCheck(payment));
    }
    if (!channels.of(account.get().id()).isAvailable(account.get())) {
      return unanswered(payment, soonAgain());
    }
    return asked(payment, account.get())
        .doOnNext(outcome -> count(account.get(), outcome))
        .flatMap(outcome -> settled(payment, outcome));
  }

  private Mono<ChannelOutcome> asked(Payment payment, ChannelAccount account) {
    var attempt = payment.liveAttempt();
    var query =
        new AttemptQuery(
            attempt.requestId(), attempt.channelReference(), payment.order(), attempt.startedAt());
    var channel = channels.of(account.id());
    return windowHasEnded(payment) && channel instanceof Closes closing
        ? closing.close(query, account)
        : channel.query(query, account);
  }

  private Mono<Verdict> settled(Payment payment, ChannelOutcome outcome) {
    int attempt = payment.liveAttempt().number();
    return switch (outcome) {
      case Approved _, Authorized _, Declined _ ->
          settlePayment
              .settle(payment, attempt, outcome)
              .delayUntil(_ -> nobodyTold(payment))
              .map(this::nextCheck);
      case NeedsAction _, Pending _, Closed _ ->
          settlePayment.settle(payment, attempt, outcome).map(this::nextCheck);
      case Absent _ ->
          isOld(payment)
              ? settlePayment.settleAbsent(payment, attempt).map(this::nextCheck)
              : Mono.just(nextCheck(payment));
      case NotSent _ -> Mono.just(soonAgain());
      case Unknown _ -> unanswered(payment, nextCheck(payment));
    };
  }

  /** What the channel had left open it tells later, by a callback. */
  private Mono<Void> nobodyTold(Payment payment) {
    var account = payment.liveAttempt().account();
    boolean tells =
        payment.status() == PaymentStatus.PENDING
            || payment.status() == PaymentStatus.REQUIRES_ACTION;
    return tells && channels.of(account) instanceof CallsBack
        ? callbackDoor.missed(account)
        : Mono.empty();
  }

  /** Silence says nothing, until every deadline has passed: then the payment is unknown. */
  private Mono<Verdict> unanswered(Payment payment, Verdict meanwhile) {
    boolean waits =
        payment.status() == PaymentStatus.AUTHORIZED || payment.status() == PaymentStatus.UNKNOWN;
    return isOld(payment) && !waits && !payerMayAct(payment)
        ? settlePayment.settleSilent(payment, payment.liveAttempt().number()).map(this::nextCheck)
        : Mono.just(meanwhile);
  }

  /** Where settling saved a version it moved the watch itself, and this verdict has no effect. */
  private Verdict nextCheck(Payment payment) {
    return times
        .watch()
        .next(payment, clock.instant())
        .map(delay -> isUntold(payment) ? sooner(delay) : delay)
        .<Verdict>map(StatusWatch::again)
        .orElseGet(Verdict.Done::new);
  }

  /** Young, and nobody will tell us what becomes of it. */
  private boolean isUntold(Payment payment) {
    return !isOld(payment) && callbackDoor.isSilent(payment.liveAttempt().account());
  }

  private static Duration sooner(Duration delay) {
    var half = delay.dividedBy(2);
    return half.compareTo(SHORTEST) < 0 ? SHORTEST : half;
  }

  private boolean isOld(Payment payment) {
    return age(payment).compareTo(times.watch().lastAge()) >= 0;
  }

  private boolean payerMayAct(Payment payment) {
    return payment.status() == PaymentStatus.REQUIRES_ACTION && !windowHasEnded(payment);
  }

  private boolean windowHasEnded(Payment payment) {
    return payment.status() != PaymentStatus.AUTHORIZED && !now().isBefore(payment.payBy());
  }

  private Duration age(Payment payment) {
    return Duration.between(payment.liveAttempt().startedAt(), now());
  }

  private Instant now() {
    return clock.instant();
  }

  private Verdict orphaned(ClaimedTask task) {
    LOG.error("{} is watched and not stored; the watch ends", task.id());
    meters.counter("tollgate.watch.orphaned").increment();
    return new Verdict.Done();
  }

  private void count(ChannelAccount account, ChannelOutcome outcome) {
    meters
        .counter(
            "tollgate.watch.checks",
            "channel",
            account.id().channel(),
            "outcome",
            outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
        .increment();
  }

  private static Verdict again(Duration delay) {
    return new Verdict.Again(delay, false);
  }

  /** The channel cannot be asked right now; spread, so that not all come back at once. */
  private static Verdict soonAgain() {
    return again(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000, 3_000)));
  }
}
