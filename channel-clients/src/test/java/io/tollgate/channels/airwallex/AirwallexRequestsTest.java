package io.tollgate.channels.airwallex;

import static io.tollgate.channels.airwallex.AirwallexFixtures.API_KEY;
import static io.tollgate.channels.airwallex.AirwallexFixtures.CARD;
import static io.tollgate.channels.airwallex.AirwallexFixtures.CLIENT_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.INTENT_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.JSON;
import static io.tollgate.channels.airwallex.AirwallexFixtures.NOW;
import static io.tollgate.channels.airwallex.AirwallexFixtures.REFUND_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.account;
import static io.tollgate.channels.airwallex.AirwallexFixtures.attempt;
import static io.tollgate.channels.airwallex.AirwallexFixtures.byCard;
import static io.tollgate.channels.airwallex.AirwallexFixtures.byWallet;
import static io.tollgate.channels.airwallex.AirwallexFixtures.held;
import static io.tollgate.channels.airwallex.AirwallexFixtures.operation;
import static io.tollgate.channels.airwallex.AirwallexFixtures.order;
import static io.tollgate.channels.airwallex.AirwallexFixtures.query;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is sent, whole: a field more or less than the pages of the API name would fail. Airwallex
 * publishes no description that a program could read.
 */
class AirwallexRequestsTest {

  private static final Secret TOKEN = Secret.ofText("eyJ.token");
  private static final String INTENTS = "http://127.0.0.1:1/api/v1/pa/payment_intents";
  private static final String ATTEMPT = attempt(byCard()).toString();

  @Test
  void logsInWithTheKeyInHeadersAlone() {
    var login = AirwallexRequests.login(account());

    assertThat(login.toString()).isEqualTo("POST /api/v1/authentication/login");
    assertThat(login.body()).isEmpty();
    assertThat(headers(login).get("x-client-id")).isEqualTo(CLIENT_ID);
    assertThat(headers(login).get("x-api-key")).isEqualTo(API_KEY);
  }

  @Test
  void makesAnIntent() {
    var call = AirwallexRequests.create(query(byCard(), null), account(), TOKEN);

    assertThat(call.uri()).hasToString(INTENTS + "/create");
    assertThat(new String(call.body(), UTF_8)).contains("\"amount\":12.99,");
    assertBody(
        call,
        """
        {"request_id":"%s","merchant_order_id":"%s","amount":12.99,"currency":"USD",
         "return_url":"https://shop.example/back?order=1"}
        """
            .formatted(ATTEMPT, ATTEMPT));
  }

  @ParameterizedTest
  @CsvSource({"130000, USD, 1300.00", "1299, JPY, 1299", "1299, BHD, 1.299"})
  void writesAmountsAsPlainNumbers(long minor, String currency, String written) {
    var order = order("card", CARD, CaptureMode.AUTOMATIC, Money.of(minor, currency), "order-1");

    assertThat(
            new String(
                AirwallexRequests.create(query(order, null), account(), TOKEN).body(), UTF_8))
        .contains("\"amount\":" + written + ",");
  }

  @Test
  void confirmsByAKeptCard() {
    var call = AirwallexRequests.confirm(query(byCard(), null), INTENT_ID, account(), TOKEN);

    assertThat(call.uri()).hasToString(INTENTS + "/" + INTENT_ID + "/confirm");
    assertBody(
        call,
        """
        {"request_id":"%s-confirm","return_url":"https://shop.example/back?order=1",
         "payment_method":{"id":"mtd_sandbox_visa"},
         "payment_method_options":{"card":{"auto_capture":true}}}
        """
            .formatted(ATTEMPT));
  }

  @Test
  void holdsByAConsent() {
    var order = order("card", "cst_1", CaptureMode.MANUAL, Money.of(1_299, "USD"), "order-1");

    assertBody(
        AirwallexRequests.confirm(query(order, null), INTENT_ID, account(), TOKEN),
        """
        {"request_id":"%s-confirm","return_url":"https://shop.example/back?order=1",
         "payment_consent_id":"cst_1",
         "payment_method_options":{"card":{"auto_capture":false}}}
        """
            .formatted(ATTEMPT));
  }

  @ParameterizedTest
  @CsvSource({", webqr", "mobile_web, mobile_web"})
  void confirmsByAWallet(String option, String flow) {
    var account = account(option == null ? Map.of() : Map.of("wallet-flow", option));

    assertBody(
        AirwallexRequests.confirm(query(byWallet(), null), INTENT_ID, account, TOKEN),
        """
        {"request_id":"%s-confirm","return_url":"https://shop.example/back?order=1",
         "payment_method":{"type":"gcash","gcash":{"flow":"%s"}}}
        """
            .formatted(ATTEMPT, flow));
  }

