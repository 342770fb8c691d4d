package io.tollgate.sandbox.alipay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What requests ask in, and nodes answer in. */
final class AlipayJson {

  static final JsonMapper MAPPER = JsonMapper.shared();

  private AlipayJson() {}

  static ObjectNode ok() {
    return MAPPER.createObjectNode().put("code", "10000").put("msg", "Success");
  }

  /** The payer has to act. */
  static ObjectNode waiting(ObjectNode node) {
    return node.put("code", "10003").put("msg", "order success pay inprocess");
  }

  static ObjectNode failed(String subCode) {
    return failed("40004", subCode);
  }

  static ObjectNode failed(String code, String subCode) {
    return MAPPER
        .createObjectNode()
        .put("code", code)
        .put("msg", "Business Failed")
        .put("sub_code", subCode)
        .put("sub_msg", "in words");
  }

  static String text(JsonNode content, String field) {
    return content.path(field).asString("");
  }

  static BigDecimal amount(JsonNode content, String field) {
    return new BigDecimal(content.path(field).asString("0"));
  }

  /** In yuan, with two places. */
  static String text(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
  }
}
