package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.JSON;
import static io.tollgate.channels.antom.AntomFixtures.PAYMENT_ID;
import static io.tollgate.channels.antom.AntomFixtures.account;
import static io.tollgate.channels.antom.AntomFixtures.agreement;
import static io.tollgate.channels.antom.AntomFixtures.attempt;
import static io.tollgate.channels.antom.AntomFixtures.heldOrder;
import static io.tollgate.channels.antom.AntomFixtures.operation;
import static io.tollgate.channels.antom.AntomFixtures.order;
import static io.tollgate.channels.antom.AntomFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AntomRequestsTest {

  @Test
  void asksForAWalletsPayment() {
    var body = body(AntomRequests.pay(request(order()), account()));

    assertThat(body.path("productCode").asString()).isEqualTo("CASHIER_PAYMENT");
    assertThat(body.path("paymentRequestId").asString()).isEqualTo(attempt(order()).toString());
    assertThat(body.at("/paymentAmount/value").asString()).isEqualTo("1299");
    assertThat(body.at("/paymentAmount/currency").asString()).isEqualTo("PHP");
    assertThat(body.at("/paymentMethod/paymentMethodType").asString()).isEqualTo("GCASH");
    assertThat(body.has("paymentFactor")).isFalse();
  }

  @Test
  void holdsACardsMoneyWhereTheMerchantCaptures() {
    var body = body(AntomRequests.pay(request(heldOrder()), account()));

    assertThat(body.at("/paymentFactor/isAuthorization").asString()).isEqualTo("true");
    assertThat(body.at("/paymentMethod/paymentMethodId").asString()).isEqualTo("tok_1");
  }

  @Test
  void chargesUnderAnAgreementByItsToken() {
    var order =
        AntomFixtures.order(
            Product.QUICK_PAY, new Method("gcash", "2810111301lGzcM9"), CaptureMode.AUTOMATIC);
    var body = body(AntomRequests.pay(request(order), account()));

    assertThat(body.path("productCode").asString()).isEqualTo("AGREEMENT_PAYMENT");
    assertThat(body.at("/paymentMethod/paymentMethodId").asString()).isEqualTo("2810111301lGzcM9");
  }

  @Test
  void sendsOnlyWhatTheSdkKnows() {
    SdkModels.assume();
    var account =
        account(
            "http://127.0.0.1:1",
            Map.of("notify-url", "https://pay.example/n", "settlement-currency", "USD"));
    var returnUrl = URI.create("https://shop.example/agreed");

    check("AlipayPayRequest", AntomRequests.pay(request(order()), account));
    check("AlipayPayRequest", AntomRequests.pay(request(heldOrder()), account));
    check("AlipayPayQueryRequest", AntomRequests.inquire(attempt(order())));
    check("AlipayPayCancelRequest", AntomRequests.cancel(attempt(order())));
    check(
        "AlipayCaptureRequest",
        AntomRequests.capture(operation(heldOrder(), 500), PAYMENT_ID, account));
    check(
        "AlipayRefundRequest", AntomRequests.refund(operation(order(), 500), PAYMENT_ID, account));
    check("AlipayInquiryRefundRequest", AntomRequests.inquireRefund(operation(order(), 500)));
    check(
        "AlipayAuthConsultRequest",
        AntomAgreementRequests.consult(agreement(null), returnUrl, account));
    check(
        "AlipayAuthApplyTokenRequest",
        AntomAgreementRequests.applyToken(agreement(null), "code-1", account));
    check("AlipayAuthRevokeTokenRequest", AntomAgreementRequests.revoke("token-1"));
  }

  /** What the facts' table of operations asks for, and nothing else. */
  @Test
  void sendsExactlyTheFieldsOfEachPath() {
    var account =
        account(
            "http://127.0.0.1:1",
            Map.of("notify-url", "https://pay.example/n", "settlement-currency", "USD"));
    var returnUrl = URI.create("https://shop.example/agreed");

    sends(
        AntomRequests.pay(request(heldOrder()), account),
        "/v1/payments/pay",
        "productCode paymentRequestId order paymentAmount paymentMethod paymentRedirectUrl"
            + " paymentNotifyUrl paymentFactor settlementStrategy env");
    sends(
        AntomRequests.inquire(attempt(order())), "/v1/payments/inquiryPayment", "paymentRequestId");
    sends(AntomRequests.cancel(attempt(order())), "/v1/payments/cancel", "paymentRequestId");
    sends(
        AntomRequests.capture(operation(heldOrder(), 500), PAYMENT_ID, account),
        "/v1/payments/capture",
        "captureRequestId paymentId captureAmount isLastCapture");
    sends(
        AntomRequests.refund(operation(order(), 500), PAYMENT_ID, account),
        "/v1/payments/refund",
        "refundRequestId paymentId refundAmount refundNotifyUrl");
    sends(
        AntomRequests.inquireRefund(operation(order(), 500)),
        "/v1/payments/inquiryRefund",
        "refundRequestId");
    sends(
        AntomAgreementRequests.consult(agreement(null), returnUrl, account),
        "/v1/authorizations/consult",
        "customerBelongsTo authRedirectUrl scopes authState terminalType");
    sends(
        AntomAgreementRequests.applyToken(agreement(null), "code-1", account),
        "/v1/authorizations/applyToken",
        "grantType customerBelongsTo authCode");
    sends(AntomAgreementRequests.revoke("token-1"), "/v1/authorizations/revoke", "accessToken");
  }

  @Test
  void readsOnlyFieldsThatTheSdkHas() {
    SdkModels.assume();

    assertThat(SdkModels.missing(AntomPayment.class, "AlipayPayResponse", "AlipayPayQueryResponse"))
        .isEmpty();
    assertThat(SdkModels.missing(AntomPayment.Transaction.class, "Transaction")).isEmpty();
    assertThat(SdkModels.missing(AntomPayment.RedirectForm.class, "RedirectActionForm")).isEmpty();
    assertThat(SdkModels.missing(AntomPayment.Code.class, "CodeDetail")).isEmpty();
    assertThat(SdkModels.missing(AntomCapture.class, "AlipayCaptureResponse")).isEmpty();
    assertThat(
            SdkModels.missing(
                AntomRefund.class, "AlipayRefundResponse", "AlipayInquiryRefundResponse"))
        .isEmpty();
    assertThat(
            SdkModels.missing(
                AntomConsent.class, "AlipayAuthConsultResponse", "AlipayAuthApplyTokenResponse"))
        .isEmpty();
    assertThat(
            SdkModels.missing(
                AntomCallbacks.Notification.class,
                "AlipayPayResultNotify",
                "AlipayCaptureResultNotify",
                "AlipayRefundNotify",
                "AlipayAuthNotify"))
        .isEmpty();
  }

  @Test
  void asksTheSandboxAtItsOwnPathsOnly() {
    var live = account("https://open-sea-global.alipay.com/", Map.of("client-id", "5Y0"));

    assertThat(AntomLine.clientId(live)).isEqualTo("5Y0");
    assertThat(AntomLine.path(AntomRequests.inquire(attempt(order())), live))
        .isEqualTo("/ams/api/v1/payments/inquiryPayment");
    assertThat(AntomLine.path(AntomRequests.inquire(attempt(order())), account()))
        .isEqualTo("/ams/sandbox/api/v1/payments/inquiryPayment");
  }

  @ParameterizedTest
  @CsvSource({
    "1299, PHP, '', 1299",
    "1299, JPY, '', 1299",
    "1299, BHD, '', 1299",
    "129900, IDR, IDR=0, 1299",
    "1299, IDR, IDR=0, ",
  })
  void writesAmountsInTheSmallestUnit(
      long minor, String currency, String decimals, String expected) {
    var account = account("http://127.0.0.1:1", Map.of("decimals", decimals));
    var money = Money.of(minor, currency);

    assertThat(AntomAmounts.encode(money, account)).isEqualTo(Optional.ofNullable(expected));
    if (expected != null) {
      assertThat(AntomAmounts.decode(expected, currency, account)).contains(money);
    }
  }

  private static void sends(AntomRequest request, String path, String fields) {
    assertThat(request.path()).isEqualTo(path);
    assertThat(body(request).propertyNames()).as(path).containsExactlyInAnyOrder(fields.split(" "));
  }

  private static void check(String model, AntomRequest request) {
    assertThat(SdkModels.strangers(model, body(request))).as(model).isEmpty();
  }

  private static JsonNode body(AntomRequest request) {
    return JSON.readTree(request.body().get().bytes());
  }
}
