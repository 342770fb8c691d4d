package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Stripe about agreements (facts, section 1, "agreement"; official
 * description of 2023-08-16). Whatever cannot be built throws, before anything is sent.
 *
 * <p>Mandate and payment method are asked for as parts of the setup intent: the same objects as
 * {@code GET /v1/mandates/{id}} gives, in one question.
 */
final class StripeAgreementRequests {

  static final String AGREEMENT_ID = "agreement_id";

  private static final String CUSTOMERS = "/v1/customers";
  private static final String SETUPS = "/v1/setup_intents";
  private static final String METHODS = "/v1/payment_methods/";
  private static final int EMAIL_LIMIT = 512;
  private static final int NAME_LIMIT = 256;
  private static final int PHONE_LIMIT = 20;

  private StripeAgreementRequests() {}

  /**
   * {@code POST /v1/customers}, under a key of the agreement's. What is longer than Stripe takes is
   * left out: none of it is needed to charge.
   */
  static HttpCall customer(AgreementRequest request, ChannelAccount account) {
    var payer = request.customer();
    var form =
        new FormBody()
            .with("email", upTo(EMAIL_LIMIT, payer.email()))
            .with("name", upTo(NAME_LIMIT, payer.name()))
            .with("phone", upTo(PHONE_LIMIT, payer.phone()))
            .with("metadata[" + AGREEMENT_ID + "]", request.id().value());
    return StripeCalls.post(CUSTOMERS, form, "customer-" + request.id(), account);
  }

  /** {@code POST /v1/setup_intents}, confirmed at once, under another key of the agreement's. */
  static HttpCall setUp(AgreementRequest request, String customer, ChannelAccount account) {
    var form =
        new FormBody()
            .with("confirm", "true")
            .with("usage", "off_session")
            .with("customer", id(customer))
            .with("payment_method", method(request))
            .with("payment_method_types[]", request.method().type())
            .with("return_url", text(request.returnUrl()))
            .with("description", StripeRequests.shortened(request.description()))
            .with("metadata[" + AGREEMENT_ID + "]", request.id().value())
            .with("expand[]", "mandate");
    return StripeCalls.post(SETUPS, form, "agreement-" + request.id(), account);
  }

  /** {@code GET /v1/setup_intents/{id}}. */
  static HttpCall retrieve(String reference, ChannelAccount account) {
    var form = new FormBody().with("expand[]", "mandate").with("expand[]", "payment_method");
    return StripeCalls.get(SETUPS + "/" + id(reference), form, account);
  }

  /** {@code GET /v1/setup_intents}: a page of those of the payment method. */
  static HttpCall list(AgreementRequest request, @Nullable String after, ChannelAccount account) {
    var form =
        new FormBody()
            .with("payment_method", method(request))
            .with("limit", StripeCalls.PAGE_SIZE)
            .with("expand[]", "data.mandate")
            .with("expand[]", "data.payment_method")
            .with("starting_after", after);
    return StripeCalls.get(SETUPS, form, account);
  }

  /** {@code POST /v1/payment_methods/{id}/detach}. It can be done only once, and carries no key. */
  static HttpCall detach(String method, ChannelAccount account) {
    return StripeCalls.post(METHODS + id(method) + "/detach", new FormBody(), account);
  }

  /** {@code GET /v1/payment_methods/{id}}. */
  static HttpCall retrieveMethod(String method, ChannelAccount account) {
    return StripeCalls.get(METHODS + id(method), account);
  }

  private static String method(AgreementRequest request) {
    var token = request.method().token();
    if (token == null) {
      throw new IllegalArgumentException("method: no payment method of Stripe's to save");
    }
    return id(token);
  }

  private static @Nullable String upTo(int limit, @Nullable String text) {
    return text == null || text.length() <= limit ? text : null;
  }

  private static @Nullable String text(@Nullable URI uri) {
    return uri == null ? null : uri.toString();
  }
}
