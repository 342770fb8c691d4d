package io.tollgate.sandbox.square;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a request is answered with, and whether it ever is. */
record SquareReply(int status, ObjectNode body, Way way) {

  static final JsonMapper JSON = JsonMapper.shared();

  /** How an answer goes out. */
  enum Way {
    AT_ONCE,
    LATE,
    NEVER,
    DROPPED
  }

  static SquareReply of(String name, ObjectNode thing) {
    var body = JSON.createObjectNode();
    body.set(name, thing.deepCopy());
    return new SquareReply(200, body, Way.AT_ONCE);
  }

  static SquareReply error(int status, String category, String code) {
    var body = JSON.createObjectNode();
    body.putArray("errors")
        .addObject()
        .put("category", category)
        .put("code", code)
        .put("detail", "The simulator was asked for this, or does not take this.");
    return new SquareReply(status, body, Way.AT_ONCE);
  }

  static SquareReply invalid(String code) {
    return error(400, "INVALID_REQUEST_ERROR", code);
  }

  static SquareReply notFound() {
    return error(404, "INVALID_REQUEST_ERROR", "NOT_FOUND");
  }

  SquareReply by(Way other) {
    return new SquareReply(status, body, other);
  }
}
