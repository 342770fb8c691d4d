package io.tollgate.sandbox.adyen;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request's body; a field that is needed and is not there refuses the request. */
record AdyenRequest(JsonNode tree) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static AdyenRequest parse(String body) {
    try {
      JsonNode tree = JSON.readTree(body);
      if (!tree.isObject()) {
        throw AdyenRefusal.unreadable();
      }
      return new AdyenRequest(tree);
    } catch (JacksonException unreadable) {
      throw AdyenRefusal.unreadable();
    }
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null || text.isEmpty()) {
      throw AdyenRefusal.invalid("130", "Required field '" + name + "' is not provided.");
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    return tree.path(name).stringValueOpt().orElse(null);
  }

  boolean flag(String name) {
    return tree.path(name).booleanValue(false);
  }

  String currency() {
    return tree.at("/amount/currency")
        .stringValueOpt()
        .filter(code -> code.length() == 3)
        .orElseThrow(() -> AdyenRefusal.invalid("138", "Unsupported currency specified"));
  }

  long value() {
    JsonNode value = tree.at("/amount/value");
    if (!value.isIntegralNumber() || value.longValue() < 0) {
      throw AdyenRefusal.invalid("137", "Invalid amount specified");
    }
    return value.longValue();
  }
}
