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
import io.tollgate.domain.lifecycle.Transition;
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
   * <p>Only the live attempt moves the payment. An earlier one was given up because nothing had
   * left us for it, so money that moved on it after all is a contradiction, whatever the live
   * attempt did, and its other outcomes are old news.
   *
   * <p>{@link NotSent} of the live attempt ends the payment; the caller that has another channel
   * account left calls {@link #rerouted} instead. {@link Absent} changes nothing by itself, because
   * the request may still be under way inside the channel: see {@link #neverArrived}.
   */
  static PaymentChange of(Payment payment, int attempt, ChannelOutcome outcome, Instant now) {
    var wait = new NextStep.Wait();
    var done = new NextStep.Done();
    return switch (outcome) {
      case Approved(var reference) ->
          on(payment, attempt, PaymentEvent.PAID, now).learning(reference).then(done, null);
      case Authorized(var reference) ->
          on(payment, attempt, PaymentEvent.AUTHORIZED, now).learning(reference).then(done, null);
      case Declined(var reason, var reference) ->
          on(payment, attempt, PaymentEvent.DECLINED, now).learning(reference).then(done, reason);
      case NeedsAction(var step, var reference) ->
          on(payment, attempt, PaymentEvent.ACTION_REQUIRED, now)
              .learning(reference)
              .then(step, null);
      case Pending(var reference) ->
          on(payment, attempt, PaymentEvent.IN_PROGRESS, now).learning(reference).then(wait, null);
      case Closed(var byTime, var reference) ->
          on(payment, attempt, byTime ? PaymentEvent.EXPIRED : PaymentEvent.CANCELLED, now)
              .learning(reference)
              .then(done, null);
      case NotSent _ ->
          on(payment, attempt, PaymentEvent.UNREACHABLE, now)
              .then(done, because(DeclineReason.Category.CHANNEL_UNREACHABLE));
      case Unknown _ ->
          on(payment, attempt, PaymentEvent.UNANSWERED, now).then(payment.nextStep(), null);
      case Absent _ -> new Unchanged();
    };
  }

  /** The same order goes to another channel account, because nothing left us for the last one. */
  static PaymentChange rerouted(Payment payment, AccountId account, Instant now) {
    var live = payment.liveAttempt().number();
    var attempts = new ArrayList<>(payment.attempts());
    attempts.add(Payment.attempt(payment.id(), live + 1, account, now));
    return on(payment, live, PaymentEvent.REROUTED, now).apply(attempts, new NextStep.Wait(), null);
  }

  /** The channel, asked long after the request was sent, does not know the attempt. */
  static PaymentChange neverArrived(Payment payment, int attempt, Instant now) {
    return on(payment, attempt, PaymentEvent.NEVER_ARRIVED, now)
        .then(new NextStep.Done(), because(DeclineReason.Category.NEVER_ARRIVED));
  }

  /** The channel did not answer until every deadline had passed. */
  static PaymentChange wentSilent(Payment payment, int attempt, Instant now) {
    return on(payment, attempt, PaymentEvent.WENT_SILENT, now).then(payment.nextStep(), null);
  }

  private static Happening on(Payment payment, int attempt, PaymentEvent event, Instant now) {
    return new Happening(payment, attempt, event, null, now);
  }

  private static DeclineReason because(DeclineReason.Category category) {
    return new DeclineReason(category, null);
  }

  /**
   * One event at one payment, before it is looked up in the table.
   *
   * @param reference the channel's own id, where the event brought it
   */
  record Happening(
      Payment payment, int attempt, PaymentEvent event, @Nullable String reference, Instant now) {

    private Happening learning(@Nullable String reference) {
      return new Happening(payment, attempt, event, reference, now);
    }

    private PaymentChange then(NextStep step, @Nullable DeclineReason failure) {
      return apply(referenced(), step, failure);
    }

    private PaymentChange apply(
        List<Attempt> attempts, NextStep step, @Nullable DeclineReason failure) {
      return switch (transition()) {
        case Applied<PaymentStatus>(var status) ->
            new Changed(next(status, attempts, step, failure, payment.conflicts()));
        case AlreadyApplied<PaymentStatus> _ -> learned();
        case Conflict<PaymentStatus> _ -> contradiction();
      };
    }

    private Transition<PaymentStatus> transition() {
      if (attempt == payment.liveAttempt().number()) {
        return PaymentLifecycle.on(payment.status(), event);
      }
      return event.movesMoney() ? new Conflict<>() : new AlreadyApplied<>();
    }

    /** Old news about the status may still bring the channel's own id for the first time. */
    private PaymentChange learned() {
      var attempts = referenced();
      return attempts.equals(payment.attempts()) || payment.status().isFinal()
          ? new Unchanged()
          : new Changed(unmoved(attempts, payment.conflicts()));
    }

    /** Keeps the channel's own id too: a refund of the contradicting money needs it. */
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
      return new Contradicted(unmoved(referenced(), conflicts), conflict);
    }

    private Payment unmoved(List<Attempt> attempts, List<ConflictRecord> conflicts) {
      return next(payment.status(), attempts, payment.nextStep(), payment.failure(), conflicts);
    }

    private Payment next(
        PaymentStatus status,
        List<Attempt> attempts,
        NextStep step,
        @Nullable DeclineReason failure,
        List<ConflictRecord> conflicts) {
      return new Payment(
          payment.id(),
          payment.version() + 1,
          status,
          payment.order(),
          attempts,
          step,
          failure,
          conflicts,
          payment.createdAt(),
          now,
          payment.payBy());
    }

    private List<Attempt> referenced() {
      return payment.attempts().stream()
          .map(known -> known.number() == attempt ? known.referencedAs(reference) : known)
          .toList();
    }
  }
}
