package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayFixtures.AGREEMENT;
import static io.tollgate.channels.paypay.PayPayFixtures.CLOCK;
import static io.tollgate.channels.paypay.PayPayFixtures.CODE_ID;
import static io.tollgate.channels.paypay.PayPayFixtures.JSON;
import static io.tollgate.channels.paypay.PayPayFixtures.NOW;
import static io.tollgate.channels.paypay.PayPayFixtures.PAYMENT_ID;
import static io.tollgate.channels.paypay.PayPayFixtures.TOKEN;
import static io.tollgate.channels.paypay.PayPayFixtures.account;
import static io.tollgate.channels.paypay.PayPayFixtures.agreement;
import static io.tollgate.channels.paypay.PayPayFixtures.attempt;
import static io.tollgate.channels.paypay.PayPayFixtures.byCode;
import static io.tollgate.channels.paypay.PayPayFixtures.byToken;
import static io.tollgate.channels.paypay.PayPayFixtures.held;
import static io.tollgate.channels.paypay.PayPayFixtures.operation;
import static io.tollgate.channels.paypay.PayPayFixtures.order;
import static io.tollgate.channels.paypay.PayPayFixtures.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PayPayRequestsTest {

  private final PayPayCalls calls = calls(Map.of());

  @Test
  void asksForACode() {
    var call = PayPayRequests.create(query(byCode(), null), calls);

    assertThat(line(call)).isEqualTo("POST /v2/codes");
    assertThat(body(call))
        .isEqualTo(
            JSON.readTree(
                """
                {"merchantPaymentId":"$ATTEMPT","amount":{"amount":1299,"currency":"JPY"},
                 "codeType":"ORDER_QR","orderDescription":"本を十二冊 & more",
                 "isAuthorization":false,"requestedAt":1772366400,
                 "redirectUrl":"https://shop.example/back?order=1","redirectType":"WEB_LINK"}
                """
                    .replace("$ATTEMPT", attempt(byCode()).toString())));
    assertThat(NOW.getEpochSecond()).isEqualTo(1772366400);
    assertThat(body(PayPayRequests.create(query(held(null), null), calls)).path("isAuthorization"))
        .isEqualTo(JSON.getNodeFactory().booleanNode(true));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTOMATIC, , , POST /v1/subscription/payments",
    "AUTOMATIC, continuous, , POST /v1/subscription/payments",
    "AUTOMATIC, direct, , POST /v2/payments?agreeSimilarTransaction=true",
    "AUTOMATIC, direct, false, POST /v2/payments?agreeSimilarTransaction=false",
    "MANUAL, , , POST /v2/payments/preauthorize?agreeSimilarTransaction=true",
    "MANUAL, direct, false, POST /v2/payments/preauthorize?agreeSimilarTransaction=false",
  })
  void chargesWhoeverAgreed(CaptureMode capture, String quickPay, String agree, String expected) {
    var options = new java.util.HashMap<String, String>();
    if (quickPay != null) {
      options.put("quick-pay", quickPay);
    }
    if (agree != null) {
      options.put("agree-similar", agree);
    }
    var order = order(Product.QUICK_PAY, TOKEN, capture, 1_299);

    var call = PayPayRequests.create(query(order, null), calls(options));

    assertThat(line(call)).isEqualTo(expected);
    assertThat(body(call))
        .isEqualTo(
            JSON.readTree(
                """
                {"merchantPaymentId":"$ATTEMPT",
                 "userAuthorizationId":"5ed73c8b-2b2c-4a8a-8d1a-8a7b9a2d9c11",
                 "amount":{"amount":1299,"currency":"JPY"},"requestedAt":1772366400,
                 "orderDescription":"本を十二冊 & more"}
                """
                    .replace("$ATTEMPT", attempt(order).toString())));
  }

  @Test
  void asksAndEndsByIds() {
    var attempt = attempt(byCode()).toString();

    assertThat(line(PayPayRequests.query(query(byCode(), CODE_ID), calls)))
        .isEqualTo("GET /v2/codes/payments/" + attempt);
    assertThat(line(PayPayRequests.query(query(byToken(), null), calls)))
        .isEqualTo("GET /v2/payments/" + attempt);
    assertThat(line(PayPayRequests.deleteCode(CODE_ID, calls)))
        .isEqualTo("DELETE /v2/codes/04-ttsARm7PuT2ElFoO");
    assertThat(line(PayPayRequests.cancel(attempt(byCode()), calls)))
        .isEqualTo("DELETE /v2/payments/" + attempt);
    assertThat(line(PayPayRequests.retrieveRefund(operation(byToken(), 500), PAYMENT_ID, calls)))
        .isEqualTo("GET /v2/refunds/op_1?paymentId=03104999834071171072");
  }

  @Test
  void writesWhatTheOfficialModelsHaveAndNothingElse() {
    PayPayModels.assume();
    var part = operation(held(TOKEN), 500);

    holds(
        "QRCode",
        PayPayRequests.create(query(byCode(), null), calls),
        "merchantPaymentId",
        "amount",
        "codeType",
        "redirectUrl",
        "redirectType",
        "isAuthorization",
        "requestedAt");
    holds(
        "Payment",
        PayPayRequests.create(query(byToken(), null), calls),
        "merchantPaymentId",
        "userAuthorizationId",
        "amount",
        "requestedAt");
    holds(
        "CaptureObject",
        PayPayRequests.capture(part, calls),
        "merchantPaymentId",
        "merchantCaptureId",
        "amount",
        "orderDescription",
        "requestedAt");
    holds(
        "PaymentStateRevert",
        PayPayRequests.revert(part, PAYMENT_ID, calls),
        "merchantRevertId",
        "paymentId",
        "requestedAt");
    holds(
        "Refund",
        PayPayRequests.refund(part, PAYMENT_ID, calls),
        "merchantRefundId",
        "paymentId",
        "amount",
        "requestedAt");
    assertThat(PayPayModels.problems("Refund", JSON.readTree("{\"refundId\":\"x\",\"reason\":7}")))
        .containsExactly("Refund.refundId is unknown", "Refund.reason is no String");
  }

  @Test
  void asksForConsent() throws Exception {
    try (var wire = new PayPayWire()) {
      var account = wire.account(Map.of("scopes", "continuous_payments,get_balance"));
      wire.channel().sign(agreement(null, null), account).block(Duration.ofSeconds(10));

      var request = wire.whole().getFirst();
      var body = JSON.readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
      assertThat(wire.seen()).containsExactly("POST /v1/qr/sessions");
      assertThat(body)
          .isEqualTo(
              JSON.readTree(
                  """
                  {"scopes":["continuous_payments","get_balance"],"nonce":"$NONCE",
                   "redirectType":"WEB_LINK","redirectUrl":"https://shop.example/agreed?a=1",
                   "referenceId":"agr_1","phoneNumber":"+818012345678"}
                  """
                      .replace("$NONCE", PayPayConsent.nonce(AGREEMENT, account))));
      PayPayModels.assume();
      assertThat(PayPayModels.problems("AccountLinkQRCode", body)).isEmpty();
    }
  }

  @Test
  void saysWhoseItIsAndWhatItIs() {
    var headers = new DefaultHttpHeaders();
    PayPayRequests.create(query(byCode(), null), calls).headers().accept(headers);

    assertThat(headers.get("X-ASSUME-MERCHANT")).isEqualTo("123456789");
    assertThat(headers.get("Content-Type")).isEqualTo("application/json;charset=UTF-8");
    assertThat(headers.get("Authorization"))
        .matches(
            "hmac OPA-Auth:a_sandbox:[A-Za-z0-9+/]{43}=:[a-z0-9]{8}:1772366400:[A-Za-z0-9+/]{22}==");

    headers.clear();
    PayPayRequests.query(query(byCode(), null), calls).headers().accept(headers);
    assertThat(headers.contains("Content-Type")).isFalse();
    assertThat(headers.get("Authorization")).endsWith(":1772366400:empty");
  }

  @Test
  void usesANonceOnce() {
    var call = PayPayRequests.query(query(byCode(), null), calls);
    var one = new DefaultHttpHeaders();
    var other = new DefaultHttpHeaders();
    call.headers().accept(one);
    call.headers().accept(other);

    assertThat(one.get("Authorization")).isNotEqualTo(other.get("Authorization"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../refunds", "a b", "x/y", "", "a?b", "ümlaut"})
  void putsNothingElseThanIdsIntoAddresses(String id) {
    assertThatThrownBy(() -> PayPayRequests.deleteCode(id, calls))
        .isInstanceOf(IllegalArgumentException.class);
    var order = order(Product.QUICK_PAY, id, CaptureMode.AUTOMATIC, 1_299);
    assertThatThrownBy(() -> PayPayRequests.create(query(order, null), calls))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isNotBuiltWithoutKeysOrForAnotherCurrency() {
    var keyless =
        new PayPayCalls(
            new ChannelAccount(
                account().id(), account().baseUrl(), Map.of(), Map.of(), account().limits()),
            CLOCK);
    assertThatThrownBy(() -> PayPayRequests.create(query(byCode(), null), keyless))
        .isInstanceOf(IllegalArgumentException.class);
    var euros = ofAmount(Money.of(1_299, "EUR"));
    assertThatThrownBy(() -> PayPayRequests.create(query(euros, null), calls))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cutsADescriptionWhereNoCharacterIsCut() {
    var fits = described("あ".repeat(255));
    var tooLong = described("あ".repeat(254) + "🍣🍣");

    assertThat(descriptionOf(fits)).hasSize(255);
    assertThat(descriptionOf(tooLong)).isEqualTo("あ".repeat(254));
    var capture = PayPayRequests.capture(operation(described(null), 500), calls);
    assertThat(body(capture).path("orderDescription").asString()).isEqualTo("order-1");
  }

  @ParameterizedTest
  @CsvSource({
    "1, JPY, true",
    "99999999999, JPY, true",
    "100000000000, JPY, false",
    "100, EUR, false",
    "100, KRW, false",
  })
  void takesWholeYenOnly(long amount, String currency, boolean can) {
    assertThat(PayPayAmount.canTake(Money.of(amount, currency))).isEqualTo(can);
  }

  private static void holds(String model, HttpCall call, String... required) {
    assertThat(PayPayModels.problems(model, body(call))).isEmpty();
    assertThat(body(call).propertyNames()).contains(required);
  }

  private String descriptionOf(Order order) {
    return body(PayPayRequests.create(query(order, null), calls))
        .path("orderDescription")
        .asString();
  }

  private static Order described(String description) {
    var order = byToken();
    return new Order(
        order.merchant(),
        order.reference(),
        order.product(),
        order.amount(),
        order.capture(),
        order.method(),
        Customer.UNKNOWN,
        null,
        description,
        Map.of());
  }

  private static Order ofAmount(Money amount) {
    var order = byCode();
    return new Order(
        order.merchant(),
        order.reference(),
        order.product(),
        amount,
        order.capture(),
        new Method("paypay", null),
        Customer.UNKNOWN,
        URI.create("https://shop.example/"),
        null,
        Map.of());
  }

  private static PayPayCalls calls(Map<String, String> options) {
    return new PayPayCalls(account(options), CLOCK);
  }

  private static String line(HttpCall call) {
    var query = call.uri().getRawQuery();
    return List.of(
            call.method().name(), call.uri().getRawPath() + (query == null ? "" : "?" + query))
        .stream()
        .reduce((one, other) -> one + " " + other)
        .orElseThrow();
  }

  private static JsonNode body(HttpCall call) {
    return JSON.readTree(call.body());
  }
}
