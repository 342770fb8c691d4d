package io.tollgate.load.rig;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed requests of the demo merchant's checkout, written from the signing page of the docs alone
 * (RFC 9421, HMAC-SHA256). Not for several threads.
 */
public final class CheckoutRequests {

  /** The demo merchant's key and secret. */
  public static final String KEY_ID = "mk_demo";

  /** See {@link #KEY_ID}. */
  public static final String SECRET = "sandbox-demo-secret-of-32-bytes!!";

  private final String authority;
  private final Mac mac;
  private final MessageDigest sha256;

  /** Requests to the gateway on this port of the loopback address. */
  public CheckoutRequests(int port) {
    this.authority = "127.0.0.1:" + port;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** The body of a request to pay EUR 12.99 by card. */
  public static String body(String reference) {
    return """
    {"reference":"%s","product":"foreign_card","amount":1299,"currency":"EUR",\
    "method":{"type":"card","token":"pm_card_visa"},"return_url":"https://shop.example/return"}\
    """
        .formatted(reference);
  }

  /** The headers that sign a request, as an HTTP/1.1 head has them, each ended by CRLF. */
  public String signature(String method, String path, String query, String body) {
    return signature(method, path, query, body, "");
  }

  /** The same for a request with an idempotency key, which is covered too; empty for none. */
  public String signature(String method, String path, String query, String body, String key) {
    var digest =
        body.isEmpty()
            ? ""
            : "sha-256=:" + base64(sha256.digest(body.getBytes(StandardCharsets.UTF_8))) + ":";
    var covered =
        "(\"@method\" \"@authority\" \"@path\" \"@query\""
            + (body.isEmpty() ? "" : " \"content-digest\"")
            + (key.isEmpty() ? "" : " \"idempotency-key\"")
            + ")";
    var parameters =
        covered + ";created=" + Instant.now().getEpochSecond() + ";keyid=\"" + KEY_ID + '"';
    var base =
        "\"@method\": "
            + method
            + "\n\"@authority\": "
            + authority
            + "\n\"@path\": "
            + path
            + "\n\"@query\": ?"
            + query
            + (body.isEmpty() ? "" : "\n\"content-digest\": " + digest)
            + (key.isEmpty() ? "" : "\n\"idempotency-key\": \"" + key + '"')
            + "\n\"@signature-params\": "
            + parameters;
    return (body.isEmpty() ? "" : "Content-Digest: " + digest + "\r\n")
        + "Signature-Input: sig1="
        + parameters
        + "\r\nSignature: sig1=:"
        + base64(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)))
        + ":\r\n";
  }

  /** A whole HTTP/1.1 request to pay. */
  public String pay(String reference) {
    var body = body(reference);
    return "POST /v1/payments HTTP/1.1\r\nHost: "
        + authority
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n"
        + signature("POST", "/v1/payments", "", body)
        + "\r\n"
        + body;
  }

  private static String base64(byte... bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
