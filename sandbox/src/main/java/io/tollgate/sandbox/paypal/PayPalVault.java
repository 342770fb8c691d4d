package io.tollgate.sandbox.paypal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Setup tokens, and the payment tokens that they are exchanged for. */
final class PayPalVault {

  private final Map<String, ObjectNode> setups = new LinkedHashMap<>();
  private final Map<String, ObjectNode> tokens = new LinkedHashMap<>();
  private final Map<String, ObjectNode> byKey = new LinkedHashMap<>();
  private final String baseUrl;

  PayPalVault(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  synchronized ObjectNode setUp(@Nullable String key, JsonNode body) {
    ObjectNode before = key == null ? null : byKey.get(key);
    if (before != null) {
      return before.deepCopy();
    }
    JsonNode wallet = body.path("payment_source").path("paypal");
    if (!wallet.isObject() || !wallet.path("usage_type").isString()) {
      throw PayPalRefusal.invalid("MISSING_REQUIRED_PARAMETER");
    }
    String id = newId();
    ObjectNode setup = JsonMapper.shared().createObjectNode().put("id", id);
    setup.put("status", "PAYER_ACTION_REQUIRED");
    setup.putObject("customer").put("id", newId());
    setup
        .putObject("payment_source")
        .putObject("paypal")
        .put("description", wallet.path("description").asString(""));
    setup
        .putArray("links")
        .addObject()
        .put("href", baseUrl + "/_sim/agree/" + id)
        .put("rel", "approve")
        .put("method", "GET");
    setups.put(id, setup);
    if (key != null) {
      byKey.put(key, setup);
    }
    return setup.deepCopy();
  }

  /** The payer acts at the page. */
  synchronized boolean act(String id, boolean approves) {
    ObjectNode setup = setups.get(id);
    if (setup == null || !setup.path("status").asString("").equals("PAYER_ACTION_REQUIRED")) {
      return false;
    }
    if (approves) {
      setup.put("status", "APPROVED");
    }
    return true;
  }

  synchronized PayPalScript script(JsonNode body) {
    ObjectNode setup = setups.get(setupId(body));
    PayPalScript script =
        setup == null
            ? null
            : PayPalScript.of(
                setup.path("payment_source").path("paypal").path("description").asString(""));
    return script == null ? PayPalScript.PLAIN : script;
  }

  synchronized ObjectNode exchange(@Nullable String key, JsonNode body) {
    ObjectNode before = key == null ? null : byKey.get(key);
    if (before != null) {
      return before.deepCopy();
    }
    ObjectNode setup = setups.get(setupId(body));
    if (setup == null) {
      throw PayPalRefusal.unprocessable("TOKEN_ID_NOT_FOUND");
    }
    if (!setup.path("status").asString("").equals("APPROVED")) {
      throw PayPalRefusal.unprocessable("ORDER_NOT_APPROVED");
    }
    setup.put("status", "VAULTED");
    ObjectNode token = JsonMapper.shared().createObjectNode().put("id", newId());
    token.set("customer", setup.path("customer").deepCopy());
    token.putObject("payment_source").putObject("paypal");
    tokens.put(token.path("id").asString(""), token);
    if (key != null) {
      byKey.put(key, token);
    }
    return token.deepCopy();
  }

  synchronized ObjectNode setup(String id) {
    return found(setups.get(id));
  }

  synchronized ObjectNode token(String id) {
    return found(tokens.get(id));
  }

  synchronized ObjectNode ofCustomer(String customer) {
    ObjectNode page = JsonMapper.shared().createObjectNode();
    var list = page.putArray("payment_tokens");
    tokens.values().stream()
        .filter(token -> token.path("customer").path("id").asString("").equals(customer))
        .forEach(token -> list.add(token.deepCopy()));
    return page;
  }

  synchronized void delete(String id) {
    if (tokens.remove(id) == null) {
      throw PayPalRefusal.missing();
    }
  }

  synchronized boolean holds(String id) {
    return tokens.containsKey(id);
  }

  synchronized List<String> all() {
    return List.copyOf(tokens.keySet());
  }

  private static String setupId(JsonNode body) {
    JsonNode token = body.path("payment_source").path("token");
    return token.path("type").asString("").equals("SETUP_TOKEN")
        ? token.path("id").asString("")
        : "";
  }

  private static ObjectNode found(@Nullable ObjectNode node) {
    if (node == null) {
      throw PayPalRefusal.missing();
    }
    return node.deepCopy();
  }

  private static String newId() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 55, 1L << 60), 36);
  }
}
