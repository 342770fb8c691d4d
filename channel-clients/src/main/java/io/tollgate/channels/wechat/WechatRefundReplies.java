package io.tollgate.channels.wechat;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.wechat.WechatMessages.Amount;
import io.tollgate.channels.wechat.WechatMessages.Refund;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import org.jspecify.annotations.Nullable;

/**
 * What WeChat Pay's answers mean for one refund, once they are proved (facts, section 6, "Status"
 * and "Errors"). It counts only where both numbers, both amounts and the currency are those of the
 * operation.
 */
final class WechatRefundReplies {

  private static final Json<Refund> REFUND = Json.of(Refund.class);

  private final PaymentOperation operation;
  private final WechatAccount account;
  private final Alarms alarms;

  WechatRefundReplies(PaymentOperation operation, WechatAccount account, Alarms alarms) {
    this.operation = operation;
    this.account = account;
    this.alarms = alarms;
  }

  /** The answer to a request to refund. */
  OperationOutcome toRefund(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.status() == 200 -> state(answer);
      case Answered answer ->
          switch (WechatErrors.ofRequest(answer, account, alarms, about())) {
            case DECLINED, REJECTED, FORBIDDEN, MISCONFIGURED ->
                new Refused(WechatErrors.reason(answer), null);
            case BUSY -> new NotSent("WeChat Pay's rate limit");
            case ABSENT, OPEN, UNMAPPED -> new Unknown(WechatErrors.words(answer));
          };
    };
  }

  /** The answer to a question about it. */
  OperationOutcome toQuery(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Unknown("could not ask: " + why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.status() == 200 -> state(answer);
      case Answered answer ->
          switch (WechatErrors.ofQuestion(answer, account, alarms, about())) {
            case ABSENT -> new Absent();
            case DECLINED, REJECTED, FORBIDDEN, MISCONFIGURED, BUSY, OPEN, UNMAPPED ->
                new Unknown(WechatErrors.words(answer));
          };
    };
  }

  private OperationOutcome state(Answered answer) {
    return REFUND
        .read(answer.body())
        .map(this::matching)
        .orElseGet(() -> new Unknown("unreadable answer"));
  }

  private OperationOutcome matching(Refund answer) {
    var amount = answer.amount();
    if (answer.outRefundNo() == null || answer.outTradeNo() == null || amount == null) {
      return new Unknown("unreadable answer");
    }
    boolean matches =
        operation.id().value().equals(answer.outRefundNo())
            && WechatOrderNumber.of(operation.attempt().requestId()).equals(answer.outTradeNo())
            && isOperations(amount);
    if (!matches) {
      alarms.raise(Alarm.MISMATCH, about() + " got a refund of another amount or order");
      return new Unknown("answer about another refund");
    }
    return WechatStates.outcome(answer, answer.status(), account, alarms);
  }

  private boolean isOperations(Amount amount) {
    return is(WechatAmounts.fen(operation.amount()), amount.refund())
        && is(WechatAmounts.fen(operation.attempt().order().amount()), amount.total())
        && WechatAmounts.CURRENCY.equals(amount.currency());
  }

  private String about() {
    return "refund " + operation.id();
  }

  private static boolean is(long expected, @Nullable Long said) {
    return said != null && said == expected;
  }
}
