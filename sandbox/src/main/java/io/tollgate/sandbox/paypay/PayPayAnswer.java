package io.tollgate.sandbox.paypay;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What goes out: a status, and a body in PayPay's envelope unless it is not PayPay who answers. */
record PayPayAnswer(int status, String contentType, String body) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Thrown by whatever refuses a request. */
  static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PayPayAnswer answer;

    Refusal(int status, String code) {
      super(code, null, false, false);
      this.answer = refused(status, code);
    }

    PayPayAnswer answer() {
      return answer;
    }
  }

  static PayPayAnswer success(int status, @Nullable JsonNode data) {
    return of(status, "SUCCESS", "08100001", data);
  }

  static PayPayAnswer accepted() {
    return of(202, "REQUEST_ACCEPTED", "08100001", null);
  }

  static PayPayAnswer confirmationRequired() {
    return of(202, "USER_CONFIRMATION_REQUIRED", "08300103", null);
  }

  static PayPayAnswer refused(int status, String code) {
    return of(status, code, "08100000", null);
  }

  static PayPayAnswer html(int status) {
    return new PayPayAnswer(status, "text/html", "<html><h1>" + status + "</h1></html>");
  }

  private static PayPayAnswer of(int status, String code, String codeId, @Nullable JsonNode data) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("resultInfo").put("code", code).put("message", "in words").put("codeId", codeId);
    body.set("data", data == null ? JSON.getNodeFactory().nullNode() : data);
    return new PayPayAnswer(status, "application/json", body.toString());
  }
}
