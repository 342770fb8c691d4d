package io.tollgate.channels.antom;

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
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of payments, captures and refunds mean (facts, section 5, "Status"; the words
 * are the SDK's {@code TransactionStatusType}). One that is not listed is unknown, and an alarm.
 */
final class AntomStatuses {

  static final String UNREADABLE = "unreadable answer";

  private AntomStatuses() {}

  /** The payment that an answer to a question is about. */
  static ChannelOutcome payment(AntomPayment payment, Order order, Alarms alarms) {
    var id = payment.reference();
    var status = payment.paymentStatus();
    if (id == null || status == null) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "SUCCESS" ->
          order.capture() == CaptureMode.MANUAL && !payment.isCaptured()
              ? new Authorized(id)
              : new Approved(id);
      case "FAIL" -> new Declined(AntomCodes.reason(payment.paymentResultCode()), id);
      case "PROCESSING" ->
          AntomRequests.isAgreed(order) ? new Pending(id) : new NeedsAction(step(payment), id);
      case "PENDING" -> new Pending(id);
      case "CANCELLED" -> new Closed(false, id);
      default -> new Unknown(unmapped("payment status", status, alarms));
    };
  }

  /**
   * What the payer has to do still. An answer to a question seldom says it: what he was shown when
   * he paid is then what he has to act on.
   */
  private static NextStep step(AntomPayment payment) {
    return AntomNextSteps.of(payment).orElseGet(NextStep.Wait::new);
  }

  /** A payment that waits, for the payer where it names a step. */
  static ChannelOutcome open(AntomPayment payment) {
    var id = payment.reference();
    return id == null
        ? new Pending(null)
        : AntomNextSteps.of(payment)
            .<ChannelOutcome>map(step -> new NeedsAction(step, id))
            .orElseGet(() -> new Pending(id));
  }

  /** What became of a capture or a refund. */
  static OperationOutcome operation(
      @Nullable String status,
      @Nullable String reference,
      @Nullable AntomResult reason,
      Alarms alarms) {
    if (status == null || !AntomPayment.isId(reference)) {
      return new OperationOutcome.Unknown(UNREADABLE);
    }
    return switch (status) {
      case "SUCCESS" -> new Done(reference);
      case "PROCESSING", "PENDING" -> new OperationOutcome.Pending(reference);
      case "FAIL", "CANCELLED" ->
          new Refused(AntomCodes.reason(reason == null ? null : reason.resultCode()), reference);
      default -> new OperationOutcome.Unknown(unmapped("status", status, alarms));
    };
  }

  private static String unmapped(String what, String word, Alarms alarms) {
    var said = what + " " + AntomCodes.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
