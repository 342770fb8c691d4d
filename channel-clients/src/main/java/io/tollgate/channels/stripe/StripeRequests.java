package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Stripe about payments (facts, section 1; official description of
 * 2023-08-16). Whatever cannot be built throws, before anything is sent.
 *
 * <p>What moves money a second time when it is done a second time carries an idempotency key:
 * taking a payment and giving back. Capturing and cancelling can happen to an intent only once, so
 * they carry none: Stripe would repeat a key's first answer for a day, an error of its own
 * included.
 */
final class StripeRequests {

  static final String ATTEMPT_ID = "attempt_id";
  static final String CAPTURE_ID = "capture_id";
  static final String REFUND_ID = "refund_id";

  private static final String PAYMENT_ID = "payment_id";
  private static final String INTENTS = "/v1/payment_intents";
  private static final String REFUNDS = "/v1/refunds";
  private static final int DESCRIPTION_LIMIT = 1000;

  /** How far our clock and Stripe's may be apart when an intent is looked for by its age. */
  private static final int CLOCK_SLACK_SECONDS = 300;

  private StripeRequests() {}

  /** {@code POST /v1/payment_intents}, confirmed at once, under the attempt's own key. */
  static HttpCall create(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var form =
        new FormBody()
            .with("amount", amount(order.amount(), account))
            .with("currency", currency(order.amount()))
            .with("confirm", "true")
            .with("capture_method", order.capture().code())
            .with("payment_method_types[]", order.method().type())
            .with("metadata[" + ATTEMPT_ID + "]", request.requestId().toString())
            .with("metadata[" + PAYMENT_ID + "]", request.requestId().payment().value())
            .with("description", shortened(order.description()));
    method(form, order);
    return StripeCalls.post(INTENTS, form, request.requestId().toString(), account);
  }

  /** {@code GET /v1/payment_intents/{id}}. */
  static HttpCall retrieve(String reference, ChannelAccount account) {
    return StripeCalls.get(INTENTS + "/" + id(reference), account);
  }

  /**
   * {@code GET /v1/payment_intents/search}. Whether an account may search is unconfirmed: see the
   * option {@value StripeChannel#LOOKUP}.
   */
  static HttpCall search(AttemptQuery query, ChannelAccount account) {
    var text = "metadata['" + ATTEMPT_ID + "']:'" + query.requestId() + "'";
    return StripeCalls.get(INTENTS + "/search", new FormBody().with("query", text), account);
  }

  /** {@code GET /v1/payment_intents}: a page of those made about when the attempt was recorded. */
  static HttpCall list(AttemptQuery query, @Nullable String after, ChannelAccount account) {
    long sentAt = query.sentAt().getEpochSecond();
    var form =
        new FormBody()
            .with("created[gte]", sentAt - CLOCK_SLACK_SECONDS)
            .with("created[lte]", sentAt + CLOCK_SLACK_SECONDS)
            .with("limit", StripeCalls.PAGE_SIZE)
            .with("starting_after", after);
    return StripeCalls.get(INTENTS, form, account);
  }

  /** {@code POST /v1/payment_intents/{id}/cancel} of what nobody paid. */
  static HttpCall cancel(String reference, ChannelAccount account) {
    return cancel(reference, "abandoned", account);
  }

  /** {@code POST /v1/payment_intents/{id}/cancel} of what is authorized. */
  static HttpCall release(String reference, ChannelAccount account) {
    return cancel(reference, "requested_by_customer", account);
  }

  /**
   * {@code POST /v1/payment_intents/{id}/capture}. Whatever is not captured is let go. The intent
   * keeps our id of the capture, so that another one is not taken for it.
   */
  static HttpCall capture(PaymentOperation operation, String reference, ChannelAccount account) {
    var form =
        new FormBody()
            .with("amount_to_capture", amount(operation.amount(), account))
            .with("metadata[" + CAPTURE_ID + "]", operation.id().value());
    return StripeCalls.post(INTENTS + "/" + id(reference) + "/capture", form, account);
  }

  /** {@code POST /v1/refunds}, under the refund's own key. */
  static HttpCall refund(PaymentOperation operation, String reference, ChannelAccount account) {
    var form =
        new FormBody()
            .with("payment_intent", id(reference))
            .with("amount", amount(operation.amount(), account))
            .with("metadata[" + REFUND_ID + "]", operation.id().value());
    return StripeCalls.post(REFUNDS, form, "refund-" + operation.id(), account);
  }

  /** {@code GET /v1/refunds/{id}}. */
  static HttpCall retrieveRefund(String reference, ChannelAccount account) {
    return StripeCalls.get(REFUNDS + "/" + id(reference), account);
  }

  /** {@code GET /v1/refunds}: a page of those of an intent. */
  static HttpCall listRefunds(String intent, @Nullable String after, ChannelAccount account) {
    var form =
        new FormBody()
            .with("payment_intent", id(intent))
            .with("limit", StripeCalls.PAGE_SIZE)
            .with("starting_after", after);
    return StripeCalls.get(REFUNDS, form, account);
  }

  /** The amount's currency as Stripe writes it. */
  static String currency(Money amount) {
    return amount.currency().getCurrencyCode().toLowerCase(Locale.ROOT);
  }

  /** A description that is not too long; a character of two halves is not cut. */
  static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= DESCRIPTION_LIMIT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, DESCRIPTION_LIMIT)));
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

  private static HttpCall cancel(String reference, String reason, ChannelAccount account) {
    return StripeCalls.post(
        INTENTS + "/" + id(reference) + "/cancel",
        new FormBody().with("cancellation_reason", reason),
        account);
  }

  private static long amount(Money amount, ChannelAccount account) {
    return StripeAmounts.encode(amount, account)
        .orElseThrow(() -> new IllegalArgumentException("amount: Stripe cannot take it"));
  }
}
