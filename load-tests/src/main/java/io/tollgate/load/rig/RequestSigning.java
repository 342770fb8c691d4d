package io.tollgate.load.rig;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests as {@code docs/signing.md} tells merchants to (RFC 9421, RFC 9530, HMAC-SHA256).
 * For any number of threads.
 */
public final class RequestSigning {

  private final String keyId;
  private final SecretKeySpec secret;

  /** Signs under this key of a merchant. */
  public RequestSigning(String keyId, String secret) {
    this.keyId = keyId;
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /**
   * A request as it is sent.
   *
   * @param authority host, and the port unless it is the scheme's own
   * @param query without the question mark; empty where there is none
   * @param idempotencyKey as the header has it, quotes included
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Message(
      String method,
      String authority,
      String path,
      String query,
      byte[] body,
      @Nullable String idempotencyKey) {}

  /**
   * The headers to send beside what is there.
   *
   * @param created in Unix seconds
   * @param nonce null for none
   */
  public Map<String, String> headers(Message message, long created, @Nullable String nonce) {
    var covered = new LinkedHashMap<String, String>();
    covered.put("@method", message.method);
    covered.put("@authority", message.authority.toLowerCase(Locale.ROOT));
    covered.put("@path", message.path);
    covered.put("@query", "?" + message.query);
    var headers = new LinkedHashMap<String, String>();
    if (message.body.length > 0) {
      var digest = "sha-256=:" + base64(sha256(message.body)) + ":";
      covered.put("content-digest", digest);
      headers.put("Content-Digest", digest);
    }
    if (message.idempotencyKey != null) {
      covered.put("idempotency-key", message.idempotencyKey);
    }
    var parameters = parameters(covered, created, nonce);
    headers.put("Signature-Input", "sig1=" + parameters);
    headers.put("Signature", "sig1=:" + base64(hmac(text(covered, parameters))) + ":");
    return headers;
  }

  private String parameters(Map<String, String> covered, long created, @Nullable String nonce) {
    return covered.keySet().stream()
            .map(name -> '"' + name + '"')
            .collect(Collectors.joining(" ", "(", ")"))
        + ";created="
        + created
        + ";keyid=\""
        + keyId
        + '"'
        + (nonce == null ? "" : ";nonce=\"" + nonce + '"');
  }

  private static String text(Map<String, String> covered, String parameters) {
    var text = new StringBuilder();
    covered.forEach(
        (name, value) -> text.append('"').append(name).append("\": ").append(value).append('\n'));
    return text.append("\"@signature-params\": ").append(parameters).toString();
  }

  private byte[] hmac(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("HMAC-SHA256 is part of every Java", missing);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("SHA-256 is part of every Java", missing);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
