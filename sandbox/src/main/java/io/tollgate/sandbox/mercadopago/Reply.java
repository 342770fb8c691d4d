package io.tollgate.sandbox.mercadopago;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the simulator says, and how it reaches the caller, or does not. */
record Reply(int status, String type, String body, Way way) {

  /** Amounts keep all their digits. */
  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  enum Way {
    AT_ONCE,
    LATE,
    NEVER,
    DROPPED,
    /** Done, and answered as if it had broken. */
    BROKEN
  }

  static Reply ok(JsonNode body) {
    return json(200, body);
  }

  static Reply created(JsonNode body) {
    return json(201, body);
  }

  static Reply csv(String file) {
    return new Reply(200, "text/csv", file, Way.AT_ONCE);
  }

  /** A refusal with the code of its cause. */
  static Reply refusal(int code, String description) {
    return error(400, "bad_request", code, description);
  }

  static Reply notFound() {
    return error(404, "not_found", 2000, "not found");
  }

  static Reply broken() {
    return json(500, object().put("status", 500).put("error", "internal_error"));
  }

  static Reply error(int status, String error, int code, String description) {
    var body = object().put("message", description).put("error", error).put("status", status);
    body.putArray("cause").addObject().put("code", code).put("description", description);
    return json(status, body);
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  Reply by(Way other) {
    return new Reply(status, type, body, other);
  }

  /** The id of what it tells about. */
  String id() {
    return JSON.readTree(body).path("id").asString();
  }

  private static Reply json(int status, JsonNode body) {
    return new Reply(status, "application/json", body.toString(), Way.AT_ONCE);
  }
}
