package io.tollgate.domain.payment;

import io.tollgate.domain.channel.AccountId;
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
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.lifecycle.PaymentEvent;
import io.tollgate.domain.lifecycle.PaymentLifecycle;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.lifecycle.Transition.AlreadyApplied;
import io.tollgate.domain.lifecycle.Transition.Applied;
import io.tollgate.domain.lifecycle.Transition.Conflict;
import io.tollgate.domain.product.NextStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an outcome or an event makes of a payment. */
public sealed interface PaymentChange {

  /** There is a next version to save. */
  record Changed(Payment next) implements PaymentChange {}

  /** The outcome told nothing new. */
  record Unchanged() implements PaymentChange {}

  /** The outcome contradicts the payment; the next version records it, its status unchanged. */
  record Contradicted(Payment next, ConflictRecord conflict) implements PaymentChange {}

  /**
   * What the outcome of an attempt makes of the payment.
   *
   * <p>{@link NotSent} of the live attempt ends the payment; the caller that has another channel
   * account left calls {@link #rerouted} instead. {@link Absent} changes nothing by itself, because
   * the request may still be under way inside the channel: see {@link #neverArrived}.
   */
  static PaymentChange of(Payment payment, int attempt, ChannelOutcome outcome, Instant now) {
    return switch (outcome) {
      case Approved(var reference) ->
          on(payment, attempt, PaymentEvent.PAID, now).with(reference, new NextStep.Done(), null);
      case Authorized(var reference) ->
          on(payment, attempt, PaymentEvent.AUTHORIZED, now)
              .with(reference, new NextStep.Done(), null);
      case Declined(var reason, var reference) ->
          on(payment, attempt, PaymentEvent.DECLINED, now)
              .with(reference, new NextStep.Done(), reason);
      case NeedsAction(var step, var reference) ->
          on(payment, attempt, PaymentEvent.ACTION_REQUIRED, now).with(reference, step, null);
      case Pending(var reference) ->
          on(payment, attempt, PaymentEvent.IN_PROGRESS, now)
              .with(reference, new NextStep.Wait(), null);
      case Closed(var byTime, var reference) ->
          on(payment, attempt, byTime ? PaymentEvent.EXPIRED : PaymentEvent.CANCELLED, now)
              .with(reference, new NextStep.Done(), null);
      case NotSent _ ->
          on(payment, attempt, PaymentEvent.UNREACHABLE, now)
              .with(
                  null,
                  new NextStep.Done(),
                  new DeclineReason(DeclineReason.Category.CHANNEL_UNREACHABLE, null));
      case Unknown _ ->
          on(payment, attempt, PaymentEvent.IN_PROGRESS, now).with(null, payment.nextStep(), null);
      case Absent _ -> new Unchanged();
    };
  }

  /** The same order goes to another channel account, because nothing left us for the last one. */
  static PaymentChange rerouted(Payment payment, AccountId account, Instant now) {
    var number = payment.attempts().size() + 1;
    var attempts = new ArrayList<>(payment.attempts());
    attempts.add(Payment.attempt(payment.id(), number, account, now));
    var event = on(payment, number - 1, PaymentEvent.REROUTED, now);
    return event.apply(attempts, new NextStep.Wait(), null);
  }

  /** The channel, asked long after the request was sent, does not know the attempt. */
  static PaymentChange neverArrived(Payment payment, int attempt, Instant now) {
    return on(payment, attempt, PaymentEvent.NEVER_ARRIVED, now)
        .with(
            null,
            new NextStep.Done(),
            new DeclineReason(DeclineReason.Category.NEVER_ARRIVED, null));
  }

  /** The channel did not answer until every deadline had passed. */
  static PaymentChange wentSilent(Payment payment, int attempt, Instant now) {
    return on(payment, attempt, PaymentEvent.WENT_SILENT, now).with(null, payment.nextStep(), null);
  }

  private static Happening on(Payment payment, int attempt, PaymentEvent event, Instant now) {
    return new Happening(payment, attempt, event, now);
  }

  /** One event at one payment, before it is looked up in the table. */
  record Happening(Payment payment, int attempt, PaymentEvent event, Instant now) {

    private PaymentChange with(
        @Nullable String reference, NextStep step, @Nullable DeclineReason failure) {
      return apply(referenced(reference), step, failure);
    }

    private PaymentChange apply(
        List<Attempt> attempts, NextStep step, @Nullable DeclineReason failure) {
      return switch (PaymentLifecycle.on(payment.status(), event)) {
        case Applied<PaymentStatus>(var status) ->
            new Changed(next(status, attempts, step, failure));
        case AlreadyApplied<PaymentStatus> _ -> learned(attempts);
        case Conflict<PaymentStatus> _ -> contradiction();
      };
    }

    /** Old news about the status may still bring the channel's own id for the first time. */
    private PaymentChange learned(List<Attempt> attempts) {
      return attempts.equals(payment.attempts()) || payment.status().isFinal()
          ? new Unchanged()
          : new Changed(next(payment.status(), attempts, payment.nextStep(), payment.failure()));
    }

    private PaymentChange contradiction() {
      var known =
          payment.conflicts().stream()
              .anyMatch(conflict -> conflict.attempt() == attempt && conflict.event() == event);
      if (known) {
        return new Unchanged();
      }
      var conflict = new ConflictRecord(attempt, event, now);
      var conflicts = new ArrayList<>(payment.conflicts());
      conflicts.add(conflict);
      return new Contradicted(
          new Payment(
              payment.id(),
              payment.version() + 1,
              payment.status(),
              payment.order(),
              payment.attempts(),
              payment.nextStep(),
              payment.failure(),
              conflicts,
              payment.createdAt(),
              now,
              payment.payBy()),
          conflict);
    }

    private Payment next(
        PaymentStatus status,
        List<Attempt> attempts,
        NextStep step,
        @Nullable DeclineReason failure) {
      return new Payment(
          payment.id(),
          payment.version() + 1,
          status,
          payment.order(),
          attempts,
          step,
          failure,
          payment.conflicts(),
          payment.createdAt(),
          now,
          payment.payBy());
    }

    private List<Attempt> referenced(@Nullable String reference) {
      return payment.attempts().stream()
          .map(known -> known.number() == attempt ? known.referencedAs(reference) : known)
          .toList();
    }
  }
}
