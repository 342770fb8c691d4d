package io.tollgate.channels.airwallex;

import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Airwallex (facts, section 17; www.airwallex.com/docs/api/payments).
 * Whatever cannot be built throws, before anything is sent.
 *
 * <p>A request has an id, of 64 characters at most, under which it is done once; asked again,
 * Airwallex says {@code duplicate_request} and not what it answered the first time. So what may
 * move money has an id made of ours, and the wish to cancel, which can come true only once, a new
 * one each time: else one that failed could never be tried again.
 */
final class AirwallexRequests {

  static final String CLIENT_ID = "client-id";
  static final String API_KEY = "api-key";

  /**
   * The API's version; {@code 2024-08-07} by default, whose pages were read. What the account's own
   * version is in Airwallex's panel is not asked.
   */
  static final String API_VERSION = "api-version";

  /** The most refunds of one payment that are looked through. */
  private static final int PAGE_SIZE = 100;

  private static final byte[] NOTHING = {};
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String INTENTS = "/api/v1/pa/payment_intents";
  private static final String REFUNDS = "/api/v1/pa/refunds";

  private AirwallexRequests() {}

  /** Whether a text has the shape of an id; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** {@code POST /api/v1/authentication/login}: the key pair for a token. */
  static HttpCall login(ChannelAccount account) {
    var clientId = account.secret(CLIENT_ID);
    var key = account.secret(API_KEY);
    return HttpCall.post(
        address(account, "/api/v1/authentication/login"),
        headers ->
            headers
                .set("Accept", "application/json")
                .set("Content-Type", "application/json")
                .set("x-client-id", clientId.revealText())
                .set("x-api-key", key.revealText()),
        NOTHING);
  }

  /** {@code POST .../create}. It moves no money; only whoever confirms it does. */
  static HttpCall create(AttemptQuery attempt, ChannelAccount account, Secret token) {
    var order = attempt.order();
    var ours = attempt.requestId().toString();
    return post(
        INTENTS + "/create",
        new JsonBody()
            .with("request_id", ours)
            .with("merchant_order_id", ours)
            .with("amount", AirwallexAmounts.of(order.amount()))
            .with("currency", order.amount().currency().getCurrencyCode())
            .with("return_url", page(attempt)),
        account,
        token);
  }

  /** {@code POST .../{id}/confirm}. */
  static HttpCall confirm(
      AttemptQuery attempt, String intent, ChannelAccount account, Secret token) {
    var body =
        new JsonBody()
            .with("request_id", attempt.requestId() + "-confirm")
            .with("return_url", page(attempt));
    return post(
        of(intent) + "/confirm",
        AirwallexMethods.confirming(body, attempt.order(), account),
        account,
        token);
  }

  /** {@code GET .../{id}}. */
  static HttpCall retrieve(String intent, ChannelAccount account, Secret token) {
    return get(of(intent), account, token);
  }

  /** {@code GET .../payment_intents?merchant_order_id=}. */
  static HttpCall list(ChannelRequestId requestId, ChannelAccount account, Secret token) {
    return get(
        INTENTS
            + "?"
            + new FormBody()
                .with("merchant_order_id", requestId.toString())
                .with("page_num", 0)
                .with("page_size", 10)
                .query(),
        account,
        token);
  }

  /** {@code POST .../{id}/capture}. Whatever is not captured is let go. */
  static HttpCall capture(
      PaymentOperation operation, String intent, ChannelAccount account, Secret token) {
    return post(
        of(intent) + "/capture",
        new JsonBody()
            .with("request_id", operation.id().value())
            .with("amount", AirwallexAmounts.of(operation.amount())),
        account,
        token);
  }

  /**
   * {@code POST .../{id}/cancel}.
   *
   * @param about our id of the operation, or of the attempt
   * @param now milliseconds of the epoch, so that no two are the same
   */
  static HttpCall cancel(
      Object about, long now, String intent, ChannelAccount account, Secret token) {
    return post(
        of(intent) + "/cancel",
        new JsonBody().with("request_id", about + "-" + Long.toString(now, Character.MAX_RADIX)),
        account,
        token);
  }

  /** {@code POST /api/v1/pa/refunds/create}. */
  static HttpCall refund(
      PaymentOperation operation, String intent, ChannelAccount account, Secret token) {
    return post(
        REFUNDS + "/create",
        new JsonBody()
            .with("request_id", operation.id().value())
            .with("payment_intent_id", id(intent))
            .with("amount", AirwallexAmounts.of(operation.amount())),
        account,
        token);
  }

  /** {@code GET /api/v1/pa/refunds/{id}}. */
  static HttpCall retrieveRefund(String refund, ChannelAccount account, Secret token) {
    return get(REFUNDS + "/" + id(refund), account, token);
  }

  /** {@code GET /api/v1/pa/refunds?payment_intent_id=}; there is no asking by our id. */
  static HttpCall listRefunds(String intent, ChannelAccount account, Secret token) {
    return get(
        REFUNDS
            + "?"
            + new FormBody()
                .with("payment_intent_id", id(intent))
                .with("page_num", 0)
                .with("page_size", PAGE_SIZE)
                .query(),
        account,
        token);
  }

  private static HttpCall get(String path, ChannelAccount account, Secret token) {
    return call(HttpMethod.GET, path, NOTHING, account, token);
  }

  private static HttpCall post(String path, JsonBody body, ChannelAccount account, Secret token) {
    return call(HttpMethod.POST, path, body.bytes(), account, token);
  }

  private static HttpCall call(
      HttpMethod method, String path, byte[] body, ChannelAccount account, Secret token) {
    var version = account.options().getOrDefault(API_VERSION, "2024-08-07");
    return new HttpCall(
        method,
        address(account, path),
        headers -> {
          headers
              .set("Authorization", "Bearer " + token.revealText())
              .set("Accept", "application/json")
              .set("x-api-version", version);
          if (body.length > 0) {
            headers.set("Content-Type", "application/json");
          }
        },
        body);
  }

  private static @Nullable String page(AttemptQuery attempt) {
    var page = attempt.order().returnUrl();
    return page == null ? null : page.toString();
  }

  private static String of(String intent) {
    return INTENTS + "/" + id(intent);
  }

  private static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of Airwallex's shape");
    }
    return text;
  }

  private static URI address(ChannelAccount account, String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
