package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.JSON;
import static io.tollgate.channels.adyen.AdyenFixtures.LINK;
import static io.tollgate.channels.adyen.AdyenFixtures.NOW;
import static io.tollgate.channels.adyen.AdyenFixtures.PSP;
import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static io.tollgate.channels.adyen.AdyenFixtures.agreement;
import static io.tollgate.channels.adyen.AdyenFixtures.attempt;
import static io.tollgate.channels.adyen.AdyenFixtures.card;
import static io.tollgate.channels.adyen.AdyenFixtures.held;
import static io.tollgate.channels.adyen.AdyenFixtures.hosted;
import static io.tollgate.channels.adyen.AdyenFixtures.operation;
import static io.tollgate.channels.adyen.AdyenFixtures.order;
import static io.tollgate.channels.adyen.AdyenFixtures.query;
import static io.tollgate.channels.adyen.AdyenFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.Product;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AdyenRequestsTest {

  private static final String ENCRYPTED =
      "{\"type\":\"scheme\",\"encryptedCardNumber\":\"eyA/x\",\"encryptedExpiryMonth\":\"m\","
          + "\"encryptedExpiryYear\":\"y\",\"encryptedSecurityCode\":\"c\","
          + "\"holderName\":\"E. Muster\",\"number\":\"4111111111111111\",\"cvc\":\"737\"}";

  /** Every variant that there is of a payment. */
  static Stream<Order> payments() {
    return Stream.of(
        order(),
        held(),
        order(Product.QUICK_PAY, card("shopper-7/8415718415172204")),
        order(Product.FOREIGN_CARD, card(ENCRYPTED)),
        order(Product.FOREIGN_CARD, card("eyJhbGciOi.JSU0E.x.y.z")),
        order(Product.ACCOUNT_BALANCE, new Method("applepay", "QVBQTEU=")),
        order(Product.ACCOUNT_BALANCE, new Method("googlepay", "{\"signature\":\"x\"}")),
        order(Product.ACCOUNT_BALANCE, new Method("alipay", null)),
        order(Product.ACCOUNT_BALANCE, new Method("wechatpayqr", null)),
        order(Product.ONLINE_BANKING, new Method("ideal", null)),
        order(Product.ONLINE_BANKING, new Method("ideal", "1121")),
        order(Product.ONLINE_BANKING, new Method("onlinebanking_pl", "154")),
        order(Product.ONLINE_BANKING, new Method("eps", "bank-1")),
        order(Product.ONLINE_BANKING, new Method("trustly", null)));
  }

  /** Every variant that there is of a payment at Adyen's page. */
  static Stream<Order> links() {
    return Stream.of(
        hosted(),
        order(Product.ONLINE_BANKING, new Method("onlinebanking_pl", null)),
        order(Product.ACCOUNT_BALANCE, new Method("applepay", null)),
        order(
            Money.of(1299, "EUR"),
            Product.ACCOUNT_BALANCE,
            new Method("googlepay", null),
            CaptureMode.MANUAL,
            "order-2"));
  }

  @ParameterizedTest
  @MethodSource("payments")
  void fitsTheOfficialDescription(Order order) {
    AdyenDescription.assume();
    var call = AdyenRequests.create(request(order), account());

    assertThat(call.uri()).hasToString("https://checkout-test.adyen.com/v71/payments");
    assertThat(AdyenDescription.checkoutProblems("PaymentRequest", text(call))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("links")
  void fitsTheOfficialDescriptionOfPaymentLinks(Order order) {
    AdyenDescription.assume();
    var call = AdyenRequests.create(request(order), account());

    assertThat(call.uri()).hasToString("https://checkout-test.adyen.com/v71/paymentLinks");
    assertThat(AdyenDescription.checkoutProblems("PaymentLinkRequest", text(call))).isEmpty();
  }

  @Test
  void fitsTheOfficialDescriptionOfEveryOtherRequest() {
    AdyenDescription.assume();
    fits("PaymentDetailsRequest", AdyenRequests.details(attempt(order()), "X6XtfGC3!", account()));
    fits("UpdatePaymentLinkRequest", AdyenRequests.expireLink(LINK, account()));
    fits("PaymentCancelRequest", AdyenRequests.cancel(query(order(), PSP), account()));
    fits("StandalonePaymentCancelRequest", AdyenRequests.cancel(query(order(), null), account()));
    fits(
        "PaymentCaptureRequest",
        AdyenOperationRequests.capture(operation("cap_1", 500, true), account()));
    fits(
        "PaymentCancelRequest",
        AdyenOperationRequests.release(operation("void_1", 1299, true), account()));
    fits(
        "PaymentRefundRequest",
        AdyenOperationRequests.refund(operation("re_1", 300, false), account()));
    fits("PaymentRequest", AdyenOperationRequests.sign(agreement(), account()));
  }

  @Test
  void seesWhatTheDescriptionForbids() {
    AdyenDescription.assume();
    var text = text(AdyenRequests.create(request(order()), account()));

    assertThat(
            AdyenDescription.checkoutProblems(
                "PaymentRequest", text.replace("\"reference\"", "\"referense\"")))
        .isNotEmpty();
    assertThat(
            AdyenDescription.checkoutProblems(
                "PaymentRequest", text.replace("\"value\":1299", "\"value\":\"1299\"")))
        .isNotEmpty();
    assertThat(
            AdyenDescription.checkoutProblems(
                "PaymentRequest", text.replace("ContAuth", "Continuous")))
        .isNotEmpty();
  }

  @Test
  void carriesTheAttemptsIdAsKeyAndReference() {
    var call = AdyenRequests.create(request(order()), account());

    assertThat(headers(call).get("Idempotency-Key")).isEqualTo(attempt(order()).toString());
    assertThat(headers(call).get("X-API-Key")).isEqualTo("AQEkey");
    assertThat(headers(call).get("Content-Type")).startsWith("application/json");
    assertThat(body(call).path("reference").asString()).isEqualTo(attempt(order()).toString());
    assertThat(body(call).at("/amount/value").asLong()).isEqualTo(1299);
    assertThat(body(call).path("merchantAccount").asString()).isEqualTo("TollgateECOM");
    assertThat(call.toString()).doesNotContain("AQEkey");
  }

  @Test
  void isTheSameOnEveryRepetition() {
    var first = AdyenRequests.create(request(order()), account());
    var again = AdyenRequests.create(request(order()), account());

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(headers(again)).isEqualTo(headers(first));
  }

  @Test
  void takesTheMoneyAtOnceUnlessItIsToBeHeld() {
    var taken = body(AdyenRequests.create(request(order()), account()));
    var kept = body(AdyenRequests.create(request(held()), account()));

    assertThat(taken.path("captureDelayHours").asInt(-1)).isZero();
    assertThat(taken.path("additionalData").isMissingNode()).isTrue();
    assertThat(kept.path("captureDelayHours").isMissingNode()).isTrue();
    assertThat(kept.at("/additionalData/manualCapture").asString()).isEqualTo("true");
    assertThat(kept.path("reference").asString()).isEqualTo(attempt(held()) + "-m");
  }

  @Test
  void chargesAStoredMethodWithoutItsPayer() {
    var quick =
        body(
            AdyenRequests.create(
                request(order(Product.QUICK_PAY, card("a/b/8415718415172204"))), account()));

    assertThat(quick.at("/paymentMethod/storedPaymentMethodId").asString())
        .isEqualTo("8415718415172204");
    assertThat(quick.path("shopperReference").asString()).isEqualTo("a/b");
    assertThat(quick.path("shopperInteraction").asString()).isEqualTo("ContAuth");
    assertThat(quick.path("recurringProcessingModel").asString())
        .isEqualTo("UnscheduledCardOnFile");
    assertThat(quick.path("authenticationData").isMissingNode()).isTrue();
    assertThat(body(AdyenRequests.create(request(order()), account())).has("authenticationData"))
        .isTrue();
  }

  @Test
  void chargesByTheModelThatTheAccountNames() {
    var account = account(Map.of(AdyenOptions.RECURRING_MODEL, "Subscription"));
    var quick = request(order(Product.QUICK_PAY, card("shopper-7/8415718415172204")));

    assertThat(body(AdyenRequests.create(quick, account)).path("recurringProcessingModel"))
        .hasToString("\"Subscription\"");
    assertThatThrownBy(() ->
            AdyenRequests.create(quick, account(Map.of(AdyenOptions.RECURRING_MODEL, "Sometimes"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passesOnOnlyWhatIsEncryptedOfACard() {
    var call =
        AdyenRequests.create(request(order(Product.FOREIGN_CARD, card(ENCRYPTED))), account());

    assertThat(body(call).at("/paymentMethod/encryptedCardNumber").asString()).isEqualTo("eyA/x");
    assertThat(body(call).at("/authenticationData/threeDSRequestData/nativeThreeDS").asString())
        .isEqualTo("disabled");
    assertThat(text(call)).doesNotContain("4111111111111111").doesNotContain("737");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"number\":\"4111111111111111\"}",
        "{\"encryptedCardNumber\":7}",
        "{\"encryptedCardNumber\":\"4111 1111 1111 1111\"}"
      })
  void sendsNothingWhereACardIsNotEncrypted(String token) {
    assertThatThrownBy(() ->
            AdyenRequests.create(request(order(Product.FOREIGN_CARD, card(token))), account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    // method, token, option hosted, where to
    "eps, , '', /paymentLinks",
    "eps, bank-1, '', /payments",
    "ideal, , '', /payments",
    "ideal, , 'trustly, ideal', /paymentLinks",
    "ideal, 1121, ideal, /payments",
    "applepay, , '', /paymentLinks",
  })
  void sendsPayersToAdyensPageWhereTheyHaveToChooseThere(
      String method, String token, String option, String path) {
    var order = order(Product.ONLINE_BANKING, new Method(method, token));
    var account = account(Map.of(AdyenOptions.HOSTED, option));

    var call = AdyenRequests.create(request(order), account);

    assertThat(call.uri().getPath()).isEqualTo("/v71" + path);
    assertThat(body(call).path("reference").asString())
        .isEqualTo(attempt(order) + (path.equals("/paymentLinks") ? "-h" : ""));
  }

  @Test
  void allowsOnlyTheOrdersMethodAtAdyensPage() {
    var link = body(AdyenRequests.create(request(hosted()), account()));

    assertThat(link.path("allowedPaymentMethods")).hasToString("[\"eps\"]");
    assertThat(link.path("description").asString()).isEqualTo("Zwölf Bücher & mehr");
  }

  @Test
  void leavesAStatementTextOutThatBanksCannotPrint() {
    var plain =
        new Order(
            new MerchantId("shop"),
            new Reference("order-1"),
            Product.FOREIGN_CARD,
            Money.of(1, "EUR"),
            CaptureMode.AUTOMATIC,
            card("s-1/abc"),
            Customer.UNKNOWN,
            order().returnUrl(),
            "Twelve books and some more",
            Map.of());

    assertThat(body(AdyenRequests.create(request(order()), account())).has("shopperStatement"))
        .isFalse();
    assertThat(body(AdyenRequests.create(request(plain), account())).path("shopperStatement"))
        .hasToString("\"Twelve books and some \"");
  }

  @Test
  void asksTheAccountWhereToReturnToIfTheOrderDoesNotSay() {
    var order =
        new Order(
            new MerchantId("shop"),
            new Reference("order-1"),
            Product.FOREIGN_CARD,
            Money.of(1, "EUR"),
            CaptureMode.AUTOMATIC,
            card("s-1/abc"),
            Customer.UNKNOWN,
            null,
            null,
            Map.of());
    var account = account(Map.of(AdyenOptions.RETURN_URL, "https://shop.example/"));

    assertThat(body(AdyenRequests.create(request(order), account)).path("returnUrl"))
        .hasToString("\"https://shop.example/\"");
    assertThatThrownBy(() -> AdyenRequests.create(request(order), account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cancelsByAdyensReferenceAndElseByOurs() {
    var known = AdyenRequests.cancel(query(held(), PSP), account());
    var lost = AdyenRequests.cancel(query(held(), null), account());

    assertThat(known.uri().getPath()).isEqualTo("/v71/payments/" + PSP + "/cancels");
    assertThat(body(known).path("reference").asString()).isEqualTo(attempt(held()) + "-m");
    assertThat(lost.uri().getPath()).isEqualTo("/v71/cancels");
    assertThat(body(lost).path("paymentReference").asString()).isEqualTo(attempt(held()) + "-m");
    assertThat(headers(lost).get("Idempotency-Key"))
        .isEqualTo(headers(known).get("Idempotency-Key"))
        .isNotEqualTo(attempt(held()).toString());
  }

  @Test
  void knowsEachOperationByItsOwnId() {
    var call = AdyenOperationRequests.refund(operation("re_1", 300, false), account());

    assertThat(call.uri().getPath()).isEqualTo("/v71/payments/" + PSP + "/refunds");
    assertThat(headers(call).get("Idempotency-Key")).isEqualTo("tollgate.re_1");
    assertThat(body(call).path("reference").asString()).isEqualTo("tollgate.re_1");
    assertThat(body(call).at("/amount/value").asLong()).isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../paymentLinks", "qfqtpcq8hxskgk82", "QFQTPCQ8HXSKGK82/x"})
  void putsNothingIntoAnAddressThatIsNoReference(String reference) {
    var strange =
        new PaymentOperation(
            new OperationId("re_1"),
            new AttemptQuery(new ChannelRequestId(order().paymentId(), 1), reference, order(), NOW),
            Money.of(1, "EUR"),
            true,
            null);

    assertThatThrownBy(() -> AdyenOperationRequests.refund(strange, account()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AdyenRequests.linkState(reference, account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void storesACardUnderAShopperOfTheAgreementsOwn() {
    var call = AdyenOperationRequests.sign(agreement(), account());

    assertThat(headers(call).get("Idempotency-Key")).isEqualTo("tollgate.agr_1");
    assertThat(body(call).path("shopperReference").asString()).isEqualTo("tollgate.agr_1");
    assertThat(body(call).path("storePaymentMethod").booleanValue()).isTrue();
    assertThat(body(call).at("/amount/value").asLong(-1)).isZero();
    assertThat(text(call)).doesNotContain("4111");
    assertThat(AdyenOperationRequests.stored(agreement(), account()).uri())
        .hasToString(
            "https://checkout-test.adyen.com/v71/storedPaymentMethods"
                + "?shopperReference=tollgate.agr_1&merchantAccount=TollgateECOM");
    assertThat(AdyenOperationRequests.forget("tollgate.agr_1/M5N7", account()).uri())
        .hasToString(
            "https://checkout-test.adyen.com/v71/storedPaymentMethods/M5N7"
                + "?shopperReference=tollgate.agr_1&merchantAccount=TollgateECOM");
    assertThatThrownBy(() -> AdyenOperationRequests.forget("M5N7", account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsEveryKeyWithinWhatAdyenTakes() {
    var longest = new ChannelRequestId(order().paymentId(), 99);

    for (var call :
        List.of(
            AdyenRequests.create(request(order()), account()),
            AdyenRequests.details(longest, "x".repeat(20_000), account()),
            AdyenRequests.cancel(new AttemptQuery(longest, null, order(), NOW), account()),
            AdyenOperationRequests.refund(operation("r".repeat(40), 1, true), account()))) {
      assertThat(headers(call).get("Idempotency-Key").length()).isBetween(1, 64);
    }
  }

  @Test
  void givesEachResultOfAPayerItsOwnKey() {
    var one = headers(AdyenRequests.details(attempt(order()), "one", account()));
    var other = headers(AdyenRequests.details(attempt(order()), "other", account()));

    assertThat(one.get("Idempotency-Key")).isNotEqualTo(other.get("Idempotency-Key"));
    assertThat(headers(AdyenRequests.details(attempt(order()), "one", account()))).isEqualTo(one);
  }

  @Test
  void fetchesReportsByTheDayFromAllowedHostsOnly() {
    var day = LocalDate.of(2026, 2, 28);

    assertThat(AdyenOperationRequests.report(day, account()).uri())
        .hasToString(
            "https://ca-test.adyen.com/reports/download/MerchantAccount/TollgateECOM/"
                + "settlement_detail_report_2026-02-28.csv");
    assertThat(
            AdyenOperationRequests.report(
                    day,
                    account("https://x-checkout-live.adyenpayments.com/checkout/v71", Map.of()))
                .uri()
                .getHost())
        .isEqualTo("ca-live.adyen.com");
    for (var elsewhere :
        List.of(
            "https://ca-test.adyen.com.evil.example/{day}",
            "https://ca-test.adyen.com@evil.example/{day}",
            "http://ca-test.adyen.com/{day}",
            "//ca-test.adyen.com/{day}",
            "file:///etc/passwd")) {
      assertThatThrownBy(() ->
              AdyenOperationRequests.report(
                  day, account(Map.of(AdyenOptions.REPORT_URL, elsewhere))))
          .as(elsewhere)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void knocksForReportsAsTheAccountSays() {
    var day = LocalDate.of(2026, 2, 28);
    var byKey = AdyenOperationRequests.report(day, account());
    var basic = account(Map.of(AdyenOptions.REPORT_AUTH, "basic"));

    assertThat(headers(byKey).get("X-API-Key")).isEqualTo("AQEreport");
    assertThatThrownBy(() -> AdyenOperationRequests.report(day, basic))
        .hasMessageContaining("report-user");
    var named =
        new ChannelAccount(
            basic.id(),
            basic.baseUrl(),
            Map.of(
                "report-user", Secret.ofText("report@Company"),
                "report-password", Secret.ofText("p")),
            basic.options(),
            basic.limits());
    assertThat(headers(AdyenOperationRequests.report(day, named)).get("Authorization"))
        .isEqualTo("Basic cmVwb3J0QENvbXBhbnk6cA==");
  }

  private static void fits(String schema, HttpCall call) {
    assertThat(AdyenDescription.checkoutProblems(schema, text(call))).as(schema).isEmpty();
  }

  private static HttpHeaders headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    return headers;
  }

  private static String text(HttpCall call) {
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  private static JsonNode body(HttpCall call) {
    return JSON.readTree(call.body());
  }
}
