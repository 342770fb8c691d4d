package io.tollgate.channels.unionpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.unionpay.UnionPayCodes.Meaning;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import java.util.function.Function;

/**
 * Reads UnionPay's notices, which are forms (facts, section 7, "Callback"): those about payments,
 * operations and agreements of ours. They are sent for success only; one that says something else
 * makes us ask.
 */
final class UnionPayCallbacks {

  private final UnionPayMessage message;
  private final ChannelAccount account;
  private final Alarms alarms;

  private UnionPayCallbacks(UnionPayMessage message, ChannelAccount account, Alarms alarms) {
    this.message = message;
    this.account = account;
    this.alarms = alarms;
  }

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var fields = FormFields.read(callback.body(), UTF_8);
    if (fields.isEmpty()) {
      return new Refused("no form");
    }
    var message = new UnionPayMessage(fields.get());
    if (!UnionPaySigning.isUnionPays(message, account, callback.receivedAt())) {
      return new Refused("not signed by UnionPay");
    }
    var merId = account.options().get(UnionPayCalls.MER_ID);
    return merId != null && message.says("merId", merId)
        ? new UnionPayCallbacks(message, account, alarms).signed()
        : new Refused("about another merchant");
  }

  private CallbackReading signed() {
    var txnTime = message.get("txnTime");
    var type = message.get("txnType");
    if (txnTime == null || type == null || UnionPayTimes.read(txnTime).isEmpty()) {
      return new Refused("unreadable notice");
    }
    return switch (type) {
      case UnionPayRequests.CONSUME, UnionPayRequests.AUTHORIZE ->
          UnionPayIds.attempt(message.get("orderId"))
              .map(attempt -> payment(attempt, type, txnTime))
              .orElseGet(() -> new Irrelevant("a payment that is not ours"));
      case UnionPayRequests.OPEN_TOKEN ->
          UnionPayIds.operation(message.get("orderId"))
              .map(this::agreement)
              .orElseGet(() -> new Irrelevant("an agreement that is not ours"));
      default ->
          UnionPayIds.operation(message.get("orderId"))
              .map(operation -> operation(operation, txnTime))
              .orElseGet(() -> new Irrelevant("an operation that is not ours"));
    };
  }

  private CallbackReading payment(ChannelRequestId attempt, String type, String txnTime) {
    return meaning() instanceof Meaning.Success
        ? ofAmount(amount ->
            new Verified(
                attempt, amount, UnionPayReplies.taken(type, txnTime, message.get("queryId"))))
        : new Hint(attempt);
  }

  private CallbackReading operation(OperationId operation, String txnTime) {
    var meaning = meaning();
    return ofAmount(amount ->
        new VerifiedOperation(
            operation,
            amount,
            meaning instanceof Meaning.Success
                ? UnionPayOperationReplies.done(txnTime, message.get("queryId"))
                : UnionPayOperationReplies.of(meaning, txnTime)));
  }

  private CallbackReading agreement(OperationId agreement) {
    return meaning() instanceof Meaning.Success
        ? new VerifiedAgreement(agreement, UnionPayToken.agreement(message, account))
        : new Irrelevant("an agreement that did not come about");
  }

  private Meaning meaning() {
    return UnionPayCodes.meaning(message.get("respCode"), account, alarms);
  }

  private CallbackReading ofAmount(Function<Money, CallbackReading> reading) {
    return UnionPayAmounts.read(message.get("txnAmt"), message.get("currencyCode"))
        .map(reading)
        .orElseGet(() -> new Refused("no amount, or an impossible one"));
  }
}
