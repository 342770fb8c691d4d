package io.tollgate.channels.stripe;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of intents, refunds and setup intents mean (facts, section 1, "Status ->
 * canonical"). Replies and callbacks share it; a status that is not listed is unknown, and an
 * alarm.
 */
final class StripeStatuses {

  private static final String UNREADABLE = "unreadable answer";

  private StripeStatuses() {}

  /** The payment that an intent stands for. */
  static ChannelOutcome payment(StripeIntent intent, Alarms alarms) {
    var id = intent.id();
    var status = intent.status();
    if (id == null || !StripeCalls.isId(id) || status == null) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "succeeded" -> new Approved(id);
      case "requires_capture" -> new Authorized(id);
      case "processing", "requires_confirmation" -> new Pending(id);
      case "requires_action" ->
          new NeedsAction(StripeNextSteps.of(intent.nextAction(), alarms), id);
      case "requires_payment_method" -> tried(intent, id);
      case "canceled" -> new Closed("automatic".equals(intent.cancellationReason()), id);
      default -> new Unknown(unmapped("status", status, alarms));
    };
  }

  /** Without an error it was never tried; with one the try failed, and nobody can try again. */
  private static ChannelOutcome tried(StripeIntent intent, String id) {
    var error = intent.lastPaymentError();
    return error == null ? new Pending(id) : new Declined(StripeDeclines.reason(error), id);
  }

  /** What an intent says of a capture. Stripe has no ids of captures: an intent has one at most. */
  static OperationOutcome capture(StripeIntent intent, OperationId capture, Alarms alarms) {
    return switch (intent.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "succeeded" ->
          capture.value().equals(intent.captureId())
              ? new Done(null)
              : new Refused(StripeDeclines.refusal("payment_intent_unexpected_state"), null);
      case "processing" -> new OperationOutcome.Pending(null);
      case "canceled" ->
          new Refused(StripeDeclines.reason(null, intent.cancellationReason()), null);
      case "requires_capture",
          "requires_action",
          "requires_confirmation",
          "requires_payment_method" ->
          new Absent();
      default -> new OperationOutcome.Unknown(unmapped("status", intent.status(), alarms));
    };
  }

  /** What an intent says of the wish to let go what it holds. */
  static OperationOutcome release(StripeIntent intent, Alarms alarms) {
    return switch (intent.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "canceled" -> new Done(null);
      case "succeeded" ->
          new Refused(StripeDeclines.refusal("payment_intent_unexpected_state"), null);
      case "processing",
          "requires_capture",
          "requires_action",
          "requires_confirmation",
          "requires_payment_method" ->
          new Absent();
      default -> new OperationOutcome.Unknown(unmapped("status", intent.status(), alarms));
    };
  }

  /** What became of a refund. One that waits for the payer's details is under way. */
  static OperationOutcome refund(StripeRefund refund, Alarms alarms) {
    var id = refund.id();
    var status = refund.status();
    if (!StripeCalls.isId(id) || status == null) {
      return new OperationOutcome.Unknown(UNREADABLE);
    }
    return switch (status) {
      case "succeeded" -> new Done(id);
      case "pending", "requires_action" -> new OperationOutcome.Pending(id);
      case "failed" -> new Refused(StripeDeclines.reason(null, refund.failureReason()), id);
      case "canceled" -> new Refused(StripeDeclines.reason(null, status), id);
      default -> new OperationOutcome.Unknown(unmapped("refund status", status, alarms));
    };
  }

  /** The agreement that a setup intent stands for. */
  static AgreementOutcome agreement(StripeSetup setup, Alarms alarms) {
    var id = setup.id();
    var status = setup.status();
    if (id == null || !StripeCalls.isId(id) || status == null) {
      return new AgreementOutcome.Unknown(UNREADABLE);
    }
    return switch (status) {
      case "succeeded" -> agreed(setup, id, alarms);
      case "processing", "requires_confirmation" -> new AgreementOutcome.Pending(id);
      case "requires_action" ->
          new AgreementOutcome.NeedsAction(StripeNextSteps.of(setup.nextAction(), alarms), id);
      case "requires_payment_method" -> tried(setup, id);
      case "canceled" ->
          new AgreementOutcome.Refused(StripeDeclines.reason(null, setup.cancellationReason()));
      default -> new AgreementOutcome.Unknown(unmapped("setup status", status, alarms));
    };
  }

  /** An agreement lasts as long as the method is the customer's and its mandate is in force. */
  private static AgreementOutcome agreed(StripeSetup setup, String id, Alarms alarms) {
    var token = setup.token();
    if (setup.isDetached()) {
      return new AgreementOutcome.Ended();
    }
    if (token == null) {
      return new AgreementOutcome.Unknown(UNREADABLE);
    }
    return switch (setup.mandateStatus()) {
      case null -> new AgreementOutcome.Active(token, id);
      case "active" -> new AgreementOutcome.Active(token, id);
      case "pending" -> new AgreementOutcome.Pending(id);
      case "inactive" -> new AgreementOutcome.Ended();
      case String other -> new AgreementOutcome.Unknown(unmapped("mandate status", other, alarms));
    };
  }

  private static AgreementOutcome tried(StripeSetup setup, String id) {
    var error = setup.lastSetupError();
    return error == null
        ? new AgreementOutcome.Pending(id)
        : new AgreementOutcome.Refused(StripeDeclines.reason(error));
  }

  private static String unmapped(String what, @Nullable String word, Alarms alarms) {
    var said = what + " " + StripeDeclines.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
