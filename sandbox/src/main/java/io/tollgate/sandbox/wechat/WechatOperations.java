package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.sandbox.wechat.WechatReply.Refused;
import io.tollgate.sandbox.wechat.WechatScript.Answering;
import io.tollgate.sandbox.wechat.WechatScript.Course;
import io.tollgate.sandbox.wechat.WechatScript.Refunding;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What the vendor does with orders and refunds, and what their payers do. */
final class WechatOperations {

  private static final String NUMBER = "[0-9A-Za-z_\\-|*]{6,32}";
  private static final String REFUND_NUMBER = "[0-9A-Za-z_\\-|*@]{1,64}";
  private static final String ADDRESS = "https?://[^?]{1,250}";

  private final WechatBook book;
  private final WechatNotifier notifier;
  private final String mchid;
  private final String baseUrl;
  private final Duration step;
  private final Disposable.Composite running = Disposables.composite();

  WechatOperations(
      WechatBook book, WechatNotifier notifier, String mchid, String baseUrl, Duration step) {
    this.book = book;
    this.notifier = notifier;
    this.mchid = mchid;
    this.baseUrl = baseUrl;
    this.step = step;
  }

  WechatReply order(WechatCall call, String scene) {
    WechatOrder draft = draft(call, scene);
    WechatScript script = draft.script();
    if (script.refusal() != null) {
      return WechatReply.of(script.refusal());
    }
    if (script.answering() == Answering.DROP_BEFORE
        || script.answering() == Answering.FAIL_BEFORE) {
      return WechatReply.empty(500).by(script.answering());
    }
    if (book.open(draft)) {
      begin(draft);
    }
    WechatOrder order = book.order(draft.number()).orElseThrow();
    if (!order.request().equals(draft.request())) {
      throw new Refused(403, "OUT_TRADE_NO_USED");
    }
    if (!order.isOpen()) {
      throw new Refused(400, order.isPaid() ? "ORDERPAID" : "ORDER_CLOSED");
    }
    return WechatReply.of(200, handover(order)).by(script.answering());
  }

  WechatReply query(WechatCall call, String number) {
    if (!mchid.equals(call.query().get("mchid"))) {
      throw new Refused(400, "PARAM_ERROR");
    }
    return book.order(number)
        .map(order -> WechatReply.of(200, WechatJson.order(order, mchid)))
        .orElseThrow(() -> new Refused(404, "ORDER_NOT_EXIST"));
  }

  WechatReply close(WechatCall call, String number) {
    call.text("/mchid", mchid);
    WechatOrder order = book.order(number).orElseThrow(() -> new Refused(404, "ORDER_NOT_EXIST"));
    if (order.isPaid()) {
      throw new Refused(400, "ORDERPAID");
    }
    if (book.move(number, "CLOSED").isEmpty()) {
      throw new Refused(400, "ORDER_CLOSED");
    }
    return WechatReply.empty(204);
  }

  WechatReply refund(WechatCall call) {
    String number = call.text("/out_refund_no", REFUND_NUMBER);
    WechatOrder order =
        book.order(call.text("/out_trade_no", NUMBER))
            .orElseThrow(() -> new Refused(404, "RESOURCE_NOT_EXISTS"));
    WechatScript script = order.script();
    if (script.refundRefusal() != null) {
      return WechatReply.of(script.refundRefusal());
    }
    WechatOrder.Refund refund =
        book.refund(number).orElseGet(() -> begin(refund(call, number, order), order));
    if (refund.amount() != call.amount("/amount/refund")
        || !refund.order().equals(order.number())) {
      throw new Refused(400, "INVALID_REQUEST");
    }
    return WechatReply.of(200, WechatJson.refund(refund, order))
        .by(script.refunding() == Refunding.SILENT ? Answering.SILENT : Answering.AT_ONCE);
  }

  WechatReply queryRefund(String number) {
    return book.refund(number)
        .map(refund ->
            WechatReply.of(
                200, WechatJson.refund(refund, book.order(refund.order()).orElseThrow())))
        .orElseThrow(() -> new Refused(404, "RESOURCE_NOT_EXISTS"));
  }

