package io.tollgate.channels.stripe;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request to Stripe has: where it goes, whose it is and which version it speaks (facts,
 * section 1, "Base URL", "Auth", "Idempotency").
 */
final class StripeCalls {

  static final String SECRET_KEY = "api-key";

  /** The longest page that Stripe gives. */
  static final int PAGE_SIZE = 100;

  private static final String VERSION = "2023-08-16";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,255}");

  private StripeCalls() {}

  /** Whether a text has the shape of Stripe's ids; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of Stripe's shape");
    }
    return text;
  }

  static HttpCall get(String path, ChannelAccount account) {
    return HttpCall.get(address(account, path), authorized(account));
  }

  static HttpCall get(String path, FormBody query, ChannelAccount account) {
    return get(path + "?" + query.query(), account);
  }

  /** A request that Stripe may get twice, because doing it again changes nothing. */
  static HttpCall post(String path, FormBody form, ChannelAccount account) {
    return HttpCall.post(address(account, path), posting(account), form.bytes());
  }

  /** A request that Stripe does once for each key, for a day at least. */
  static HttpCall post(String path, FormBody form, String key, ChannelAccount account) {
    return HttpCall.post(
        address(account, path),
        posting(account).andThen(headers -> headers.set("Idempotency-Key", key)),
        form.bytes());
  }

  /** A file, which is fetched with the same key. */
  static HttpCall download(URI file, ChannelAccount account) {
    return HttpCall.download(file, authorized(account));
  }

  private static Consumer<HttpHeaders> posting(ChannelAccount account) {
    return authorized(account)
        .andThen(headers -> headers.set("Content-Type", "application/x-www-form-urlencoded"));
  }

  private static Consumer<HttpHeaders> authorized(ChannelAccount account) {
    var secret = account.secret(SECRET_KEY);
    return headers -> {
      headers.set("Authorization", "Bearer " + secret.revealText());
      headers.set("Stripe-Version", VERSION);
      headers.set("Accept", "application/json");
    };
  }

  private static URI address(ChannelAccount account, String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
