package io.tollgate.load.rig;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Signed requests of the demo merchant's checkout. */
public final class CheckoutRequests {

  /** The demo merchant's key and secret. */
  public static final String KEY_ID = "mk_demo";

  /** See {@link #KEY_ID}. */
  public static final String SECRET = "sandbox-demo-secret-of-32-bytes!!";

  private static final RequestSigning SIGNING = new RequestSigning(KEY_ID, SECRET);

  private final String authority;

  /** Requests to the gateway on this port of the loopback address. */
  public CheckoutRequests(int port) {
    this.authority = "127.0.0.1:" + port;
  }

  /** The body of a request to pay EUR 12.99 by card. */
  public static String body(String reference) {
    return """
    {"reference":"%s","product":"foreign_card","amount":1299,"currency":"EUR",\
    "method":{"type":"card","token":"pm_card_visa"},"return_url":"https://shop.example/return"}\
    """
        .formatted(reference);
  }

  /** The headers that sign a request. */
  public Map<String, String> signature(String method, String path, String query, String body) {
    return signature(method, path, query, body, "");
  }

  /** The same for a request with an idempotency key, which is covered too; empty for none. */
  public Map<String, String> signature(
      String method, String path, String query, String body, String key) {
    var message =
        new RequestSigning.Message(
            method,
            authority,
            path,
            query,
            body.getBytes(StandardCharsets.UTF_8),
            key.isEmpty() ? null : '"' + key + '"');
    return SIGNING.headers(message, Instant.now().getEpochSecond(), null);
  }

  /** A whole HTTP/1.1 request to pay. */
  public String pay(String reference) {
    var body = body(reference);
    var signature = new StringBuilder();
    signature("POST", "/v1/payments", "", body)
        .forEach((name, value) -> signature.append(name).append(": ").append(value).append("\r\n"));
    return "POST /v1/payments HTTP/1.1\r\nHost: "
        + authority
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n"
        + signature
        + "\r\n"
        + body;
  }
}
