package io.tollgate.channels.razorpay;

import static io.tollgate.channels.razorpay.RazorpayCalls.id;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;

/**
 * Builds what is sent to Razorpay about agreements (facts, section 11, "agreement";
 * api/payments/recurring-payments/upi). Whatever cannot be built throws, before anything is sent.
 */
final class RazorpayAgreementRequests {

  /** What the first payment takes, in the currency's smallest unit. */
  static final String FIRST_AMOUNT = "agreement-first-amount";

  /** The most that a later payment may take, in the currency's smallest unit. */
  static final String MOST_AMOUNT = "agreement-max-amount";

  /**
   * How an agreement is ended: {@code delete} of the token, after which we cannot charge it, or
   * {@code cancel} of the mandate at the payer's bank, too (recurring-payments/upi/tokens.md, 2.3
   * and 2.4). The facts hold the first for unconfirmed.
   */
  static final String END = "agreement-end";

  /**
   * Whether Razorpay lists a customer's UPI tokens: {@code listed} or {@code unlisted}. It does
   * where the account has the feature {@code save_vpa} (recurring-payments/upi/tokens.md, 2.2).
   */
  static final String TOKENS = "tokens";

  private static final String FIRST_AMOUNT_UNLESS_SET = "100";
  private static final String MOST_AMOUNT_UNLESS_SET = "1500000";
  private static final String CUSTOMERS = "/v1/customers";

  private RazorpayAgreementRequests() {}

  /** {@code POST /v1/customers}: who is known already is given back. */
  static HttpCall customer(AgreementRequest request, ChannelAccount account) {
    var payer = request.customer();
    var body =
        new JsonBody()
            .with("name", payer.name())
            .with("email", payer.email())
            .with("contact", payer.phone())
            .with("fail_existing", "0");
    return RazorpayCalls.post(CUSTOMERS, body, account);
  }

  /**
   * {@code POST /v1/orders} that asks for a token. The first payment is not captured, so that the
   * payer gets it back by itself.
   */
  static HttpCall order(AgreementRequest request, String customer, ChannelAccount account) {
    var token =
        new JsonBody()
            .with("max_amount", number(account, MOST_AMOUNT, MOST_AMOUNT_UNLESS_SET))
            .with("frequency", "as_presented");
    return RazorpayRequests.order(
        request.id().value(),
        first(request, account).minorUnits(),
        request.currency().getCurrencyCode(),
        "manual",
        notes(request),
        new JsonBody()
            .with("customer_id", id(customer))
            .with("method", request.method().type())
            .with("token", token),
        account);
  }

  /**
   * {@code POST /v1/payments/create/upi}: the payment by which the payer agrees
   * (s2s-integration/recurring-payments/upi-intent, /upi).
   */
  static HttpCall firstPayment(
      AgreementRequest request, String customer, String order, ChannelAccount account) {
    var body =
        new JsonBody()
            .with("amount", first(request, account).minorUnits())
            .with("currency", request.currency().getCurrencyCode())
            .with("order_id", id(order))
            .with("customer_id", id(customer))
            .with("recurring", "1")
            .with("notes", notes(request));
    RazorpayRequests.payer(body, request.customer(), request.returnUrl(), account);
    RazorpayRequests.method(body, request.method().type(), request.method().token());
    return RazorpayCalls.post("/v1/payments/create/upi", body, account);
  }

  /** {@code GET /v1/customers/{c}/tokens}. */
  static HttpCall tokens(String customer, ChannelAccount account) {
    return RazorpayCalls.get(CUSTOMERS + "/" + id(customer) + "/tokens", account);
  }

  /** {@code DELETE /v1/customers/{c}/tokens/{t}}, or {@code PUT …/cancel}. */
  static HttpCall end(String customer, String token, ChannelAccount account) {
    var path = CUSTOMERS + "/" + id(customer) + "/tokens/" + id(token);
    return "cancel".equals(account.options().get(END))
        ? RazorpayCalls.put(path + "/cancel", account)
        : RazorpayCalls.delete(path, account);
  }

  /** What the first payment takes. */
  static Money first(AgreementRequest request, ChannelAccount account) {
    return new Money(number(account, FIRST_AMOUNT, FIRST_AMOUNT_UNLESS_SET), request.currency());
  }

  private static JsonBody notes(AgreementRequest request) {
    return RazorpayNotes.of(RazorpayNotes.AGREEMENT_ID, request.id().value());
  }

  private static long number(ChannelAccount account, String option, String unlessSet) {
    return Long.parseLong(account.options().getOrDefault(option, unlessSet));
  }
}
