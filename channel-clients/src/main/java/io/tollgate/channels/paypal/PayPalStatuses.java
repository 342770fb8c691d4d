package io.tollgate.channels.paypal;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.OperationOutcome;

/**
 * What the statuses of authorizations, captures and refunds mean (facts, section 2, "Status ->
 * canonical"). Answers and callbacks share it.
 */
final class PayPalStatuses {

  private PayPalStatuses() {}

  /** A capture, for the payment that it is the money of. */
  static ChannelOutcome ofCapture(PayPalPayment capture, String orderId, Alarms alarms) {
    return switch (status(capture)) {
      case "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED" -> new ChannelOutcome.Approved(orderId);
      case "PENDING" -> new ChannelOutcome.Pending(orderId);
      // The third is what the description's own text calls it, beside its list.
      case "DECLINED", "FAILED", "DENIED" ->
          new ChannelOutcome.Declined(PayPalDeclines.reason(capture), orderId);
      default -> new ChannelOutcome.Unknown(unmapped("capture", capture, alarms));
    };
  }

  /** An authorization, for the payment that it holds the money of. */
  static ChannelOutcome ofAuthorization(
      PayPalPayment authorization, String orderId, Alarms alarms) {
    return switch (status(authorization)) {
      case "CREATED" -> new ChannelOutcome.Authorized(orderId);
      case "CAPTURED", "PARTIALLY_CAPTURED" -> new ChannelOutcome.Approved(orderId);
      case "PENDING" -> new ChannelOutcome.Pending(orderId);
      case "DENIED" -> new ChannelOutcome.Declined(PayPalDeclines.reason(authorization), orderId);
      case "VOIDED" -> new ChannelOutcome.Closed(false, orderId);
      default -> new ChannelOutcome.Unknown(unmapped("authorization", authorization, alarms));
    };
  }

  /** A capture that was an operation of its own. */
  static OperationOutcome ofCapture(PayPalPayment capture, Alarms alarms) {
    var id = capture.id();
    return switch (status(capture)) {
      case "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED" -> new OperationOutcome.Done(id);
      case "PENDING" -> new OperationOutcome.Pending(id);
      case "DECLINED", "FAILED", "DENIED" ->
          new OperationOutcome.Refused(PayPalDeclines.reason(capture), id);
      default -> new OperationOutcome.Unknown(unmapped("capture", capture, alarms));
    };
  }

  /** A refund. */
  static OperationOutcome ofRefund(PayPalPayment refund, Alarms alarms) {
    var id = refund.id();
    return switch (status(refund)) {
      case "COMPLETED" -> new OperationOutcome.Done(id);
      case "PENDING" -> new OperationOutcome.Pending(id);
      case "FAILED", "CANCELLED" -> new OperationOutcome.Refused(PayPalDeclines.reason(refund), id);
      default -> new OperationOutcome.Unknown(unmapped("refund", refund, alarms));
    };
  }

  private static String status(PayPalPayment payment) {
    return payment.status() == null ? "" : payment.status();
  }

  private static String unmapped(String what, PayPalPayment payment, Alarms alarms) {
    var text = what + " status " + PayPalDeclines.word(payment.status());
    alarms.raise(Alarm.UNMAPPED, text);
    return text + " is not known";
  }
}
