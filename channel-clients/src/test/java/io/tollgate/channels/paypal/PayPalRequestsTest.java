package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.AMOUNT;
import static io.tollgate.channels.paypal.PayPalFixtures.JSON;
import static io.tollgate.channels.paypal.PayPalFixtures.ORDER_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.TOKEN;
import static io.tollgate.channels.paypal.PayPalFixtures.account;
import static io.tollgate.channels.paypal.PayPalFixtures.agreement;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.cardOrder;
import static io.tollgate.channels.paypal.PayPalFixtures.heldOrder;
import static io.tollgate.channels.paypal.PayPalFixtures.operation;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PayPalRequestsTest {

  private static final ChannelAccount CHARGING_AT_CREATION =
      account("http://127.0.0.1:1", Map.of("charge", "create"));

  private static final Order SAVED_WALLET =
      order(AMOUNT, Product.QUICK_PAY, new Method("paypal", "8kk8451t"));

  private static final Order SAVED_CARD =
      order(AMOUNT, Product.QUICK_PAY, new Method("card", "8kk8451t"));

  @Test
  void createsAnOrderForThePayersWalletUnderTheAttemptsId() {
    var call = create(order(), account());
    var id = attempt(order()).toString();

    assertThat(call.method().name()).isEqualTo("POST");
    assertThat(call.uri()).hasToString("http://127.0.0.1:1/v2/checkout/orders");
    assertThat(headers(call))
        .containsEntry("Authorization", "Bearer A21AAtoken")
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Prefer", "return=representation")
        .containsEntry("PayPal-Request-Id", id);
    assertThat(body(call))
        .isEqualTo(
            JSON.readTree(
                """
                {"intent":"CAPTURE",
                 "purchase_units":[{"reference_id":"$ID","custom_id":"$ID","invoice_id":"$ID",
                   "description":"Zwölf Bücher & mehr",
                   "amount":{"currency_code":"EUR","value":"12.99"}}],
                 "payment_source":{"paypal":{"experience_context":{
                   "return_url":"https://shop.example/back?order=1",
                   "cancel_url":"https://shop.example/back?order=1",
                   "user_action":"PAY_NOW"}}}}
                """
                    .replace("$ID", id)));
  }

  @Test
  void holdsMoneyForAMerchantWhoCapturesByHand() {
    assertThat(body(create(heldOrder(), account())).path("intent").asString())
        .isEqualTo("AUTHORIZE");
    assertThat(take(heldOrder()).uri().getPath()).endsWith("/" + ORDER_ID + "/authorize");
    assertThat(take(order()).uri().getPath()).endsWith("/" + ORDER_ID + "/capture");
  }

  @Test
  void sendsASavedMethodOnlyWithTheCompletion() {
    assertThat(body(create(SAVED_CARD, account())).has("payment_source")).isFalse();

    var call = charge(SAVED_CARD);

    assertThat(headers(call)).containsEntry("PayPal-Request-Id", attempt(SAVED_CARD) + "-charge");
    assertThat(body(call))
        .isEqualTo(
            JSON.readTree(
                """
                {"payment_source":{"card":{"vault_id":"8kk8451t","stored_credential":{
                  "payment_initiator":"MERCHANT","payment_type":"UNSCHEDULED",
                  "usage":"SUBSEQUENT"}}}}
                """));
    assertThat(body(charge(SAVED_WALLET)))
        .isEqualTo(JSON.readTree("{\"payment_source\":{\"paypal\":{\"vault_id\":\"8kk8451t\"}}}"));
  }

  @Test
  void sendsASavedMethodWithTheOrderWhereTheAccountSaysSo() {
    assertThat(body(create(SAVED_WALLET, CHARGING_AT_CREATION)).at("/payment_source/paypal"))
        .isEqualTo(JSON.readTree("{\"vault_id\":\"8kk8451t\"}"));
  }

  @Test
  void letsAPayerWhoIsPresentComeBackFromTheIssuersPage() {
    var card = body(charge(cardOrder())).at("/payment_source/card");

    assertThat(card.at("/stored_credential/payment_initiator").asString()).isEqualTo("CUSTOMER");
    assertThat(card.at("/stored_credential/payment_type").asString()).isEqualTo("ONE_TIME");
    assertThat(card.at("/experience_context/return_url").asString())
        .isEqualTo("https://shop.example/back?order=1");
  }

  @Test
  void completesWhatThePayerApprovedUnderAnotherKey() {
    var call = take(order());

    assertThat(text(call)).isEqualTo("{}");
    assertThat(headers(call)).containsEntry("PayPal-Request-Id", attempt(order()) + "-take");
  }

  @Test
  void writesTheOperationsIdIntoCapturesAndRefunds() {
    var operation = operation("ref_1", order(), Money.of(500, "EUR"));

    assertThat(text(PayPalRequests.capture("AUTH1", operation, account(), TOKEN)))
        .isEqualTo(
            "{\"amount\":{\"currency_code\":\"EUR\",\"value\":\"5.00\"},"
                + "\"invoice_id\":\"ref_1\",\"final_capture\":false}");
    var refund = PayPalRequests.refund("CAP1", operation, account(), TOKEN);
    assertThat(refund.uri().getPath()).isEqualTo("/v2/payments/captures/CAP1/refund");
    assertThat(headers(refund)).containsEntry("PayPal-Request-Id", "ref_1");
    assertThat(text(refund))
        .isEqualTo(
            "{\"amount\":{\"currency_code\":\"EUR\",\"value\":\"5.00\"},"
                + "\"invoice_id\":\"ref_1\",\"custom_id\":\"ref_1\"}");
    var release = PayPalRequests.release("AUTH1", operation, account(), TOKEN);
    assertThat(release.uri().getPath()).isEqualTo("/v2/payments/authorizations/AUTH1/void");
    assertThat(release.body()).isEmpty();
  }

  @Test
  void asksForATokenWithTheClientsIdAndSecret() {
    var call = PayPalRequests.token(account());

    assertThat(headers(call))
        .containsEntry("Authorization", "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1jbGllbnQtc2VjcmV0");
    assertThat(text(call)).isEqualTo("grant_type=client_credentials");
  }

  @Test
  void asksTheReportForNothingAboutPayers() {
    var call =
        PayPalRequests.report(
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-03-01T23:59:59Z"),
            2,
            account(),
            TOKEN);

    assertThat(call.uri().getQuery())
        .isEqualTo(
            "start_date=2026-03-01T00:00:00Z&end_date=2026-03-01T23:59:59Z"
                + "&fields=transaction_info&page_size=500&page=2");
  }

  @Test
  void givesTheSameBytesForTheSameAttempt() {
    for (var order : List.of(order(), heldOrder(), SAVED_CARD, SAVED_WALLET, cardOrder())) {
      assertThat(create(order, account()).body()).isEqualTo(create(order, account()).body());
      assertThat(headers(create(order, account()))).isEqualTo(headers(create(order, account())));
    }
  }

  @Test
  void fitsTheOfficialDescriptions() {
    PayPalDescription.assume();
    for (var order : List.of(order(), heldOrder(), SAVED_CARD, SAVED_WALLET, cardOrder(), yen())) {
      assertThat(orders("order_request", create(order, account()))).isEmpty();
      assertThat(orders("order_request", create(order, CHARGING_AT_CREATION))).isEmpty();
      assertThat(orders("order_capture_request", take(order))).isEmpty();
      assertThat(orders("order_authorize_request", take(order))).isEmpty();
    }
    for (var order : List.of(SAVED_CARD, SAVED_WALLET, cardOrder())) {
      assertThat(orders("order_capture_request", charge(order))).isEmpty();
      assertThat(orders("order_authorize_request", charge(order))).isEmpty();
    }
    var operation = operation("ref_1", order(), Money.of(500, "EUR"));
    assertThat(
            PayPalDescription.PAYMENTS.problems(
                "capture_request",
                PayPalRequests.capture("AUTH1", operation, account(), TOKEN).body()))
        .isEmpty();
    assertThat(
            PayPalDescription.PAYMENTS.problems(
                "refund_request",
                PayPalRequests.refund("CAP1", operation, account(), TOKEN).body()))
        .isEmpty();
    assertThat(
            PayPalDescription.VAULT.problems(
                "setup_token_request",
                PayPalVaultRequests.setup(agreement("agr_1", null), account(), TOKEN).body()))
        .isEmpty();
  }

  @Test
  void sendsNoParameterThatTheReportDoesNotKnow() {
    PayPalDescription.assume();
    var query = PayPalRequests.report(Instant.EPOCH, Instant.EPOCH, 1, account(), TOKEN).uri();

    assertThat(PayPalDescription.REPORT.parameters("/v1/reporting/transactions", "get"))
        .containsAll(
            java.util.Arrays.stream(query.getQuery().split("&"))
                .map(field -> field.substring(0, field.indexOf('=')))
                .toList());
  }

  /** The description of 2024 knows only billing agreements; the option says the newer word. */
  @Test
  void exchangesASetupTokenInTheWordThatTheDescriptionLacks() {
    PayPalDescription.assume();
    var call =
        PayPalVaultRequests.exchange(
            "5C991763VB2781612", agreement("agr_1", null), account(), TOKEN);
    var older = account("http://127.0.0.1:1", Map.of("vault-token-type", "BILLING_AGREEMENT"));

    assertThat(PayPalDescription.VAULT.problems("payment_token_request", call.body()))
        .hasSize(1)
        .allMatch(problem -> problem.contains("type") && problem.contains("BILLING_AGREEMENT"));
    assertThat(
            PayPalDescription.VAULT.problems(
                "payment_token_request",
                PayPalVaultRequests.exchange(
                        "5C991763VB2781612", agreement("agr_1", null), older, TOKEN)
                    .body()))
        .isEmpty();
    assertThat(headers(call)).containsEntry("PayPal-Request-Id", "agr_1-token");
  }

  @Test
  void wouldNoticeWhatTheDescriptionsDoNotKnow() {
    PayPalDescription.assume();
    for (var body :
        List.of(
            "{\"intent\":\"CAPTURE\"}",
            "{\"intent\":\"LATER\",\"purchase_units\":[{\"amount\":{\"currency_code\":\"EUR\",\"value\":\"1\"}}]}",
            "{\"intent\":\"CAPTURE\",\"purchase_units\":[{\"amount\":{\"currency_code\":\"EUR\",\"value\":1}}]}",
            "{\"intent\":\"CAPTURE\",\"purchase_units\":[{\"amount\":{\"value\":\"1\"}}]}",
            "{\"intent\":\"CAPTURE\",\"purchase_units\":[{\"colour\":\"red\"}]}",
            "{\"intent\":\"CAPTURE\",\"purchase_units\":[{}],\"payment_source\":{\"paypal\":{\"vault\":\"x\"}}}")) {
      assertThat(
              PayPalDescription.ORDERS.problems(
                  "order_request", body.getBytes(StandardCharsets.UTF_8)))
          .as(body)
          .isNotEmpty();
    }
  }

  @Test
  void keepsToTheLengthOfADescription() {
    var order =
        order(
            AMOUNT,
            Product.ACCOUNT_BALANCE,
            new Method("paypal", null),
            CaptureMode.AUTOMATIC,
            "order-1",
            "😀".repeat(200));

    assertThat(body(create(order, account())).at("/purchase_units/0/description").asString())
        .isEqualTo("😀".repeat(127));
  }

  @Test
  void putsNoForeignTextIntoAnAddress() {
    for (var id : List.of("", "../v1", "A?x", "A B", "A/capture", "Ä", "abc")) {
      assertThatThrownBy(() -> PayPalRequests.order(id, account(), TOKEN))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> PayPalRequests.captured(id, account(), TOKEN))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (var token : List.of("", "a/b", "a?b", "a b", "ä", "x".repeat(256))) {
      assertThatThrownBy(() -> PayPalVaultRequests.delete(token, account(), TOKEN))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void buildsNothingWithoutATokenForWhatIsNoWallet() {
    var order = order(AMOUNT, Product.FOREIGN_CARD, new Method("card", null));
    var other = order(AMOUNT, Product.QUICK_PAY, new Method("ideal", "8kk8451t"));

    assertThatThrownBy(() -> create(order, account())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> charge(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnOptionThatIsNoNumberOfHours() {
    for (var hours : List.of("0", "soon", "-1", "1000", "")) {
      assertThatThrownBy(
              () -> PayPalSettings.of(account("http://127.0.0.1:1", Map.of("key-hours", hours))))
          .hasMessageContaining("key-hours");
    }
  }

  @Test
  void showsNoSecretWhenPrinted() {
    assertThat(create(order(), account())).hasToString("POST /v2/checkout/orders");
    assertThat(PayPalRequests.token(account())).hasToString("POST /v1/oauth2/token");
  }

  private static Order yen() {
    return order(Money.of(500, "JPY"), Product.ACCOUNT_BALANCE, new Method("paypal", null));
  }

  private static List<String> orders(String schema, HttpCall call) {
    return PayPalDescription.ORDERS.problems(schema, call.body());
  }

  private static HttpCall create(Order order, ChannelAccount account) {
    return PayPalRequests.create(attempt(order), order, account, TOKEN);
  }

  private static HttpCall charge(Order order) {
    return PayPalRequests.charge(ORDER_ID, attempt(order), order, account(), TOKEN);
  }

  private static HttpCall take(Order order) {
    return PayPalRequests.take(ORDER_ID, attempt(order), order, account(), TOKEN);
  }

  private static JsonNode body(HttpCall call) {
    return JSON.readTree(call.body());
  }

  private static String text(HttpCall call) {
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    var values = new TreeMap<String, String>();
    headers.forEach(header -> values.put(header.getKey(), header.getValue()));
    return values;
  }
}
