package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to PayPal's vault (facts, section 2, "agreement"; official description of
 * Vault v3). The keys are {@code <agreement>-setup} and {@code <agreement>-token}; PayPal remembers
 * them for three hours.
 */
final class PayPalVaultRequests {

  static final String SETUP_TOKENS = "setup-tokens/";
  static final String PAYMENT_TOKENS = "payment-tokens/";

  /** Official description, {@code wallet_base.description}. */
  private static final Pattern DESCRIPTION = Pattern.compile("[a-zA-Z0-9_'\\-., :;!?\"]{1,127}");

  private PayPalVaultRequests() {}

  /**
   * {@code POST /v3/vault/setup-tokens}. Several tokens for the same payer are asked for, so that
   * the end of one agreement is not the end of another.
   */
  static HttpCall setup(AgreementRequest request, ChannelAccount account, Secret token) {
    var url = request.returnUrl() == null ? null : request.returnUrl().toString();
    var wallet =
        new JsonBody()
            .with("description", plain(request.description()))
            .with("permit_multiple_payment_tokens", true)
            .with("usage_type", "MERCHANT")
            .with(
                "experience_context",
                new JsonBody().with("return_url", url).with("cancel_url", url));
    var source = new JsonBody().with(PayPalRequests.WALLET, wallet);
    return PayPalRequests.post(
        account,
        token,
        "/v3/vault/setup-tokens",
        request.id() + "-setup",
        new JsonBody().with("payment_source", source));
  }

  /** {@code POST /v3/vault/payment-tokens}: exchanges a setup token that the payer approved. */
  static HttpCall exchange(
      String setupToken, AgreementRequest request, ChannelAccount account, Secret token) {
    var source =
        new JsonBody()
            .with("id", PayPalRequests.token(setupToken))
            .with("type", PayPalSettings.of(account).tokenType());
    return PayPalRequests.post(
        account,
        token,
        "/v3/vault/payment-tokens",
        request.id() + "-token",
        new JsonBody().with("payment_source", new JsonBody().with("token", source)));
  }

  /** {@code GET /v3/vault/setup-tokens/{id}} or {@code /payment-tokens/{id}}. */
  static HttpCall read(String kind, String id, ChannelAccount account, Secret token) {
    return PayPalRequests.get(account, token, "/v3/vault/" + kind + PayPalRequests.token(id));
  }

  /** {@code GET /v3/vault/payment-tokens}: what a customer has. */
  static HttpCall ofCustomer(String customer, ChannelAccount account, Secret token) {
    var query = new FormBody().with("customer_id", PayPalRequests.token(customer)).query();
    return PayPalRequests.get(account, token, "/v3/vault/payment-tokens?" + query);
  }

  /** {@code DELETE /v3/vault/payment-tokens/{id}}. */
  static HttpCall delete(String paymentToken, ChannelAccount account, Secret token) {
    return PayPalRequests.delete(
        account, token, "/v3/vault/payment-tokens/" + PayPalRequests.token(paymentToken));
  }

  /** PayPal refuses other letters here, and the text is only for the payer to read. */
  private static @Nullable String plain(@Nullable String description) {
    var text = PayPalRequests.shortened(description);
    return text != null && DESCRIPTION.matcher(text).matches() ? text : null;
  }
}
