package io.tollgate.sandbox.wechat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, refunds and notices as the vendor writes them. */
final class WechatJson {

  static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> TRADE_TYPES =
      Map.of("native", "NATIVE", "jsapi", "JSAPI", "h5", "MWEB", "app", "APP");

  private WechatJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode order(WechatOrder order, String mchid) {
    ObjectNode json =
        object()
            .put("appid", order.appid())
            .put("mchid", mchid)
            .put("out_trade_no", order.number())
            .put("trade_state", order.state())
            .put("trade_state_desc", "模拟");
    ObjectNode amount = json.putObject("amount").put("total", order.total()).put("currency", "CNY");
    Instant paidAt = order.paidAt();
    if (paidAt != null) {
      amount.put("payer_total", order.total()).put("payer_currency", "CNY");
      json.put("transaction_id", order.transaction())
          .put("trade_type", TRADE_TYPES.get(order.scene()))
          .put("bank_type", "OTHERS")
          .put("attach", "")
          .put("success_time", time(paidAt));
      json.putObject("payer").put("openid", order.payer());
    }
    return json;
  }

  static ObjectNode refund(WechatOrder.Refund refund, WechatOrder order) {
    ObjectNode json =
        object()
            .put("refund_id", refund.id())
            .put("out_refund_no", refund.number())
            .put("transaction_id", order.transaction())
            .put("out_trade_no", order.number())
            .put("channel", "ORIGINAL")
            .put("user_received_account", "支付用户零钱")
            .put("create_time", time(refund.at()))
            .put("status", refund.status())
            .put("funds_account", "AVAILABLE");
    if (refund.status().equals("SUCCESS")) {
      json.put("success_time", time(refund.at()));
    }
    amount(json, refund, order)
        .put("settlement_refund", refund.amount())
        .put("settlement_total", order.total())
        .put("discount_refund", 0)
        .put("currency", "CNY");
    return json;
  }

  static ObjectNode refundNotice(WechatOrder.Refund refund, WechatOrder order, String mchid) {
    ObjectNode json =
        object()
            .put("mchid", mchid)
            .put("transaction_id", order.transaction())
            .put("out_trade_no", order.number())
            .put("refund_id", refund.id())
            .put("out_refund_no", refund.number())
            .put("refund_status", refund.status())
            .put("user_received_account", "支付用户零钱");
    if (refund.status().equals("SUCCESS")) {
      json.put("success_time", time(refund.at()));
    }
    amount(json, refund, order);
    return json;
  }

  private static ObjectNode amount(ObjectNode json, WechatOrder.Refund refund, WechatOrder order) {
    return json.putObject("amount")
        .put("total", order.total())
        .put("refund", refund.amount())
        .put("payer_total", order.total())
        .put("payer_refund", refund.amount());
  }

  static String time(Instant at) {
    return OffsetDateTime.ofInstant(at.truncatedTo(ChronoUnit.SECONDS), ZONE)
        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
  }
}
