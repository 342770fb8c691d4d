package io.tollgate.channels.razorpay;

import static io.tollgate.channels.razorpay.RazorpayCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Razorpay about payments (facts, section 11; api/orders, api/payments,
 * api/refunds). Whatever cannot be built throws, before anything is sent.
 *
 * <p>Razorpay has no idempotency keys for orders and payments. An attempt is one order, or one
 * payment link, that carries the attempt's id as its receipt and is looked for by it.
 */
final class RazorpayRequests {

  /** The speed of refunds: {@code normal}, or {@code optimum}, which costs a fee. */
  static final String REFUND_SPEED = "refund-speed";

  /** What we say that the payer's browser is, which Tollgate is not told. */
  static final String USER_AGENT = "user-agent";

  /** What stands for the token of a card that the payer enters on a page of Razorpay's. */
  static final String LINK = "link";

  /** The longest page that Razorpay gives. */
  static final int PAGE_SIZE = 100;

  private static final String USER_AGENT_UNLESS_SET = "Mozilla/5.0";
  private static final String ORDERS = "/v1/orders";
  private static final String PAYMENTS = "/v1/payments";
  private static final String LINKS = "/v1/payment_links";
  private static final int DESCRIPTION_LIMIT = 255;

  private RazorpayRequests() {}

  /**
   * Whether the payer pays on a page of Razorpay's: card numbers are not ours to see. The gateway
   * asks for a card's token, which then is a word of ours.
   */
  static boolean isHosted(Order order) {
    var token = order.method().token();
    return "card".equals(order.method().type()) && (token == null || token.equals(LINK));
  }

  /** {@code POST /v1/orders}, with the attempt's id as the receipt. */
  static HttpCall order(PayRequest request, ChannelAccount account) {
    var order = request.order();
    return order(
        request.requestId().toString(),
        RazorpayAmounts.encode(order.amount()),
        RazorpayAmounts.currency(order.amount()),
        order.capture().code(),
        notes(request),
        new JsonBody(),
        account);
  }

  /**
   * An order with parts of its own.
   *
   * @param parts of which the common ones are added to
   */
  static HttpCall order(
      String receipt,
      long amount,
      String currency,
      String capture,
      JsonBody notes,
      JsonBody parts,
      ChannelAccount account) {
    var body =
        parts
            .with("amount", amount)
            .with("currency", currency)
            .with("receipt", receipt)
            .with("payment", new JsonBody().with("capture", capture))
            .with("notes", notes);
    return RazorpayCalls.post(ORDERS, body, account);
  }

  /** {@code GET /v1/orders}: those with our id as their receipt. */
  static HttpCall findOrders(Object receipt, ChannelAccount account) {
    var query = new FormBody().with("receipt", receipt.toString()).with("count", PAGE_SIZE);
    return RazorpayCalls.get(ORDERS + "?" + query.query(), account);
  }

  /** {@code POST /v1/payments/create/json}, or {@code …/recurring} under an agreement. */
  static HttpCall payment(PayRequest request, String order, ChannelAccount account) {
    var token = request.order().method().token();
    int slash = token == null ? -1 : token.indexOf('/');
    return token != null && slash >= 0
        ? recurring(request, order, token.substring(0, slash), token.substring(slash + 1), account)
        : direct(request, order, account);
  }

  /** {@code GET /v1/orders/{id}/payments}: all that was tried to pay it. */
  static HttpCall payments(String order, ChannelAccount account) {
    return RazorpayCalls.get(ORDERS + "/" + id(order) + "/payments", account);
  }

  /** {@code GET /v1/payments/{id}}. */
  static HttpCall retrieve(String payment, ChannelAccount account) {
    return RazorpayCalls.get(PAYMENTS + "/" + id(payment), account);
  }

  /** {@code POST /v1/payment_links}, with the attempt's id as the reference, for cards alone. */
  static HttpCall link(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var methods =
        new JsonBody()
            .with("card", "1")
            .with("netbanking", "0")
            .with("upi", "0")
            .with("wallet", "0");
    var back = order.returnUrl();
    var body =
        new JsonBody()
            .with("amount", RazorpayAmounts.encode(order.amount()))
            .with("currency", RazorpayAmounts.currency(order.amount()))
            .with("accept_partial", false)
            .with("reference_id", request.requestId().toString())
            .with("description", shortened(order.description()))
            .with("customer", customer(order.customer()))
            .with("reminder_enable", false)
            .with("notes", notes(request).with(RazorpayNotes.LINK, "yes"))
            .with("callback_url", text(back))
            .with("callback_method", back == null ? null : "get")
            .with(
                "options", new JsonBody().with("checkout", new JsonBody().with("method", methods)));
    return RazorpayCalls.post(LINKS, body, account);
  }

  /** {@code GET /v1/payment_links/{id}}. */
  static HttpCall retrieveLink(String link, ChannelAccount account) {
    return RazorpayCalls.get(LINKS + "/" + id(link), account);
  }

  /** {@code GET /v1/payment_links}: those with our id as their reference. */
  static HttpCall findLinks(ChannelRequestId attempt, ChannelAccount account) {
    var query = new FormBody().with("reference_id", attempt.toString());
    return RazorpayCalls.get(LINKS + "?" + query.query(), account);
  }

