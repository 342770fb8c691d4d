package io.tollgate.channels.paypay;

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
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of payments, captures and refunds mean (facts, section 13, "Status"). A status
 * that is not listed is unknown, and an alarm.
 */
final class PayPayStatuses {

  /**
   * What {@code REFUND_FAILED} means: {@code retried} (default) or {@code final}. The SDK has the
   * word only; that PayPay goes on trying until the refund succeeds is said by
   * integration.paypay.ne.jp, article 4414054913423. Who believes in the failure gives the money
   * back twice.
   */
  static final String REFUND_FAILED = "refund-failed";

  private static final String UNREADABLE = "unreadable answer";

  private PayPayStatuses() {}

  /**
   * What a payment is.
   *
   * @param code the code that the payer was given; null where it is not known, or there is none
   */
  static ChannelOutcome payment(PayPayPayment payment, @Nullable String code, Alarms alarms) {
    var id = PayPayCalls.isId(payment.paymentId()) ? payment.paymentId() : null;
    return switch (payment.status()) {
      case null -> new Unknown(UNREADABLE);
      // Nobody paid yet: the payer's page knows the code, which this answer does not tell.
      case "CREATED" -> code == null ? new Pending(id) : new NeedsAction(new NextStep.Wait(), code);
      case "REAUTHORIZING" -> new Pending(id);
      case "AUTHORIZED" -> id == null ? new Unknown(UNREADABLE) : new Authorized(id);
      case "COMPLETED", "REFUNDED" -> id == null ? new Unknown(UNREADABLE) : new Approved(id);
      case "FAILED" -> new Declined(new DeclineReason(Category.OTHER, "FAILED"), id);
      case "CANCELED" -> new Closed(false, id);
      case "EXPIRED" -> new Closed(true, id);
      case String other -> new Unknown(unmapped("status", other, alarms));
    };
  }

  /** What a payment says of a capture. It can be captured once, and keeps our id of the capture. */
  static OperationOutcome capture(
      PayPayPayment payment, PaymentOperation operation, Alarms alarms) {
    var ours = payment.capture(operation.id());
    if (ours.isPresent()) {
      return capture(ours.get(), operation, alarms);
    }
    return switch (payment.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "CREATED", "AUTHORIZED" -> new Absent();
      case "REAUTHORIZING" -> new OperationOutcome.Pending(null);
      case "COMPLETED", "REFUNDED" ->
          payment.hasCaptures()
              ? new Refused(PayPayCodes.refusal("ALREADY_CAPTURED"), null)
              : new OperationOutcome.Unknown("captured, and not said by whom");
      case "FAILED", "CANCELED", "EXPIRED" ->
          new Refused(PayPayCodes.refusal(payment.status()), null);
      case String other -> new OperationOutcome.Unknown(unmapped("status", other, alarms));
    };
  }

  /** What a payment says of the wish to let go what it holds. */
  static OperationOutcome release(PayPayPayment payment, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      // However it came about, nothing is held any more.
      case "CANCELED", "EXPIRED", "FAILED" -> new Done(null);
      case "CREATED", "AUTHORIZED", "REAUTHORIZING" -> new Absent();
      case "COMPLETED", "REFUNDED" -> new Refused(PayPayCodes.refusal(payment.status()), null);
      case String other -> new OperationOutcome.Unknown(unmapped("status", other, alarms));
    };
  }

  /** What became of a refund. PayPay has no id of its own for it. */
  static OperationOutcome refund(PayPayRefund refund, ChannelAccount account, Alarms alarms) {
    return switch (refund.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "REFUNDED" -> new Done(null);
      case "CREATED" -> new OperationOutcome.Pending(null);
      case "REFUND_FAILED" ->
          "final".equals(account.options().get(REFUND_FAILED))
              ? new Refused(new DeclineReason(Category.OTHER, "REFUND_FAILED"), null)
              : new OperationOutcome.Pending(null);
      case String other -> new OperationOutcome.Unknown(unmapped("refund status", other, alarms));
    };
  }

  /** A word that we do not know is looked at by a person. */
  static String unmapped(String what, String word, Alarms alarms) {
    var said = what + " " + PayPayCodes.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }

  private static OperationOutcome capture(
      PayPayPayment.Capture capture, PaymentOperation operation, Alarms alarms) {
    var amount = capture.amount();
    if (amount == null || !amount.is(operation.amount())) {
      alarms.raise(Alarm.MISMATCH, operation.id() + " captured another amount");
      return new OperationOutcome.Unknown("captured another amount");
    }
    return switch (capture.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "COMPLETED" -> new Done(null);
      case "USER_REQUESTED" -> new OperationOutcome.Pending(null);
      case String other -> new OperationOutcome.Unknown(unmapped("capture status", other, alarms));
    };
  }
}
