package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackCalls.word;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import org.jspecify.annotations.Nullable;

/** Builds what is sent to Paystack about agreements (facts, section 12, "mandates"; spec 1.0.0). */
final class PaystackAgreementRequests {

  private static final String AUTHORIZATIONS = "/customer/authorization/";

  private PaystackAgreementRequests() {}

  /** {@code POST /customer/authorization/initialize}: the payer agrees at Paystack's page. */
  static HttpCall initialize(AgreementRequest request, String email, ChannelAccount account) {
    var returnUrl = request.returnUrl();
    var body =
        new JsonBody()
            .with("email", email)
            .with("channel", request.method().type())
            .with("callback_url", returnUrl == null ? null : returnUrl.toString());
    return PaystackCalls.post(AUTHORIZATIONS + "initialize", body, account);
  }

  /** {@code GET /customer/authorization/verify/{reference}}. */
  static HttpCall verify(String reference, ChannelAccount account) {
    return PaystackCalls.get(AUTHORIZATIONS + "verify/" + word(reference), account);
  }

  /** {@code GET /directdebit/mandate-authorizations}: a page of those that are no more. */
  static HttpCall listRevoked(@Nullable String after, ChannelAccount account) {
    var query =
        new FormBody()
            .with("status", "revoked")
            .with("per_page", PaystackCalls.PAGE_SIZE)
            .with("cursor", after);
    return PaystackCalls.get("/directdebit/mandate-authorizations", query, account);
  }

  /** {@code POST /customer/authorization/deactivate}. */
  static HttpCall deactivate(String authorization, ChannelAccount account) {
    var body = new JsonBody().with("authorization_code", word(authorization));
    return PaystackCalls.post(AUTHORIZATIONS + "deactivate", body, account);
  }
}
