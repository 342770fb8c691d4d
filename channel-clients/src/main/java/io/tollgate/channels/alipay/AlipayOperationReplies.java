package io.tollgate.channels.alipay;

import io.tollgate.channels.alipay.AlipayAnswers.Said;
import io.tollgate.channels.alipay.AlipayErrors.Failure;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
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

/**
 * What Alipay's answers mean for one capture, release or refund (facts, section 4). They count only
 * where ids, amount and currency are the operation's. An empty answer to a request means that only
 * a question can tell.
 */
final class AlipayOperationReplies {

  /**
   * What an answer without the refund's number and status means: {@code absent} (default) or {@code
   * pending}; unconfirmed.
   */
  static final String UNSEEN_REFUND = "unseen-refund";

  private static final Json<AlipayTrade> TRADE = Json.of(AlipayTrade.class);
  private static final Json<AlipayAuth> AUTH = Json.of(AlipayAuth.class);
  private static final Json<AlipayRefund> REFUND = Json.of(AlipayRefund.class);

  private final PaymentOperation operation;
  private final String out;
  private final ChannelAccount account;
  private final Alarms alarms;
  private final AlipayAnswers answers;

  AlipayOperationReplies(PaymentOperation operation, ChannelAccount account, Alarms alarms) {
    this.operation = operation;
    this.out = AlipayIds.out(operation.id());
    this.account = account;
    this.alarms = alarms;
    this.answers = new AlipayAnswers(account, alarms);
  }

  Optional<OperationOutcome> toCapture(Exchange exchange) {
    return toRequest(exchange, AlipayRequests.PAY, node -> Optional.of(captured(node)));
  }

  Optional<OperationOutcome> toRelease(Exchange exchange) {
    return toRequest(exchange, AlipayAuthRequests.UNFREEZE, node -> Optional.of(release(node)));
  }

  /** Where this very request moved no money, a question tells whether one before it did. */
  Optional<OperationOutcome> toRefund(Exchange exchange) {
    return toRequest(exchange, AlipayRequests.REFUND, this::refunded);
  }

  OperationOutcome toCaptureQuery(Exchange exchange) {
    return toQuestion(exchange, AlipayRequests.QUERY, this::capture);
  }

  OperationOutcome toReleaseQuery(Exchange exchange) {
    return toQuestion(exchange, AlipayAuthRequests.DETAIL, this::release);
  }

  OperationOutcome toRefundQuery(Exchange exchange) {
    return toQuestion(exchange, AlipayRequests.REFUND_QUERY, this::refund);
  }

  private Optional<OperationOutcome> toRequest(
      Exchange exchange, String method, Function<byte[], Optional<OperationOutcome>> reading) {
    return switch (answers.read(exchange, method)) {
      case Said.Ok(var node) -> reading.apply(node);
      case Said.Waiting _ -> Optional.of(new Pending(null));
      case Said.NotSent(var why) -> Optional.of(new NotSent(why));
      case Said.Silent(var why) -> Optional.of(new Unknown(why));
      case Said.Failed(Failure.Busy(var why)) -> Optional.of(new NotSent(why));
      case Said.Failed(Failure.Refused(var reason)) -> Optional.of(new Refused(reason, null));
      case Said.Failed(Failure.Unclear(var why)) -> Optional.of(new Unknown(why));
      case Said.Failed(Failure.Absent _) -> Optional.of(lost());
      case Said.Failed(Failure.ThereAlready _) -> Optional.empty();
    };
  }

  private OperationOutcome toQuestion(
      Exchange exchange, String method, Function<byte[], OperationOutcome> reading) {
    var said = answers.read(exchange, method);
    return switch (said) {
      case Said.Ok(var node) -> reading.apply(node);
      case Said.Failed(Failure.Absent _) -> new Absent();
      case Said.Waiting _, Said.NotSent _, Said.Silent _, Said.Failed _ ->
          new Unknown(answers.unanswered(said, operation.id()));
    };
  }

  /** The answer to a capture says by its code that it was taken. */
  private OperationOutcome captured(byte[] node) {
    return trade(node, it -> AlipayStatuses.capture("TRADE_SUCCESS", it.tradeNo(), true, alarms));
  }

  private OperationOutcome capture(byte[] node) {
    return trade(
        node, it -> AlipayStatuses.capture(it.tradeStatus(), it.tradeNo(), it.wasPaid(), alarms));
  }

  private OperationOutcome trade(byte[] node, Function<AlipayTrade, OperationOutcome> reading) {
    var trade = TRADE.read(node);
    if (trade.isEmpty()) {
      return unreadable();
    }
    return trade.get().isOf(out, operation.amount()) ? reading.apply(trade.get()) : mismatch();
  }

  private OperationOutcome release(byte[] node) {
    var auth = AUTH.read(node);
    if (auth.isEmpty()) {
      return unreadable();
    }
    return auth.get().isOf(out, operation.amount())
        ? AlipayStatuses.release(auth.get().status(), alarms)
        : mismatch();
  }

  private Optional<OperationOutcome> refunded(byte[] node) {
    var refund = REFUND.read(node);
    if (refund.isEmpty()) {
      return Optional.of(unreadable());
    }
    if (!isOfTrade(refund.get())) {
      return Optional.of(mismatch());
    }
    if (!"Y".equals(refund.get().fundChange())) {
      return Optional.empty();
    }
    // What was given back of the trade before is in the sum as well.
    return Optional.of(
        AlipayAmounts.isAtLeast(operation.amount(), refund.get().refundFee())
            ? new Done(null)
            : mismatch());
  }

  private OperationOutcome refund(byte[] node) {
    var read = REFUND.read(node);
    if (read.isEmpty()) {
      return unreadable();
    }
    var refund = read.get();
    if (refund.outRequestNo() == null && refund.refundStatus() == null) {
      return "pending".equals(account.options().get(UNSEEN_REFUND))
          ? new Pending(null)
          : new Absent();
    }
    boolean matches =
        isOfTrade(refund)
            && out.equals(refund.outRequestNo())
            && AlipayAmounts.is(operation.amount(), refund.refundAmount());
    return matches ? status(refund) : mismatch();
  }

  private OperationOutcome status(AlipayRefund refund) {
    return switch (refund.refundStatus()) {
      case "REFUND_SUCCESS" -> new Done(null);
      case null -> new Pending(null);
      default -> {
        var word = "refund status " + AlipayErrors.word(refund.refundStatus());
        alarms.raise(Alarm.UNMAPPED, word);
        yield new Unknown(word + " is not known");
      }
    };
  }

  /** A capture's trade is known by the number that Alipay gave it. */
  private boolean isOfTrade(AlipayRefund refund) {
    var capture = operation.capture();
    boolean matches =
        capture == null
            ? AlipayIds.out(operation.attempt().requestId()).equals(refund.outTradeNo())
            : capture.equals(refund.tradeNo());
    return matches && AlipayAmounts.isCurrency(refund.refundCurrency());
  }

  /** Alipay took what the operation is about, and says now that it does not know it. */
  private OperationOutcome lost() {
    alarms.raise(Alarm.REFERENCE_LOST, operation.id().toString());
    return new Unknown("Alipay does not know what it took");
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
