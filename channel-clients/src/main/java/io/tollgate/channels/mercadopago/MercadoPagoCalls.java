package io.tollgate.channels.mercadopago;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every request to Mercado Pago has: where it goes, whose it is and under which key it is done
 * once (facts, section 16, "Base URL").
 *
 * <p>The key is a UUID, which the official description asks for (github.com/mercadopago/openapi),
 * made of our id, so that it is the same on every repetition. Whether the header may be left out is
 * unconfirmed; it never is where something is made.
 */
final class MercadoPagoCalls {

  static final String ACCESS_TOKEN = "access-token";

  private static final byte[] NOTHING = {};
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern PAYMENT_ID = Pattern.compile("[1-9][0-9]{0,18}");

  private MercadoPagoCalls() {}

  /** Whether a text has the shape of Mercado Pago's ids; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** Whether it is a payment that is named so: those are numbers, preferences are not. */
  static boolean isPayment(@Nullable String text) {
    return text != null && PAYMENT_ID.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String id(@Nullable String text) {
    if (text == null || !isId(text)) {
      throw new IllegalArgumentException("id: not of Mercado Pago's shape");
    }
    return text;
  }

  /** An id that is a text in some answers and a number in others. */
  static Optional<String> idOf(@Nullable JsonNode node) {
    return node == null || !(node.isString() || node.isIntegralNumber())
        ? Optional.empty()
        : Optional.of(node.asString()).filter(MercadoPagoCalls::isId);
  }

  static HttpCall get(String path, ChannelAccount account) {
    return HttpCall.get(address(account, path), authorized(account));
  }

  static HttpCall get(String path, FormBody query, ChannelAccount account) {
    return get(path + "?" + query.query(), account);
  }

  /** A file, which is fetched with the same token. */
  static HttpCall download(String path, ChannelAccount account) {
    return HttpCall.download(address(account, path), authorized(account));
  }

  /**
   * A request that is done once for each key.
   *
   * @param key what it is for and our id of it
   */
  static HttpCall post(String path, ObjectNode body, String key, ChannelAccount account) {
    var uuid = UUID.nameUUIDFromBytes(key.getBytes(UTF_8)).toString();
    return HttpCall.post(
        address(account, path),
        writing(account).andThen(headers -> headers.set("X-Idempotency-Key", uuid)),
        bytes(body));
  }

  /** A change that leads to the same state however often it is made. */
  static HttpCall put(String path, ObjectNode body, ChannelAccount account) {
    return new HttpCall(HttpMethod.PUT, address(account, path), writing(account), bytes(body));
  }

  static HttpCall delete(String path, ChannelAccount account) {
    return new HttpCall(HttpMethod.DELETE, address(account, path), authorized(account), NOTHING);
  }

  private static byte[] bytes(ObjectNode body) {
    return JsonMapper.shared().writeValueAsBytes(body);
  }

  private static Consumer<HttpHeaders> writing(ChannelAccount account) {
    return authorized(account)
        .andThen(headers -> headers.set("Content-Type", "application/json; charset=UTF-8"));
  }

  private static Consumer<HttpHeaders> authorized(ChannelAccount account) {
    var secret = account.secret(ACCESS_TOKEN);
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
