package io.tollgate.channels.razorpay;

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
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.payment.CaptureMode;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of payments, links, refunds and tokens mean (facts, section 11, "Status").
 * Replies and callbacks share it; a status that is not listed is unknown, and an alarm.
 */
final class RazorpayStatuses {

  private static final String UNREADABLE = "unreadable answer";

  private RazorpayStatuses() {}

  /**
   * What a payment says of the attempt that its order stands for. One that is authorized and to be
   * captured at once is on its way: nobody else captures it, and Razorpay gives it back otherwise.
   *
   * @param order Razorpay's id of the order, by which the attempt is known
   */
  static ChannelOutcome payment(
      RazorpayPayment payment, String order, CaptureMode capture, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new Unknown(UNREADABLE);
      case "created" -> new Pending(order);
      case "authorized" ->
          capture == CaptureMode.MANUAL ? new Authorized(order) : new Pending(order);
      case "captured" -> new Approved(order);
      case "refunded" ->
          Boolean.TRUE.equals(payment.captured()) ? new Approved(order) : new Closed(true, order);
      case "failed" ->
          new Declined(RazorpayDeclines.reason(payment.errorReason(), payment.errorCode()), order);
      default -> new Unknown(unmapped("status", payment.status(), alarms));
    };
  }

  /** What a payment link says of the attempt that it stands for. */
  static ChannelOutcome link(RazorpayLink link, Alarms alarms) {
    var id = link.id();
    var status = link.status();
    if (id == null || status == null) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "created" -> open(link, id, alarms);
      case "paid" -> link.isPaidInFull() ? new Approved(id) : new Unknown("paid, and not in full");
      case "cancelled" -> new Closed(false, id);
      case "expired" -> new Closed(true, id);
      default -> new Unknown(unmapped("link status", status, alarms));
    };
  }

  private static ChannelOutcome open(RazorpayLink link, String id, Alarms alarms) {
    return new NeedsAction(RazorpayNextSteps.page(link.shortUrl(), alarms), id);
  }

  /** What a payment says of its capture, which is of all of it. */
  static OperationOutcome capture(RazorpayPayment payment, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "captured" -> new OperationOutcome.Done(null);
      case "refunded" ->
          Boolean.TRUE.equals(payment.captured())
              ? new OperationOutcome.Done(null)
              : new OperationOutcome.Refused(RazorpayDeclines.refusal("refunded"), null);
      case "failed" ->
          new OperationOutcome.Refused(
              RazorpayDeclines.reason(payment.errorReason(), payment.errorCode()), null);
      case "created", "authorized" -> new OperationOutcome.Absent();
      default -> new OperationOutcome.Unknown(unmapped("status", payment.status(), alarms));
    };
  }

  /** What became of a refund. */
  static OperationOutcome refund(RazorpayRefund refund, Alarms alarms) {
    return switch (refund.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "pending" -> new OperationOutcome.Pending(refund.id());
      case "processed" -> new OperationOutcome.Done(refund.id());
      case "failed" ->
          new OperationOutcome.Refused(RazorpayDeclines.reason("refund_failed", null), refund.id());
      default -> new OperationOutcome.Unknown(unmapped("refund status", refund.status(), alarms));
    };
  }

  /**
   * What an agreement's first payment says while there is no token yet to look at.
   *
   * @param order Razorpay's id of the order, by which the agreement is known
   */
  static AgreementOutcome firstPayment(RazorpayPayment payment, String order, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new AgreementOutcome.Unknown(UNREADABLE);
      case "created", "authorized", "captured", "refunded" -> new AgreementOutcome.Pending(order);
      case "failed" ->
          new AgreementOutcome.Refused(
              RazorpayDeclines.reason(payment.errorReason(), payment.errorCode()));
      default -> new AgreementOutcome.Unknown(unmapped("status", payment.status(), alarms));
    };
  }

  /**
   * What a token says of the agreement that it came from.
   *
   * @param text the token as later payments carry it
   */
  static AgreementOutcome token(RazorpayToken token, String text, String order, Alarms alarms) {
    return switch (token.status()) {
      case "confirmed" -> new AgreementOutcome.Active(text, order);
      case "initiated", "" -> new AgreementOutcome.Pending(order);
      case "rejected" ->
          new AgreementOutcome.Refused(RazorpayDeclines.reason(token.failureReason(), "rejected"));
      case "cancelled", "cancellation_initiated", "paused", "expired" ->
          new AgreementOutcome.Ended();
      default -> new AgreementOutcome.Unknown(unmapped("token status", token.status(), alarms));
    };
  }

  private static String unmapped(String what, @Nullable String word, Alarms alarms) {
    var said = what + " " + RazorpayDeclines.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
