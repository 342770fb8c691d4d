package io.tollgate.sandbox.alipay;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What each method of the gateway does to the book, and answers. */
final class AlipayTrades {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PAID_AT = "2026-03-01 20:00:00";

  private final AlipayBook book;
  private final BiConsumer<AlipayTrade, AlipayScript> notifier;

  AlipayTrades(AlipayBook book, BiConsumer<AlipayTrade, AlipayScript> notifier) {
    this.book = book;
    this.notifier = notifier;
  }

  ObjectNode call(String method, JsonNode content, AlipayScript script) {
    return switch (method) {
      case "alipay.trade.pay" -> pay(content, script);
      case "alipay.trade.precreate" ->
          ok().put("out_trade_no", out(content)).put("qr_code", "https://qr.alipay.com/sim1");
      case "alipay.trade.query" -> of(content).map(this::query).orElseGet(AlipayTrades::absent);
      case "alipay.trade.close" -> of(content).map(this::close).orElseGet(AlipayTrades::absent);
      case "alipay.trade.cancel" -> cancel(content);
      case "alipay.trade.refund" ->
          of(content).map(it -> refund(it, content)).orElseGet(AlipayTrades::absent);
      case "alipay.trade.fastpay.refund.query" ->
          of(content).map(it -> refundQuery(it, content)).orElseGet(AlipayTrades::absent);
      default -> failed("40001", "isv.invalid-method");
    };
  }

  /** The payer pays at the cashier. */
  void payAtCashier(JsonNode content) {
    AlipayTrade trade = book.open(out(content), amount(content, "total_amount"));
    paid(trade, AlipayScript.APPROVE);
  }

  static ObjectNode failed(String code, String subCode) {
    return JSON.createObjectNode()
        .put("code", code)
        .put("msg", "Business Failed")
        .put("sub_code", subCode)
        .put("sub_msg", "in words");
  }

  private ObjectNode pay(JsonNode content, AlipayScript script) {
    if (!script.subCode().isEmpty()) {
      return failed("40004", script.subCode());
    }
    AlipayTrade trade = book.open(out(content), amount(content, "total_amount"));
    if (trade.amount().compareTo(amount(content, "total_amount")) != 0) {
      return failed("40004", "ACQ.CONTEXT_INCONSISTENT");
    }
    if (trade.wasPaid()) {
      return failed("40004", "ACQ.TRADE_HAS_SUCCESS");
    }
    if (script == AlipayScript.WAIT) {
      return described(trade).put("code", "10003").put("msg", "order success pay inprocess");
    }
    AlipayTrade paid = paid(trade, script);
    return script == AlipayScript.ERROR_AFTER_CHARGE
        ? failed("20000", "isp.unknow-error")
        : described(paid);
  }

  private AlipayTrade paid(AlipayTrade trade, AlipayScript script) {
    AlipayTrade paid =
        book.change(
                trade.outTradeNo(),
                it -> it.status().equals("WAIT_BUYER_PAY") ? it.as("TRADE_SUCCESS") : it)
            .orElse(trade);
    notifier.accept(paid, script);
    return paid;
  }

  private ObjectNode query(AlipayTrade trade) {
    ObjectNode node = described(trade).put("trade_status", trade.status());
    if (trade.wasPaid()) {
      node.put("send_pay_date", PAID_AT);
    } else if (trade.status().equals("WAIT_BUYER_PAY")) {
      paid(trade, AlipayScript.APPROVE);
    }
    return node;
  }

  private ObjectNode close(AlipayTrade trade) {
    if (trade.wasPaid()) {
      return failed("40004", "ACQ.TRADE_HAS_SUCCESS");
    }
    book.change(trade.outTradeNo(), it -> it.wasPaid() ? it : it.as("TRADE_CLOSED"));
    return named(trade);
  }

  private ObjectNode cancel(JsonNode content) {
    AlipayTrade trade = book.trade(out(content)).orElse(null);
    ObjectNode answer = ok().put("out_trade_no", out(content)).put("retry_flag", "N");
    if (trade == null) {
      return answer;
    }
    book.change(
        trade.outTradeNo(),
        it ->
            it.wasPaid()
                ? it.with("cancel", it.amount().subtract(it.refunded()))
                : it.as("TRADE_CLOSED"));
    return answer
        .put("trade_no", trade.tradeNo())
        .put("action", trade.wasPaid() ? "refund" : "close");
  }

  private ObjectNode refund(AlipayTrade trade, JsonNode content) {
    String number = content.path("out_request_no").asString("");
    BigDecimal amount = amount(content, "refund_amount");
    boolean isKnown = trade.refunds().containsKey(number);
    if (!isKnown && trade.refunded().add(amount).compareTo(trade.amount()) > 0) {
      return failed("40004", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    }
    AlipayTrade now =
        book.change(trade.outTradeNo(), it -> it.with(number, amount)).orElse(trade);
    return named(now)
        .put("fund_change", isKnown ? "N" : "Y")
        .put("refund_fee", text(now.refunded()));
  }

  private ObjectNode refundQuery(AlipayTrade trade, JsonNode content) {
    String number = content.path("out_request_no").asString("");
    BigDecimal refund = trade.refunds().get(number);
    return refund == null
        ? ok()
        : named(trade)
            .put("out_request_no", number)
            .put("refund_amount", text(refund))
            .put("refund_status", "REFUND_SUCCESS");
  }

  private Optional<AlipayTrade> of(JsonNode content) {
    return content.has("trade_no")
        ? book.numbered(content.path("trade_no").asString(""))
        : book.trade(out(content));
  }

  private static ObjectNode absent() {
    return failed("40004", "ACQ.TRADE_NOT_EXIST");
  }

  private static ObjectNode ok() {
    return JSON.createObjectNode().put("code", "10000").put("msg", "Success");
  }

  private static ObjectNode named(AlipayTrade trade) {
    return ok().put("out_trade_no", trade.outTradeNo()).put("trade_no", trade.tradeNo());
  }

  private static ObjectNode described(AlipayTrade trade) {
    return named(trade).put("total_amount", text(trade.amount()));
  }

  private static String out(JsonNode content) {
    return content.path("out_trade_no").asString("");
  }

  private static BigDecimal amount(JsonNode content, String field) {
    return new BigDecimal(content.path(field).asString("0"));
  }

  static String text(BigDecimal amount) {
    return amount.setScale(2).toPlainString();
  }
}
