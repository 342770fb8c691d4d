package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.payment.Customer;

/**
 * What the statuses of transactions, charges and refunds mean (facts, section 12, "Status"; vendor:
 * docs/payments/verify-payments). Replies and callbacks share it; a status that is not listed is
 * unknown, and an alarm.
 */
final class PaystackStatuses {

  /** The payer left the page, or was never there, and may still come back to it. */
  static final String ABANDONED = "abandoned";

  private static final String UNREADABLE = "unreadable answer";

  private PaystackStatuses() {}

  /** The payment that a transaction stands for. One that was given back was paid. */
  static ChannelOutcome payment(PaystackTransaction transaction, Customer payer, Alarms alarms) {
    var reference = transaction.reference();
    var status = transaction.status();
    if (reference == null || status == null) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "success", "reversed" -> new Approved(reference);
      case "failed" ->
          new Declined(
              PaystackDeclines.reason(
                  transaction.gatewayResponseCode(), transaction.gatewayResponse()),
              reference);
      case "pending", "ongoing", "processing", "queued" -> new Pending(reference);
      case ABANDONED,
          "send_otp",
          "send_pin",
          "send_phone",
          "send_birthday",
          "send_address",
          "open_url",
          "pay_offline" ->
          new NeedsAction(PaystackSteps.of(transaction, payer, alarms), reference);
      default -> new Unknown(unmapped("status", status, alarms));
    };
  }

  /** What became of a refund. One that waits for the payer's account is under way. */
  static OperationOutcome refund(PaystackRefund refund, Alarms alarms) {
    var id = refund.id();
    var status = refund.status();
    if (id == null || status == null) {
      return new OperationOutcome.Unknown(UNREADABLE);
    }
    var reference = id.toString();
    return switch (status) {
      case "processed" -> new OperationOutcome.Done(reference);
      case "pending", "processing", "needs-attention" -> new OperationOutcome.Pending(reference);
      case "failed" ->
          new OperationOutcome.Refused(PaystackDeclines.reason(status, null), reference);
      default -> new OperationOutcome.Unknown(unmapped("refund status", status, alarms));
    };
  }

  private static String unmapped(String what, String word, Alarms alarms) {
    var said = what + " " + PaystackDeclines.word(word.replace('-', '_'));
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
