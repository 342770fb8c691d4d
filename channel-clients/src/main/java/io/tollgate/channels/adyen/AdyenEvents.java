package io.tollgate.channels.adyen;

import io.tollgate.channels.adyen.AdyenPayload.Item;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.money.Money;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one event means that is proved to be Adyen's (facts, section 3, "resultCode" and
 * "Callback"). Everything that moves a state is taken from the fields that the signature covers.
 *
 * <p>Our reference in it says what it is about: a payment, or else an operation or an agreement. In
 * an event about a modification {@code pspReference} is the modification's own, and {@code
 * originalReference} the payment's.
 */
final class AdyenEvents {

  /** Events that Adyen's description names and that change nothing with us. */
  private static final Set<String> OF_NO_INTEREST =
      Set.of(
          "AUTHENTICATION",
          "AUTHORISATION",
          "AUTHORISATION_ADJUSTMENT",
          "AUTORESCUE",
          "CANCELLATION",
          "CANCEL_AUTORESCUE",
          "CANCEL_OR_REFUND",
          "CAPTURE",
          "CAPTURE_FAILED",
          "CHARGEBACK",
          "CHARGEBACK_REVERSED",
          "DISPUTE_DEFENSE_PERIOD_ENDED",
          "EXPIRE",
          "HANDLED_EXTERNALLY",
          "INFORMATION_SUPPLIED",
          "ISSUER_COMMENTS",
          "ISSUER_RESPONSE_TIMEFRAME_EXPIRED",
          "MANUAL_REVIEW_ACCEPT",
          "MANUAL_REVIEW_REJECT",
          "NOTIFICATION_OF_CHARGEBACK",
          "NOTIFICATION_OF_FRAUD",
          "OFFER_CLOSED",
          "ORDER_CLOSED",
          "ORDER_OPENED",
          "PAYOUT_DECLINE",
          "PAYOUT_EXPIRE",
          "PAYOUT_THIRDPARTY",
          "POSTPONED_REFUND",
          "PREARBITRATION_LOST",
          "PREARBITRATION_OPEN",
          "PREARBITRATION_WON",
          "RECURRING_CONTRACT",
          "REFUND",
          "REFUNDED_REVERSED",
          "REFUND_FAILED",
          "REFUND_WITH_DATA",
          "REPORT_AVAILABLE",
          "REQUEST_FOR_INFORMATION",
          "SECOND_CHARGEBACK",
          "TECHNICAL_CANCEL",
          "VOID_PENDING_REFUND");

  private final Item item;
  private final boolean succeeded;
  private final ChannelAccount account;
  private final Alarms alarms;

  AdyenEvents(Item item, boolean succeeded, ChannelAccount account, Alarms alarms) {
    this.item = item;
    this.succeeded = succeeded;
    this.account = account;
    this.alarms = alarms;
  }

  CallbackReading reading() {
    var code = item.eventCode();
    if (code == null) {
      return odd("an event without a name");
    }
    if (code.equals("REPORT_AVAILABLE")) {
      return report();
    }
    var payment = AdyenReference.parse(item.merchantReference());
    if (payment.isPresent()) {
      return ofPayment(code, payment.get());
    }
    return AdyenReference.operation(item.merchantReference())
        .map(id -> ofOperation(code, id))
        .orElseGet(() -> irrelevant(code));
  }

  private CallbackReading ofPayment(String code, AdyenReference reference) {
    return switch (code) {
      case "AUTHORISATION" -> authorisation(reference);
      case "EXPIRE" -> succeeded ? closed(reference, true) : irrelevant(code);
      case "OFFER_CLOSED" -> succeeded ? offerClosed(reference) : irrelevant(code);
      case "CANCELLATION", "TECHNICAL_CANCEL" ->
          succeeded ? closed(reference, false) : irrelevant(code);
      case "CAPTURE" -> succeeded ? irrelevant(code) : failedAfterwards(reference);
      case "CAPTURE_FAILED" -> succeeded ? failedAfterwards(reference) : irrelevant(code);
      default -> irrelevant(code);
    };
  }

