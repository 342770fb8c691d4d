package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.airwallex.Intent.Status;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what Airwallex keeps. */
final class AirwallexJson {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

  private AirwallexJson() {}

  static ObjectNode login(String token, Instant until) {
    return JSON.createObjectNode().put("token", token).put("expires_at", TIME.format(until));
  }

  /**
   * An intent.
   *
   * @param page where a payer acts
   */
  static ObjectNode intent(Intent intent, String page) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("id", intent.id())
            .put("request_id", intent.orderId())
            .put("amount", intent.amount())
            .put("currency", intent.currency())
            .put("merchant_order_id", intent.orderId())
            .put("captured_amount", intent.captured())
            .put("status", intent.status().name())
            .put("created_at", TIME.format(Instant.now()))
            .put("client_secret", "secret-of-" + intent.id());
    if (intent.last() != null) {
      body.set("latest_payment_attempt", last(intent, intent.last()));
    }
    if (intent.status() == Status.REQUIRES_CUSTOMER_ACTION) {
      body.putObject("next_action").put("type", "redirect").put("method", "GET").put("url", page);
    }
    return body;
  }

  static ObjectNode refund(Refund refund) {
    return JSON.createObjectNode()
        .put("id", refund.id())
        .put("request_id", refund.requestId())
        .put("payment_intent_id", refund.intentId())
        .put("amount", refund.amount())
        .put("currency", refund.currency())
        .put("status", refund.status())
        .put("created_at", TIME.format(Instant.now()));
  }

  static ObjectNode page(List<ObjectNode> items, boolean hasMore) {
    ObjectNode body = JSON.createObjectNode().put("has_more", hasMore);
    ArrayNode array = body.putArray("items");
    items.forEach(array::add);
    return body;
  }

  static ObjectNode event(String id, String name, ObjectNode object) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("id", id)
            .put("name", name)
            .put("account_id", "acct_sandbox")
            .put("created_at", TIME.format(Instant.now()));
    body.putObject("data").set("object", object);
    return body;
  }

  private static ObjectNode last(Intent intent, Intent.Try last) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("id", intent.id().replace("int_", "att_"))
            .put("payment_intent_id", intent.id())
            .put("status", last.status());
    if (last.failureCode() != null) {
      body.put("failure_code", last.failureCode());
    }
    if (last.issuerCode() != null) {
      body.put("provider_original_response_code", last.issuerCode());
    }
    return body;
  }
}
