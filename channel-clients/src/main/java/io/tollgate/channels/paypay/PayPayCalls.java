package io.tollgate.channels.paypay;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.paypay.PayPaySigning.Request;
import io.tollgate.channels.paypay.PayPaySigning.Stamp;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request to PayPay has: where it goes, whose it is and its signature (facts, section
 * 13, "Base URL" and "Request signing"). It is signed when it is sent: a signature is good for two
 * minutes.
 */
final class PayPayCalls {

  static final String API_KEY = "api-key";
  static final String API_SECRET = "api-secret";

  /** The option that says for which merchant an agent's key is used. */
  static final String MERCHANT = "merchant-id";

  private static final byte[] NOTHING = {};
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int NONCE_LENGTH = 8;
  private static final String NONCE_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

  private final ChannelAccount account;
  private final Clock clock;

  PayPayCalls(ChannelAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  /** Whether a text has the shape of an id; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of PayPay's shape");
    }
    return text;
  }

  ChannelAccount account() {
    return account;
  }

  /** The time to write into a request. */
  long epochSecond() {
    return clock.instant().getEpochSecond();
  }

  HttpCall get(String path) {
    return call(HttpMethod.GET, path, "", NOTHING);
  }

  HttpCall get(String path, String query) {
    return call(HttpMethod.GET, path, query, NOTHING);
  }

  HttpCall delete(String path) {
    return call(HttpMethod.DELETE, path, "", NOTHING);
  }

  HttpCall post(String path, JsonBody body) {
    return call(HttpMethod.POST, path, "", body.bytes());
  }

  HttpCall post(String path, String query, JsonBody body) {
    return call(HttpMethod.POST, path, query, body.bytes());
  }

  private HttpCall call(HttpMethod method, String path, String query, byte[] body) {
    var address = address(path + (query.isEmpty() ? "" : "?" + query));
    return new HttpCall(method, address, signed(new Request(method.name(), path, body)), body);
  }

  private Consumer<HttpHeaders> signed(Request request) {
    var key = account.secret(API_KEY);
    var secret = account.secret(API_SECRET);
    var merchant = account.options().get(MERCHANT);
    return headers -> {
      headers.set(
          "Authorization",
          PayPaySigning.authorization(key, secret, request, new Stamp(nonce(), epochSecond())));
      headers.set("Accept", "application/json");
      if (request.body().length > 0) {
        headers.set("Content-Type", PayPaySigning.CONTENT_TYPE);
      }
      if (merchant != null) {
        headers.set("X-ASSUME-MERCHANT", merchant);
      }
    };
  }

  /** It only has to differ from that of any other request of the same second. */
  private static String nonce() {
    var text = new StringBuilder(NONCE_LENGTH);
    ThreadLocalRandom.current()
        .ints(NONCE_LENGTH, 0, NONCE_ALPHABET.length())
        .forEach(at -> text.append(NONCE_ALPHABET.charAt(at)));
    return text.toString();
  }

  private URI address(String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
