package io.tollgate.channels.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Adyen about payments (facts, section 3; official description of Checkout
 * 71). Whatever cannot be built throws, before anything is sent.
 */
final class AdyenRequests {

  private static final int STATEMENT_LIMIT = 22;
  private static final Pattern STATEMENT_TEXT = Pattern.compile("[A-Za-z0-9 .,'_?+*/-]+");
  private static final int DESCRIPTION_LIMIT = 280;

  private AdyenRequests() {}

  /** What Adyen's books will know the attempt by. */
  static AdyenReference reference(ChannelRequestId id, Order order, ChannelAccount account) {
    return AdyenReference.of(id, order.capture(), AdyenMethod.isHosted(order, account));
  }

  /** {@code POST /payments}, or {@code POST /paymentLinks} where the payer pays at Adyen's page. */
  static HttpCall create(PayRequest request, ChannelAccount account) {
    return AdyenMethod.isHosted(request.order(), account)
        ? AdyenCalls.post(account, "/paymentLinks", key(request), link(request, account))
        : AdyenCalls.post(account, "/payments", key(request), payment(request, account));
  }

  /**
   * {@code POST /payments/details}: what the payer's page got back. Each result has a key of its
   * own, because the payer may come back more than once.
   */
  static HttpCall details(ChannelRequestId id, String redirectResult, ChannelAccount account) {
    var details = new JsonBody().with("redirectResult", redirectResult);
    return AdyenCalls.post(
        account,
        "/payments/details",
        id + "-d" + digest(redirectResult),
        new JsonBody().with("details", details));
  }

  /** {@code GET /paymentLinks/{id}}. */
  static HttpCall linkState(String link, ChannelAccount account) {
    return AdyenCalls.get(account, "/paymentLinks/" + link(link));
  }

  /** {@code PATCH /paymentLinks/{id}}: nobody can pay by it any more. */
  static HttpCall expireLink(String link, ChannelAccount account) {
    return AdyenCalls.patch(
        account, "/paymentLinks/" + link(link), new JsonBody().with("status", "expired"));
  }

  /**
   * {@code POST /payments/{psp}/cancels}, or {@code POST /cancels} by our own reference where
   * Adyen's never reached us, which is the way out of an unknown outcome.
   */
  static HttpCall cancel(AttemptQuery query, ChannelAccount account) {
    var reference = reference(query.requestId(), query.order(), account).toString();
    var body =
        new JsonBody()
            .with("merchantAccount", AdyenOptions.merchantAccount(account))
            .with("reference", reference);
    var psp = query.channelReference();
    var key = query.requestId() + "-close";
    return AdyenIds.isPspReference(psp)
        ? AdyenCalls.post(account, "/payments/" + psp + "/cancels", key, body)
        : AdyenCalls.post(account, "/cancels", key, body.with("paymentReference", reference));
  }

  private static JsonBody payment(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var body =
        opening(request, account)
            .with("paymentMethod", AdyenMethod.body(order.method()))
            .with("returnUrl", returnUrl(order.returnUrl(), account));
    if (order.capture() == CaptureMode.MANUAL) {
      body.with("additionalData", new JsonBody().with("manualCapture", "true"));
    } else {
      // The account may be set to capture later or by hand, and "paid" has to mean paid.
      body.with("captureDelayHours", 0);
    }
    whoPays(body, order, account);
    body.with("shopperIP", order.customer().ip());
    return body.with("shopperStatement", statementText(order.description()));
  }

  private static void whoPays(JsonBody body, Order order, ChannelAccount account) {
    boolean isCard = order.method().type().equals(AdyenMethod.CARD);
    var stored = AdyenStoredMethod.parse(isCard ? order.method().token() : null);
    if (stored.isPresent()) {
      body.with("shopperReference", stored.get().shopperReference())
          .with("shopperInteraction", "ContAuth")
          .with(
              "recurringProcessingModel",
              order.product() == Product.QUICK_PAY
                  ? AdyenOptions.recurringModel(account)
                  : "CardOnFile");
    } else {
      body.with("shopperInteraction", "Ecommerce");
    }
    if (stored.isEmpty() || order.product() != Product.QUICK_PAY) {
      body.with("channel", "Web").with("authenticationData", isCard ? byRedirect() : null);
    }
  }

  /** We can send a payer to a page; we cannot run Adyen's component in one. */
  static JsonBody byRedirect() {
    return new JsonBody()
        .with("threeDSRequestData", new JsonBody().with("nativeThreeDS", "disabled"));
  }

  private static JsonBody link(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var type =
        AdyenMethod.named(order.method().type())
            .orElseThrow(() -> new IllegalArgumentException("method: Adyen has no such"))
            .type();
    var body = opening(request, account).withTexts("allowedPaymentMethods", List.of(type));
    if (order.returnUrl() != null || AdyenOptions.returnUrl(account) != null) {
      body.with("returnUrl", returnUrl(order.returnUrl(), account));
    }
    if (order.capture() == CaptureMode.MANUAL) {
      body.with("manualCapture", true);
    } else {
      body.with("captureDelayHours", 0);
    }
    return body.with("description", shortened(order.description(), DESCRIPTION_LIMIT));
  }

  /** What both kinds of requests begin with. */
  private static JsonBody opening(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var body =
        new JsonBody()
            .with("merchantAccount", AdyenOptions.merchantAccount(account))
            .with("reference", reference(request.requestId(), order, account).toString())
            .with("amount", AdyenAmounts.body(order.amount(), account));
    person(body, order.customer());
    return body;
  }

  private static void person(JsonBody body, Customer customer) {
    body.with("countryCode", customer.country())
        .with("shopperEmail", customer.email())
        .with("telephoneNumber", customer.phone());
  }

  static String returnUrl(@Nullable URI ofTheOrder, ChannelAccount account) {
    var address = ofTheOrder == null ? AdyenOptions.returnUrl(account) : ofTheOrder.toString();
    if (address == null) {
      throw new IllegalArgumentException("return URL: neither the order nor the account has one");
    }
    return address;
  }

  private static String key(PayRequest request) {
    return request.requestId().toString();
  }

  private static String link(String id) {
    if (!AdyenIds.isLink(id)) {
      throw new IllegalArgumentException("payment link: not of Adyen's shape");
    }
    return id;
  }

  /** Banks print a few characters only; a text with others is left out rather than mangled. */
  private static @Nullable String statementText(@Nullable String text) {
    return text != null && STATEMENT_TEXT.matcher(text).matches()
        ? shortened(text, STATEMENT_LIMIT)
        : null;
  }

  private static @Nullable String shortened(@Nullable String text, int limit) {
    return text == null || text.codePointCount(0, text.length()) <= limit
        ? text
        : text.substring(0, text.offsetByCodePoints(0, limit));
  }

  private static String digest(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
