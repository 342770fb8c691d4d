package io.tollgate.channels.paypay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.merchant.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Signs requests: {@code Authorization: hmac OPA-Auth:<api key>:<mac>:<nonce>:<epoch>:<hash>}
 * (facts, section 13, "Request signing"; crossed with {@code jp.ne.paypay.auth.HmacAuth}).
 *
 * <p>The mac is over path, method, nonce, seconds of the epoch, content type and hash, with a line
 * feed between them. A query is not signed. What has no body says {@code empty} for its content
 * type and its hash.
 */
final class PayPaySigning {

  /** As it is signed, so byte for byte as it is sent. */
  static final String CONTENT_TYPE = "application/json;charset=UTF-8";

  private static final String EMPTY = "empty";

  private PayPaySigning() {}

  /**
   * What is signed of a request.
   *
   * @param path without the query
   * @param body empty for none
   */
  record Request(String method, String path, byte[] body) {

    private boolean hasBody() {
      return body.length > 0;
    }
  }

  /** What makes a signature good for one request only; PayPay's clock may be two minutes apart. */
  record Stamp(String nonce, long epochSecond) {}

  /** The value of the header. */
  static String authorization(Secret apiKey, Secret apiSecret, Request request, Stamp stamp) {
    var hash = request.hasBody() ? hash(request.body()) : EMPTY;
    var signed =
        String.join(
            "\n",
            request.path(),
            request.method(),
            stamp.nonce(),
            Long.toString(stamp.epochSecond()),
            request.hasBody() ? CONTENT_TYPE : EMPTY,
            hash);
    return String.join(
        ":",
        "hmac OPA-Auth",
        apiKey.revealText(),
        Hmac.SHA256.base64(apiSecret, signed.getBytes(UTF_8)),
        stamp.nonce(),
        Long.toString(stamp.epochSecond()),
        hash);
  }

  private static String hash(byte[] body) {
    try {
      var digest = MessageDigest.getInstance("MD5");
      digest.update(CONTENT_TYPE.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest.digest(body));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has MD5", missing);
    }
  }
}
