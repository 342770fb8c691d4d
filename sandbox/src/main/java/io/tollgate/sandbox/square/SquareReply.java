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
    return ok(body);
  }

  static SquareReply ok(ObjectNode body) {
    return new SquareReply(200, body, Way.AT_ONCE);
  }

  static SquareReply error(int status, String category, String code) {
    var body = JSON.createObjectNode();
    addError(body, category, code);
    return new SquareReply(status, body, Way.AT_ONCE);
  }

  /** Adds what is wrong to a body, or to the details of a card. */
  static void addError(ObjectNode to, String category, String code) {
    to.putArray("errors")
        .addObject()
        .put("category", category)
        .put("code", code)
        .put("detail", "The simulator was asked for this, or does not take this.");
  }

  static SquareReply invalid(String code) {
    return error(400, "INVALID_REQUEST_ERROR", code);
  }

  static SquareReply notFound() {
    return error(404, "INVALID_REQUEST_ERROR", "NOT_FOUND");
  }

  static SquareReply broken() {
    return error(500, "API_ERROR", "INTERNAL_SERVER_ERROR");
  }

  SquareReply by(Way other) {
    return new SquareReply(status, body, other);
  }
}