  @Test
  void capturesAndRefundsUnderOurIds() {
    var capture = AirwallexRequests.capture(operation(held(), 500), INTENT_ID, account(), TOKEN);
    assertThat(capture.uri()).hasToString(INTENTS + "/" + INTENT_ID + "/capture");
    assertBody(capture, "{\"request_id\":\"op_1\",\"amount\":5.00}");

    var refund = AirwallexRequests.refund(operation(byCard(), 500), INTENT_ID, account(), TOKEN);
    assertThat(refund.uri()).hasToString("http://127.0.0.1:1/api/v1/pa/refunds/create");
    assertBody(
        refund,
        "{\"request_id\":\"op_1\",\"payment_intent_id\":\"" + INTENT_ID + "\",\"amount\":5.00}");
  }

  /** A cancellation that failed is asked for again, which its first id would forbid. */
  @Test
  void cancelsUnderAnIdOfItsOwnEachTime() {
    var longest = new OperationId("x".repeat(40));
    var first = cancellation(longest, NOW.toEpochMilli());

    assertThat(first).hasSizeLessThanOrEqualTo(64).startsWith(longest.value());
    assertThat(cancellation(longest, NOW.toEpochMilli() + 1)).isNotEqualTo(first);
  }

  @Test
  void asksByIdAndByOurIds() {
    assertThat(AirwallexRequests.retrieve(INTENT_ID, account(), TOKEN).uri())
        .hasToString(INTENTS + "/" + INTENT_ID);
    assertThat(AirwallexRequests.list(attempt(byCard()), account(), TOKEN).uri())
        .hasToString(INTENTS + "?merchant_order_id=" + ATTEMPT + "&page_num=0&page_size=10");
    assertThat(AirwallexRequests.retrieveRefund(REFUND_ID, account(), TOKEN).uri())
        .hasToString("http://127.0.0.1:1/api/v1/pa/refunds/" + REFUND_ID);
    assertThat(AirwallexRequests.listRefunds(INTENT_ID, account(), TOKEN).uri())
        .hasToString(
            "http://127.0.0.1:1/api/v1/pa/refunds?payment_intent_id="
                + INTENT_ID
                + "&page_num=0&page_size=100");
  }

  @Test
  void sendsTheTokenAndTheVersion() {
    var headers = headers(AirwallexRequests.retrieve(INTENT_ID, account(), TOKEN));
    assertThat(headers.get("Authorization")).isEqualTo("Bearer eyJ.token");
    assertThat(headers.get("x-api-version")).isEqualTo("2024-08-07");
    assertThat(headers.contains("Content-Type")).isFalse();

    var other = account(Map.of("api-version", "2026-08-21"));
    var create = AirwallexRequests.create(query(byCard(), null), other, TOKEN);
    assertThat(headers(create).get("x-api-version")).isEqualTo("2026-08-21");
    assertThat(headers(create).get("Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../login", "int_1?x", "int 1", "int_1/confirm"})
  void putsNothingButIdsIntoAnAddress(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AirwallexRequests.retrieve(id, account(), TOKEN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AirwallexRequests.retrieveRefund(id, account(), TOKEN));
  }

  @ParameterizedTest
  @CsvSource({
    // method, token, capture, why not
    "card, mtd_1, AUTOMATIC, ",
    "card, cst_1, MANUAL, ",
    "card, , AUTOMATIC, INVALID_METHOD",
    "card, tok_1, AUTOMATIC, INVALID_METHOD",
    "card, mtd_1/../x, AUTOMATIC, INVALID_METHOD",
    "gcash, , AUTOMATIC, ",
    "gcash, , MANUAL, REQUEST_REFUSED",
    "gcash, mtd_1, AUTOMATIC, REQUEST_REFUSED",
  })
  void knowsBeforehandWhatCannotBePaid(
      String method, String token, CaptureMode capture, Category category) {
    var order = order(method, token, capture, Money.of(1_299, "PHP"), "order-1");

    assertThat(AirwallexMethods.refusal(order).map(it -> it.category()).orElse(null))
        .isEqualTo(category);
    if (category != null) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> AirwallexRequests.confirm(query(order, null), INTENT_ID, account(), TOKEN));
    }
  }

  private static String cancellation(OperationId id, long now) {
    var call = AirwallexRequests.cancel(id, now, INTENT_ID, account(), TOKEN);
    var body = JSON.readTree(call.body());
    assertThat(call.uri()).hasToString(INTENTS + "/" + INTENT_ID + "/cancel");
    assertThat(body.propertyNames()).containsExactly("request_id");
    return body.get("request_id").asString();
  }

  private static void assertBody(HttpCall call, String expected) {
    assertThat(JSON.readTree(call.body())).isEqualTo(JSON.readTree(expected));
  }

  private static HttpHeaders headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    return headers;
  }
}
