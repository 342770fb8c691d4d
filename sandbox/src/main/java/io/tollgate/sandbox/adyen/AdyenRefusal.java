package io.tollgate.sandbox.adyen;

import tools.jackson.databind.json.JsonMapper;

/** A request that is not accepted, in Adyen's words. */
final class AdyenRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final int status;
  private final String errorCode;
  private final String errorType;

  private AdyenRefusal(int status, String errorCode, String message, String errorType) {
    super(message, null, false, false);
    this.status = status;
    this.errorCode = errorCode;
    this.errorType = errorType;
  }

  static AdyenRefusal invalid(String errorCode, String message) {
    return new AdyenRefusal(422, errorCode, message, "validation");
  }

  static AdyenRefusal unreadable() {
    return new AdyenRefusal(400, "702", "Unable to parse the message", "validation");
  }

  static AdyenRefusal unauthorized() {
    return new AdyenRefusal(401, "000", "HTTP Status Response - Unauthorized", "security");
  }

  static AdyenRefusal forbidden() {
    return new AdyenRefusal(403, "901", "Invalid Merchant Account", "security");
  }

  static AdyenRefusal notFound() {
    return new AdyenRefusal(404, "000", "Not found", "validation");
  }

  static AdyenRefusal limited() {
    return new AdyenRefusal(429, "000", "Too many requests", "validation");
  }

  static AdyenRefusal broken() {
    return new AdyenRefusal(500, "000", "Internal error", "internal");
  }

  /** The same request is being worked on. */
  static AdyenRefusal underWay() {
    return new AdyenRefusal(422, "704", "request already processed or in progress", "validation");
  }

  AdyenReply reply() {
    var body =
        JSON.createObjectNode()
            .put("status", status)
            .put("errorCode", errorCode)
            .put("message", getMessage())
            .put("errorType", errorType);
    return new AdyenReply(status, body.toString(), errorCode.equals("704"));
  }
}
