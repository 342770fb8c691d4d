package io.tollgate.channels.wechat;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.wechat.WechatMessages.Amount;
import io.tollgate.channels.wechat.WechatMessages.Prepay;
import io.tollgate.channels.wechat.WechatMessages.Transaction;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What WeChat Pay's answers mean for one attempt, once they are proved to be WeChat Pay's (facts,
 * section 6, "Status" and "Errors").
 *
 * <p>An order counts only where merchant, number, amount and currency are those of the attempt. An
 * order that nobody paid may come without its amount, which the vendor's model makes optional.
 */
final class WechatReplies {

  private static final Json<Prepay> PREPAY = Json.of(Prepay.class);
  private static final Json<Transaction> TRANSACTION = Json.of(Transaction.class);

  private final Order order;
  private final String number;
  private final WechatAccount account;
  private final Alarms alarms;

  WechatReplies(ChannelRequestId attempt, Order order, WechatAccount account, Alarms alarms) {
    this.order = order;
    this.number = WechatOrderNumber.of(attempt);
    this.account = account;
    this.alarms = alarms;
  }

  /** The answer to an order: here a refusal ends the attempt. */
  ChannelOutcome toOrder(Exchange exchange, WechatHandover handover) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.status() == 200 ->
          PREPAY
              .read(answer.body())
              .flatMap(handover::step)
              .<ChannelOutcome>map(step -> new NeedsAction(step, number))
              .orElseGet(WechatReplies::unreadable);
      case Answered answer -> refused(answer);
    };
  }

  /** The answer to a question. One that failed says nothing, not even that nothing was sent. */
  ChannelOutcome toQuery(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Unknown("could not ask: " + why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.status() == 200 ->
          TRANSACTION.read(answer.body()).map(this::matching).orElseGet(WechatReplies::unreadable);
      case Answered answer ->
          switch (WechatErrors.ofQuestion(answer, account, alarms, number)) {
            case ABSENT -> new Absent();
            case DECLINED, REJECTED, FORBIDDEN, MISCONFIGURED, BUSY, OPEN, UNMAPPED ->
                new Unknown(WechatErrors.words(answer));
          };
    };
  }

  /** The answer to a request to close; empty where only a question can tell. */
  Optional<ChannelOutcome> toClose(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> Optional.of(new Unknown("could not ask: " + why));
      case Exchange.Unknown(var why) -> Optional.of(new Unknown(why));
      case Answered answer when answer.status() == 204 -> Optional.of(new Closed(false, number));
      case Answered _ -> Optional.empty();
    };
  }

  private ChannelOutcome refused(Answered answer) {
    return switch (WechatErrors.ofRequest(answer, account, alarms, number)) {
      case DECLINED, REJECTED, FORBIDDEN, MISCONFIGURED ->
          new Declined(WechatErrors.reason(answer), null);
      case BUSY -> new NotSent("WeChat Pay's rate limit");
      case ABSENT, OPEN, UNMAPPED -> new Unknown(WechatErrors.words(answer));
    };
  }

  private ChannelOutcome matching(Transaction answer) {
    if (answer.mchid() == null || answer.outTradeNo() == null || answer.tradeState() == null) {
      return unreadable();
    }
    boolean matches =
        account.mchid().equals(answer.mchid())
            && number.equals(answer.outTradeNo())
            && isOrders(answer.amount(), answer.isPaid());
    if (!matches) {
      alarms.raise(Alarm.MISMATCH, number + " got an order of another amount or merchant");
      return new Unknown("answer about another order");
    }
    return WechatStates.outcome(answer, number, alarms);
  }

  private boolean isOrders(@Nullable Amount amount, boolean isPaid) {
    if (amount == null) {
      return !isPaid;
    }
    var total = amount.total();
    var currency = amount.currency();
    if (isPaid && (total == null || currency == null)) {
      return false;
    }
    return (total == null || total == WechatAmounts.fen(order.amount()))
        && (currency == null || currency.equals(WechatAmounts.CURRENCY));
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
