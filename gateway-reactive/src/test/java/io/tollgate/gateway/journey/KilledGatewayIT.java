package io.tollgate.gateway.journey;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.journey.Merchant.Answer;
import io.tollgate.sandbox.GatewayProcess;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged gateway in a process of its own, killed with {@code kill -9} under load and started
 * again: nothing that was acknowledged is lost, and nobody is charged twice.
 */
class KilledGatewayIT {

  private static final int CHECKOUTS = 4;
  private static final int KILLS = 1;
  private static final Set<String> ENDINGS = Set.of("payment.succeeded", "payment.failed");

  private final Surroundings around = Surroundings.withOwnBroker();
  private final Merchant merchant = new Merchant(around.port, "mk_demo");
  private GatewayProcess process;

  @BeforeEach
  void start() throws InterruptedException {
    var jar = "gateway-reactive/target/tollgate-gateway-exec.jar";
    var arguments = around.arguments();
    // Shorter than usual, so that the test does not wait 95 s for what was never sent.
    arguments.add("--tollgate.watch.ages=3s,6s,10s,15s,22s,30s");
    process =
        GatewayProcess.start(
            new GatewayProcess.Launch(
                SandboxFolder.projectRoot().resolve(jar),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                arguments,
                Map.of()),
            SandboxFolder.folder().resolve("killed-gateway.log"),
            URI.create(
                "http://127.0.0.1:%d/actuator/health/readiness".formatted(around.managementPort)));
    process.awaitReady(Duration.ofSeconds(120), System.out::println);
  }

  @AfterEach
  void stop() {
    process.stop();
    around.close();
  }

  @Test
  void losesNothingAndChargesNobodyTwice() throws Exception {
    var acknowledged = new ConcurrentHashMap<String, String>();
    var stopped = new AtomicBoolean();
    try (var checkouts = Executors.newFixedThreadPool(CHECKOUTS)) {
      for (int checkout = 0; checkout < CHECKOUTS; checkout++) {
        checkouts.execute(() -> checkOut(acknowledged, stopped));
      }
      killUnderLoad(acknowledged);
      stopped.set(true);
    }

    var endings = new HashMap<String, Answer>();
    acknowledged.forEach((reference, id) -> endings.put(reference, awaitFinal(id)));
    var charges = chargesByPayment();
    endings.forEach((reference, answer) -> {
      assertThat(answer.field("reference")).isEqualTo(reference);
      // One that was opened and never sent, because of the kill, fails for want of a charge.
      assertThat(answer.field("status"))
          .isEqualTo(charges.containsKey(answer.field("id")) ? "succeeded" : "failed");
    });
    // What was not acknowledged was not charged twice either.
    assertThat(charges.values()).allMatch(times -> times == 1);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(told()).containsAll(acknowledged.values()));
  }

  private Map<String, Long> chargesByPayment() {
    return around.channel.book().charges().stream()
        .filter(charge -> charge.charged())
        .collect(groupingBy(charge -> charge.attemptId().substring(0, 30), counting()));
  }

  /** The payments whose end the merchant was told. */
  private Set<String> told() {
    return around.receiver.received().stream()
        .filter(notice -> notice.verified())
        .filter(notice -> ENDINGS.contains(notice.type()))
        .map(notice -> JsonMapper.shared().readTree(notice.payload()).at("/data/id").asString())
        .collect(toSet());
  }

  /** Kills only while payments go through, so that each kill hits some of them. */
  private void killUnderLoad(ConcurrentHashMap<String, String> acknowledged) throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      int before = acknowledged.size();
      await().atMost(Duration.ofSeconds(120)).until(() -> acknowledged.size() > before + 100);
      process.kill();
      start();
    }
    int before = acknowledged.size();
    await().atMost(Duration.ofSeconds(120)).until(() -> acknowledged.size() > before + 50);
  }

  /** One order after the other; an order without an answer is sent again, as merchants do. */
  private void checkOut(ConcurrentHashMap<String, String> acknowledged, AtomicBoolean stopped) {
    while (!stopped.get()) {
      var reference = Merchant.newReference();
      var answer = Optional.<Answer>empty();
      while (answer.isEmpty() && !stopped.get()) {
        answer = tried(reference);
      }
      answer.ifPresent(taken -> acknowledged.put(reference, taken.field("id")));
    }
  }

  private Optional<Answer> tried(String reference) {
    try {
      var answer = merchant.pay(reference, "pm_card_visa");
      return answer.status() < 300 ? Optional.of(answer) : Optional.empty();
    } catch (RuntimeException noAnswer) {
      Thread.onSpinWait();
      return Optional.empty();
    }
  }

  private Answer awaitFinal(String id) {
    var now = merchant.get("/v1/payments/" + id);
    return RunningGateway.isFinal(now) ? now : awaitedFinal(id);
  }

  private Answer awaitedFinal(String id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> merchant.get("/v1/payments/" + id), RunningGateway::isFinal);
  }
}
