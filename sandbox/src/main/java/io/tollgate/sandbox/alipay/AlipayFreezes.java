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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the methods about held money do to the book, and answer. */
final class AlipayFreezes {

  private final AlipayBook book;
  private final AlipayNotices notices;

  /** Freezes whose payer types the password while we are asked for the first time. */
  private final Set<String> typing = new HashSet<>();

  AlipayFreezes(AlipayBook book, AlipayNotices notices) {
    this.book = book;
    this.notices = notices;
  }

  ObjectNode call(String method, JsonNode content, AlipayScript script) {
    return switch (method) {
      case "alipay.fund.auth.order.freeze" -> freeze(content, script);
      case "alipay.fund.auth.order.unfreeze" -> unfreeze(content);
      case "alipay.fund.auth.operation.detail.query" -> query(content);
      default -> failed("40001", "isv.invalid-method");
    };
  }

  /** The payer is asked in the app. */
  void visit(JsonNode content, AlipayScript script) {
    AlipayFreeze freeze = book.openFreeze(out(content), amount(content, "amount"));
    if (!script.waits()) {
      agreed(freeze, script);
    }
  }

  /** Takes a trade's money from what is held; the last trade lets the rest go. */
  boolean take(String authNo, BigDecimal amount, JsonNode trade) {
    Optional<AlipayFreeze> held =
        book.freezeNumbered(authNo).filter(it -> it.rest().compareTo(amount) >= 0);
    held.map(it -> it.capturing(amount))
        .map(it ->
            text(trade, "auth_confirm_mode").equals("COMPLETE")
                ? it.releasing(text(trade, "out_trade_no"), it.rest())
                : it)
        .ifPresent(book::keep);
    return held.isPresent();
  }

  private ObjectNode freeze(JsonNode content, AlipayScript script) {
    if (!script.subCode.isEmpty()) {
      return failed(script.subCode);
    }
    AlipayFreeze freeze = book.openFreeze(out(content), amount(content, "amount"));
    if (script.waits()) {
      if (script == AlipayScript.WAIT) {
        typing.add(freeze.outOrderNo());
      }
      return waiting(described(freeze));
    }
    AlipayFreeze agreed = agreed(freeze, script);
    return script == AlipayScript.ERROR_AFTER_CHARGE
        ? failed("20000", "isp.unknow-error")
        : described(agreed);
  }

  private AlipayFreeze agreed(AlipayFreeze freeze, AlipayScript script) {
    AlipayFreeze agreed = book.keep(freeze.agreed());
    notices.tell(agreed, script);
    return agreed;
  }

  private ObjectNode unfreeze(JsonNode content) {
    String number = text(content, "out_request_no");
    BigDecimal part = amount(content, "amount");
    Optional<AlipayFreeze> found = book.freezeNumbered(text(content, "auth_no"));
    if (found.isEmpty()) {
      return failed("AUTH_ORDER_NOT_EXIST");
    }
    AlipayFreeze freeze = found.get();
    if (!freeze.releases().containsKey(number) && freeze.rest().compareTo(part) < 0) {
      return failed("UNFREEZE_AMOUNT_OVER_REST");
    }
    return released(book.keep(freeze.releasing(number, part)), number);
  }

  private ObjectNode query(JsonNode content) {
    Optional<AlipayFreeze> found = book.freeze(out(content));
    if (found.isEmpty()) {
      return failed("AUTH_ORDER_NOT_EXIST");
    }
    AlipayFreeze freeze = found.get();
    String number = text(content, "out_request_no");
    if (text(content, "operation_type").equals("UNFREEZE")) {
      return freeze.releases().containsKey(number)
          ? released(freeze, number)
          : failed("AUTH_OPERATION_NOT_EXIST");
    }
    if (typing.remove(freeze.outOrderNo())) {
      agreed(freeze, AlipayScript.APPROVE);
    }
    return described(freeze);
  }

  private static ObjectNode described(AlipayFreeze freeze) {
    return named(freeze, freeze.outOrderNo(), freeze.amount())
        .put("status", freeze.status())
        .put("rest_amount", text(freeze.rest()))
        .put("total_freeze_amount", text(freeze.amount()))
        .put("total_pay_amount", text(freeze.captured()));
  }

  private static ObjectNode released(AlipayFreeze freeze, String number) {
    BigDecimal part = freeze.releases().getOrDefault(number, BigDecimal.ZERO);
    return named(freeze, number, part).put("status", "SUCCESS");
  }

  private static ObjectNode named(AlipayFreeze freeze, String number, BigDecimal amount) {
    return ok().put("auth_no", freeze.authNo())
        .put("out_order_no", freeze.outOrderNo())
        .put("out_request_no", number)
        .put("amount", text(amount));
  }

  private static String out(JsonNode content) {
    return text(content, "out_order_no");
  }
}
