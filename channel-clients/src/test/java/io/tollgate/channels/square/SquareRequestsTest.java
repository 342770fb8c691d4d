package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.CARD_ID;
import static io.tollgate.channels.square.SquareFixtures.CUSTOMER_ID;
import static io.tollgate.channels.square.SquareFixtures.JSON;
import static io.tollgate.channels.square.SquareFixtures.PAYMENT_ID;
import static io.tollgate.channels.square.SquareFixtures.account;
import static io.tollgate.channels.square.SquareFixtures.agreement;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.card;
import static io.tollgate.channels.square.SquareFixtures.hosted;
import static io.tollgate.channels.square.SquareFixtures.manual;
import static io.tollgate.channels.square.SquareFixtures.operation;
import static io.tollgate.channels.square.SquareFixtures.order;
import static io.tollgate.channels.square.SquareFixtures.query;
import static io.tollgate.channels.square.SquareFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SquareRequestsTest {

  private static final String ON_FILE = CUSTOMER_ID + "/" + CARD_ID;

  @Test
  void takesAPaymentUnderTheAttemptsIdAsKeyAndReference() {
    var call = SquareRequests.create(request(order()), account());

    assertThat(call.uri().getPath()).isEqualTo("/v2/payments");
    var body = body(call);
    assertThat(body.path("idempotency_key").asString()).isEqualTo(attempt(order()).toString());
    assertThat(body.path("reference_id").asString()).isEqualTo(attempt(order()).toString());
    assertThat(body.path("source_id").asString()).isEqualTo("cnon:card-nonce-ok");
    assertThat(body.at("/amount_money/amount").asLong()).isEqualTo(1299);
    assertThat(body.at("/amount_money/currency").asString()).isEqualTo("USD");
    assertThat(body.path("autocomplete").asBoolean()).isTrue();
    assertThat(body.has("customer_id")).isFalse();
  }

  @Test
  void namesItselfAndItsVersion() {
    var headers = new DefaultHttpHeaders();

    SquareRequests.create(request(order()), account()).headers().accept(headers);

    assertThat(headers.get("Authorization")).isEqualTo("Bearer " + SquareFixtures.TOKEN);
    assertThat(headers.get("Square-Version")).isEqualTo("2025-08-20");
    assertThat(headers.get("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void chargesACardOnFileWithItsCustomerAndWithoutThePayer() {
    var onFile = order(card(ON_FILE), Product.QUICK_PAY, CaptureMode.AUTOMATIC);

    var body = body(SquareRequests.create(request(onFile), account()));

    assertThat(body.path("source_id").asString()).isEqualTo(CARD_ID);
    assertThat(body.path("customer_id").asString()).isEqualTo(CUSTOMER_ID);
    assertThat(body.at("/customer_details/customer_initiated").asBoolean(true)).isFalse();
  }

  @Test
  void holdsTheMoneyOfAMerchantWhoCapturesByHand() {
    var account = account("http://127.0.0.1:1", Map.of("hold", "PT36H", "location", "L1"));

    var body = body(SquareRequests.create(request(manual()), account));

    assertThat(body.path("autocomplete").asBoolean(true)).isFalse();
    assertThat(body.path("delay_duration").asString()).isEqualTo("PT36H");
    assertThat(body.path("delay_action").asString()).isEqualTo("CANCEL");
    assertThat(body.path("location_id").asString()).isEqualTo("L1");
  }

  @Test
  void sendsOnlyWhatTheDescriptionKnows() {
    OfficialDescription.assume();
    var account = account("http://127.0.0.1:1", Map.of("hold", "PT36H", "location", "L1"));
    var onFile = order(card(ON_FILE), Product.QUICK_PAY, CaptureMode.MANUAL);
    var refund = operation(order(), order().amount());

    assertRight("CreatePaymentRequest", SquareRequests.create(request(order()), account));
    assertRight("CreatePaymentRequest", SquareRequests.create(request(onFile), account));
    assertRight("CreatePaymentLinkRequest", SquareLinkRequests.create(request(hosted()), account));
    assertRight("CompletePaymentRequest", SquareRequests.complete(PAYMENT_ID, account));
    assertRight(
        "CancelPaymentByIdempotencyKeyRequest",
        SquareRequests.cancelByKey(attempt(order()), account));
    assertRight("RefundPaymentRequest", SquareRequests.refund(refund, PAYMENT_ID, account));
    assertRight(
        "CreateCustomerRequest", SquareAgreementRequests.customer(agreement(null), account));
    assertRight(
        "CreateCardRequest", SquareAgreementRequests.card(agreement(null), CUSTOMER_ID, account));
  }

  @Test
  void asksOnlyWithWhatTheDescriptionKnows() {
    OfficialDescription.assume();
    var payments = SquareRequests.list(query(order(), null), "next", account());
    var cards = SquareAgreementRequests.list(agreement(null), "next", account());

    assertThat(OfficialDescription.strangers("/v2/payments", payments.uri().getRawQuery()))
        .isEmpty();
    var hosted =
        SquareLinkRequests.payments(
            query(hosted(), null), "next", account("http://127.0.0.1:1", Map.of("location", "L1")));
    assertThat(OfficialDescription.strangers("/v2/payments", hosted.uri().getRawQuery())).isEmpty();
    assertThat(OfficialDescription.strangers("/v2/cards", cards.uri().getRawQuery())).isEmpty();
  }

  @Test
  void wouldNoticeAFieldThatTheDescriptionLacks() {
    OfficialDescription.assume();

    assertThat(
            OfficialDescription.problems(
                "CreatePaymentRequest", "{\"source_id\":1,\"money\":{}}".getBytes(UTF_8)))
        .hasSize(3);
  }

  @Test
  void keepsEveryKeyWithinTheFortyFiveCharactersOfSquare() {
    var longest = new OperationId("o".repeat(40));
    var refund =
        new PaymentOperation(longest, query(order(), PAYMENT_ID), order().amount(), true, null);

    var key = body(SquareRequests.refund(refund, PAYMENT_ID, account())).path("idempotency_key");

    assertThat(key.asString()).hasSizeLessThanOrEqualTo(45).endsWith(longest.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "../cancel", "c/../x", "c/"})
  void buildsNothingForWhatIsNoToken(String token) {
    var strange = order(card(token), Product.FOREIGN_CARD, CaptureMode.AUTOMATIC);

    assertThatThrownBy(() -> SquareRequests.create(request(strange), account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void asksForAPageForTheAmountAtThePlaceOfTheAccount() {
    var account = account("http://127.0.0.1:1", Map.of("location", "L1"));

    var body = body(SquareLinkRequests.create(request(hosted()), account));

    assertThat(body.path("idempotency_key").asString()).isEqualTo(attempt(hosted()).toString());
    assertThat(body.path("payment_note").asString()).isEqualTo("attempt-" + attempt(hosted()));
    assertThat(body.at("/quick_pay/price_money/amount").asLong()).isEqualTo(1299);
    assertThat(body.at("/quick_pay/location_id").asString()).isEqualTo("L1");
    assertThat(body.at("/checkout_options/allow_tipping").asBoolean(true)).isFalse();
    assertThat(body.at("/checkout_options/accepted_payment_methods").toString())
        .isEqualTo(
            "{\"apple_pay\":false,\"google_pay\":false,\"cash_app_pay\":true,"
                + "\"afterpay_clearpay\":false}");
    assertThat(body.at("/checkout_options/redirect_url").asString())
        .isEqualTo("https://shop.example/back");
    assertThatThrownBy(() -> SquareLinkRequests.create(request(hosted()), account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void asksForNothingThatIsNoId() {
    assertThatThrownBy(() -> SquareRequests.retrieve("../cards", account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USD", "CAD", "GBP", "JPY", "AUD"})
  void takesTheCurrenciesOfTheCountriesThatSquareServes(String currency) {
    assertThat(SquareMoney.canTake(Money.of(1, currency))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CNY", "BHD", "KRW"})
  void takesNoOtherCurrency(String currency) {
    assertThat(SquareMoney.canTake(Money.of(1000, currency))).isFalse();
  }

  private static void assertRight(String schema, HttpCall call) {
    assertThat(OfficialDescription.problems(schema, call.body())).as(schema).isEmpty();
  }

  private static JsonNode body(HttpCall call) {
    return JSON.readTree(call.body());
  }
}
