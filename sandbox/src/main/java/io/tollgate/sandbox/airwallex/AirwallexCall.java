package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.airwallex.AirwallexAnswer.Refused;
import java.math.BigDecimal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request, taken apart once.
 *
 * @param query raw
 */
record AirwallexCall(String method, String path, String query, String body) {

  static final String INTENTS = "/api/v1/pa/payment_intents";
  static final String REFUNDS = "/api/v1/pa/refunds";

  private static final ObjectReader READER =
      JsonMapper.shared().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Whether it makes an intent. */
  boolean creates() {
    return method.equals("POST") && path.equals(INTENTS + "/create");
  }

  /** Whether it confirms one. */
  boolean confirms() {
    return method.equals("POST") && path.startsWith(INTENTS) && path.endsWith("/confirm");
  }

  /** What stands at a place in the path; empty where nothing does. */
  String part(int index) {
    String[] parts = path.split("/");
    return index < parts.length ? parts[index] : "";
  }

  /** The intent that the path names. */
  String intentId() {
    return part(5);
  }

  String parameter(String name) {
    for (String part : query.split("&")) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return "";
  }

  JsonNode json() {
    try {
      return READER.readTree(body.isEmpty() ? "{}" : body);
    } catch (JacksonException noJson) {
      throw new Refused(400, "validation_error");
    }
  }

  /** A field that must be there, of 64 characters at most. */
  String text(String name) {
    return json()
        .path(name)
        .stringValueOpt()
        .filter(text -> !text.isEmpty() && text.length() <= 64)
        .orElseThrow(() -> new Refused(400, "validation_error"));
  }

  /** The amount, which must be a number of three decimals at most. */
  BigDecimal amount() {
    JsonNode amount = json().path("amount");
    if (!amount.isNumber()
        || amount.decimalValue().signum() <= 0
        || amount.decimalValue().stripTrailingZeros().scale() > 3) {
      throw new Refused(400, "validation_error");
    }
    return amount.decimalValue();
  }
}
