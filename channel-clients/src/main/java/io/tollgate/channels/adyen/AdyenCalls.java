package io.tollgate.channels.adyen;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Requests to Adyen as such: addresses, the key that proves who we are, and the key under which a
 * repetition does nothing (facts, section 3, "Auth" and "Idempotency").
 */
final class AdyenCalls {

  static final String API_KEY = "api-key";
  static final String REPORT_KEY = "report-key";
  static final String REPORT_USER = "report-user";
  static final String REPORT_PASSWORD = "report-password";

  private static final int LONGEST_KEY = 64;
  private static final byte[] NOTHING = {};

  private AdyenCalls() {}

  /** A request that does something, and does it once however often it is sent. */
  static HttpCall post(ChannelAccount account, String path, String idempotencyKey, JsonBody body) {
    if (idempotencyKey.length() > LONGEST_KEY) {
      throw new IllegalArgumentException("idempotency key: longer than Adyen takes");
    }
    return HttpCall.post(
        address(account, path),
        writing(account).andThen(headers -> headers.set("Idempotency-Key", idempotencyKey)),
        body.bytes());
  }

  static HttpCall patch(ChannelAccount account, String path, JsonBody body) {
    return new HttpCall(HttpMethod.PATCH, address(account, path), writing(account), body.bytes());
  }

  static HttpCall get(ChannelAccount account, String path) {
    return HttpCall.get(address(account, path), authorized(account));
  }

  static HttpCall delete(ChannelAccount account, String path) {
    return new HttpCall(HttpMethod.DELETE, address(account, path), authorized(account), NOTHING);
  }

  /** A report, which the report user fetches: by a key of its own, or by name and password. */
  static HttpCall download(ChannelAccount account, URI address) {
    return HttpCall.download(
        address,
        AdyenOptions.reportsNeedPassword(account)
            ? knownByPassword(account)
            : knownByKey(account, REPORT_KEY));
  }

  private static Consumer<HttpHeaders> writing(ChannelAccount account) {
    return authorized(account)
        .andThen(headers -> headers.set("Content-Type", "application/json; charset=utf-8"));
  }

  private static Consumer<HttpHeaders> authorized(ChannelAccount account) {
    return knownByKey(account, API_KEY)
        .andThen(headers -> headers.set("Accept", "application/json"));
  }

  private static Consumer<HttpHeaders> knownByKey(ChannelAccount account, String name) {
    var key = account.secret(name);
    return headers -> headers.set("X-API-Key", key.revealText());
  }

  private static Consumer<HttpHeaders> knownByPassword(ChannelAccount account) {
    var user = account.secret(REPORT_USER);
    var password = account.secret(REPORT_PASSWORD);
    return headers -> {
      var pair = user.revealText() + ":" + password.revealText();
      headers.set(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    };
  }

  private static URI address(ChannelAccount account, String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
