package io.tollgate.channels.antom;

import io.tollgate.channels.antom.AntomAmounts.Amount;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Antom's answers mean for one capture, void or refund (facts, section 5, "Status" and
 * "Errors"). A success counts only where id and amount are the operation's; a failure must not name
 * others. A request may be refused or not sent; a question that fails says nothing.
 */
final class AntomOperationReplies {

  private static final Json<AntomPayment> PAYMENT = Json.camel(AntomPayment.class);
  private static final Json<AntomCapture> CAPTURE = Json.camel(AntomCapture.class);
  private static final Json<AntomRefund> REFUND = Json.camel(AntomRefund.class);

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Alarms alarms;

  AntomOperationReplies(PaymentOperation operation, ChannelAccount account, Alarms alarms) {
    this.operation = operation;
    this.account = account;
    this.alarms = alarms;
  }

  OperationOutcome toCapture(AntomAnswer answer) {
    return toRequest(answer, CAPTURE, this::captured);
  }

  OperationOutcome toRefund(AntomAnswer answer) {
    return toRequest(answer, REFUND, this::refunded);
  }

  OperationOutcome toRelease(AntomAnswer answer) {
    return toRequest(answer, PAYMENT, this::released);
  }

  /** A capture has no question of its own: it is among what happened to the payment. */
  OperationOutcome toCaptureQuery(AntomAnswer answer) {
    return toQuestion(answer, PAYMENT, this::askedOfCapture);
  }

  OperationOutcome toReleaseQuery(AntomAnswer answer) {
    return toQuestion(answer, PAYMENT, this::askedOfRelease);
  }

  OperationOutcome toRefundQuery(AntomAnswer answer) {
    return toQuestion(answer, REFUND, this::askedOfRefund);
  }

  private <T> OperationOutcome toRequest(
      AntomAnswer answer, Json<T> shape, Function<T, OperationOutcome> reading) {
    return switch (answer) {
      case AntomAnswer.NotSent(var why) -> new NotSent(why);
      case AntomAnswer.Unclear(var why) -> new Unknown(why);
      case AntomAnswer.Signed(var body) -> read(body, shape, reading);
    };
  }

  private <T> OperationOutcome toQuestion(
      AntomAnswer answer, Json<T> shape, Function<T, OperationOutcome> reading) {
    return switch (answer) {
      case AntomAnswer.NotSent(var why) -> new Unknown("could not ask: " + why);
      case AntomAnswer.Unclear(var why) -> new Unknown(why);
      case AntomAnswer.Signed(var body) -> read(body, shape, reading);
    };
  }

  private static <T> OperationOutcome read(
      byte[] body, Json<T> shape, Function<T, OperationOutcome> reading) {
    return shape.read(body).map(reading).orElseGet(AntomOperationReplies::unreadable);
  }

  private OperationOutcome captured(AntomCapture capture) {
    return requested(
        capture.result(), capture.captureRequestId(), capture.captureAmount(), capture.captureId());
  }

  private OperationOutcome refunded(AntomRefund refund) {
    return requested(
        refund.result(), refund.refundRequestId(), refund.refundAmount(), refund.refundId());
  }

  private OperationOutcome requested(
      @Nullable AntomResult result,
      @Nullable String ours,
      @Nullable Amount amount,
      @Nullable String reference) {
    if ((ours != null && !isOurs(ours)) || (amount != null && !isOfAmount(amount))) {
      return mismatch();
    }
    var id = AntomPayment.isId(reference) ? reference : null;
    return verdict(
        result,
        id,
        () -> {
          if (id == null || ours == null || amount == null) {
            return unreadable();
          }
          return new Done(id);
        });
  }

  /** A cancellation is known by the payment: there is one at most. */
  private OperationOutcome released(AntomPayment payment) {
    if (payment.paymentRequestId() != null && !isAttempt(payment)) {
      return mismatch();
    }
    return verdict(
        payment.result(), null, () -> isAttempt(payment) ? new Done(null) : unreadable());
  }

