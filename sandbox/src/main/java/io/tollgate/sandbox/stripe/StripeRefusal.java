package io.tollgate.sandbox.stripe;

import org.jspecify.annotations.Nullable;

/** A request that is refused before anything is executed, in Stripe's words. */
final class StripeRefusal extends RuntimeException {

  final int status;
  final String type;
  final @Nullable String code;
  final @Nullable String param;
  final transient @Nullable PaymentIntent intent;

  private StripeRefusal(
      int status,
      String type,
      @Nullable String code,
      @Nullable String param,
      String message,
      @Nullable PaymentIntent intent) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.intent = intent;
  }

  static StripeRefusal invalid(@Nullable String code, @Nullable String param, String message) {
    return new StripeRefusal(400, "invalid_request_error", code, param, message, null);
  }

  static StripeRefusal unauthorized(String message) {
    return new StripeRefusal(401, "invalid_request_error", null, null, message, null);
  }

  static StripeRefusal missing(int status, String param, String what, String id) {
    String message = "No such " + what + ": '" + id + "'";
    return new StripeRefusal(
        status, "invalid_request_error", "resource_missing", param, message, null);
  }

  static StripeRefusal unknownUrl(String method, String path) {
    String message =
        "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs"
            .formatted(method, path);
    return new StripeRefusal(404, "invalid_request_error", null, null, message, null);
  }

  static StripeRefusal unexpectedState(String action, PaymentIntent intent) {
    String message =
        "You cannot %s this PaymentIntent because it has a status of %s."
            .formatted(action, intent.status().wireName);
    return new StripeRefusal(
        400, "invalid_request_error", "payment_intent_unexpected_state", null, message, intent);
  }

  static StripeRefusal stillRunning(String key) {
    String message =
        "There is currently another in-progress request using this Idempotency Key ("
            + key
            + "). Please try again later.";
    return new StripeRefusal(
        409, "invalid_request_error", "idempotency_key_in_use", null, message, null);
  }

  static StripeRefusal keyReused(String key) {
    String message =
        "Keys for idempotent requests can only be used with the same parameters they were first"
            + " used with. Try using a key other than '"
            + key
            + "' if you meant to execute a different request.";
    return new StripeRefusal(400, "idempotency_error", null, null, message, null);
  }
}
