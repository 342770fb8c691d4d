package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.Order;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Square about pages of Square's own where payers choose what they pay with
 * (facts, section 9, "hosted"; official description of 2025-08-20). Whatever cannot be built
 * throws, before anything is sent.
 */
final class SquareLinkRequests {

  private static final String LINKS = "/v2/online-checkout/payment-links";
  private static final int NAME_LIMIT = 255;

  private SquareLinkRequests() {}

  /** Whether the payer pays on a page of Square's: so does whoever brings no token. */
  static boolean isHosted(Order order) {
    return order.method().token() == null;
  }

  /** {@code POST /v2/online-checkout/payment-links}, under the attempt's own key. */
  static HttpCall create(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var ours = request.requestId().toString();
    var back = order.returnUrl();
    var item =
        new JsonBody()
            .with("name", name(order, ours))
            .with("price_money", SquareMoney.body(order.amount()))
            .with("location_id", location(account));
    var page =
        new JsonBody()
            .with("allow_tipping", false)
            .with("accepted_payment_methods", wallet(order.method().type()))
            .with("redirect_url", back == null ? null : back.toString());
    var email = SquareRequests.upTo(NAME_LIMIT, order.customer().email());
    var body =
        new JsonBody()
            .with("idempotency_key", ours)
            .with("quick_pay", item)
            .with("checkout_options", page)
            .with(
                "pre_populated_data",
                email == null ? null : new JsonBody().with("buyer_email", email))
            .with("payment_note", SquarePayment.note(request.requestId()));
    return SquareCalls.post(LINKS, body, account);
  }

  /** {@code GET /v2/online-checkout/payment-links/{id}}. */
  static HttpCall retrieve(String link, ChannelAccount account) {
    return SquareCalls.get(LINKS + "/" + id(link), account);
  }

  /** {@code DELETE /v2/online-checkout/payment-links/{id}}, of one that nobody paid. */
  static HttpCall delete(String link, ChannelAccount account) {
    return SquareCalls.delete(LINKS + "/" + id(link), account);
  }

  /** {@code GET /v2/payments}: a page of those of that amount since the attempt was recorded. */
  static HttpCall payments(AttemptQuery query, @Nullable String cursor, ChannelAccount account) {
    var form =
        new FormBody()
            .with("begin_time", SquareRequests.begin(query).toString())
            .with("sort_order", "ASC")
            .with("location_id", location(account))
            .with("total", query.order().amount().minorUnits())
            .with("limit", SquareCalls.PAGE_SIZE)
            .with("cursor", cursor);
    return SquareCalls.get("/v2/payments", form, account);
  }

  /** The wallet that the page offers beside cards, which it always does. */
  private static JsonBody wallet(String method) {
    return new JsonBody()
        .with("apple_pay", method.equals("apple_pay"))
        .with("google_pay", method.equals("google_pay"))
        .with("cash_app_pay", method.equals("cash_app"))
        .with("afterpay_clearpay", false);
  }

  private static String name(Order order, String otherwise) {
    var name = SquareRequests.shortened(NAME_LIMIT, order.description());
    return name == null || name.isBlank() ? otherwise : name;
  }

  private static String location(ChannelAccount account) {
    var location = account.options().get(SquareChannel.LOCATION);
    if (location == null) {
      throw new IllegalArgumentException("option location: a payment link is of a place");
    }
    return location;
  }
}
