package io.tollgate.channels.square;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request to Square has: where it goes, whose it is and which version it speaks (facts,
 * section 9, "Base URL").
 */
final class SquareCalls {

  static final String ACCESS_TOKEN = "access-token";

  /** The longest page that Square gives. */
  static final int PAGE_SIZE = 100;

  private static final String VERSION = "2025-08-20";
  private static final byte[] NOTHING = {};
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_:-]{1,192}");

  private SquareCalls() {}

  /** Whether a text has the shape of Square's ids; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of Square's shape");
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
        authorized(account).andThen(headers -> headers.set("Content-Type", "application/json")),
        body.bytes());
  }

  static HttpCall delete(String path, ChannelAccount account) {
    return new HttpCall(HttpMethod.DELETE, address(account, path), authorized(account), NOTHING);
  }

  private static Consumer<HttpHeaders> authorized(ChannelAccount account) {
    var token = account.secret(ACCESS_TOKEN);
    return headers -> {
      headers.set("Authorization", "Bearer " + token.revealText());
      headers.set("Square-Version", VERSION);
      headers.set("Accept", "application/json");
    };
  }

  private static URI address(ChannelAccount account, String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
