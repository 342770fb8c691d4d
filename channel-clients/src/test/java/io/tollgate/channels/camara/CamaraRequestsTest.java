package io.tollgate.channels.camara;

import static io.tollgate.channels.camara.CamaraFixtures.CALLBACK_URL;
import static io.tollgate.channels.camara.CamaraFixtures.JSON;
import static io.tollgate.channels.camara.CamaraFixtures.NOW;
import static io.tollgate.channels.camara.CamaraFixtures.PAYMENT_ID;
import static io.tollgate.channels.camara.CamaraFixtures.PHONE;
import static io.tollgate.channels.camara.CamaraFixtures.REFUND_ID;
import static io.tollgate.channels.camara.CamaraFixtures.attempt;
import static io.tollgate.channels.camara.CamaraFixtures.manual;
import static io.tollgate.channels.camara.CamaraFixtures.operation;
import static io.tollgate.channels.camara.CamaraFixtures.order;
import static io.tollgate.channels.camara.CamaraFixtures.request;
import static io.tollgate.channels.camara.CamaraFixtures.requests;
import static io.tollgate.channels.camara.CamaraFixtures.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CamaraRequestsTest {

  private static final String BASE = "http://127.0.0.1:1/carrier-billing/v0.5/payments";
  private static final String REFUNDS =
      "http://127.0.0.1:1/carrier-billing-refund/v0.3/payments/" + PAYMENT_ID + "/refunds";
  private static final CamaraReference PAYMENT = CamaraReference.of(PAYMENT_ID);
  private static final Money PART = Money.of(500, "EUR");
  private static final Map<String, String> ALL =
      Map.of(
          "callback-url", CALLBACK_URL,
          "merchant-name", "EA Sports",
          "merchant-id", "eas-12345",
          "category", "games",
          "channel", "web");

  private final CamaraRequests plain = requests(Map.of());
  private final CamaraRequests full = requests(ALL);

  @Test
  void paysInOneStepUnderTheAttemptsId() {
    var call = built(full.create(request(order()), NOW));
    var body = body(call);

    assertThat(call.method().name()).isEqualTo("POST");
    assertThat(call.uri()).hasToString(BASE);
    assertThat(headers(call))
        .containsEntry("Authorization", "Bearer token")
        .containsEntry("Content-Type", "application/json")
        .containsEntry("x-correlator", attempt(order()).toString());
    assertThat(body.at("/amountTransaction/clientCorrelator").asString())
        .isEqualTo(attempt(order()).toString());
    assertThat(body.at("/amountTransaction/referenceCode").asString())
        .isEqualTo(attempt(order()).toString());
    assertThat(body.at("/amountTransaction/phoneNumber").asString()).isEqualTo(PHONE);
    assertThat(body.at("/amountTransaction/paymentAmount"))
        .isEqualTo(
            JSON.readTree(
                """
                {"chargingInformation":{"amount":12.99,"currency":"EUR",
                 "description":"Twelve books & more","isTaxIncluded":true},
                 "chargingMetaData":{"merchantName":"EA Sports","merchantIdentifier":"eas-12345",
                 "purchaseCategoryCode":"games","channel":"web"}}
                """));
    assertThat(body.path("sink").asString())
        .isEqualTo(CALLBACK_URL + "?attempt=" + attempt(order()));
    assertThat(body.path("sinkCredential"))
        .isEqualTo(
            JSON.createObjectNode()
                .put("credentialType", "ACCESSTOKEN")
                .put("accessToken", shown().substring("Bearer ".length()))
                .put("accessTokenExpiresUtc", "2026-03-09T00:00:00Z")
                .put("accessTokenType", "bearer"));
  }

  @Test
  void reservesForMerchantsWhoCaptureByHandAndWhereTheAccountSaysSo() {
    assertThat(built(plain.create(request(manual()), NOW)).uri()).hasToString(BASE + "/prepare");
    assertThat(built(requests(Map.of("flow", "two-step")).create(request(order()), NOW)).uri())
        .hasToString(BASE + "/prepare");
  }

  @Test
  void leavesOutWhatTheAccountDoesNotSay() {
    var body = body(built(plain.create(request(order()), NOW)));

    assertThat(body.propertyNames()).containsExactly("amountTransaction");
    assertThat(body.at("/amountTransaction/paymentAmount").propertyNames())
        .containsExactly("chargingInformation");
    assertThat(
            body(built(requests(Map.of("tax-included", "false")).create(request(order()), NOW)))
                .at("/amountTransaction/paymentAmount/chargingInformation/isTaxIncluded")
                .asBoolean(true))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1299, EUR, 12.99",
    "1290, EUR, 12.90",
    "100000, EUR, 1000.00",
    "1300, JPY, 1300",
    "1299, BHD, 1.299",
    "1, KWD, 0.001",
    "999999999999, IDR, 9999999999.99",
  })
  void writesAmountsAsNumbersOfTheMajorUnit(long minor, String currency, BigDecimal written) {
    var order = order(Money.of(minor, currency), CaptureMode.AUTOMATIC, PHONE, "order-1");
    var call = built(plain.create(request(order), NOW));

    assertThat(
            body(call)
                .at("/amountTransaction/paymentAmount/chargingInformation/amount")
                .decimalValue())
        .isEqualByComparingTo(written);
    assertThat(new String(call.body())).doesNotContainPattern("\"amount\":[0-9.]*[eE]");
    assertThat(CamaraAmounts.canTake(order.amount())).isTrue();
    assertThat(CamaraAmounts.decode(written, currency)).contains(order.amount());
  }

  @Test
  void takesNoAmountThatIsFinerThanThousandths() {
    assertThat(CamaraAmounts.canTake(Money.of(1, "CLF"))).isFalse();
    assertThatThrownBy(() -> CamaraAmounts.encode(Money.of(1, "CLF")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesTheSameBytesForTheSameAttemptAllDay() {
    var once = built(full.create(request(order()), NOW));
    var again = built(full.create(request(order()), NOW.plus(Duration.ofHours(11))));

    assertThat(once.body()).isEqualTo(again.body());
  }

  @Test
  void refundsAllOrAPartUnderTheRefundsId() {
    var whole = built(plain.refund(operation(order(), PAYMENT_ID, order().amount()), PAYMENT, NOW));
    var part = built(full.refund(operation(order(), PAYMENT_ID, PART), PAYMENT, NOW));

    assertThat(whole.uri()).hasToString(REFUNDS);
    assertThat(body(whole))
        .isEqualTo(
            JSON.readTree(
                """
                {"type":"total","amountTransaction":{"clientCorrelator":"op_1",
                 "referenceCode":"op_1","refundAmount":{}}}
                """));
    assertThat(body(part).at("/amountTransaction/refundAmount"))
        .isEqualTo(
            JSON.readTree(
                """
                {"chargingInformation":{"amount":5.00,"currency":"EUR",
                 "description":"Twelve books & more","isTaxIncluded":true},
                 "chargingMetaData":{"merchantIdentifier":"eas-12345"}}
                """));
    assertThat(body(part).path("sink").asString()).startsWith(CALLBACK_URL);
  }

  @Test
  void sendsBodiesThatFitTheOfficialDescriptions() {
    var billing = CamaraDescription.billing();
    var refund = CamaraDescription.refund();
    for (var requests : List.of(plain, full)) {
      assertThat(
              billing.problems(
                  "CreatePayment", body(built(requests.create(request(order()), NOW)))))
          .isEmpty();
      assertThat(
              billing.problems(
                  "BodyAmountReservationTransactionForReserveInput",
                  body(built(requests.create(request(manual()), NOW)))))
          .isEmpty();
      for (var amount : List.of(PART, order().amount())) {
        assertThat(
                refund.problems(
                    "CreateRefund",
                    body(
                        built(
                            requests.refund(
                                operation(order(), PAYMENT_ID, amount), PAYMENT, NOW)))))
            .isEmpty();
      }
    }
    assertThat(
            billing.problems(
                "ValidatePayment", body(built(plain.validate(PAYMENT, "Fn34o8", "352673", "x")))))
        .isEmpty();
    assertThat(billing.problems("PhoneNumber", body(built(plain.confirm(PAYMENT, order(), "x")))))
        .isEmpty();
    assertThat(billing.problems("PhoneNumber", body(built(plain.cancel(PAYMENT, order(), "x")))))
        .isEmpty();
  }

  @Test
  void holdsPayloadsAgainstTheDescriptionsStrictly() {
    var billing = CamaraDescription.billing();
    var body = (ObjectNode) body(built(full.create(request(order()), NOW)));

    body.put("colour", "red").put("sink", "http://plain.example");
    ((ObjectNode) body.at("/amountTransaction")).remove("referenceCode");
    ((ObjectNode) body.at("/amountTransaction/paymentAmount/chargingInformation"))
        .put("amount", new BigDecimal("0.0001"))
        .put("currency", 7);
    ((ObjectNode) body.path("sinkCredential")).remove("accessTokenType");

    assertThat(billing.problems("CreatePayment", body))
        .containsExactlyInAnyOrder(
            "CreatePayment.colour: unknown",
            "CreatePayment.sink: not of the pattern",
            "CreatePayment.amountTransaction.referenceCode: missing",
            "CreatePayment.amountTransaction.paymentAmount.chargingInformation.amount: too fine",
            "CreatePayment.amountTransaction.paymentAmount.chargingInformation.amount: too small",
            "CreatePayment.amountTransaction.paymentAmount.chargingInformation.currency: no string",
            "CreatePayment.sinkCredential.accessTokenType: missing");
  }

  @Test
  void asksWhatTheOfficialDescriptionsAnswer() {
    var list = built(plain.list(NOW, NOW.plusSeconds(60), 2, "x")).uri();
    var refunds = built(plain.listRefunds(PAYMENT, 1, "x")).uri();

    assertThat(list)
        .hasToString(
            BASE
                + "?page=2&perPage=50&order=asc&paymentCreationDate.gte=2026-03-01T12%3A00%3A00Z"
                + "&paymentCreationDate.lte=2026-03-01T12%3A01%3A00Z");
    assertThat(refunds).hasToString(REFUNDS + "?page=1&perPage=50&order=asc");
    assertThat(built(plain.retrieve(PAYMENT, "x")).uri()).hasToString(BASE + "/" + PAYMENT_ID);
    assertThat(built(plain.retrieveRefund(PAYMENT, REFUND_ID, "x")).uri())
        .hasToString(REFUNDS + "/" + REFUND_ID);
    assertThat(CamaraDescription.billing().strangers("/payments", list.getRawQuery())).isEmpty();
    assertThat(
            CamaraDescription.refund()
                .strangers("/payments/{paymentId}/refunds", refunds.getRawQuery()))
        .isEmpty();
    assertThat(CamaraDescription.billing().strangers("/payments", "page=1&colour=red"))
        .containsExactly("colour");
  }

  @Test
  void countsPagesOrItems() {
    var items = requests(Map.of("paging", "items", "page-size", "20"));

    assertThat(built(items.listRefunds(PAYMENT, 1, "x")).uri().getQuery()).startsWith("page=1&");
    assertThat(built(items.listRefunds(PAYMENT, 3, "x")).uri().getQuery())
        .isEqualTo("page=41&perPage=20&order=asc");
  }

  @Test
  void goesToTheFileOfTheDay() {
    var file =
        requests(Map.of("file-url", "https://files.operator.example/{day}.csv"))
            .file(LocalDate.parse("2026-03-01"));

    assertThat(built(file).uri()).hasToString("https://files.operator.example/2026-03-01.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow=three-step", "tax-included=yes", "page-size=many", "paging=x"})
  void buildsNothingWithAnOptionThatCannotBeUsed(String option) {
    var requests = requests(Map.of(option.split("=")[0], option.split("=")[1]));

    assertThatThrownBy(
            () -> {
              built(requests.create(request(order()), NOW));
              built(requests.listRefunds(PAYMENT, 1, "x"));
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option.split("=")[0]);
  }

  @Test
  void showsNoSecretInItsText() {
    assertThat(built(full.create(request(order()), NOW)))
        .hasToString("POST /carrier-billing/v0.5/payments");
  }

  private static HttpCall built(Function<Secret, HttpCall> request) {
    return request.apply(Secret.ofText("token"));
  }

  private static JsonNode body(HttpCall call) {
    return JSON.readTree(call.body());
  }

  private static Map<String, String> headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    var map = new TreeMap<String, String>();
    headers.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }
}
