package io.tollgate.sandbox.stripe;

import static io.tollgate.sandbox.stripe.StripeHttp.json;
import static io.tollgate.sandbox.stripe.StripeHttp.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import io.tollgate.sandbox.stripe.CallbackCatcher.Caught;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every scripted payment method and every switch does what the manual says. */
class StripeMisbehaviourTest {

  private static final String INTENTS = "/v1/payment_intents";

  private CallbackCatcher catcher;
  private StripeSimulator simulator;
  private StripeHttp http;

  @BeforeEach
  void start() throws IOException {
    catcher = new CallbackCatcher();
    simulator =
        StripeSimulator.start(
            StripeSimulatorSettings.defaults()
                .withKeptCharges(1_000)
                .withCallbackUrl(catcher.url())
                .withDurations(
                    Duration.ofMillis(700),
                    Duration.ofMillis(300),
                    Duration.ofMillis(600),
                    Duration.ofSeconds(30)));
    http = new StripeHttp(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
    catcher.close();
  }

  @Test
  void tellsSuccessWithASignatureTheSdkAccepts() throws Exception {
    HttpResponse<String> answer = pay("pm_card_visa", "told");

    Event event = Webhook.constructEvent(only().body(), only().signature(), "whsec_sandbox_stripe");

    assertThat(event.getType()).isEqualTo("payment_intent.succeeded");
    assertThat(only().body()).contains(json(answer).get("id").asString());
    assertThatThrownBy(() ->
            Webhook.constructEvent(only().body() + " ", only().signature(), "whsec_sandbox_stripe"))
        .isInstanceOf(SignatureVerificationException.class);
  }

  @Test
  void tellsADecline() throws Exception {
    pay("pm_card_chargeDeclined", "refused");

    assertThat(types(1)).containsExactly("payment_intent.payment_failed");
  }

  @Test
  void triesAgainUntilTheCallbackIsAcknowledged() throws Exception {
    catcher.refuseNext(2);

    pay("pm_card_visa", "retried");

    assertThat(types(1)).containsExactly("payment_intent.succeeded");
    await().until(() -> simulator.acknowledgedCallbackCount() == 1);
  }

  @Test
  void completesWhenThePayerApprovesAndGoesBackToTheShop() throws Exception {
    HttpResponse<String> answer =
        http.post(
            INTENTS,
            payment("pm_card_threeDSecure2Required", "3ds")
                + "&return_url=https%3A%2F%2Fshop.example%2Fback%3Forder%3D7");
    String page = json(answer).at("/next_action/redirect_to_url/url").asString();
    String path = page.substring(simulator.baseUrl().length());

    HttpResponse<String> question = http.get(path);
    HttpResponse<String> done = http.get(path + "?outcome=succeed");
    HttpResponse<String> again = http.get(path + "?outcome=fail");

    assertThat(question.body()).contains("outcome=succeed").contains("outcome=fail");
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(done.headers().firstValue("Location").orElseThrow())
        .startsWith("https://shop.example/back?order=7&payment_intent=pi_")
        .endsWith("&redirect_status=succeeded");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(types(1)).containsExactly("payment_intent.succeeded");
    assertThat(charged("3ds")).isTrue();
  }

  @Test
  void failsWhenThePayerRefuses() throws Exception {
    JsonNode intent = json(pay("pm_card_threeDSecure2Required", "3ds-no"));
    String id = intent.get("id").asString();

    http.get("/_sim/authenticate/" + id + "?outcome=fail");

    JsonNode after = json(http.get(INTENTS + "/" + id));
    assertThat(after.get("status").asString()).isEqualTo("requires_payment_method");
    assertThat(after.at("/last_payment_error/code").asString())
        .isEqualTo("payment_intent_authentication_failure");
    assertThat(types(1)).containsExactly("payment_intent.payment_failed");
    assertThat(charged("3ds-no")).isFalse();
  }

  @Test
  void takesItsTimeAndRefusesTheSameKeyMeanwhile() throws Exception {
    long start = System.nanoTime();
    CompletableFuture<HttpResponse<String>> slow =
        http.postLater(INTENTS, payment("pm_sim_slow", "slow"), "Idempotency-Key", "slow-key");
    await().until(() -> simulator.requestCount() == 1);

    HttpResponse<String> meanwhile =
        http.post(INTENTS, payment("pm_sim_slow", "slow"), "Idempotency-Key", "slow-key");

    assertThat(meanwhile.statusCode()).isEqualTo(409);
    assertThat(slow.join().statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(650));
    assertThat(simulator.book().chargesFor("slow")).hasSize(1);
  }

  @Test
  void finishesASlowPaymentAlthoughTheCallerHungUp() throws Exception {
    CompletableFuture<HttpResponse<String>> slow =
        http.postLater(INTENTS, payment("pm_sim_slow", "hung-up"));
    await().until(() -> simulator.requestCount() == 1);

    slow.cancel(true);

    await().until(() -> charged("hung-up"));
  }

  @Test
  void processesAndThenSucceeds() throws Exception {
    HttpResponse<String> answer = pay("pm_sim_processing", "later");

    assertThat(json(answer).get("status").asString()).isEqualTo("processing");
    assertThat(types(1)).containsExactly("payment_intent.succeeded");
    assertThat(charged("later")).isTrue();
  }

  @Test
  void processesAndThenDeclines() throws Exception {
    assertThat(json(pay("pm_sim_processing_then_fail", "no")).get("status").asString())
        .isEqualTo("processing");
    assertThat(types(1)).containsExactly("payment_intent.payment_failed");
    assertThat(charged("no")).isFalse();
  }

  @Test
  void chargesAndStaysSilentButAnswersTheRepeatedKey() throws Exception {
    CompletableFuture<HttpResponse<String>> silent =
        http.postLater(
            INTENTS, payment("pm_sim_charge_then_timeout", "silent"), "Idempotency-Key", "k");
    await().until(() -> charged("silent"));

    HttpResponse<String> repeated =
        http.post(INTENTS, payment("pm_sim_charge_then_timeout", "silent"), "Idempotency-Key", "k");

    assertThat(silent).isNotDone();
    assertThat(repeated.statusCode()).isEqualTo(200);
    assertThat(repeated.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(http.search("silent").get("data")).hasSize(1);
    assertThat(simulator.book().chargesFor("silent")).hasSize(1);
    silent.cancel(true);
  }

  @Test
  void staysSilentAndDeclinesLater() throws Exception {
    CompletableFuture<HttpResponse<String>> silent =
        http.postLater(INTENTS, payment("pm_sim_silent_then_fail", "mute"));

    assertThat(types(1)).containsExactly("payment_intent.payment_failed");
    assertThat(silent).isNotDone();
    assertThat(charged("mute")).isFalse();
    silent.cancel(true);
  }

  @Test
  void chargesAndDropsTheConnection() throws Exception {
    assertThatThrownBy(() -> pay("pm_sim_charge_then_drop", "dropped"))
        .isInstanceOf(IOException.class);

    assertThat(charged("dropped")).isTrue();
  }

  @Test
  void dropsTheConnectionWithoutCharging() throws Exception {
    assertThatThrownBy(() -> pay("pm_sim_drop", "nothing")).isInstanceOf(IOException.class);

    assertThat(simulator.book().chargesFor("nothing")).isEmpty();
    assertThat(http.search("nothing").get("data")).isEmpty();
  }

  @Test
  void repeatsA500UnderTheSameKeyWhetherItChargedOrNot() throws Exception {
    for (String method : List.of("pm_sim_500_after_charge", "pm_sim_500")) {
      String[] key = {"Idempotency-Key", method};
      HttpResponse<String> first = http.post(INTENTS, payment(method, method), key);
      HttpResponse<String> second = http.post(INTENTS, payment(method, method), key);

      assertThat(first.statusCode()).isEqualTo(500);
      assertThat(json(first).at("/error/type").asString()).isEqualTo("api_error");
      assertThat(second.statusCode()).isEqualTo(500);
    }
    assertThat(charged("pm_sim_500_after_charge")).isTrue();
    assertThat(simulator.book().chargesFor("pm_sim_500")).hasSize(1);
  }

  @Test
  void losesTheCallback() throws Exception {
    pay("pm_sim_callback_lost", "lost");
    pay("pm_card_visa", "not-lost");

    assertThat(types(1)).hasSize(1);
    assertThat(only().body()).contains("not-lost");
  }

  @Test
  void sendsTheSameEventTwice() throws Exception {
    pay("pm_sim_callback_twice", "twice");

    assertThat(types(2)).containsExactly("payment_intent.succeeded", "payment_intent.succeeded");
    assertThat(catcher.caught()).extracting(Caught::body).containsOnly(only().body());
  }

  @Test
  void callsLate() throws Exception {
    long start = System.nanoTime();

    pay("pm_sim_callback_late", "late");

    assertThat(types(1)).containsExactly("payment_intent.succeeded");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(550));
  }

  @Test
  void tellsProcessingAfterSuccess() throws Exception {
    pay("pm_sim_callback_reordered", "reordered");

    assertThat(types(2)).containsExactly("payment_intent.succeeded", "payment_intent.processing");
  }

  @Test
  void sendsAForgeryBesidesTheTruth() throws Exception {
    pay("pm_sim_callback_forged", "forged");

    types(2);
    for (Caught caught : catcher.caught()) {
      boolean lie = caught.body().contains("payment_intent.payment_failed");
      if (lie) {
        assertThatThrownBy(() -> accepted(caught))
            .isInstanceOf(SignatureVerificationException.class);
      } else {
        assertThat(accepted(caught).getType()).isEqualTo("payment_intent.succeeded");
      }
    }
    assertThat(catcher.caught()).anyMatch(caught -> caught.body().contains("payment_failed"));
  }

  @Test
  void refundsLaterOrNotAtAll() throws Exception {
    String good = json(pay("pm_sim_refund_pending", "slow-refund")).get("id").asString();
    String bad = json(pay("pm_sim_refund_fails", "no-refund")).get("id").asString();

    JsonNode pending = json(http.post("/v1/refunds", "payment_intent=" + good));
    JsonNode failing = json(http.post("/v1/refunds", "payment_intent=" + bad));

    assertThat(pending.get("status").asString()).isEqualTo("pending");
    await().until(() -> refundStatus(pending).equals("succeeded"));
    await().until(() -> refundStatus(failing).equals("failed"));
    assertThat(simulator.book().chargesFor("no-refund").getFirst().refunded()).isZero();
    assertThat(types(4)).contains("refund.updated", "refund.failed");
  }

  @Test
  void refusesConnectionsWhileDownAndComesBackOnTheSamePort() throws Exception {
    pay("pm_card_visa", "before");
    simulator.switches().down();

    assertThatThrownBy(() -> pay("pm_card_visa", "during")).isInstanceOf(ConnectException.class);
    simulator.switches().up();

    assertThat(pay("pm_card_visa", "after").statusCode()).isEqualTo(200);
    assertThat(simulator.book().charges())
        .extracting(StripeBook.Charge::attemptId)
        .containsExactly("before", "after");
  }

  @Test
  void goesDownForAWhileWhenTold() throws Exception {
    HttpResponse<String> told = http.post("/_sim/switches", "{\"down_ms\":500}");

    assertThat(told.statusCode()).isEqualTo(200);
    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> http.get("/_sim/counts")).isInstanceOf(IOException.class));
    await().ignoreExceptions().until(() -> http.get("/_sim/counts").statusCode() == 200);
  }

  @Test
  void delaysEveryAnswerAndLosesCallbacksWhenTold() throws Exception {
    http.post("/_sim/switches", "{\"delay_ms\":300,\"lose_callbacks\":1}");
    long start = System.nanoTime();

    pay("pm_card_visa", "delayed");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    JsonNode counts = json(http.get("/_sim/counts"));
    assertThat(counts.get("callbacks_lost").asInt()).isEqualTo(1);
    assertThat(counts.get("succeeded").asInt()).isEqualTo(1);
    assertThat(catcher.caught()).isEmpty();
  }

  @Test
  void hidesNewPaymentsFromSearchWhenTold() throws Exception {
    simulator.switches().searchLag(Duration.ofMillis(400));

    pay("pm_card_visa", "hidden");

    assertThat(http.search("hidden").get("data")).isEmpty();
    await().until(() -> http.search("hidden").get("data").size() == 1);
  }

  @Test
  void showsItsBookByAttempt() throws Exception {
    pay("pm_card_visa", "shop-1-1");
    pay("pm_card_chargeDeclined", "shop-1-2");
    pay("pm_card_visa", "shop-2-1");

    JsonNode book = json(http.get("/_sim/book?attempt=shop-1-"));

    assertThat(book).hasSize(2);
    assertThat(book.at("/0/charged").asBoolean()).isTrue();
    assertThat(book.at("/1/charged").asBoolean()).isFalse();
  }

  @Test
  void showsASecondChargeForTheSameAttempt() throws Exception {
    pay("pm_card_visa", "double");
    pay("pm_card_visa", "double");

    assertThat(simulator.book().chargesFor("double")).hasSize(2);
    assertThat(http.search("double").get("data")).hasSize(2);
    assertThat(simulator.book().succeededCount()).isEqualTo(2);
  }

  @Test
  void chargesOnceHoweverManyUseTheSameKeyAtOnce() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(_ ->
                http.postLater(INTENTS, payment("pm_card_visa", "herd"), "Idempotency-Key", "herd"))
            .toList();

    assertThat(answers).allMatch(answer -> List.of(200, 409).contains(answer.join().statusCode()));
    assertThat(simulator.book().chargesFor("herd")).hasSize(1);
  }

  @Test
  void refusesMalformedRequestsInStripesWords() throws Exception {
    assertRefused("currency=eur", "parameter_missing", "amount");
    assertRefused("amount=ten&currency=eur", "parameter_invalid_integer", "amount");
    assertRefused("amount=-1&currency=eur", "parameter_invalid_integer", "amount");
    assertRefused("amount=1&currency=eur&surprise=1", "parameter_unknown", "surprise");
    assertRefused(payment("pm_card_nobody", "x"), "resource_missing", "payment_method");
    assertThat(http.get(INTENTS + "/pi_nobody").statusCode()).isEqualTo(404);
    assertThat(http.get("/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(http.get(INTENTS + "/search?query=rubbish").statusCode()).isEqualTo(400);
    assertThat(simulator.book().charges()).isEmpty();
  }

  private void assertRefused(String form, String code, String param) throws Exception {
    HttpResponse<String> answer = http.post(INTENTS, form, "Idempotency-Key", "same-key-each-time");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/error/type").asString()).isEqualTo("invalid_request_error");
    assertThat(json(answer).at("/error/code").asString()).isEqualTo(code);
    assertThat(json(answer).at("/error/param").asString()).isEqualTo(param);
  }

  private HttpResponse<String> pay(String method, String attempt) throws Exception {
    return http.post(INTENTS, payment(method, attempt));
  }

  private boolean charged(String attempt) {
    return simulator.book().chargesFor(attempt).stream().anyMatch(StripeBook.Charge::charged);
  }

  private String refundStatus(JsonNode refund) throws Exception {
    return json(http.get("/v1/refunds/" + refund.get("id").asString())).get("status").asString();
  }

  private Caught only() {
    await().until(() -> !catcher.caught().isEmpty());
    return catcher.caught().getFirst();
  }

  private List<String> types(int expected) {
    await().until(() -> catcher.caught().size() >= expected);
    return catcher.caught().stream()
        .map(caught -> Webhook.constructEventWithoutVerification(caught.body()).getType())
        .toList();
  }

  private static Event accepted(Caught caught) throws SignatureVerificationException {
    return Webhook.constructEvent(caught.body(), caught.signature(), "whsec_sandbox_stripe");
  }
}