  boolean pay(String number) {
    return book.pay(number, Instant.now())
        .map(order -> {
          notifier.paid(order);
          return true;
        })
        .orElse(false);
  }

  boolean fail(String number) {
    return book.move(number, "PAYERROR").isPresent();
  }

  private WechatOrder draft(WechatCall call, String scene) {
    call.text("/mchid", mchid);
    call.text("/amount/currency", "CNY");
    String payer =
        switch (scene) {
          case "jsapi" -> call.text("/payer/openid", "\\S{1,128}");
          case "h5" -> {
            call.text("/scene_info/payer_client_ip", "[0-9a-fA-F.:]{3,45}");
            call.text("/scene_info/h5_info/type", "Wap|iOS|Android");
            yield "o-h5";
          }
          case "native", "app" -> "o-" + scene;
          default -> throw new Refused(404, "NOT_FOUND");
        };
    return new WechatOrder(
        call.text("/out_trade_no", NUMBER),
        scene,
        new String(call.body(), UTF_8),
        call.text("/description", "(?s).{1,127}"),
        call.text("/appid", "\\w{1,32}"),
        payer,
        call.amount("/amount/total"),
        call.text("/notify_url", ADDRESS),
        "NOTPAY",
        null,
        null);
  }

  private WechatOrder.Refund refund(WechatCall call, String number, WechatOrder order) {
    long amount = call.amount("/amount/refund");
    boolean fits =
        order.isPaid()
            && call.amount("/amount/total") == order.total()
            && amount <= book.refundable(order);
    if (!fits) {
      throw new Refused(400, "INVALID_REQUEST");
    }
    call.text("/amount/currency", "CNY");
    boolean isDone =
        order.script().refunding() == Refunding.AT_ONCE
            || order.script().refunding() == Refunding.SILENT;
    return new WechatOrder.Refund(
        number,
        order.number(),
        book.refundId(),
        amount,
        isDone ? "SUCCESS" : "PROCESSING",
        call.text("/notify_url", ADDRESS),
        Instant.now());
  }

  private ObjectNode handover(WechatOrder order) {
    String prepay = "wx" + UUID.nameUUIDFromBytes(order.number().getBytes(UTF_8)).toString();
    return switch (order.scene()) {
      case "native" ->
          WechatJson.object().put("code_url", "weixin://wxpay/bizpayurl?pr=" + order.number());
      case "h5" ->
          WechatJson.object().put("h5_url", baseUrl + "/_sim/pay/" + order.number() + "?h5=1");
      default -> WechatJson.object().put("prepay_id", prepay.replace("-", ""));
    };
  }

  private void begin(WechatOrder order) {
    Course course = order.script().course();
    switch (course) {
      case WAIT -> {}
      case PAY -> later(1, () -> pay(order.number()));
      case FAIL -> later(1, () -> fail(order.number()));
      case ACCEPT_THEN_PAY -> {
        later(1, () -> book.move(order.number(), "ACCEPT"));
        later(3, () -> pay(order.number()));
      }
    }
  }

  private WechatOrder.Refund begin(WechatOrder.Refund draft, WechatOrder order) {
    WechatOrder.Refund refund = book.refund(order, draft);
    if (refund.status().equals("SUCCESS")) {
      notifier.refunded(refund, order);
      return refund;
    }
    String end =
        switch (order.script().refunding()) {
          case ABNORMAL -> "ABNORMAL";
          case CLOSED -> "CLOSED";
          case AT_ONCE, PROCESSING, SILENT -> "SUCCESS";
        };
    later(1, () -> notifier.refunded(book.moveRefund(refund.number(), end).orElseThrow(), order));
    return refund;
  }

  private void later(int steps, Runnable work) {
    running.add(Mono.delay(step.multipliedBy(steps)).subscribe(_ -> work.run()));
  }

  void close() {
    running.dispose();
  }
}
