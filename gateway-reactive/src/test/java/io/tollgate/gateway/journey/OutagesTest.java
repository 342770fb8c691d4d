package io.tollgate.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.sandbox.merchant.WebhookAnswer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a gateway does when the servers behind it die. */
class OutagesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Surroundings around = Surroundings.withOwnServers();
  private final RunningGateway gateway =
      RunningGateway.in(around, "--spring.profiles.active=tracing");
  private final Merchant merchant = gateway.merchant;

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void worksThroughOneOutageAfterTheOther() {
    tellsMerchantsWhileTheBrokerIsDown();
    triesAnEndpointAgainThatFailed();
    takesPaymentsWhileTheDatabaseIsDown();
    learnsWhatBecameOfPaymentsWhileRedisIsDown();
    acknowledgesNothingWithoutAnyStore();
  }

  private void tellsMerchantsWhileTheBrokerIsDown() {
    var before = merchant.pay("pm_card_visa").field("id");
    awaitWebhook(before);

    around.broker.stop();
    var during = merchant.pay("pm_card_visa").field("id");
    awaitWebhook(during);

    around.broker.restart();
    var after = merchant.pay("pm_card_visa").field("id");
    awaitWebhook(after);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          merchant.pay("pm_card_visa");
          assertThat(metric("tollgate_notices_total{way=\"broker\"}")).isGreaterThan(1);
        });
  }

  private void triesAnEndpointAgainThatFailed() {
    around.receiver.answerWith(WebhookAnswer.ofStatus(500));
    var id = merchant.pay("pm_card_visa").field("id");
    await().atMost(PATIENCE).until(() -> deliveries(id) == 1);

    around.receiver.answerWith(WebhookAnswer.accepted());

    await().atMost(PATIENCE).until(() -> deliveries(id) == 2);
    var ids =
        around.receiver.received().stream()
            .filter(received -> received.payload().contains(id))
            .map(received -> received.id())
            .distinct();
    assertThat(ids).as("the webhook's id is the same on every try").hasSize(1);
  }

  private void takesPaymentsWhileTheDatabaseIsDown() {
    around.database.kill();

    var answer = merchant.pay("pm_card_visa");

    assertThat(answer.field("status")).isEqualTo("succeeded");
    awaitWebhook(answer.field("id"));
    assertThat(gateway.health("readiness").status()).isEqualTo(200);
    around.database.restart();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(gateway.storedStatus(answer.field("id"))).contains("succeeded"));
  }

  private void learnsWhatBecameOfPaymentsWhileRedisIsDown() {
    var id = merchant.pay("pm_sim_processing").field("id");
    await().atMost(PATIENCE).until(() -> gateway.storedStatus(id).equals(Optional.of("pending")));
    around.redis.kill();

    assertThat(merchant.get("/v1/payments/" + id).status()).isEqualTo(503);
    assertThat(merchant.pay("pm_card_visa").status()).isEqualTo(503);
    await()
        .atMost(PATIENCE)
        .until(() -> merchant.get("/v1/payments/" + id), answer -> answer.status() == 200);
    assertThat(merchant.get("/v1/payments/" + id).field("status")).isEqualTo("succeeded");
    awaitWebhook(id);

    around.redis.restart();
    assertThat(merchant.get("/v1/payments/" + id).field("status")).isEqualTo("succeeded");
    assertThat(gateway.chargesOf(id)).isEqualTo(1);
  }

  private void acknowledgesNothingWithoutAnyStore() {
    var reference = Merchant.newReference();
    around.database.kill();
    around.redis.kill();

    var answer = merchant.pay(reference, "pm_card_visa");

    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.field("code")).isEqualTo("store_unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(gateway.health("readiness").status()).isEqualTo(200);
    assertThat(gateway.health("liveness").status()).isEqualTo(200);

    around.redis.restart();
    around.database.restart();
    var again =
        await()
            .atMost(PATIENCE)
            .until(
                () -> merchant.pay(reference, "pm_card_visa"), retried -> retried.status() < 300);
    // Where Redis took it and could not say so any more, it was never sent, and fails in the end.
    var end = gateway.awaitFinal(again.field("id"), PATIENCE).field("status");
    assertThat(gateway.chargesOf(again.field("id"))).isEqualTo(end.equals("succeeded") ? 1 : 0);
  }

  private void awaitWebhook(String paymentId) {
    await().atMost(PATIENCE).until(() -> deliveries(paymentId) > 0);
  }

  private long deliveries(String paymentId) {
    return around.receiver.received().stream()
        .filter(received -> received.payload().contains(paymentId))
        .count();
  }

  private double metric(String line) {
    return gateway
        .management("/actuator/prometheus")
        .text()
        .lines()
        .filter(metric -> metric.startsWith(line))
        .mapToDouble(metric -> Double.parseDouble(metric.substring(metric.lastIndexOf(' '))))
        .findFirst()
        .orElse(0);
  }
}
