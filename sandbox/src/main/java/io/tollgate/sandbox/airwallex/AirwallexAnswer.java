package io.tollgate.sandbox.airwallex;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What goes out. */
record AirwallexAnswer(int status, String contentType, String body) {

  private static final String JSON = "application/json";

  /** Thrown by whatever refuses a request. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient AirwallexAnswer answer;

    Refused(int status, String code) {
      this(refused(status, code, null));
    }

    Refused(AirwallexScript.Refusal refusal) {
      this(refused(refusal.status(), refusal.code(), refusal.issuerCode()));
    }

    private Refused(AirwallexAnswer answer) {
      super(answer.body(), null, false, false);
      this.answer = answer;
    }

    AirwallexAnswer answer() {
      return answer;
    }
  }

  static AirwallexAnswer of(int status, JsonNode body) {
    return new AirwallexAnswer(status, JSON, body.toString());
  }

  static AirwallexAnswer refused(int status, String code, @Nullable String issuerCode) {
    ObjectNode body =
        JsonMapper.shared()
            .createObjectNode()
            .put("code", code)
            .put("message", "in words")
            .put("trace_id", "e9afc11e3032ebaa4d4c9080ae77b232");
    if (issuerCode != null) {
      body.put("provider_original_response_code", issuerCode);
    }
    return of(status, body);
  }

  static AirwallexAnswer html(int status) {
    return new AirwallexAnswer(status, "text/html", "<html><h1>" + status + "</h1></html>");
  }
}
