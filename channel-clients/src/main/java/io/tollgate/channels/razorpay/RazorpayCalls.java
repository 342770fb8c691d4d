package io.tollgate.channels.razorpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request to Razorpay has: where it goes and whose it is (facts, section 11, "Base
 * URL").
 */
final class RazorpayCalls {

  static final String KEY_ID = "key-id";
  static final String KEY_SECRET = "key-secret";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final byte[] NOTHING = {};

  private RazorpayCalls() {}

  /** Whether a text has the shape of Razorpay's ids; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of Razorpay's shape");
    }
    return text;
  }

  static HttpCall get(String path, ChannelAccount account) {
    return HttpCall.get(address(account, path), authorized(account));
  }

  static HttpCall post(String path, JsonBody body, ChannelAccount account) {
    return HttpCall.post(address(account, path), posting(account), body.bytes());
  }

  /** A refund, which Razorpay makes once for each key. */
  static HttpCall refund(String path, JsonBody body, String key, ChannelAccount account) {
    return HttpCall.post(
        address(account, path),
        posting(account).andThen(headers -> headers.set("X-Refund-Idempotency", key)),
        body.bytes());
  }

  static HttpCall delete(String path, ChannelAccount account) {
    return new HttpCall(HttpMethod.DELETE, address(account, path), authorized(account), NOTHING);
  }

  static HttpCall put(String path, ChannelAccount account) {
    return new HttpCall(
        HttpMethod.PUT, address(account, path), posting(account), new JsonBody().bytes());
  }

  private static Consumer<HttpHeaders> posting(ChannelAccount account) {
    return authorized(account).andThen(headers -> headers.set("Content-Type", "application/json"));
  }

  private static Consumer<HttpHeaders> authorized(ChannelAccount account) {
    var id = account.secret(KEY_ID);
    var secret = account.secret(KEY_SECRET);
    return headers -> {
      var pair = (id.revealText() + ":" + secret.revealText()).getBytes(UTF_8);
      headers.set("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
      headers.set("Accept", "application/json");
    };
  }

  private static URI address(ChannelAccount account, String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
