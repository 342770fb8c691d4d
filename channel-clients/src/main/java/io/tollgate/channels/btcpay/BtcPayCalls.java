package io.tollgate.channels.btcpay;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request to a BTCPay Server has: where it goes and whose it is (facts, section 15,
 * "Base URL"). The account's base address is that of the instance, without {@code /api/v1}.
 */
final class BtcPayCalls {

  static final String API_KEY = "api-key";

  /** The option that names the store whose invoices are made. */
  static final String STORE = "store";

  private static final String API = "/api/v1";

  /** Base 58, all of them. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

  private BtcPayCalls() {}

  /** Whether a text has the shape of BTCPay's ids; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String id(@Nullable String text) {
    if (text == null || !isId(text)) {
      throw new IllegalArgumentException("id: not of BTCPay's shape");
    }
    return text;
  }

  /** The path of what belongs to the account's store; throws where the account names none. */
  static String ofStore(String path, ChannelAccount account) {
    return "/stores/" + id(account.options().getOrDefault(STORE, "")) + path;
  }

  static HttpCall get(String path, ChannelAccount account) {
    return HttpCall.get(address(account, path), authorized(account));
  }

  /** A list, which may be as long as a file. */
  static HttpCall list(String path, FormBody query, ChannelAccount account) {
    return HttpCall.download(address(account, path + "?" + query.query()), authorized(account));
  }

  static HttpCall post(String path, JsonBody body, ChannelAccount account) {
    return HttpCall.post(
        address(account, path),
        authorized(account).andThen(headers -> headers.set("Content-Type", "application/json")),
        body.bytes());
  }

  private static Consumer<HttpHeaders> authorized(ChannelAccount account) {
    var key = account.secret(API_KEY);
    return headers -> {
      headers.set("Authorization", "token " + key.revealText());
      headers.set("Accept", "application/json");
    };
  }

  private static URI address(ChannelAccount account, String path) {
    var base = account.baseUrl().toString();
    var instance = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(instance + API + path);
  }
}
