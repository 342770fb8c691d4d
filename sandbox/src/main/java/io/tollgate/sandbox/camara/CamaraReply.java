package io.tollgate.sandbox.camara;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes out.
 *
 * @param body null for none
 * @param total of a list, how many there are altogether; negative elsewhere
 */
record CamaraReply(int status, @Nullable JsonNode body, Way way, int total) {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** How it reaches the caller, or does not. */
  enum Way {
    AT_ONCE,
    LATE,
    NEVER,
    DROPPED
  }

  static CamaraReply of(int status, @Nullable JsonNode body) {
    return new CamaraReply(status, body, Way.AT_ONCE, -1);
  }

  static CamaraReply list(JsonNode page, int total) {
    return new CamaraReply(200, page, Way.AT_ONCE, total);
  }

  /** An error in the words of the descriptions. */
  static CamaraReply error(int status, String code) {
    return of(status, error(status, code, "simulated"));
  }

  static CamaraReply invalid(String message) {
    return of(400, error(400, "INVALID_ARGUMENT", message));
  }

  CamaraReply by(Way other) {
    return new CamaraReply(status, body, other, total);
  }

  private static ObjectNode error(int status, String code, String message) {
    return JSON.createObjectNode().put("status", status).put("code", code).put("message", message);
  }
}
