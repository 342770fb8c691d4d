package io.tollgate.channels.mercadopago;

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
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;

/**
 * What the statuses of payments and refunds mean (facts, section 16, "Status"; {@code
 * PaymentStatus} of sdk-java 3.2.1). One that is not listed is unknown, and an alarm. A payment
 * that is disputed, given back or charged back was paid all the same.
 */
final class MercadoPagoStatuses {

  /** What Mercado Pago says of an action that the payment's state does not allow. */
  private static final String NOT_IN_THIS_STATE = "2018";

  private static final String UNREADABLE = "unreadable answer";

  private MercadoPagoStatuses() {}

  /** The attempt that a payment stands for. */
  static ChannelOutcome payment(MercadoPagoPayment payment, Alarms alarms) {
    var id = payment.reference();
    var status = payment.status();
    if (id == null || status == null) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "approved", "in_mediation", "refunded", "charged_back" -> new Approved(id);
      case "authorized" -> new Authorized(id);
      case "in_process" -> new Pending(id);
      case "pending" -> new NeedsAction(MercadoPagoNextSteps.of(payment, alarms), id);
      case "rejected" -> new Declined(MercadoPagoDeclines.reason(payment.statusDetail()), id);
      case "cancelled", "canceled" -> new Closed("expired".equals(payment.statusDetail()), id);
      default -> new Unknown(unmapped("status", status, alarms));
    };
  }

  /**
   * What a payment says of a capture of it, which has no id of its own: a payment has one at most.
   *
   * @param isOfTheAmount whether what was captured is what was asked for
   */
  static OperationOutcome capture(
      MercadoPagoPayment payment, boolean isOfTheAmount, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "approved", "in_mediation", "refunded", "charged_back" ->
          isOfTheAmount ? new Done(null) : refused();
      case "authorized" -> new Absent();
      case "in_process", "pending" -> new OperationOutcome.Pending(null);
      case "rejected", "cancelled", "canceled" ->
          new Refused(MercadoPagoDeclines.reason(payment.statusDetail()), null);
      case String other -> new OperationOutcome.Unknown(unmapped("status", other, alarms));
    };
  }

  /** What a payment says of the wish to let go what it holds. */
  static OperationOutcome release(MercadoPagoPayment payment, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "cancelled", "canceled", "rejected" -> new Done(null);
      case "approved", "in_mediation", "refunded", "charged_back" -> refused();
      case "authorized", "in_process", "pending" -> new Absent();
      case String other -> new OperationOutcome.Unknown(unmapped("status", other, alarms));
    };
  }

  /** What became of a refund (github.com/mercadopago/openapi, {@code createRefund}). */
  static OperationOutcome refund(MercadoPagoRefund refund, Alarms alarms) {
    var id = refund.reference();
    var status = refund.status();
    if (id == null || status == null) {
      return new OperationOutcome.Unknown(UNREADABLE);
    }
    return switch (status) {
      case "approved" -> new Done(id);
      case "in_process", "pending" -> new OperationOutcome.Pending(id);
      case "rejected", "cancelled", "canceled" ->
          new Refused(MercadoPagoDeclines.reason(status), id);
      default -> new OperationOutcome.Unknown(unmapped("refund status", status, alarms));
    };
  }

  private static Refused refused() {
    return new Refused(MercadoPagoDeclines.refusal(NOT_IN_THIS_STATE), null);
  }

  private static String unmapped(String what, String word, Alarms alarms) {
    var said = what + " " + MercadoPagoDeclines.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
