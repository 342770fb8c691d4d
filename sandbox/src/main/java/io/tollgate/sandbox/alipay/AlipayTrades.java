package io.tollgate.sandbox.alipay;

import static io.tollgate.sandbox.alipay.AlipayJson.amount;
import static io.tollgate.sandbox.alipay.AlipayJson.failed;
import static io.tollgate.sandbox.alipay.AlipayJson.ok;
import static io.tollgate.sandbox.alipay.AlipayJson.text;
import static io.tollgate.sandbox.alipay.AlipayJson.waiting;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the methods about trades do to the book, and answer. */
final class AlipayTrades {

  private static final String PAID_AT = "2026-03-01 20:00:00";

  private final AlipayBook book;
  private final AlipayFreezes freezes;
  private final AlipayNotices notices;
  private final Supplier<String> cashier;

  /** Trades whose payer types the password while we are asked for the first time. */
  private final Set<String> typing = new HashSet<>();

  AlipayTrades(
      AlipayBook book, AlipayFreezes freezes, AlipayNotices notices, Supplier<String> cashier) {
    this.book = book;
    this.freezes = freezes;
    this.notices = notices;
    this.cashier = cashier;
  }

  ObjectNode call(String method, JsonNode content, AlipayScript script) {
    return switch (method) {
      case "alipay.trade.pay" -> pay(content, script);
      case "alipay.trade.precreate" -> precreate(content);
      case "alipay.trade.query" -> ofTrade(content, this::query);
      case "alipay.trade.close" -> ofTrade(content, this::close);
      case "alipay.trade.cancel" -> cancel(content);
      case "alipay.trade.refund" -> ofTrade(content, it -> refund(it, content));
      case "alipay.trade.fastpay.refund.query" -> ofTrade(content, it -> refundQuery(it, content));
      default -> failed("40001", "isv.invalid-method");
    };
  }

  /** The payer is at the cashier. */
  void visit(JsonNode content, AlipayScript script) {
    AlipayTrade trade = book.open(out(content), amount(content, "total_amount"));
    if (!script.waits()) {
      paid(trade, script);
    }
  }

  private ObjectNode pay(JsonNode content, AlipayScript script) {
    if (!script.subCode.isEmpty()) {
      return failed(script.subCode);
    }
    String agreementNo = text(content.path("agreement_params"), "agreement_no");
    if (book.agreementNumbered(agreementNo).filter(it -> !it.isInForce()).isPresent()) {
      return failed("USER_AGREEMENT_NOT_EXIST");
    }
    BigDecimal amount = amount(content, "total_amount");
    Optional<AlipayTrade> known = book.trade(out(content));
    if (known.isPresent()) {
      return repeated(known.get(), amount);
    }
    String authNo = text(content, "auth_no");
    if (!authNo.isEmpty() && !freezes.take(authNo, amount, content)) {
      return failed("ACQ.PAYMENT_FAIL");
    }
    AlipayTrade trade = book.open(out(content), amount);
    if (script.waits()) {
      if (script == AlipayScript.WAIT) {
        typing.add(trade.outTradeNo());
      }
      return waiting(described(trade));
    }
    AlipayTrade paid = paid(trade, script);
    return script == AlipayScript.ERROR_AFTER_CHARGE
        ? failed("20000", "isp.unknow-error")
        : described(paid);
  }

  private static ObjectNode repeated(AlipayTrade known, BigDecimal amount) {
    if (known.amount().compareTo(amount) != 0) {
      return failed("ACQ.CONTEXT_INCONSISTENT");
    }
    return known.wasPaid() ? failed("ACQ.TRADE_HAS_SUCCESS") : waiting(described(known));
  }

  /** Nothing is traded until the payer opens what the code leads to. */
  private ObjectNode precreate(JsonNode content) {
    String code =
        cashier.get()
            + "?out_trade_no="
            + out(content)
            + "&total_amount="
            + text(content, "total_amount");
    return ok().put("out_trade_no", out(content)).put("qr_code", code);
  }

  private AlipayTrade paid(AlipayTrade trade, AlipayScript script) {
    AlipayTrade paid = book.keep(trade.paid());
    notices.tell(paid, script);
    return paid;
  }

  private ObjectNode query(AlipayTrade trade) {
    ObjectNode node = described(trade).put("trade_status", trade.status());
    if (trade.wasPaid()) {
      node.put("send_pay_date", PAID_AT);
    } else if (trade.isOpen() && typing.remove(trade.outTradeNo())) {
      paid(trade, AlipayScript.APPROVE);
    }
    return node;
  }

  private ObjectNode close(AlipayTrade trade) {
    if (trade.wasPaid()) {
      return failed("ACQ.TRADE_HAS_SUCCESS");
    }
    notices.tell(book.keep(trade.closed()), AlipayScript.APPROVE);
    return named(trade);
  }

  private ObjectNode cancel(JsonNode content) {
    Optional<AlipayTrade> found = book.trade(out(content));
    if (found.isEmpty()) {
      return ok().put("out_trade_no", out(content)).put("retry_flag", "N").put("action", "close");
    }
    AlipayTrade trade = found.get();
    book.keep(
        trade.wasPaid()
            ? trade.with("cancel", trade.amount().subtract(trade.refunded()))
            : trade.closed());
    return named(trade).put("retry_flag", "N").put("action", trade.wasPaid() ? "refund" : "close");
  }

  private ObjectNode refund(AlipayTrade trade, JsonNode content) {
    String number = text(content, "out_request_no");
    BigDecimal amount = amount(content, "refund_amount");
    boolean isKnown = trade.refunds().containsKey(number);
    if (!isKnown && trade.refunded().add(amount).compareTo(trade.amount()) > 0) {
      return failed("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    }
    AlipayTrade now = book.keep(trade.with(number, amount));
    return named(now)
        .put("fund_change", isKnown ? "N" : "Y")
        .put("refund_fee", text(now.refunded()));
  }

  private static ObjectNode refundQuery(AlipayTrade trade, JsonNode content) {
    String number = text(content, "out_request_no");
    BigDecimal refund = trade.refunds().get(number);
    return refund == null
        ? ok()
        : named(trade)
            .put("out_request_no", number)
            .put("total_amount", text(trade.amount()))
            .put("refund_amount", text(refund))
            .put("refund_status", "REFUND_SUCCESS");
  }

  private ObjectNode ofTrade(JsonNode content, Function<AlipayTrade, ObjectNode> reading) {
    Optional<AlipayTrade> found =
        content.has("trade_no")
            ? book.tradeNumbered(text(content, "trade_no"))
            : book.trade(out(content));
    return found.map(reading).orElseGet(() -> failed("ACQ.TRADE_NOT_EXIST"));
  }

  private static ObjectNode named(AlipayTrade trade) {
    return ok().put("out_trade_no", trade.outTradeNo()).put("trade_no", trade.tradeNo());
  }

  private static ObjectNode described(AlipayTrade trade) {
    return named(trade).put("total_amount", text(trade.amount()));
  }

  private static String out(JsonNode content) {
    return text(content, "out_trade_no");
  }
}