  /** {@code POST /v1/payment_links/{id}/cancel}, of one that nobody paid. */
  static HttpCall cancelLink(String link, ChannelAccount account) {
    return RazorpayCalls.post(LINKS + "/" + id(link) + "/cancel", new JsonBody(), account);
  }

  /** {@code POST /v1/payments/{id}/capture} of all that is authorized. */
  static HttpCall capture(PaymentOperation operation, String payment, ChannelAccount account) {
    var body =
        new JsonBody()
            .with("amount", RazorpayAmounts.encode(operation.amount()))
            .with("currency", RazorpayAmounts.currency(operation.amount()));
    return RazorpayCalls.post(PAYMENTS + "/" + id(payment) + "/capture", body, account);
  }

  /** {@code POST /v1/payments/{id}/refund}, under a key of 10 characters at least. */
  static HttpCall refund(PaymentOperation operation, String payment, ChannelAccount account) {
    var body =
        new JsonBody()
            .with("amount", RazorpayAmounts.encode(operation.amount()))
            .with("speed", account.options().getOrDefault(REFUND_SPEED, "normal"))
            .with("receipt", operation.id().value())
            .with("notes", RazorpayNotes.of(RazorpayNotes.REFUND_ID, operation.id().value()));
    return RazorpayCalls.refund(
        PAYMENTS + "/" + id(payment) + "/refund",
        body,
        "tollgate-refund-" + operation.id(),
        account);
  }

  /** {@code GET /v1/refunds/{id}}. */
  static HttpCall retrieveRefund(String refund, ChannelAccount account) {
    return RazorpayCalls.get("/v1/refunds/" + id(refund), account);
  }

  /** {@code GET /v1/payments/{id}/refunds}: a page of those of a payment. */
  static HttpCall listRefunds(String payment, int skip, ChannelAccount account) {
    var query = new FormBody().with("count", PAGE_SIZE).with("skip", skip);
    return RazorpayCalls.get(PAYMENTS + "/" + id(payment) + "/refunds?" + query.query(), account);
  }

  /** Adds who pays and from where, as far as the merchant told. */
  static JsonBody payer(
      JsonBody body, Customer customer, @Nullable URI returnUrl, ChannelAccount account) {
    return body.with("email", customer.email())
        .with("contact", customer.phone())
        .with("ip", customer.ip())
        .with("referer", text(returnUrl))
        .with("user_agent", account.options().getOrDefault(USER_AGENT, USER_AGENT_UNLESS_SET));
  }

  /**
   * Adds what is paid with. The token of netbanking and FPX is the bank's code, of a wallet its
   * name, and of UPI the payer's address, which is asked for the money; without one the payer's app
   * is opened by an address of ours.
   */
  static JsonBody method(JsonBody body, String type, @Nullable String token) {
    body.with("method", type);
    return switch (type) {
      case "netbanking", "fpx" -> body.with("bank", needed(token));
      case "wallet" -> body.with("wallet", needed(token));
      case "upi" ->
          body.with(
              "upi",
              token == null
                  ? new JsonBody().with("flow", "intent")
                  : new JsonBody().with("flow", "collect").with("vpa", token));
      default -> throw new IllegalArgumentException("method: unknown to Razorpay");
    };
  }

  private static HttpCall direct(PayRequest request, String order, ChannelAccount account) {
    var ours = request.order();
    var body = charge(request, order);
    payer(body, ours.customer(), ours.returnUrl(), account)
        .with("callback_url", text(ours.returnUrl()));
    method(body, ours.method().type(), ours.method().token());
    return RazorpayCalls.post(PAYMENTS + "/create/json", body, account);
  }

  private static HttpCall recurring(
      PayRequest request, String order, String customer, String token, ChannelAccount account) {
    var payer = request.order().customer();
    var body =
        charge(request, order)
            .with("email", payer.email())
            .with("contact", payer.phone())
            .with("customer_id", id(customer))
            .with("token", id(token))
            .with("recurring", true);
    return RazorpayCalls.post(PAYMENTS + "/create/recurring", body, account);
  }

  private static JsonBody charge(PayRequest request, String order) {
    var ours = request.order();
    return new JsonBody()
        .with("amount", RazorpayAmounts.encode(ours.amount()))
        .with("currency", RazorpayAmounts.currency(ours.amount()))
        .with("order_id", id(order))
        .with("description", shortened(ours.description()))
        .with("notes", notes(request));
  }

  private static JsonBody notes(PayRequest request) {
    return RazorpayNotes.of(RazorpayNotes.ATTEMPT_ID, request.requestId().toString())
        .with(RazorpayNotes.CAPTURE, request.order().capture().code());
  }

  private static JsonBody customer(Customer customer) {
    return new JsonBody()
        .with("name", customer.name())
        .with("email", customer.email())
        .with("contact", customer.phone());
  }

  private static String needed(@Nullable String token) {
    if (token == null) {
      throw new IllegalArgumentException("method: no token to tell the bank or the wallet by");
    }
    return token;
  }

  /** A description that is not too long; a character of two halves is not cut. */
  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.codePointCount(0, text.length()) <= DESCRIPTION_LIMIT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, DESCRIPTION_LIMIT));
  }

  private static @Nullable String text(@Nullable URI uri) {
    return uri == null ? null : uri.toString();
  }
}
