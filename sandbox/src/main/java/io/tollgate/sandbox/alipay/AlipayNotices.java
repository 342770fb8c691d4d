package io.tollgate.sandbox.alipay;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;

/** Tells the merchant of changes, by signed forms that may be lost, late, doubled or forged. */
final class AlipayNotices {

  private static final Duration LATE = Duration.ofMillis(500);

  private final String appId;
  private final AlipayWire wire;
  private final @Nullable URI address;
  private final Disposable.Composite underWay = Disposables.composite();

  AlipayNotices(String appId, AlipayWire wire, @Nullable URI address) {
    this.appId = appId;
    this.wire = wire;
    this.address = address;
  }

  void tell(AlipayTrade trade, AlipayScript script) {
    Map<String, String> fields = named("trade_status_sync", trade.tradeNo() + trade.status());
    fields.put("out_trade_no", trade.outTradeNo());
    fields.put("trade_no", trade.tradeNo());
    fields.put("trade_status", trade.status());
    fields.put("total_amount", AlipayJson.text(trade.amount()));
    if (trade.wasPaid()) {
      fields.put("gmt_payment", "2026-03-01 20:00:00");
    }
    tell(fields, script);
  }

  void tell(AlipayFreeze freeze, AlipayScript script) {
    Map<String, String> fields = named("fund_auth_freeze", freeze.authNo());
    fields.put("auth_no", freeze.authNo());
    fields.put("out_order_no", freeze.outOrderNo());
    fields.put("out_request_no", freeze.outOrderNo());
    fields.put("operation_type", "FREEZE");
    fields.put("amount", AlipayJson.text(freeze.amount()));
    fields.put("rest_amount", AlipayJson.text(freeze.rest()));
    fields.put("status", freeze.status());
    tell(fields, script);
  }

  void tell(AlipayAgreement agreement) {
    boolean isInForce = agreement.isInForce();
    Map<String, String> fields =
        named(isInForce ? "dut_user_sign" : "dut_user_unsign", agreement.agreementNo());
    fields.put("external_agreement_no", agreement.externalAgreementNo());
    fields.put("agreement_no", agreement.agreementNo());
    fields.put("status", isInForce ? "NORMAL" : "UNSIGN");
    tell(fields, AlipayScript.APPROVE);
  }

  void close() {
    underWay.dispose();
  }

  private Map<String, String> named(String type, String number) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("app_id", appId);
    fields.put("charset", "utf-8");
    fields.put("notify_id", "sim" + number);
    fields.put("notify_type", type);
    return fields;
  }

  private void tell(Map<String, String> fields, AlipayScript script) {
    if (address == null || script == AlipayScript.CALLBACK_LOST) {
      return;
    }
    String form = wire.notification(fields, script == AlipayScript.CALLBACK_FORGED);
    send(address, form, script == AlipayScript.CALLBACK_LATE ? LATE : Duration.ZERO);
    if (script == AlipayScript.CALLBACK_TWICE) {
      send(address, form, Duration.ZERO);
    }
  }

  private void send(URI to, String form, Duration later) {
    underWay.add(
        Mono.delay(later)
            .then(
                HttpClient.create()
                    .headers(it ->
                        it.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))
                    .post()
                    .uri(to)
                    .send(ByteBufMono.fromString(Mono.just(form)))
                    .response())
            // A merchant who does not listen is no fault of the simulator's.
            .subscribe(_ -> {}, _ -> {}));
  }
}