  private OperationOutcome verdict(
      @Nullable AntomResult result, @Nullable String reference, Supplier<OperationOutcome> done) {
    return switch (AntomVerdict.of(result, account, alarms)) {
      case AntomVerdict.Done _ -> done.get();
      case AntomVerdict.InProcess _ -> new Pending(reference);
      case AntomVerdict.Busy(var why) -> new NotSent(why);
      case AntomVerdict.Refused(var reason) -> new Refused(reason, reference);
      case AntomVerdict.Missing(var reason) -> new Refused(reason, reference);
      case AntomVerdict.Unclear(var why) -> new Unknown(why);
    };
  }

  private OperationOutcome askedOfRefund(AntomRefund refund) {
    return asked(
        refund.result(),
        Absent::new,
        () -> {
          var ours = refund.refundRequestId();
          return ours != null && isOurs(ours) && isOfAmount(refund.refundAmount())
              ? AntomStatuses.operation(
                  refund.refundStatus(), refund.refundId(), refund.result(), alarms)
              : mismatch();
        });
  }

  private OperationOutcome askedOfCapture(AntomPayment payment) {
    return ofPayment(
        payment,
        () -> {
          var capture = payment.capture(operation.id().value());
          if (capture.isPresent()) {
            return ofCapture(capture.get());
          }
          // An answer without any list may be one of a payment whose captures are not told.
          return payment.transactions() == null
              ? new Unknown("Antom told no captures of the payment")
              : new Absent();
        });
  }

  private OperationOutcome ofCapture(AntomPayment.Transaction capture) {
    return isOfAmount(capture.transactionAmount())
        ? AntomStatuses.operation(
            capture.transactionStatus(),
            capture.transactionId(),
            capture.transactionResult(),
            alarms)
        : mismatch();
  }

  /** Money that was taken is not let go, so that a cancellation would give it back. */
  private OperationOutcome askedOfRelease(AntomPayment payment) {
    return ofPayment(
        payment,
        () -> {
          var status = payment.paymentStatus() == null ? "" : payment.paymentStatus();
          return switch (status) {
            case "CANCELLED" -> new Done(null);
            case "FAIL" -> new Refused(AntomCodes.reason(payment.paymentResultCode()), null);
            case "SUCCESS" ->
                payment.isCaptured() ? new Refused(AntomCodes.refusal(), null) : new Absent();
            case "PROCESSING", "PENDING" -> new Absent();
            default -> {
              alarms.raise(Alarm.UNMAPPED, "payment status " + AntomCodes.word(status));
              yield new Unknown("payment status is not known");
            }
          };
        });
  }

  private OperationOutcome ofPayment(AntomPayment payment, Supplier<OperationOutcome> reading) {
    var attempt = operation.attempt();
    return asked(
        payment.result(),
        () -> new Unknown("Antom does not know the payment"),
        () ->
            payment.isOf(attempt.requestId(), attempt.order(), account)
                ? reading.get()
                : mismatch());
  }

  private OperationOutcome asked(
      @Nullable AntomResult result,
      Supplier<OperationOutcome> missing,
      Supplier<OperationOutcome> done) {
    return switch (AntomVerdict.of(result, account, alarms)) {
      case AntomVerdict.Done _ -> done.get();
      case AntomVerdict.Missing _ -> missing.get();
      case AntomVerdict.Refused(var reason) -> {
        alarms.raise(Alarm.QUERY_REFUSED, operation.id() + ": " + reason.channelCode());
        yield new Unknown("refused to be asked: " + reason.channelCode());
      }
      case AntomVerdict.InProcess _ -> new Unknown("the question is in process");
      case AntomVerdict.Busy(var why) -> new Unknown(why);
      case AntomVerdict.Unclear(var why) -> new Unknown(why);
    };
  }

  private boolean isOurs(String id) {
    return operation.id().value().equals(id);
  }

  private boolean isAttempt(AntomPayment payment) {
    return operation.attempt().requestId().toString().equals(payment.paymentRequestId());
  }

  private boolean isOfAmount(@Nullable Amount amount) {
    return AntomAmounts.decode(amount, account).equals(Optional.of(operation.amount()));
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown(AntomStatuses.UNREADABLE);
  }
}
