package io.tollgate.sandbox.paystack;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Mandates: asked for, then given at a page, then in force, then no more. */
final class PaystackMandates {

  private final String baseUrl;
  private final PaystackBook book;
  private final Map<String, Mandate> mandates = new ConcurrentHashMap<>();

  PaystackMandates(String baseUrl, PaystackBook book) {
    this.baseUrl = baseUrl;
    this.book = book;
  }

  private record Mandate(long id, String reference, String email, String status) {

    String code() {
      return "AUTH_mandate" + id;
    }

    Mandate at(String other) {
      return new Mandate(id, reference, email, other);
    }
  }

  PaystackReply initialize(JsonNode body) {
    String email = body.path("email").asString("");
    if (!email.contains("@") || !body.path("channel").asString("").equals("direct_debit")) {
      return PaystackReply.invalid("email and channel are required");
    }
    Mandate mandate = add(email, "asked");
    ObjectNode data =
        PaystackJson.object()
            .put("redirect_url", baseUrl + "/_sim/consent/" + mandate.reference())
            .put("access_code", "access" + mandate.id())
            .put("reference", mandate.reference());
    return PaystackReply.of("Authorization initialized", data);
  }

  PaystackReply verify(String reference) {
    Mandate mandate = mandates.get(reference);
    if (mandate == null || mandate.status().equals("asked")) {
      return PaystackReply.notFound(
          "authorization_not_found",
          "Authorization does not exist or does not belong to integration");
    }
    ObjectNode data =
        PaystackJson.object()
            .put("authorization_code", mandate.code())
            .put("channel", "direct_debit")
            .put("bank", "Test Bank")
            .put("active", mandate.status().equals("active"));
    data.putObject("customer").put("code", "CUS_" + mandate.id()).put("email", mandate.email());
    return PaystackReply.of("Authorization retrieved successfully", data);
  }

  PaystackReply deactivate(JsonNode body) {
    String code = body.path("authorization_code").asString("");
    for (Mandate mandate : mandates.values()) {
      if (mandate.code().equals(code) && mandate.status().equals("active")) {
        mandates.put(mandate.reference(), mandate.at("revoked"));
        return PaystackReply.of("Authorization has been deactivated", null);
      }
    }
    return PaystackReply.invalid("Authorization code is invalid");
  }

  PaystackReply list(String status) {
    ArrayNode data = PaystackJson.array();
    List<Mandate> listed =
        mandates.values().stream()
            .filter(mandate -> mandate.status().equals(status))
            .sorted(Comparator.comparingLong(Mandate::id))
            .toList();
    listed.forEach(mandate -> data.add(listed(mandate)));
    ObjectNode meta =
        PaystackJson.object()
            .put("per_page", 50)
            .putNull("next")
            .put("count", listed.size())
            .put("total", listed.size());
    return PaystackReply.of("Mandate authorizations retrieved successfully", data, meta);
  }

  /** What a payer does: agrees, so that it waits; has it in force; or takes it back. */
  boolean act(String reference, String outcome) {
    if (!List.of("pending", "active", "revoked").contains(outcome)) {
      return false;
    }
    return mandates.computeIfPresent(reference, (_, mandate) -> mandate.at(outcome)) != null;
  }

  /** One that is in force, without a page; its code. */
  String give(String email) {
    return add(email, "active").code();
  }

  boolean isActive(String code) {
    return mandates.values().stream()
        .anyMatch(mandate -> mandate.code().equals(code) && mandate.status().equals("active"));
  }

  private Mandate add(String email, String status) {
    long id = book.nextId();
    Mandate mandate = new Mandate(id, "mandate" + id, email, status);
    mandates.put(mandate.reference(), mandate);
    return mandate;
  }

  private static ObjectNode listed(Mandate mandate) {
    ObjectNode json =
        PaystackJson.object()
            .put("id", mandate.id())
            .put("status", mandate.status())
            .put("mandate_id", mandate.id())
            .put("authorization_id", mandate.id())
            .put("authorization_code", mandate.code())
            .put("integration_id", 412829)
            .put("account_number", "0123456789")
            .put("bank_code", "058")
            .put("bank_name", "Test Bank")
            .put("authorized_at", "2026-03-01T12:00:00.000Z");
    json.putObject("customer")
        .put("id", 14571)
        .put("customer_code", "CUS_" + mandate.id())
        .put("email", mandate.email());
    return json;
  }
}
