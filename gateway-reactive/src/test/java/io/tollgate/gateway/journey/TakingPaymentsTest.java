package io.tollgate.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.journey.Merchant.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What merchants get, over real servers and a simulated channel. */
class TakingPaymentsTest {

  private final RunningGateway gateway = RunningGateway.shared();
  private final Merchant merchant = gateway.merchant;

  @AfterEach
  void callbacksArriveAgain() {
    gateway.around.channel.switches().loseCallbacks(0);
  }

  @Test
  void takesAPaymentAndTellsTheMerchantAndTheDatabase() {
    var reference = Merchant.newReference();

    var answer = merchant.pay(reference, "pm_card_visa");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.field("status")).isEqualTo("succeeded");
    assertThat(answer.field("reference")).isEqualTo(reference);
    assertThat(answer.header("Request-Id")).startsWith("req_");
    var id = answer.field("id");
    assertThat(gateway.chargesOf(id)).isEqualTo(1);
    await().untilAsserted(() -> assertThat(webhooks(id)).containsExactly("payment.succeeded"));
    await().untilAsserted(() -> assertThat(gateway.storedStatus(id)).contains("succeeded"));
  }

  @ParameterizedTest
  @CsvSource({
    "pm_card_chargeDeclinedInsufficientFunds, insufficient_funds",
    "pm_card_chargeDeclinedExpiredCard, expired_method"
  })
  void tellsWhyAPaymentFailed(String token, String category) {
    var answer = merchant.pay(token);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.field("status")).isEqualTo("failed");
    assertThat(answer.json().get("failure").get("category").asString()).isEqualTo(category);
    assertThat(gateway.chargesOf(answer.field("id"))).isZero();
    await()
        .untilAsserted(
            () -> assertThat(webhooks(answer.field("id"))).containsExactly("payment.failed"));
  }

  @Test
  void sendsThePayerAwayAndTakesThemBack() throws Exception {
    var answer = merchant.pay("pm_card_threeDSecure2Required");
    var id = answer.field("id");
    assertThat(answer.field("status")).isEqualTo("requires_action");
    var step = answer.json().get("next_step");
    assertThat(step.get("type").asString()).isEqualTo("redirect");

    try (var payer = HttpClient.newHttpClient()) {
      var page = step.get("url").asString();
      payer.send(
          HttpRequest.newBuilder(
                  URI.create(page + (page.contains("?") ? "&" : "?") + "outcome=succeed"))
              .build(),
          BodyHandlers.discarding());
    }

    assertThat(gateway.awaitFinal(id, Duration.ofSeconds(60)).field("status"))
        .isEqualTo("succeeded");
    await()
        .untilAsserted(() ->
            assertThat(webhooks(id))
                .containsExactlyInAnyOrder("payment.requires_action", "payment.succeeded"));
  }

  @Test
  void timesRequestsByTheirRoute() {
    merchant.get("/v1/payments/" + merchant.pay("pm_card_visa").field("id"));

    await()
        .untilAsserted(() ->
            assertThat(gateway.management("/actuator/prometheus").text())
                .contains(timed("POST", "/v1/payments", 201))
                .contains(timed("GET", "/v1/payments/{id}", 200)));
  }

  private static String timed(String method, String route, int status) {
    return "http_server_requests_seconds_count{method=\"%s\",outcome=\"SUCCESS\",status=\"%d\",uri=\"%s\"}"
        .formatted(method, status, route);
  }

  @Test
  void answersAReplayWithTheFirstPayment() {
    var body = Merchant.body(Merchant.newReference(), 1299, "EUR", "pm_card_visa");

    var first = merchant.post(body, null);
    var second = merchant.post(body, null);

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(gateway.chargesOf(first.field("id"))).isEqualTo(1);
  }

  @Test
  void refusesAReferenceWithAnotherBody() {
    var reference = Merchant.newReference();
    var first = merchant.pay(reference, "pm_card_visa");

    var second = merchant.post(Merchant.body(reference, 1300, "EUR", "pm_card_visa"), null);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.field("code")).isEqualTo("reference_reused");
    assertThat(gateway.chargesOf(first.field("id"))).isEqualTo(1);
  }

  @Test
  void chargesOnceForAThousandRequestsAtOnce() {
    var body = Merchant.body(Merchant.newReference(), 1299, "EUR", "pm_card_visa");

    var answers =
        IntStream.range(0, 1_000).mapToObj(_ -> merchant.payLater(body)).toList().stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .extracting(answer -> answer.field("id"))
        .containsOnly(answers.getFirst().field("id"));
    assertThat(gateway.chargesOf(answers.getFirst().field("id"))).isEqualTo(1);
    assertThat(gateway.around.channel.book().chargesFor(answers.getFirst().field("id"))).hasSize(1);
  }

  @Test
  void givesTheSameAnswerUnderTheSameKey() {
    var body = Merchant.body(Merchant.newReference(), 1299, "EUR", "pm_card_visa");
    var key = "key-" + Merchant.newReference();

    var first = merchant.post(body, key);
    var second = merchant.post(body, key);
    var other =
        merchant.post(Merchant.body(Merchant.newReference(), 5, "EUR", "pm_card_visa"), key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.field("code")).isEqualTo("idempotency_key_reused");
  }

  @Test
  void settlesByPollingWhatNoCallbackTold() {
    gateway.around.channel.switches().loseCallbacks(1);

    var answer = merchant.pay("pm_sim_processing");

    assertThat(answer.field("status")).isEqualTo("pending");
    assertThat(gateway.awaitFinal(answer.field("id"), Duration.ofSeconds(60)).field("status"))
        .isEqualTo("succeeded");
  }

  @ParameterizedTest
  @CsvSource({"pm_sim_charge_then_timeout", "pm_sim_charge_then_drop", "pm_sim_500_after_charge"})
  void findsTheChargeBehindASilenceAndMakesNoOther(String token) {
    gateway.around.channel.switches().loseCallbacks(1);

    var answer = merchant.pay(token);
    var id = answer.field("id");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(gateway.awaitFinal(id, Duration.ofSeconds(60)).field("status"))
        .isEqualTo("succeeded");
    assertThat(gateway.chargesOf(id)).isEqualTo(1);
    assertThat(gateway.around.channel.book().chargesFor(id)).hasSize(1);
  }

  @Test
  void goesToTheNextChannelWhereNothingWasSent() {
    var answer =
        merchant.post(Merchant.body(Merchant.newReference(), 700, "GBP", "pm_card_visa"), null);

    assertThat(answer.field("status")).isEqualTo("succeeded");
    assertThat(answer.json().get("attempts").intValue()).isEqualTo(2);
    assertThat(gateway.chargesOf(answer.field("id"))).isEqualTo(1);
  }

  @Test
  void failsWhereNoChannelCanBeReached() {
    var answer =
        merchant.post(Merchant.body(Merchant.newReference(), 700, "CHF", "pm_card_visa"), null);

    // Its breaker may have opened already, by the pounds that go there first.
    if (answer.status() == 422) {
      assertThat(answer.field("code")).isEqualTo("no_route");
    } else {
      assertThat(answer.field("status")).isEqualTo("failed");
      assertThat(answer.json().get("failure").get("category").asString())
          .isEqualTo("channel_unreachable");
    }
  }

  @ParameterizedTest
  @CsvSource({"pm_sim_callback_twice", "pm_sim_callback_reordered", "pm_sim_callback_forged"})
  void isNotConfusedByCallbacks(String token) {
    var answer = merchant.pay(token);
    var id = answer.field("id");

    assertThat(gateway.awaitFinal(id, Duration.ofSeconds(60)).field("status"))
        .isEqualTo("succeeded");
    await().untilAsserted(() -> assertThat(webhooks(id)).contains("payment.succeeded"));
    var now = merchant.get("/v1/payments/" + id);
    assertThat(now.field("status")).isEqualTo("succeeded");
    assertThat(now.json().get("conflict").booleanValue()).isFalse();
  }

  @Test
  void answersAfterTheWaitThatTheMerchantAskedFor() {
    gateway.around.channel.switches().loseCallbacks(1);
    var body = Merchant.body(Merchant.newReference(), 1299, "EUR", "pm_sim_charge_then_timeout");

    var answer = merchant.send(merchant.payment(body, null).header("Prefer", "wait=1").build());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.field("status")).isEqualTo("created");
    assertThat(gateway.awaitFinal(answer.field("id"), Duration.ofSeconds(60)).field("status"))
        .isEqualTo("succeeded");
  }

  @Test
  void goesOnWhenTheMerchantHangsUp() {
    var reference = Merchant.newReference();
    var body = Merchant.body(reference, 1299, "EUR", "pm_sim_processing");
    var asked = merchant.payLater(body);

    await().until(() -> merchant.get("/v1/payments?reference=" + reference).status() == 200);
    asked.cancel(true);

    var id = merchant.get("/v1/payments?reference=" + reference).field("id");
    assertThat(gateway.awaitFinal(id, Duration.ofSeconds(60)).field("status"))
        .isEqualTo("succeeded");
  }

  @Test
  void streamsEveryStateUntilTheFinalOne() {
    var id = merchant.pay("pm_sim_processing").field("id");

    var stream = merchant.get("/v1/payments/" + id + "/events");

    assertThat(stream.status()).isEqualTo(200);
    assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
    var states = new ArrayList<String>();
    stream
        .text()
        .lines()
        .filter(line -> line.startsWith("data:"))
        .forEach(line ->
            states.add(
                tools.jackson.databind.json.JsonMapper.shared()
                    .readTree(line.substring(5))
                    .get("status")
                    .asString()));
    assertThat(states).startsWith("pending").endsWith("succeeded");
  }

  @Test
  void findsAPaymentByReferenceAndRefreshesIt() {
    var reference = Merchant.newReference();
    var id = merchant.pay(reference, "pm_card_threeDSecure2Required").field("id");

    var found = merchant.get("/v1/payments?reference=" + reference);
    var refreshed = merchant.get("/v1/payments/" + id + "?refresh=true");

    assertThat(found.field("id")).isEqualTo(id);
    assertThat(refreshed.field("status")).isEqualTo("requires_action");
  }

  @Test
  void hidesOneMerchantsPaymentsFromAnother() {
    var reference = Merchant.newReference();
    var id = merchant.pay(reference, "pm_card_visa").field("id");
    var other = gateway.merchant("mk_other");

    assertThat(other.get("/v1/payments/" + id).status()).isEqualTo(404);
    assertThat(other.get("/v1/payments?reference=" + reference).status()).isEqualTo(404);
    assertThat(other.pay(reference, "pm_card_visa").field("id")).isNotEqualTo(id);
  }

  private java.util.List<String> webhooks(String paymentId) {
    return gateway.around.receiver.received().stream()
        .filter(received -> received.payload().contains(paymentId))
        .filter(received -> received.verified())
        .map(received -> received.type())
        .distinct()
        .toList();
  }
}
