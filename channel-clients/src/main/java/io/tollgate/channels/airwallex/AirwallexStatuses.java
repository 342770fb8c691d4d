package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexIntent.NextAction;
import io.tollgate.channels.airwallex.AirwallexIntent.Try;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of intents and refunds mean (www.airwallex.com/docs/payments/reference/
 * payment-statuses; events {@code refund.*}). Airwallex says that more may come; one that is not
 * listed is unknown, and an alarm.
 */
final class AirwallexStatuses {

  /**
   * Whether a confirmation that failed ends the attempt: {@code final} (default) or {@code open}.
   * Airwallex's page on statuses says that the intent may be confirmed again, which nobody but us
   * can do; that no page of Airwallex's lets the payer do it is unconfirmed.
   */
  static final String FAILED_TRY = "failed-try";

  /**
   * What the refund status {@code ACCEPTED} means: {@code pending} (default), as {@code SETTLED}
   * comes after it, or {@code done} (unconfirmed either way).
   */
  static final String REFUND_ACCEPTED = "refund-accepted";

  private static final String UNREADABLE = "unreadable answer";

  private final ChannelAccount account;
  private final Alarms alarms;

  AirwallexStatuses(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /**
   * What a payment is.
   *
   * @param id the intent's own
   */
  ChannelOutcome payment(String id, AirwallexIntent intent) {
    return switch (intent.status()) {
      case null -> new Unknown(UNREADABLE);
      case "REQUIRES_PAYMENT_METHOD" -> unpaid(id, intent.latestPaymentAttempt());
      case "REQUIRES_CUSTOMER_ACTION" -> new NeedsAction(step(id, intent.nextAction()), id);
      case "PENDING", "PENDING_REVIEW" -> new Pending(id);
      case "REQUIRES_CAPTURE" -> new Authorized(id);
      case "SUCCEEDED" -> new Approved(id);
      case "CANCELLED" -> new Closed(false, id);
      case String other -> new Unknown(unmapped("status", other));
    };
  }

  /**
   * What an intent says of a capture. It can be captured once, and does not keep our id of the
   * capture: one of our amount is ours.
   */
  OperationOutcome capture(AirwallexIntent intent, PaymentOperation operation) {
    return switch (intent.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "REQUIRES_CAPTURE" -> new Absent();
      case "PENDING", "PENDING_REVIEW" -> new OperationOutcome.Pending(null);
      case "SUCCEEDED" -> captured(intent, operation);
      case "REQUIRES_PAYMENT_METHOD", "REQUIRES_CUSTOMER_ACTION", "CANCELLED" ->
          new Refused(AirwallexCodes.refusal(intent.status()), null);
      case String other -> new OperationOutcome.Unknown(unmapped("status", other));
    };
  }

  /** What an intent says of the wish to let go what it holds. */
  OperationOutcome release(AirwallexIntent intent) {
    return switch (intent.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      // However it came about, nothing is held any more: a hold that lapsed is cancelled, too.
      case "CANCELLED" -> new Done(null);
      case "REQUIRES_CAPTURE", "REQUIRES_PAYMENT_METHOD", "REQUIRES_CUSTOMER_ACTION" ->
          new Absent();
      case "PENDING", "PENDING_REVIEW" -> new OperationOutcome.Pending(null);
      case "SUCCEEDED" -> new Refused(AirwallexCodes.refusal(intent.status()), null);
      case String other -> new OperationOutcome.Unknown(unmapped("status", other));
    };
  }

  /** What became of a refund. */
  OperationOutcome refund(AirwallexRefund refund) {
    var id = refund.reference();
    return switch (refund.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "RECEIVED" -> new OperationOutcome.Pending(id);
      case "ACCEPTED" ->
          "done".equals(account.options().get(REFUND_ACCEPTED))
              ? new Done(id)
              : new OperationOutcome.Pending(id);
      case "SETTLED" -> new Done(id);
      case "FAILED" -> new Refused(new DeclineReason(DeclineReason.Category.OTHER, "FAILED"), id);
      case String other -> new OperationOutcome.Unknown(unmapped("refund status", other));
    };
  }

  /** Of an intent that waits for a method again, what came of the one before. */
  private ChannelOutcome unpaid(String id, @Nullable Try last) {
    if (last == null) {
      return new Pending(id);
    }
    return switch (last.status()) {
      case "FAILED", "EXPIRED", "CANCELLED" ->
          "open".equals(account.options().get(FAILED_TRY))
              ? new Pending(id)
              : new Declined(reason(last.status(), last), id);
      // It is under way, and the intent follows.
      case null -> new Pending(id);
      case "RECEIVED", "AUTHENTICATION_REDIRECTED", "PENDING_AUTHORIZATION" -> new Pending(id);
      case String other -> new Unknown(unmapped("status of an attempt", other));
    };
  }

  /** An error that we do not know still is a refusal, as the status says so. */
  private DeclineReason reason(@Nullable String status, Try last) {
    var code = last.failureCode();
    if (code == null) {
      return new DeclineReason(DeclineReason.Category.OTHER, AirwallexCodes.word(status));
    }
    if (AirwallexCodes.find(code) == null) {
      unmapped("failure code", code);
    }
    return AirwallexCodes.reason(code, last.providerOriginalResponseCode());
  }

  private NextStep step(String id, @Nullable NextAction action) {
    if (action == null) {
      return new NextStep.Wait();
    }
    var page = AirwallexPages.find(action);
    if (page.isEmpty()) {
      alarms.raise(Alarm.UNMAPPED, "next action of " + id + " is no page to go to");
    }
    return page.<NextStep>map(NextStep.Redirect::new).orElseGet(NextStep.Wait::new);
  }

  private static OperationOutcome captured(AirwallexIntent intent, PaymentOperation operation) {
    return intent
        .captured()
        .<OperationOutcome>map(amount ->
            amount.equals(operation.amount())
                ? new Done(null)
                : new Refused(AirwallexCodes.refusal("SUCCEEDED"), null))
        .orElseGet(() -> new OperationOutcome.Unknown(UNREADABLE));
  }

  /** A word that we do not know is looked at by a person. */
  private String unmapped(String what, String word) {
    var said = what + " " + AirwallexCodes.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
