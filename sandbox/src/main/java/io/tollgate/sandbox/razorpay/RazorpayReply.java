package io.tollgate.sandbox.razorpay;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a request is answered with, and whether it ever is. */
record RazorpayReply(int status, ObjectNode body, Way way) {

  static final JsonMapper JSON = JsonMapper.shared();

  /** How an answer goes out. */
  enum Way {
    AT_ONCE,
    LATE,
    NEVER,
    DROPPED
  }

  static RazorpayReply of(ObjectNode thing) {
    return new RazorpayReply(200, thing.deepCopy(), Way.AT_ONCE);
  }

  /** A collection of things. */
  static RazorpayReply list(List<ObjectNode> things) {
    var list = JSON.createObjectNode().put("entity", "collection").put("count", things.size());
    var items = list.putArray("items");
    things.forEach(thing -> items.add(thing.deepCopy()));
    return new RazorpayReply(200, list, Way.AT_ONCE);
  }

  static RazorpayReply error(int status, String code, String step, String reason) {
    var body = JSON.createObjectNode();
    body.putObject("error")
        .put("code", code)
        .put("description", "The simulator was asked for this, or does not take this.")
        .put("source", "NA")
        .put("step", step)
        .put("reason", reason)
        .putObject("metadata");
    return new RazorpayReply(status, body, Way.AT_ONCE);
  }

  /** Copies those fields that are there. */
  static void copy(JsonNode from, ObjectNode to, String... fields) {
    for (var field : fields) {
      if (from.has(field)) {
        to.set(field, from.path(field));
      }
    }
  }

  /** A request that Razorpay does not take. */
  static RazorpayReply invalid() {
    return error(400, "BAD_REQUEST_ERROR", "NA", "NA");
  }

  RazorpayReply by(Way other) {
    return new RazorpayReply(status, body, other);
  }
}
