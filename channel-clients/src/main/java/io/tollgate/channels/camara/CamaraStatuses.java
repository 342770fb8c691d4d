package io.tollgate.channels.camara;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
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
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of payments and refunds mean (facts, section 14, "Status"). One that is not
 * listed is unknown, and an alarm.
 */
final class CamaraStatuses {

  private CamaraStatuses() {}

  /**
   * The attempt that a payment stands for. What is reserved for an order that nobody captures by
   * hand still has to be taken by us.
   */
  static ChannelOutcome payment(
      CamaraPayment payment, CamaraReference reference, Order order, Alarms alarms) {
    var id = reference.paymentId();
    return switch (payment.paymentStatus()) {
      case "succeeded" -> new Approved(id);
      case "reserved" ->
          order.capture() == CaptureMode.MANUAL ? new Authorized(id) : new Pending(id);
      case "processing" -> reference.action() == null ? new Pending(id) : acting(reference, order);
      case "pending_validation" -> acting(reference, order);
      case "denied" -> new Declined(CamaraErrors.denied(), id);
      case "cancelled" -> new Closed(false, id);
      case null, default -> new Unknown(unmapped("status", payment.paymentStatus(), alarms));
    };
  }

  private static ChannelOutcome acting(CamaraReference reference, Order order) {
    return new NeedsAction(CamaraNextSteps.later(reference, order), reference.toString());
  }

  /** What a payment says of its capture; the standard has no ids of captures, and no parts. */
  static OperationOutcome capture(CamaraPayment payment, Alarms alarms) {
    return switch (payment.paymentStatus()) {
      case "succeeded" -> new Done(null);
      case "processing" -> new OperationOutcome.Pending(null);
      case "reserved", "pending_validation" -> new Absent();
      case "denied" -> new Refused(CamaraErrors.denied(), null);
      case "cancelled" -> refused("cancelled");
      case null, default ->
          new OperationOutcome.Unknown(unmapped("status", payment.paymentStatus(), alarms));
    };
  }

  /** What a payment says of the wish to let go what it holds. What is denied holds nothing. */
  static OperationOutcome release(CamaraPayment payment, Alarms alarms) {
    return switch (payment.paymentStatus()) {
      case "cancelled", "denied" -> new Done(null);
      case "succeeded" -> refused("succeeded");
      case "processing", "reserved", "pending_validation" -> new Absent();
      case null, default ->
          new OperationOutcome.Unknown(unmapped("status", payment.paymentStatus(), alarms));
    };
  }

  /** What became of a refund. */
  static OperationOutcome refund(CamaraRefund refund, Alarms alarms) {
    var id = refund.refundId();
    if (!CamaraReference.isId(id)) {
      return new OperationOutcome.Unknown("unreadable answer");
    }
    return switch (refund.refundStatus()) {
      case "succeeded" -> new Done(id);
      case "processing" -> new OperationOutcome.Pending(id);
      case "denied" -> new Refused(CamaraErrors.denied(), id);
      case null, default ->
          new OperationOutcome.Unknown(unmapped("refund status", refund.refundStatus(), alarms));
    };
  }

  private static Refused refused(String status) {
    return new Refused(new DeclineReason(Category.REQUEST_REFUSED, status), null);
  }

  private static String unmapped(String what, @Nullable String word, Alarms alarms) {
    var said = what + " " + CamaraErrors.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
