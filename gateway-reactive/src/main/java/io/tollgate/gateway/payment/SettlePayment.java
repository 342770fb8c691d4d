package io.tollgate.gateway.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentChange;
import io.tollgate.domain.payment.PaymentChange.Changed;
import io.tollgate.domain.payment.PaymentChange.Contradicted;
import io.tollgate.domain.payment.PaymentChange.Unchanged;
import io.tollgate.domain.payment.PaymentTimes;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving.Saved;
import io.tollgate.domain.payment.Saving.Stale;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * One room, three doors: the channel's reply, its callback and our poll all become one outcome and
 * enter here. An outcome becomes an event, the lifecycle decides, and the next version is saved
 * where nobody saved before; else it is decided again on what is stored then.
 */
@Component
public final class SettlePayment {

  private static final Logger LOG = LoggerFactory.getLogger(SettlePayment.class);

  /** Versions are few, so a payment that is stale this often is a defect. */
  private static final int MAX_ROUNDS = 20;

  private final Payments payments;
  private final PaymentTimes times;
  private final Clock clock;
  private final MeterRegistry meters;

  /** Looking a counter up in the registry costs more than counting. */
  private final Map<End, Counter> ends = new ConcurrentHashMap<>();

  private record End(PaymentStatus status, String channel) {}

  SettlePayment(Payments payments, PaymentTimes times, Clock clock, MeterRegistry meters) {
    this.payments = payments;
    this.times = times;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Applies the outcome of an attempt. Repeating it is harmless.
   *
   * @return the payment as it then stands
   */
  public Mono<Payment> settle(Payment known, int attempt, ChannelOutcome outcome) {
    return apply(known, (payment, now) -> PaymentChange.of(payment, attempt, outcome, now), 1);
  }

  /** The channel, asked long after the attempt was sent, does not know it. */
  public Mono<Payment> settleAbsent(Payment known, int attempt) {
    return apply(known, (payment, now) -> PaymentChange.neverArrived(payment, attempt, now), 1);
  }

  /** The channel stayed silent beyond every deadline. */
  public Mono<Payment> settleSilent(Payment known, int attempt) {
    return apply(known, (payment, now) -> PaymentChange.wentSilent(payment, attempt, now), 1);
  }

  /** Records the next attempt, at another channel account, before anything is sent there. */
  Mono<Payment> reroute(Payment known, AccountId account) {
    return apply(
        known,
        (payment, now) ->
            payment.version() == known.version()
                ? PaymentChange.rerouted(payment, account, now)
                : new Unchanged(),
        1);
  }

  private Mono<Payment> apply(
      Payment payment, BiFunction<Payment, Instant, PaymentChange> event, int round) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return switch (event.apply(payment, now)) {
      case Unchanged _ -> Mono.just(payment);
      case Changed(var next) -> save(next, event, round, this::count);
      case Contradicted(var next, var conflict) ->
          save(next, event, round, saved -> alarm(saved, conflict.event().name()));
    };
  }

  /** What is counted once is counted where it was saved, not where it was decided. */
  private Mono<Payment> save(
      Payment next,
      BiFunction<Payment, Instant, PaymentChange> event,
      int round,
      Consumer<Payment> onceSaved) {
    return payments
        .save(next, times.watch().next(next, next.updatedAt()))
        .flatMap(saving ->
            switch (saving) {
              case Saved(var saved) -> Mono.just(saved).doOnNext(onceSaved);
              case Stale(var current) ->
                  round < MAX_ROUNDS
                      ? apply(current, event, round + 1)
                      : Mono.error(neverSettles(current));
            });
  }

  private void count(Payment settled) {
    if (settled.status().isFinal()) {
      var end = new End(settled.status(), settled.liveAttempt().account().channel());
      ends.computeIfAbsent(end, this::counter).increment();
    }
  }

  private Counter counter(End end) {
    return meters.counter(
        "tollgate.payments.final", "status", end.status.code(), "channel", end.channel);
  }

  /** Somebody has to look: money moved where we said it did not, or the other way round. */
  private void alarm(Payment payment, String event) {
    meters.counter("tollgate.payments.conflicts", "event", event).increment();
    LOG.error(
        "CONFLICT: payment {} is {} and its channel says {}",
        payment.id(),
        payment.status().code(),
        event);
  }

  private static GatewayFault neverSettles(Payment payment) {
    return new GatewayFault(
        FaultCode.INTERNAL, "payment " + payment.id() + " changes faster than it can be saved");
  }
}