  private CallbackReading authorisation(AdyenReference reference) {
    var psp = AdyenIds.pspReference(item.pspReference());
    if (psp == null) {
      return odd("an authorisation without a reference");
    }
    if (succeeded) {
      return verified(reference, reference.isHeld() ? new Authorized(psp) : new Approved(psp));
    }
    // At Adyen's own page the payer may try again.
    return reference.isHosted()
        ? new Hint(reference.requestId())
        : verified(reference, new Declined(AdyenRefusals.ofText(item.reason()), psp));
  }

  private CallbackReading offerClosed(AdyenReference reference) {
    return reference.isHosted() ? new Hint(reference.requestId()) : closed(reference, true);
  }

  private CallbackReading closed(AdyenReference reference, boolean byTime) {
    return verified(reference, new Closed(byTime, payment()));
  }

  /** Money that was thought to be taken is not: the payment records it and does not flip. */
  private CallbackReading failedAfterwards(AdyenReference reference) {
    return verified(reference, new Declined(AdyenRefusals.ofText(item.reason()), payment()));
  }

  private CallbackReading verified(AdyenReference reference, ChannelOutcome outcome) {
    return withAmount(amount -> new Verified(reference.requestId(), amount, outcome));
  }

  private CallbackReading ofOperation(String code, OperationId id) {
    return switch (code) {
      case "CAPTURE", "CANCELLATION", "REFUND", "REFUND_WITH_DATA" ->
          operation(id, succeeded ? new OperationOutcome.Done(modification()) : failed());
      case "CAPTURE_FAILED", "REFUND_FAILED", "REFUNDED_REVERSED" ->
          succeeded ? operation(id, failed()) : irrelevant(code);
      case "AUTHORISATION" -> new VerifiedAgreement(id, signed());
      case "RECURRING_CONTRACT" -> succeeded ? contract(id) : irrelevant(code);
      default -> irrelevant(code);
    };
  }

  private CallbackReading operation(OperationId id, OperationOutcome outcome) {
    return withAmount(amount -> new VerifiedOperation(id, amount, outcome));
  }

  private OperationOutcome failed() {
    return new OperationOutcome.Refused(AdyenRefusals.ofText(item.reason()), modification());
  }

  /** The payment of no money that an agreement begins with; the token comes by itself. */
  private AgreementOutcome signed() {
    return succeeded
        ? new AgreementOutcome.Pending(modification())
        : new AgreementOutcome.Refused(AdyenRefusals.ofText(item.reason()));
  }

  /** Here {@code pspReference} is the stored method. */
  private CallbackReading contract(OperationId id) {
    var stored = item.pspReference();
    return stored == null || !AdyenIds.isStoredMethod(stored)
        ? odd("a contract without a stored method")
        : new VerifiedAgreement(
            id,
            new AgreementOutcome.Active(AdyenStoredMethod.of(id, stored).toString(), payment()));
  }

  /** A report is fetched by the day; its address here only tells whether we would fetch it. */
  private CallbackReading report() {
    if (!AdyenReportAddress.isAllowed(item.reason(), account)) {
      alarms.raise(Alarm.MISMATCH, "a report at a host that is not allowed");
      return new Irrelevant("a report at a host that is not allowed");
    }
    return new Irrelevant("report " + AdyenRefusals.word(item.pspReference()));
  }

  private CallbackReading withAmount(Function<Money, CallbackReading> reading) {
    var amount = item.amount();
    return Optional.ofNullable(amount)
        .flatMap(it -> it.money(account))
        .map(reading)
        .orElseGet(() -> odd("an impossible amount"));
  }

  /**
   * It is Adyen's and makes no sense to us, which a person has to see. It is acknowledged all the
   * same: Adyen would send nothing else until it is.
   */
  private CallbackReading odd(String what) {
    alarms.raise(Alarm.UNMAPPED, what);
    return new Irrelevant(what);
  }

  private CallbackReading irrelevant(String code) {
    var word = AdyenRefusals.word(code);
    if (!OF_NO_INTEREST.contains(code)) {
      alarms.raise(Alarm.UNMAPPED, "event " + word);
    }
    return new Irrelevant("event " + word);
  }

  private @Nullable String payment() {
    return AdyenIds.pspReference(item.originalReference());
  }

  private @Nullable String modification() {
    return AdyenIds.pspReference(item.pspReference());
  }
}
