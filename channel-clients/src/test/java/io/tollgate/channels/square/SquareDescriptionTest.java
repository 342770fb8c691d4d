package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sandbox.square.SquareSimulator;
import io.tollgate.sandbox.square.SquareSimulatorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the simulator sends has nothing that Square's official description lacks. */
class SquareDescriptionTest {

  private static final String MONEY = "\"amount_money\":{\"amount\":1299,\"currency\":\"USD\"}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final SquareSimulator simulator =
      SquareSimulator.start(SquareSimulatorSettings.defaults());

  @BeforeEach
  void assume() {
    OfficialDescription.assume();
  }

  @AfterEach
  void close() {
    http.close();
    simulator.close();
  }

  @Test
  void describesPaymentsInEveryState() throws Exception {
    post("CreatePaymentResponse", "/v2/payments", charge("card-nonce-ok", "a", true));
    post("CreatePaymentResponse", "/v2/payments", charge("pending-then-ok", "b", true));
    post("CreatePaymentResponse", "/v2/payments", charge("decline-cvv-failure", "c", true));
    post("CreatePaymentResponse", "/v2/payments", charge("invalid-request", "d", true));
    var held = post("CreatePaymentResponse", "/v2/payments", charge("card-nonce-ok", "e", false));
    var other = post("CreatePaymentResponse", "/v2/payments", charge("card-nonce-ok", "f", false));

    post("CompletePaymentResponse", "/v2/payments/" + id(held, "payment") + "/complete", "{}");
    post("CancelPaymentResponse", "/v2/payments/" + id(other, "payment") + "/cancel", "{}");
    post(
        "CancelPaymentByIdempotencyKeyResponse",
        "/v2/payments/cancel",
        "{\"idempotency_key\":\"a\"}");
    get("GetPaymentResponse", "/v2/payments/" + id(held, "payment"));
    get("ListPaymentsResponse", "/v2/payments?limit=2");
  }

  @Test
  void describesRefundsAndPayouts() throws Exception {
    var paid = post("CreatePaymentResponse", "/v2/payments", charge("card-nonce-ok", "a", true));
    var body =
        "{\"idempotency_key\":\"r\",\"reason\":\"x\",\"payment_id\":\"%s\",%s}"
            .formatted(id(paid, "payment"), MONEY);

    var refund = post("RefundPaymentResponse", "/v2/refunds", body);
    post("RefundPaymentResponse", "/v2/refunds", body.replace("\"r\"", "\"other\""));
    get("GetPaymentRefundResponse", "/v2/refunds/" + id(refund, "refund"));
    get("GetPaymentResponse", "/v2/payments/" + id(paid, "payment"));
    get("ListPayoutsResponse", "/v2/payouts");
    get("ListPayoutEntriesResponse", "/v2/payouts/po_simulated/payout-entries");
  }

  @Test
  void describesPaymentLinks() throws Exception {
    var link =
        post(
            "CreatePaymentLinkResponse",
            "/v2/online-checkout/payment-links",
            "{\"idempotency_key\":\"l\",\"payment_note\":\"x\",\"quick_pay\":"
                + "{\"name\":\"Books\",\"location_id\":\"L1\",%s}}"
                    .formatted(MONEY.replace("amount_money", "price_money")));
    var path = "/v2/online-checkout/payment-links/" + id(link, "payment_link");

    get("RetrievePaymentLinkResponse", path);
    described("DeletePaymentLinkResponse", request(path).DELETE());
  }

  @Test
  void describesCustomersAndCards() throws Exception {
    var customer =
        post(
            "CreateCustomerResponse",
            "/v2/customers",
            "{\"idempotency_key\":\"u\",\"given_name\":\"Ada\",\"reference_id\":\"agr_1\"}");
    var card =
        post(
            "CreateCardResponse",
            "/v2/cards",
            "{\"idempotency_key\":\"c\",\"source_id\":\"cnon:card-nonce-ok\",\"card\":"
                + "{\"customer_id\":\"%s\",\"reference_id\":\"agr_1\"}}"
                    .formatted(id(customer, "customer")));

    get("RetrieveCardResponse", "/v2/cards/" + id(card, "card"));
    get("ListCardsResponse", "/v2/cards?reference_id=agr_1");
    post("DisableCardResponse", "/v2/cards/" + id(card, "card") + "/disable", "{}");
  }

  private static String charge(String script, String key, boolean autocomplete) {
    return "{\"source_id\":\"cnon:%s\",\"idempotency_key\":\"%s\",\"autocomplete\":%s,%s,%s}"
        .formatted(script, key, autocomplete, MONEY, "\"reference_id\":\"order-1\"");
  }

  private static String id(JsonNode answer, String name) {
    return answer.path(name).path("id").asString();
  }

  private JsonNode get(String schema, String path) throws Exception {
    return described(schema, request(path).GET());
  }

  private JsonNode post(String schema, String path, String body) throws Exception {
    return described(schema, request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  private JsonNode described(String schema, HttpRequest.Builder request) throws Exception {
    var body = http.send(request.build(), BodyHandlers.ofString()).body();
    assertThat(OfficialDescription.problems(schema, body.getBytes(UTF_8))).as(body).isEmpty();
    return SquareFixtures.JSON.readTree(body);
  }
}
