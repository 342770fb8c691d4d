package io.tollgate.sandbox.paystack;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a request is answered, and how the answer reaches the caller, or does not. */
record PaystackReply(int status, String contentType, String body, Way way) {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  enum Way {
    AT_ONCE,
    LATE,
    NEVER,
    HANG_UP
  }

  /** Accepted. */
  static PaystackReply of(String message, @Nullable JsonNode data) {
    return of(message, data, null);
  }

  /** Accepted, with what tells of a list's pages. */
  static PaystackReply of(String message, @Nullable JsonNode data, @Nullable JsonNode meta) {
    ObjectNode answer = MAPPER.createObjectNode().put("status", true).put("message", message);
    if (data != null) {
      answer.set("data", data);
    }
    if (meta != null) {
      answer.set("meta", meta);
    }
    return json(200, answer);
  }

  /** Refused, in the words that Paystack has for it. */
  static PaystackReply refusal(int status, String code, String message) {
    ObjectNode answer = MAPPER.createObjectNode().put("status", false).put("message", message);
    answer.putObject("meta").put("nextStep", "See the description");
    answer.put("type", "validation_error").put("code", code);
    return json(status, answer);
  }

  static PaystackReply invalid(String message) {
    return refusal(400, "invalid_params", message);
  }

  static PaystackReply notFound(String code, String message) {
    return refusal(404, code, message);
  }

  static PaystackReply broken() {
    return new PaystackReply(502, "text/html", "<html>Bad gateway</html>", Way.AT_ONCE);
  }

  static PaystackReply text(int status, String contentType, String body) {
    return new PaystackReply(status, contentType, body, Way.AT_ONCE);
  }

  PaystackReply by(Way other) {
    return new PaystackReply(status, contentType, body, other);
  }

  private static PaystackReply json(int status, ObjectNode answer) {
    return new PaystackReply(status, "application/json", answer.toString(), Way.AT_ONCE);
  }
}
