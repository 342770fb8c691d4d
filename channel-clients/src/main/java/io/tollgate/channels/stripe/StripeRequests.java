package io.tollgate.channels.stripe;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Stripe (facts, section 1; official description of 2023-08-16). Whatever
 * cannot be built throws, before anything is sent.
 */
final class StripeRequests {

  static final String ATTEMPT_ID = "attempt_id";
  static final String SECRET_KEY = "api-key";
  static final int PAGE_SIZE = 100;

  private static final String PAYMENT_ID = "payment_id";
  private static final String VERSION = "2023-08-16";
  private static final int DESCRIPTION_LIMIT = 1000;

  /** How far our clock and Stripe's may be apart when an intent is looked for by its age. */
  private static final int CLOCK_SLACK_SECONDS = 300;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,255}");

  private StripeRequests() {}

  /** Whether a text has the shape of Stripe's ids; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** {@code POST /v1/payment_intents}, confirmed at once, under the attempt's own key. */
  static HttpCall create(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var amount =
        StripeAmounts.encode(order.amount(), account)
            .orElseThrow(() -> new IllegalArgumentException("amount: Stripe cannot take it"));
    var form =
        new FormBody()
            .with("amount", amount)
            .with("currency", currency(order))
            .with("confirm", "true")
            .with("capture_method", order.capture().code())
            .with("payment_method_types[]", order.method().type())
            .with("metadata[" + ATTEMPT_ID + "]", request.requestId().toString())
            .with("metadata[" + PAYMENT_ID + "]", request.requestId().payment().value())
            .with("description", shortened(order.description()));
    method(form, order);
    var key = request.requestId().toString();
    return HttpCall.post(
        address(account, ""),
        posting(account).andThen(h -> h.set("Idempotency-Key", key)),
        form.bytes());
  }

  /** {@code GET /v1/payment_intents/{id}}. */
  static HttpCall retrieve(String reference, ChannelAccount account) {
    return HttpCall.get(address(account, "/" + id(reference)), authorized(account));
  }

  /**
   * {@code GET /v1/payment_intents/search}. Whether an account may search is unconfirmed: see the
   * option {@value StripeChannel#LOOKUP}.
   */
  static HttpCall search(AttemptQuery query, ChannelAccount account) {
    var text = "metadata['" + ATTEMPT_ID + "']:'" + query.requestId() + "'";
    return HttpCall.get(
        address(account, "/search?" + new FormBody().with("query", text).query()),
        authorized(account));
  }

  /** {@code GET /v1/payment_intents}: a page of those made about when the attempt was recorded. */
  static HttpCall list(AttemptQuery query, @Nullable String after, ChannelAccount account) {
    long sentAt = query.sentAt().getEpochSecond();
    var form =
        new FormBody()
            .with("created[gte]", sentAt - CLOCK_SLACK_SECONDS)
            .with("created[lte]", sentAt + CLOCK_SLACK_SECONDS)
            .with("limit", PAGE_SIZE)
            .with("starting_after", after);
    return HttpCall.get(address(account, "?" + form.query()), authorized(account));
  }

  /**
   * {@code POST /v1/payment_intents/{id}/cancel}. It carries no idempotency key: Stripe would
   * answer a repetition with the first answer, however the intent has changed since.
   */
  static HttpCall cancel(String reference, ChannelAccount account) {
    return HttpCall.post(
        address(account, "/" + id(reference) + "/cancel"),
        posting(account),
        new FormBody().with("cancellation_reason", "abandoned").bytes());
  }

  /** The order's currency as Stripe writes it. */
  static String currency(Order order) {
    return order.amount().currency().getCurrencyCode().toLowerCase(Locale.ROOT);
  }

  /**
   * A saved method is {@code <customer>/<payment method>} and is charged off session; one that the
   * payer's page just made is {@code <payment method>}. A bank redirect needs neither.
   */
  private static void method(FormBody form, Order order) {
    var token = order.method().token();
    if (token == null) {
      form.with("payment_method_data[type]", order.method().type())
          .with("payment_method_data[billing_details][email]", order.customer().email());
    } else {
      var slash = token.indexOf('/');
      form.with("payment_method", id(token.substring(slash + 1)));
      if (slash >= 0) {
        form.with("customer", id(token.substring(0, slash)));
      }
    }
    if (order.product() == Product.QUICK_PAY && token != null && token.indexOf('/') >= 0) {
      form.with("off_session", "true");
    } else if (order.returnUrl() != null) {
      form.with("return_url", order.returnUrl().toString());
    }
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

  private static URI address(ChannelAccount account, String rest) {
    var base = account.baseUrl().toString();
    var root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(root + "/v1/payment_intents" + rest);
  }

  private static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of Stripe's shape");
    }
    return text;
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= DESCRIPTION_LIMIT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, DESCRIPTION_LIMIT)));
  }
}
