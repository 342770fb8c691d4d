package io.tollgate.sandbox.paypal;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request that is refused, in PayPal's words. */
final class PayPalRefusal extends RuntimeException {

  private final int status;
  private final String name;
  private final String issue;

  private PayPalRefusal(int status, String name, String issue) {
    super(issue, null, false, false);
    this.status = status;
    this.name = name;
    this.issue = issue;
  }

  static PayPalRefusal unprocessable(String issue) {
    return new PayPalRefusal(422, "UNPROCESSABLE_ENTITY", issue);
  }

  static PayPalRefusal invalid(String issue) {
    return new PayPalRefusal(400, "INVALID_REQUEST", issue);
  }

  static PayPalRefusal missing() {
    return new PayPalRefusal(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
  }

  int status() {
    return status;
  }

  ObjectNode body() {
    ObjectNode body =
        JsonMapper.shared()
            .createObjectNode()
            .put("name", name)
            .put("message", "What a person may read.")
            .put("debug_id", "sim" + System.nanoTime());
    body.putArray("details").addObject().put("issue", issue).put("description", "In words.");
    return body;
  }
}
