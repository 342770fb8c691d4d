package io.tollgate.sandbox.antom;

import io.tollgate.sandbox.antom.AntomBook.Charge;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What requests ask in, and answers and notifications say; every value travels as a text. */
final class AntomJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private AntomJson() {}

  /** The object that a body spells; an empty one where it spells none. */
  static JsonNode read(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException unreadable) {
      return MAPPER.createObjectNode();
    }
  }

  static ObjectNode result(String status, String code) {
    ObjectNode root = MAPPER.createObjectNode();
    root.putObject("result")
        .put("resultCode", code)
        .put("resultStatus", status)
        .put("resultMessage", "simulated");
    return root;
  }

  static ObjectNode done() {
    return result("S", "SUCCESS");
  }

  /** A result that names the payment. */
  static ObjectNode of(Charge charge, String status, String code) {
    ObjectNode answer =
        result(status, code)
            .put("paymentRequestId", charge.paymentRequestId())
            .put("paymentId", charge.paymentId());
    amount(answer, "paymentAmount", charge.currency(), charge.value());
    return answer;
  }

  /** A capture of the payment's. */
  static ObjectNode capture(Charge charge, String id) {
    ObjectNode node = done().put("captureRequestId", id).put("captureId", "capture-" + id);
    amount(node, "captureAmount", charge.currency(), charge.captures().getOrDefault(id, 0L));
    return node.put("paymentId", charge.paymentId());
  }

  /** A refund of the payment's. */
  static ObjectNode refund(Charge charge, String id) {
    ObjectNode node = done().put("refundRequestId", id).put("refundId", "refund-" + id);
    amount(node, "refundAmount", charge.currency(), charge.refunds().getOrDefault(id, 0L));
    return node;
  }

  static void amount(ObjectNode node, String name, String currency, long value) {
    node.putObject(name).put("currency", currency).put("value", Long.toString(value));
  }

  static String text(JsonNode asked, String name) {
    return asked.path(name).asString("");
  }

  /** Numbers travel as texts; one that is none is nothing. */
  static long value(JsonNode asked, String name) {
    String text = asked.path(name).path("value").asString("");
    return text.matches("[0-9]{1,16}") ? Long.parseLong(text) : 0;
  }
}
