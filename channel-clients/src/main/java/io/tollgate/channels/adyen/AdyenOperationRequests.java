package io.tollgate.channels.adyen;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PaymentOperation;
import java.net.URI;
import java.time.LocalDate;

/**
 * Builds what is sent to Adyen about operations on payments, agreements and reports (facts, section
 * 3). Adyen knows each operation by our id, which is its key too. Whatever cannot be built throws,
 * before anything is sent.
 */
final class AdyenOperationRequests {

  private AdyenOperationRequests() {}

  /** {@code POST /payments/{psp}/captures}. */
  static HttpCall capture(PaymentOperation operation, ChannelAccount account) {
    return modification("captures", operation, account, true);
  }

  /** {@code POST /payments/{psp}/cancels}. */
  static HttpCall release(PaymentOperation operation, ChannelAccount account) {
    return modification("cancels", operation, account, false);
  }

  /** {@code POST /payments/{psp}/refunds}. */
  static HttpCall refund(PaymentOperation operation, ChannelAccount account) {
    return modification("refunds", operation, account, true);
  }

  /**
   * {@code POST /payments} of no money, which stores the method under a shopper of the agreement's
   * own.
   */
  static HttpCall sign(AgreementRequest request, ChannelAccount account) {
    var customer = request.customer();
    var body =
        new JsonBody()
            .with("merchantAccount", AdyenOptions.merchantAccount(account))
            .with("reference", AdyenReference.of(request.id()))
            .with("amount", AdyenAmounts.nothing(request.currency()))
            .with("countryCode", customer.country())
            .with("shopperEmail", customer.email())
            .with("telephoneNumber", customer.phone())
            .with("shopperIP", customer.ip())
            .with("paymentMethod", AdyenMethod.body(request.method()))
            .with("returnUrl", AdyenRequests.returnUrl(request.returnUrl(), account))
            .with("channel", "Web")
            .with("authenticationData", AdyenRequests.byRedirect())
            .with("shopperReference", AdyenStoredMethod.shopperOf(request.id()))
            .with("shopperInteraction", "Ecommerce")
            .with("recurringProcessingModel", AdyenOptions.recurringModel(account))
            .with("storePaymentMethod", true);
    return AdyenCalls.post(account, "/payments", AdyenReference.of(request.id()), body);
  }

  /** {@code GET /storedPaymentMethods} of the agreement's shopper. */
  static HttpCall stored(AgreementRequest request, ChannelAccount account) {
    var shopper = AdyenStoredMethod.shopperOf(request.id());
    return AdyenCalls.get(account, "/storedPaymentMethods?" + owner(shopper, account));
  }

  /** {@code DELETE /storedPaymentMethods/{id}}. */
  static HttpCall forget(String token, ChannelAccount account) {
    var stored =
        AdyenStoredMethod.parse(token)
            .orElseThrow(() -> new IllegalArgumentException("token: not <shopper>/<method>"));
    return AdyenCalls.delete(
        account,
        "/storedPaymentMethods/" + stored.id() + "?" + owner(stored.shopperReference(), account));
  }

  /** {@code GET} of a day's settlement details report, from an allowed host only. */
  static HttpCall report(LocalDate day, ChannelAccount account) {
    var address =
        URI.create(
            AdyenOptions.reportUrl(account)
                .replace("{account}", AdyenOptions.merchantAccount(account))
                .replace("{day}", day.toString()));
    if (!AdyenReportAddress.isAllowed(address, account)) {
      throw new IllegalArgumentException("report: its host is not allowed");
    }
    return AdyenCalls.download(account, address);
  }

  private static HttpCall modification(
      String kind, PaymentOperation operation, ChannelAccount account, boolean hasAmount) {
    var psp = operation.attempt().channelReference();
    if (!AdyenIds.isPspReference(psp)) {
      throw new IllegalArgumentException("payment: Adyen's reference of it is not known");
    }
    var body =
        new JsonBody()
            .with("merchantAccount", AdyenOptions.merchantAccount(account))
            .with("reference", AdyenReference.of(operation.id()));
    if (hasAmount) {
      body.with("amount", AdyenAmounts.body(operation.amount(), account));
    }
    return AdyenCalls.post(
        account, "/payments/" + psp + "/" + kind, AdyenReference.of(operation.id()), body);
  }

  private static String owner(String shopperReference, ChannelAccount account) {
    return new FormBody()
        .with("shopperReference", shopperReference)
        .with("merchantAccount", AdyenOptions.merchantAccount(account))
        .query();
  }
}
