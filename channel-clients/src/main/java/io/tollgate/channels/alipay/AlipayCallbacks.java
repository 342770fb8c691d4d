package io.tollgate.channels.alipay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
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
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads Alipay's notifications, which are forms (facts, section 4, "Callback"): those about trades,
 * freezes and agreements of ours. A trade whose number is that of an operation is a capture.
 * Refunds are notified as changes of their trade, and are asked after.
 */
final class AlipayCallbacks {

  /** Who is paid; where it is set, no notification about another seller is believed. */
  static final String SELLER_ID = "seller-id";

  private final Map<String, String> fields;
  private final Alarms alarms;

  private AlipayCallbacks(Map<String, String> fields, Alarms alarms) {
    this.fields = fields;
    this.alarms = alarms;
  }

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var form = FormFields.read(callback.body(), UTF_8);
    if (form.isEmpty()) {
      return new Refused("no form");
    }
    var fields = form.get();
    if (!AlipaySigning.isNotification(fields, account)) {
      return new Refused("signature does not match");
    }
    if (!isOurs(fields, account)) {
      return new Refused("about another application or seller");
    }
    return new AlipayCallbacks(fields, alarms).signed();
  }

  private static boolean isOurs(Map<String, String> fields, ChannelAccount account) {
    var app = account.options().get(AlipayCalls.APP_ID);
    var seller = account.options().get(SELLER_ID);
    var named = fields.get("seller_id");
    return app != null
        && app.equals(fields.get("app_id"))
        && (seller == null || named == null || seller.equals(named));
  }

  private CallbackReading signed() {
    if (fields.containsKey("external_agreement_no")) {
      return agreement();
    }
    if (fields.containsKey("trade_status")) {
      return trade();
    }
    return fields.containsKey("auth_no") ? freeze() : new Irrelevant("not about a payment");
  }

  private CallbackReading trade() {
    var out = AlipayIds.ours(fields.get("out_trade_no")).orElse("");
    var attempt = ChannelRequestId.parse(out);
    if (attempt.isPresent()) {
      return ofAmount(
          fields.get("total_amount"),
          amount ->
              new Verified(
                  attempt.get(),
                  amount,
                  AlipayStatuses.payment(
                      fields.get("trade_status"),
                      fields.get("trade_no"),
                      wasPaid(),
                      false,
                      alarms)));
    }
    return OperationId.parse(out)
        .map(this::capture)
        .orElseGet(() -> new Irrelevant("a trade that is not ours"));
  }

  private CallbackReading capture(OperationId operation) {
    return ofAmount(
        fields.get("total_amount"),
        amount ->
            new VerifiedOperation(
                operation,
                amount,
                AlipayStatuses.capture(
                    fields.get("trade_status"), fields.get("trade_no"), wasPaid(), alarms)));
  }

  /** Only the freeze itself: what is let go again is asked after. */
  private CallbackReading freeze() {
    var attempt = AlipayIds.ours(fields.get("out_request_no")).flatMap(ChannelRequestId::parse);
    if (attempt.isEmpty() || !"FREEZE".equals(fields.get("operation_type"))) {
      return new Irrelevant("not a freeze of ours");
    }
    var auth =
        new AlipayAuth(
            fields.get("auth_no"),
            fields.get("out_order_no"),
            fields.get("out_request_no"),
            fields.get("status"),
            fields.get("amount"),
            fields.get("rest_amount"),
            fields.get("total_pay_amount"),
            null);
    return ofAmount(
        auth.amount(),
        amount -> new Verified(attempt.get(), amount, AlipayStatuses.freeze(auth, false, alarms)));
  }

  private CallbackReading agreement() {
    return AlipayIds.ours(fields.get("external_agreement_no"))
        .flatMap(OperationId::parse)
        .<CallbackReading>map(id ->
            new VerifiedAgreement(
                id,
                AlipayStatuses.agreement(fields.get("status"), fields.get("agreement_no"), alarms)))
        .orElseGet(() -> new Irrelevant("an agreement that is not ours"));
  }

  /** A trade that is closed with one of these was given back whole. */
  private boolean wasPaid() {
    return fields.containsKey("gmt_payment") || fields.containsKey("gmt_refund");
  }

  private static CallbackReading ofAmount(
      @Nullable String amount, Function<Money, CallbackReading> reading) {
    if (amount == null) {
      return new Refused("no amount");
    }
    return Decimals.read(amount, AlipayAmounts.CURRENCY)
        .filter(AlipayAmounts::canTake)
        .map(reading)
        .orElseGet(() -> new Refused("impossible amount"));
  }
}
