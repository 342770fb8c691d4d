package io.tollgate.channels.alipay;

import io.tollgate.channels.alipay.AlipayAnswers.Said;
import io.tollgate.channels.alipay.AlipayErrors.Failure;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.util.Optional;
import java.util.function.Function;

/**
 * What Alipay's answers mean for one attempt (facts, section 4, "Status" and "Gateway codes"). A
 * trade counts only where its id, amount and currency are those of the order. An empty answer to a
 * request means that only a question can tell.
 */
final class AlipayReplies {

  private static final Json<AlipayTrade> TRADE = Json.of(AlipayTrade.class);
  private static final Json<AlipayAuth> AUTH = Json.of(AlipayAuth.class);

  private final String out;
  private final ChannelRequestId requestId;
  private final Order order;
  private final Alarms alarms;
  private final AlipayAnswers answers;

  AlipayReplies(ChannelRequestId requestId, Order order, ChannelAccount account, Alarms alarms) {
    this.out = AlipayIds.out(requestId);
    this.requestId = requestId;
    this.order = order;
    this.alarms = alarms;
    this.answers = new AlipayAnswers(account, alarms);
  }

  /** The answer to a charge. Alipay says by its code that it was paid, without a status. */
  Optional<ChannelOutcome> toCharge(Exchange exchange) {
    return toRequest(
        answers.read(exchange, AlipayRequests.PAY),
        node -> trade(node, true, this::charged),
        node -> trade(node, false, this::waiting));
  }

  /** The answer to the wish for a code to show. */
  Optional<ChannelOutcome> toPrecreate(Exchange exchange) {
    return toRequest(
        answers.read(exchange, AlipayRequests.PRECREATE),
        node -> trade(node, false, this::code),
        node -> trade(node, false, this::waiting));
  }

  /** The answer to a freeze. */
  Optional<ChannelOutcome> toFreeze(Exchange exchange) {
    return toRequest(
        answers.read(exchange, AlipayAuthRequests.FREEZE),
        node -> auth(node, false),
        node -> auth(node, false));
  }

  /**
   * The answer to a question about a trade.
   *
   * @param byTime whether the payer's time is over
   */
  ChannelOutcome toQuery(Exchange exchange, boolean byTime) {
    return toQuestion(
        answers.read(exchange, AlipayRequests.QUERY),
        node ->
            trade(
                node,
                true,
                it ->
                    AlipayStatuses.payment(
                        it.tradeStatus(), it.tradeNo(), it.wasPaid(), byTime, alarms)));
  }

  /** The answer to a question about a freeze. */
  ChannelOutcome toFreezeQuery(Exchange exchange, boolean byTime) {
    return toQuestion(
        answers.read(exchange, AlipayAuthRequests.DETAIL), node -> auth(node, byTime));
  }

  /** The answer to the wish to close; empty where Alipay refuses, say because it was paid. */
  Optional<ChannelOutcome> toClose(Exchange exchange) {
    return toEnding(answers.read(exchange, AlipayRequests.CLOSE), AlipayReplies::closed);
  }

  /** The answer to a cancellation, which may have given back what was paid. */
  Optional<ChannelOutcome> toCancel(Exchange exchange) {
    return toEnding(answers.read(exchange, AlipayRequests.CANCEL), this::cancelled);
  }

  private Optional<ChannelOutcome> toRequest(
      Said said,
      Function<byte[], ChannelOutcome> reading,
      Function<byte[], ChannelOutcome> whileWaiting) {
    return switch (said) {
      case Said.Ok(var node) -> Optional.of(reading.apply(node));
      case Said.Waiting(var node) -> Optional.of(whileWaiting.apply(node));
      case Said.NotSent(var why) -> Optional.of(new NotSent(why));
      case Said.Silent(var why) -> Optional.of(new Unknown(why));
      case Said.Failed(Failure.Busy(var why)) -> Optional.of(new NotSent(why));
      case Said.Failed(Failure.Refused(var reason)) -> Optional.of(new Declined(reason, null));
      case Said.Failed(Failure.Unclear(var why)) -> Optional.of(new Unknown(why));
      case Said.Failed(Failure.Absent _) ->
          Optional.of(new Unknown("an answer to another request"));
      case Said.Failed(Failure.ThereAlready _) -> Optional.empty();
    };
  }

  private ChannelOutcome toQuestion(Said said, Function<byte[], ChannelOutcome> reading) {
    return switch (said) {
      case Said.Ok(var node) -> reading.apply(node);
      case Said.Failed(Failure.Absent _) -> new Absent();
      case Said.Waiting _, Said.NotSent _, Said.Silent _, Said.Failed _ ->
          new Unknown(answers.unanswered(said, requestId));
    };
  }

  private Optional<ChannelOutcome> toEnding(
      Said said, Function<AlipayTrade, ChannelOutcome> reading) {
    return switch (said) {
      case Said.Ok(var node) -> Optional.of(trade(node, false, reading));
      case Said.Failed(Failure.Absent _) -> Optional.of(new Absent());
      case Said.Failed(Failure.Refused _), Said.Failed(Failure.ThereAlready _) -> Optional.empty();
      case Said.Waiting _, Said.NotSent _, Said.Silent _, Said.Failed _ ->
          Optional.of(new Unknown(answers.unanswered(said, requestId)));
    };
  }

  private ChannelOutcome trade(
      byte[] node, boolean hasAmount, Function<AlipayTrade, ChannelOutcome> reading) {
    var trade = TRADE.read(node);
    if (trade.isEmpty()) {
      return new Unknown("unreadable answer");
    }
    boolean matches = hasAmount ? trade.get().isOf(out, order.amount()) : trade.get().isOf(out);
    return matches ? reading.apply(trade.get()) : mismatch();
  }

  private ChannelOutcome auth(byte[] node, boolean byTime) {
    var auth = AUTH.read(node);
    if (auth.isEmpty()) {
      return new Unknown("unreadable answer");
    }
    boolean matches = auth.get().isOf(out, order.amount()) && out.equals(auth.get().outOrderNo());
    return matches ? AlipayStatuses.freeze(auth.get(), byTime, alarms) : mismatch();
  }

  private ChannelOutcome charged(AlipayTrade trade) {
    var tradeNo = trade.tradeNo();
    return tradeNo != null && AlipayIds.isId(tradeNo)
        ? new Approved(tradeNo)
        : new Unknown("unreadable answer");
  }

  private ChannelOutcome code(AlipayTrade trade) {
    var code = trade.qrCode();
    return code == null || code.isBlank()
        ? new Unknown("unreadable answer")
        : new NeedsAction(new NextStep.ShowCode(code), out);
  }

  /** The payer's own app asks for the password; there is nothing to show. */
  private ChannelOutcome waiting(AlipayTrade trade) {
    var tradeNo = trade.tradeNo();
    return new NeedsAction(
        new NextStep.Wait(), tradeNo != null && AlipayIds.isId(tradeNo) ? tradeNo : out);
  }

  private static ChannelOutcome closed(AlipayTrade trade) {
    return new Closed(false, trade.tradeNo());
  }

  private ChannelOutcome cancelled(AlipayTrade trade) {
    if ("Y".equals(trade.retryFlag())) {
      return new Unknown("cancellation has to be repeated");
    }
    return switch (trade.action()) {
      case "close", "refund" -> closed(trade);
      case null -> new Unknown("cancelled without saying what");
      default -> {
        alarms.raise(Alarm.UNMAPPED, "cancel action " + AlipayErrors.word(trade.action()));
        yield new Unknown("cancelled in a way that is not known");
      }
    };
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got an answer about another order");
    return new Unknown("answer about another order");
  }
}
