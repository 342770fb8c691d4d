package io.tollgate.gateway.openapi;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.notification.EventType;
import io.tollgate.gateway.edge.Problems;
import io.tollgate.gateway.payment.PaymentRequests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The merchant API as OpenAPI 3.1. Requests are described by the very shapes that check them, codes
 * and states by the enumerations that make them; a test compares the answers of a running gateway
 * with it.
 */
final class OpenApiDocument {

  private OpenApiDocument() {}

  static Map<String, Object> describe() {
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Tollgate merchant API",
            "version",
            "1",
            "description",
            "Every request is signed (RFC 9421 with RFC 9530); docs/signing.md shows how. "
                + "Amounts are whole minor units, times RFC 3339 in UTC, unknown fields refused."));
    document.put("paths", paths());
    document.put("webhooks", webhooks());
    document.put("components", Map.of("schemas", schemas(), "securitySchemes", security()));
    document.put("security", List.of(Map.of("signature", List.of())));
    return document;
  }

  private static Map<String, Object> paths() {
    var paths = new LinkedHashMap<String, Object>();
    paths.put("/v1/payments", Map.of("post", take(), "get", findByReference()));
    paths.put("/v1/payments/{id}", Map.of("get", read()));
    paths.put("/v1/payments/{id}/events", Map.of("get", events()));
    return paths;
  }

  private static Map<String, Object> take() {
    var operation =
        operation(
            "takePayment",
            "Take a payment",
            "Answers when the channel has, or after `Prefer: wait=N` (default 10 s, at most 30) "
                + "with the state as it is. The same reference with the same body answers the "
                + "first payment, with `Idempotent-Replayed: true`.",
            List.of(
                header("Idempotency-Key", "The same key gets the same answer for a day.", 255),
                header("Prefer", "`wait=N`: how many seconds the answer may wait.", 100)));
    operation.put(
        "requestBody", Map.of("required", true, "content", json(PaymentRequests.SHAPE.schema())));
    operation.put(
        "responses",
        responses(
            Map.of("201", paymentAnswer("Taken"), "200", paymentAnswer("Known before")),
            400,
            401,
            409,
            413,
            415,
            422,
            429,
            503));
    return operation;
  }

  private static Map<String, Object> findByReference() {
    var operation =
        operation(
            "findPayment",
            "Read a payment by your reference",
            "`refresh=true` asks the channel first.",
            List.of(
                query("reference", "Your own order number.", true, Map.of("type", "string")),
                refresh()));
    operation.put("responses", readResponses());
    return operation;
  }

  private static Map<String, Object> read() {
    var operation =
        operation(
            "readPayment",
            "Read a payment",
            "`refresh=true` asks the channel first.",
            List.of(id(), refresh()));
    operation.put("responses", readResponses());
    return operation;
  }

  private static Map<String, Object> events() {
    var operation =
        operation(
            "followPayment",
            "Follow a payment",
            "Server-sent events: `event: status`, the version as `id`, the payment as `data`; "
                + "ends with the final state.",
            List.of(id()));
    operation.put(
        "responses",
        responses(
            Map.of(
                "200",
                Map.of(
                    "description",
                    "The states",
                    "content",
                    Map.of("text/event-stream", Map.of("schema", Map.of("type", "string"))))),
            401,
            404,
            429,
            503));
    return operation;
  }

  private static Map<String, Object> webhooks() {
    var webhooks = new LinkedHashMap<String, Object>();
    for (var status : PaymentStatus.values()) {
      if (status != PaymentStatus.CREATED && status != PaymentStatus.PENDING) {
        webhooks.put(EventType.named(status), Map.of("post", webhook(EventType.named(status))));
      }
    }
    return webhooks;
  }

  private static Map<String, Object> webhook(String type) {
    return Map.of(
        "operationId",
        type,
        "summary",
        type,
        "description",
        "Standard Webhooks: verify `webhook-signature`, deduplicate by `webhook-id`, order by "
            + "`data.version`. 2xx is success; 410 switches the endpoint off.",
        "requestBody",
        Map.of(
            "content",
            json(
                Map.of(
                    "type",
                    "object",
                    "required",
                    List.of("type", "timestamp", "data"),
                    "properties",
                    Map.of(
                        "type", Map.of("const", type),
                        "timestamp", Map.of("type", "string", "format", "date-time"),
                        "data", reference("Payment"))))),
        "responses",
        Map.of("204", Map.of("description", "Taken")));
  }

  private static Map<String, Object> schemas() {
    return Map.of("Payment", paymentSchema(), "Problem", problemSchema());
  }

  private static Map<String, Object> paymentSchema() {
    var fields = new LinkedHashMap<String, Object>();
    var text = Map.<String, Object>of("type", "string");
    fields.put("id", Map.of("type", "string", "pattern", "^pay_[0-9a-z]{26}$"));
    fields.put("object", Map.of("const", "payment"));
    fields.put(
        "version",
        Map.of("type", "integer", "description", "Grows with every change.", "minimum", 1));
    fields.put("reference", text);
    fields.put(
        "status",
        Map.of(
            "type",
            "string",
            "enum",
            Arrays.stream(PaymentStatus.values()).map(PaymentStatus::code).toList()));
    fields.put("product", text);
    fields.put("amount", Map.of("type", "integer", "format", "int64"));
    fields.put("currency", text);
    fields.put("capture", Map.of("enum", List.of("automatic", "manual")));
    fields.put("method", object(Map.of("type", text), List.of("type")));
    fields.put(
        "next_step",
        object(
            Map.of(
                "type",
                Map.of("enum", List.of("done", "redirect", "enter_otp", "show_code", "wait")),
                "url",
                Map.of("type", "string", "format", "uri"),
                "sent_to",
                text,
                "content",
                text),
            List.of("type")));
    fields.put(
        "failure",
        object(
            Map.of(
                "category",
                Map.of(
                    "enum",
                    Arrays.stream(DeclineReason.Category.values())
                        .map(DeclineReason.Category::code)
                        .toList()),
                "channel_code",
                text),
            List.of("category")));
    fields.put("channel", text);
    fields.put("channel_reference", text);
    fields.put("attempts", Map.of("type", "integer", "minimum", 1));
    fields.put(
        "conflict",
        Map.of(
            "type", "boolean",
            "description", "The channel contradicted the status; we look into it."));
    fields.put("return_url", text);
    fields.put("description", text);
    fields.put(
        "customer",
        object(
            Map.of(
                "id", text, "email", text, "country", text, "name", text, "phone", text, "ip",
                text),
            List.of()));
    fields.put("metadata", Map.of("type", "object", "additionalProperties", text));
    fields.put("created_at", Map.of("type", "string", "format", "date-time"));
    fields.put("updated_at", Map.of("type", "string", "format", "date-time"));
    return object(
        fields,
        List.of(
            "id",
            "object",
            "version",
            "reference",
            "status",
            "product",
            "amount",
            "currency",
            "capture",
            "method",
            "next_step",
            "channel",
            "attempts",
            "conflict",
            "created_at",
            "updated_at"));
  }

  private static Map<String, Object> problemSchema() {
    var text = Map.<String, Object>of("type", "string");
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", Map.of("type", "string", "format", "uri"));
    fields.put("title", text);
    fields.put("status", Map.of("type", "integer"));
    fields.put("detail", text);
    fields.put("instance", text);
    fields.put(
        "code", Map.of("enum", Arrays.stream(FaultCode.values()).map(FaultCode::code).toList()));
    fields.put("request_id", text);
    fields.put("retryable", Map.of("type", "boolean"));
    fields.put(
        "errors",
        Map.of(
            "type",
            "array",
            "items",
            object(
                Map.of("pointer", text, "code", text, "detail", text),
                List.of("pointer", "code", "detail"))));
    return object(fields, List.copyOf(fields.keySet()));
  }

  private static Map<String, Object> security() {
    return Map.of(
        "signature",
        Map.of(
            "type", "apiKey",
            "in", "header",
            "name", "Signature",
            "description",
                "RFC 9421 by one frozen template, with `Signature-Input` and, for a "
                    + "body, `Content-Digest`: see docs/signing.md."));
  }

  private static LinkedHashMap<String, Object> operation(
      String id, String summary, String description, List<Map<String, Object>> parameters) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", id);
    operation.put("summary", summary);
    operation.put("description", description);
    operation.put("tags", List.of("payments"));
    operation.put("parameters", parameters);
    return operation;
  }

  private static Map<String, Object> readResponses() {
    return responses(Map.of("200", paymentAnswer("The payment")), 400, 401, 404, 429, 503);
  }

  private static Map<String, Object> responses(Map<String, Object> good, int... problems) {
    var responses = new TreeMap<String, Object>(good);
    for (int status : problems) {
      responses.put(Integer.toString(status), problem(status));
    }
    return responses;
  }

  private static Map<String, Object> problem(int status) {
    var codes = new ArrayList<String>();
    for (var code : FaultCode.values()) {
      if (Problems.statusOf(code) == status) {
        codes.add("`" + code.code() + "`");
      }
    }
    return Map.of(
        "description",
        String.join(", ", codes),
        "content",
        Map.of("application/problem+json", Map.of("schema", reference("Problem"))));
  }

  private static Map<String, Object> paymentAnswer(String description) {
    return Map.of("description", description, "content", json(reference("Payment")));
  }

  private static Map<String, Object> json(Map<String, Object> schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }

  private static Map<String, Object> object(Map<String, Object> fields, List<String> required) {
    return Map.of(
        "type",
        "object",
        "additionalProperties",
        false,
        "required",
        required,
        "properties",
        fields);
  }

  private static Map<String, Object> reference(String schema) {
    return Map.of("$ref", "#/components/schemas/" + schema);
  }

  private static Map<String, Object> id() {
    return Map.of("name", "id", "in", "path", "required", true, "schema", Map.of("type", "string"));
  }

  private static Map<String, Object> refresh() {
    return query(
        "refresh", "Whether the channel is asked first.", false, Map.of("type", "boolean"));
  }

  private static Map<String, Object> query(
      String name, String description, boolean required, Map<String, Object> schema) {
    return Map.of(
        "name",
        name,
        "in",
        "query",
        "required",
        required,
        "description",
        description,
        "schema",
        schema);
  }

  private static Map<String, Object> header(String name, String description, int maxLength) {
    return Map.of(
        "name",
        name,
        "in",
        "header",
        "required",
        false,
        "description",
        description,
        "schema",
        Map.of("type", "string", "maxLength", maxLength));
  }
}
