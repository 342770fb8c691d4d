package io.tollgate.channels.wechat;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.wechat.WechatMessages.Refund;
import io.tollgate.channels.wechat.WechatMessages.Transaction;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the states of orders and refunds mean (facts, section 6, "Status -> canonical"). Answers and
 * notifications share it.
 */
final class WechatStates {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_|*@-]{1,64}");

  private WechatStates() {}

  /**
   * The outcome that an order stands for; a state that is not listed is unknown.
   *
   * <p>An order that waits for its payer does not tell again how to pay it, so the step is to wait;
   * the step that the payer has already is not replaced by it.
   *
   * @param number our number of the order, which stands for its id until it is paid
   */
  static ChannelOutcome outcome(Transaction order, String number, Alarms alarms) {
    var state = order.tradeState();
    return switch (state == null ? "" : state) {
      case "SUCCESS", "REFUND" -> paid(order.transactionId());
      case "NOTPAY" -> new ChannelOutcome.NeedsAction(new NextStep.Wait(), number);
      case "USERPAYING", "ACCEPT" -> new ChannelOutcome.Pending(number);
      case "CLOSED", "REVOKED" -> new ChannelOutcome.Closed(false, number);
      case "PAYERROR" ->
          new ChannelOutcome.Declined(new DeclineReason(Category.OTHER, state), number);
      default -> {
        alarms.raise(Alarm.UNMAPPED, "trade state " + WechatErrors.word(state));
        yield new ChannelOutcome.Unknown("trade state is not known");
      }
    };
  }

  /** The outcome that a refund's state stands for; one that is not listed is unknown. */
  static OperationOutcome outcome(
      Refund refund, @Nullable String state, WechatAccount account, Alarms alarms) {
    var id = refund.refundId();
    if (!isId(id)) {
      return new OperationOutcome.Unknown("unreadable answer");
    }
    return switch (state == null ? "" : state) {
      case "SUCCESS" -> new OperationOutcome.Done(id);
      case "PROCESSING" -> new OperationOutcome.Pending(id);
      case "ABNORMAL" ->
          account.givesAbnormalRefundsUp() ? refused(state, id) : new OperationOutcome.Pending(id);
      case "CLOSED" -> refused(state, id);
      default -> {
        alarms.raise(Alarm.UNMAPPED, "refund state " + WechatErrors.word(state));
        yield new OperationOutcome.Unknown("refund state is not known");
      }
    };
  }

  private static ChannelOutcome paid(@Nullable String transactionId) {
    return transactionId != null && isId(transactionId)
        ? new ChannelOutcome.Approved(transactionId)
        : new ChannelOutcome.Unknown("unreadable answer");
  }

  private static OperationOutcome refused(@Nullable String state, @Nullable String id) {
    return new OperationOutcome.Refused(new DeclineReason(Category.OTHER, state), id);
  }

  private static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }
}
