package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Square about payments (facts, section 9; official description of
 * 2025-08-20). Whatever cannot be built throws, before anything is sent.
 *
 * <p>What moves money a second time when it is done a second time carries an idempotency key:
 * taking a payment and giving back. Completing and cancelling can happen to a payment only once.
 */
final class SquareRequests {

  private static final String PAYMENTS = "/v2/payments";
  private static final String REFUNDS = "/v2/refunds";
  private static final int EMAIL_LIMIT = 255;
  private static final int NOTE_LIMIT = 500;

  /** A token as the payer's page made it, or a card's id. */
  private static final Pattern SOURCE = Pattern.compile("[!-.0-~]{1,1024}");

  /** How far our clock and Square's may be apart when a payment is looked for by its age. */
  private static final int CLOCK_SLACK_SECONDS = 300;

  private SquareRequests() {}

  /** {@code POST /v2/payments}, under the attempt's own key. */
  static HttpCall create(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var ours = request.requestId().toString();
    boolean isManual = order.capture() == CaptureMode.MANUAL;
    var body =
        new JsonBody()
            .with("source_id", source(order))
            .with("idempotency_key", ours)
            .with("amount_money", SquareMoney.body(order.amount()))
            .with("autocomplete", !isManual)
            .with("delay_duration", isManual ? account.options().get(SquareChannel.HOLD) : null)
            .with("delay_action", isManual ? "CANCEL" : null)
            .with("customer_id", customer(order))
            .with("location_id", account.options().get(SquareChannel.LOCATION))
            .with("reference_id", ours)
            .with("buyer_email_address", upTo(EMAIL_LIMIT, order.customer().email()))
            .with("note", shortened(NOTE_LIMIT, order.description()))
            .with("customer_details", initiative(order));
    return SquareCalls.post(PAYMENTS, body, account);
  }

  /** {@code GET /v2/payments/{id}}. */
  static HttpCall retrieve(String reference, ChannelAccount account) {
    return SquareCalls.get(PAYMENTS + "/" + id(reference), account);
  }

  /** {@code GET /v2/payments}: a page of those made about when the attempt was recorded. */
  static HttpCall list(AttemptQuery query, @Nullable String cursor, ChannelAccount account) {
    var form =
        new FormBody()
            .with("begin_time", begin(query).toString())
            .with("end_time", query.sentAt().plusSeconds(CLOCK_SLACK_SECONDS).toString())
            .with("sort_order", "ASC")
            .with("location_id", account.options().get(SquareChannel.LOCATION))
            .with("limit", SquareCalls.PAGE_SIZE)
            .with("cursor", cursor);
    return SquareCalls.get(PAYMENTS, form, account);
  }

  /** {@code POST /v2/payments/{id}/cancel}. */
  static HttpCall cancel(String reference, ChannelAccount account) {
    return SquareCalls.post(PAYMENTS + "/" + id(reference) + "/cancel", new JsonBody(), account);
  }

  /**
   * {@code POST /v2/payments/cancel}: by our own key, for an attempt whose answer never reached us.
   * It succeeds where there is no such payment, too.
   */
  static HttpCall cancelByKey(ChannelRequestId attempt, ChannelAccount account) {
    return SquareCalls.post(
        PAYMENTS + "/cancel", new JsonBody().with("idempotency_key", attempt.toString()), account);
  }

  /**
   * {@code POST /v2/payments/{id}/complete}, all of it. No version is named: whatever else happened
   * to the payment, it is to be completed, and can be only once.
   */
  static HttpCall complete(String reference, ChannelAccount account) {
    return SquareCalls.post(PAYMENTS + "/" + id(reference) + "/complete", new JsonBody(), account);
  }

  /**
   * {@code POST /v2/refunds}, under the refund's own key, which is within Square's 45 characters.
   */
  static HttpCall refund(PaymentOperation operation, String reference, ChannelAccount account) {
    var ours = operation.id().value();
    var body =
        new JsonBody()
            .with("idempotency_key", "r-" + ours)
            .with("amount_money", SquareMoney.body(operation.amount()))
            .with("payment_id", id(reference))
            .with("reason", SquareRefund.reason(ours));
    return SquareCalls.post(REFUNDS, body, account);
  }

  /** {@code GET /v2/refunds/{id}}. */
  static HttpCall retrieveRefund(String reference, ChannelAccount account) {
    return SquareCalls.get(REFUNDS + "/" + id(reference), account);
  }

  /** What is charged; throws where it cannot be a token of Square's. */
  static String source(@Nullable String token) {
    if (token == null || !SOURCE.matcher(token).matches()) {
      throw new IllegalArgumentException("method: no token of Square's");
    }
    return token;
  }

  /** When a payment of the attempt's may have been made at the earliest. */
  static Instant begin(AttemptQuery query) {
    return query.sentAt().minusSeconds(CLOCK_SLACK_SECONDS);
  }

  /** The text where it is not too long; all that is left out like this is not needed to charge. */
  static @Nullable String upTo(int limit, @Nullable String text) {
    return text == null || text.isEmpty() || text.length() > limit ? null : text;
  }

  /** {@code <customer>/<card>} is a card on file; any other token is charged as it is. */
  private static String source(Order order) {
    var token = order.method().token();
    return source(token == null ? null : token.substring(token.indexOf('/') + 1));
  }

  private static @Nullable String customer(Order order) {
    var token = order.method().token();
    int slash = token == null ? -1 : token.indexOf('/');
    return token == null || slash < 0 ? null : id(token.substring(0, slash));
  }

  /** A card on file that is charged as quick pay is charged without the payer. */
  private static @Nullable JsonBody initiative(Order order) {
    return order.product() == Product.QUICK_PAY && customer(order) != null
        ? new JsonBody().with("customer_initiated", false)
        : null;
  }

  /** The beginning of a text that is too long; a character of two halves is not cut. */
  static @Nullable String shortened(int limit, @Nullable String text) {
    if (text == null || text.length() <= limit) {
      return text;
    }
    boolean isHalved = Character.isHighSurrogate(text.charAt(limit - 1));
    return text.substring(0, isHalved ? limit - 1 : limit);
  }
}
