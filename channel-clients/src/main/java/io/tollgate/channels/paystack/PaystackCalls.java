package io.tollgate.channels.paystack;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every request to Paystack has: where it goes and whose it is (facts, section 12). */
final class PaystackCalls {

  static final String SECRET_KEY = "api-key";

  /** A long page; what Paystack gives less it counts in the page's own words. */
  static final int PAGE_SIZE = 100;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.=_-]{1,100}");

  private PaystackCalls() {}

  /** Whether a text has the shape of Paystack's ids; nothing else goes into an address. */
  static boolean isWord(@Nullable String text) {
    return text != null && WORD.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String word(String text) {
    if (!isWord(text)) {
      throw new IllegalArgumentException("id: not of Paystack's shape");
    }
    return text;
  }

  static HttpCall get(String path, ChannelAccount account) {
    return HttpCall.get(address(account, path), authorized(account));
  }

  static HttpCall get(String path, FormBody query, ChannelAccount account) {
    return get(path + "?" + query.query(), account);
  }

  static HttpCall post(String path, JsonBody body, ChannelAccount account) {
    return HttpCall.post(
        address(account, path),
        authorized(account)
            .andThen(headers -> headers.set("Content-Type", "application/json; charset=utf-8")),
        body.bytes());
  }

  /** A file. Its address is all that it takes: our key is not for whoever keeps files. */
  static HttpCall download(URI file) {
    return HttpCall.download(file, _ -> {});
  }

  private static Consumer<HttpHeaders> authorized(ChannelAccount account) {
    var secret = account.secret(SECRET_KEY);
    return headers -> {
      headers.set("Authorization", "Bearer " + secret.revealText());
      headers.set("Accept", "application/json");
    };
  }

  private static URI address(ChannelAccount account, String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
