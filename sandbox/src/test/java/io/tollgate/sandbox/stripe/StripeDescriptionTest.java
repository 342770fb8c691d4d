package io.tollgate.sandbox.stripe;

import static io.tollgate.sandbox.stripe.StripeHttp.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the simulator sends is valid by Stripe's official API description. */
class StripeDescriptionTest {

  private static final String INTENTS = "/v1/payment_intents";

  private static StripeSpecification specification;
  private static CallbackCatcher catcher;
  private static StripeSimulator simulator;
  private static StripeHttp http;

  @BeforeAll
  static void start() throws IOException {
    specification = StripeSpecification.read();
    catcher = new CallbackCatcher();
    simulator =
        StripeSimulator.start(
            StripeSimulatorSettings.defaults()
                .withKeptCharges(1_000)
                .withCallbackUrl(catcher.url()));
    http = new StripeHttp(simulator);
  }

  @AfterAll
  static void stop() {
    if (simulator != null) {
      simulator.close();
      catcher.close();
    }
  }

  @Test
  void describesPaymentsInEveryState() throws Exception {
    List<String> forms =
        List.of(
            "amount=1&currency=jpy",
            "amount=1&currency=jpy&payment_method=pm_card_visa",
            payment("pm_card_visa", "a") + "&description=%22quoted%22%5C&metadata[b]=%C3%A9",
            payment("pm_card_visa", "b") + "&capture_method=manual",
            payment("pm_sim_processing", "c"),
            payment("pm_card_threeDSecure2Required", "d") + "&return_url=https://shop.example",
            "amount=5&currency=eur&confirm=true&payment_method_types[]=ideal"
                + "&payment_method_data[type]=ideal&return_url=https://shop.example");
    for (String form : forms) {
      HttpResponse<String> answer = http.post(INTENTS, form);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertDescribed("payment_intent", answer.body());
    }
  }

  @Test
  void describesCanceledAndDeclinedPayments() throws Exception {
    String id = id(http.post(INTENTS, "amount=1&currency=jpy"));
    assertDescribed(
        "payment_intent",
        http.post(INTENTS + "/" + id + "/cancel", "cancellation_reason=abandoned").body());

    HttpResponse<String> decline =
        http.post(INTENTS, payment("pm_card_chargeDeclinedExpiredCard", "e"));

    assertThat(specification.faults("error", decline.body())).isEmpty();
    String declined = StripeHttp.json(decline).at("/error/payment_intent").toString();
    assertDescribed("payment_intent", declined);
    assertThat(specification.faults("error", http.post(INTENTS, "amount=x").body())).isEmpty();
  }

  @Test
  void describesRefundsAndEvents() throws Exception {
    String paid = id(http.post(INTENTS, payment("pm_card_visa", "f")));

    HttpResponse<String> refund = http.post("/v1/refunds", "payment_intent=" + paid);

    assertDescribed("refund", refund.body());
    http.post("/v1/setup_intents", "confirm=true&payment_method=pm_card_visa");
    await().until(() -> catcher.caught().size() >= 3);
    for (var caught : catcher.caught()) {
      assertDescribed("event", caught.body());
    }
  }

  @Test
  void describesWhatIsKeptOfPayers() throws Exception {
    HttpResponse<String> customer = http.post("/v1/customers", "email=a@b.example&metadata[a]=b");
    assertDescribed("customer", customer.body());
    assertDescribed("customer", http.get("/v1/customers/" + id(customer)).body());

    for (String method :
        List.of("pm_card_visa", "pm_card_threeDSecure2Required", "pm_sim_processing")) {
      assertDescribed("setup_intent", setUp(customer, method).body());
    }
    HttpResponse<String> decline = setUp(customer, "pm_card_chargeDeclined");
    assertThat(specification.faults("error", decline.body())).isEmpty();
    assertDescribed("setup_intent", StripeHttp.json(decline).at("/error/setup_intent").toString());

    HttpResponse<String> made = setUp(customer, "pm_card_visa");
    String mandate = StripeHttp.json(made).get("mandate").asString();
    String method = "/v1/payment_methods/" + StripeHttp.json(made).get("payment_method").asString();
    assertDescribed("mandate", http.get("/v1/mandates/" + mandate).body());
    assertDescribed("payment_method", http.get(method).body());
    assertDescribed("payment_method", http.post(method + "/detach", "").body());
    HttpResponse<String> expanded =
        http.get(
            "/v1/setup_intents/" + id(made) + "?expand%5B%5D=mandate&expand%5B%5D=payment_method");
    assertThat(StripeHttp.json(expanded).at("/mandate/status").asString()).isEqualTo("active");
    assertDescribed("setup_intent", expanded.body());
  }

  @Test
  void describesWhatTheBalanceChangedBy() throws Exception {
    http.post(
        "/v1/refunds", "payment_intent=" + id(http.post(INTENTS, payment("pm_card_visa", "g"))));
    String reserved =
        id(http.post(INTENTS, payment("pm_card_visa", "h") + "&capture_method=manual"));
    http.post(INTENTS + "/" + reserved + "/capture", "amount_to_capture=1");

    for (String query : List.of("?limit=100", "?limit=100&expand%5B%5D=data.source")) {
      JsonNode list = StripeHttp.json(http.get("/v1/balance_transactions" + query));
      assertThat(list.get("data")).hasSizeGreaterThanOrEqualTo(4);
      for (JsonNode line : list.get("data")) {
        assertDescribed("balance_transaction", line.toString());
      }
    }
  }

  private static HttpResponse<String> setUp(HttpResponse<String> customer, String method)
      throws Exception {
    return http.post(
        "/v1/setup_intents",
        "confirm=true&usage=off_session&return_url=https://shop.example&metadata[a]=b&customer="
            + id(customer)
            + "&payment_method="
            + method);
  }

  @Test
  void wouldNoticeAWrongAnswer() {
    assertThat(specification.faults("payment_intent", "{\"object\":\"payment_intent\"}"))
        .isNotEmpty();
    assertThat(specification.strangers("refund", "{\"surprise\":1}")).containsExactly("surprise");
  }

  private static String id(HttpResponse<String> answer) {
    return StripeHttp.json(answer).get("id").asString();
  }

  private static void assertDescribed(String schema, String body) {
    assertThat(specification.faults(schema, body)).as(body).isEmpty();
    assertThat(specification.strangers(schema, body)).as(body).isEmpty();
  }
}
