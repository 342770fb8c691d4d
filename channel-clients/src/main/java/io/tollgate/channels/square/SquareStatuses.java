package io.tollgate.channels.square;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of payments, refunds and cards mean (facts, section 9, "Status"). Replies and
 * callbacks share it; a status that is not listed is unknown, and an alarm.
 */
final class SquareStatuses {

  private static final String UNREADABLE = "unreadable answer";

  private SquareStatuses() {}

  static ChannelOutcome payment(SquarePayment payment, Alarms alarms) {
    var id = payment.id();
    var status = payment.status();
    if (id == null || !SquareCalls.isId(id) || status == null) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "COMPLETED" -> new Approved(id);
      case "APPROVED" -> new Authorized(id);
      case "PENDING" -> new Pending(id);
      case "CANCELED" -> new Closed(false, id);
      case "FAILED" -> new Declined(SquareDeclines.reason(payment.failure().orElse(null)), id);
      default -> new Unknown(unmapped("status", status, alarms));
    };
  }

  /**
   * What a payment says of its capture: Square has no ids of captures, and takes all or nothing.
   */
  static OperationOutcome capture(SquarePayment payment, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "COMPLETED" -> new Done(null);
      case "APPROVED", "PENDING" -> new Absent();
      case "CANCELED" -> new Refused(SquareDeclines.refusal("DELAYED_TRANSACTION_CANCELED"), null);
      case "FAILED" -> new Refused(SquareDeclines.reason(payment.failure().orElse(null)), null);
      case String other -> new OperationOutcome.Unknown(unmapped("status", other, alarms));
    };
  }

  /** What a payment says of the wish to let go what it holds; one that failed holds nothing. */
  static OperationOutcome release(SquarePayment payment, Alarms alarms) {
    return switch (payment.status()) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "CANCELED", "FAILED" -> new Done(null);
      case "APPROVED", "PENDING" -> new Absent();
      case "COMPLETED" -> new Refused(SquareDeclines.refusal("DELAYED_TRANSACTION_CAPTURED"), null);
      case String other -> new OperationOutcome.Unknown(unmapped("status", other, alarms));
    };
  }

  static OperationOutcome refund(SquareRefund refund, Alarms alarms) {
    var id = refund.id();
    var status = refund.status();
    if (!SquareCalls.isId(id) || status == null) {
      return new OperationOutcome.Unknown(UNREADABLE);
    }
    return switch (status) {
      case "COMPLETED" -> new Done(id);
      case "PENDING" -> new OperationOutcome.Pending(id);
      case "REJECTED", "FAILED" -> new Refused(SquareDeclines.reason(status), id);
      default -> new OperationOutcome.Unknown(unmapped("refund status", status, alarms));
    };
  }

  /** An agreement lasts as long as its card is enabled. */
  static AgreementOutcome agreement(SquareCard card) {
    var token = card.token();
    var enabled = card.enabled();
    if (token == null || enabled == null) {
      return new AgreementOutcome.Unknown(UNREADABLE);
    }
    return enabled ? new AgreementOutcome.Active(token, card.id()) : new AgreementOutcome.Ended();
  }

  private static String unmapped(String what, @Nullable String word, Alarms alarms) {
    var said = what + " " + SquareDeclines.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
