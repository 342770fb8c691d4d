package io.tollgate.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.journey.Merchant.Answer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every scripted behaviour of every simulated channel, through the whole gateway: what the gateway
 * says at the end is what stands in the channel's book. The channels begin a second apart, and all
 * their payments are on their way at once.
 */
class SimulatedChannelsTest {

  /** Silence is taken for an answer after 20 s already, and payers have less than a minute. */
  private static final String[] IN_A_HURRY = {
    "--tollgate.watch.ages=1s,2s,3s,5s,8s,12s,16s,20s",
    "--tollgate.watch.payer-pace=2s",
    "--tollgate.watch.payer-window=45s"
  };

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Executor A_LITTLE_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
  private static final ExecutorService PAYERS = Executors.newVirtualThreadPerTaskExecutor();
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Map<String, SimulatedChannel> CHANNELS = new LinkedHashMap<>();
  private static RunningGateway gateway;

  @BeforeAll
  static void startAll() {
    var around = Surroundings.shared();
    for (var factory : SimulatedChannelFactory.all()) {
      var callbacks =
          URI.create(
              "http://127.0.0.1:%d/callbacks/%s/sim".formatted(around.port, factory.channel()));
      CHANNELS.put(factory.channel(), factory.start(0, callbacks));
    }
    var arguments = new ArrayList<>(List.of(IN_A_HURRY));
    arguments.add("--tollgate.settings.seed=" + settings().toUri());
    gateway = RunningGateway.in(around, arguments.toArray(String[]::new));
  }

  @AfterAll
  static void stopAll() {
    CHANNELS.values().forEach(channel -> PAYERS.execute(channel::close));
    PAYERS.close();
    gateway.close();
  }

  @TestFactory
  Stream<DynamicContainer> endsAsTheChannelsBookSays() {
    var started = new LinkedHashMap<String, Map<Trial, CompletableFuture<Answer>>>();
    CHANNELS.forEach((name, channel) ->
        started.put(name, startTrials(name, channel, inSeconds(started.size()))));
    return started.entrySet().stream()
        .map(channel ->
            DynamicContainer.dynamicContainer(
                channel.getKey(),
                channel.getValue().entrySet().stream()
                    .map(trial ->
                        DynamicTest.dynamicTest(
                            trial.getKey().name(),
                            () ->
                                judge(
                                    channel.getKey(), trial.getKey(), trial.getValue().join())))));
  }

  @Test
  void saysWhatTheChannelWouldHaveToBeTold() {
    var order =
        new LinkedHashMap<String, Object>(
            Map.of(
                "reference",
                Merchant.newReference(),
                "return_url",
                "https://shop.example/return",
                "product",
                "online_banking",
                "amount",
                50_000,
                "currency",
                "INR",
                "method",
                Map.of("type", "netbanking")));

    var answer = gateway.merchant("mk_razorpay").post(JSON.writeValueAsString(order), null);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.field("code")).isEqualTo("no_route");
    assertThat(answer.field("detail"))
        .endsWith(" without customer.email and customer.phone and method.token");

    order.put("customer", Map.of("email", "payer@example.com", "phone", "+919000090000"));
    order.put("method", Map.of("type", "netbanking", "token", "HDFC"));
    answer = gateway.merchant("mk_razorpay").post(JSON.writeValueAsString(order), null);

    assertThat(answer.status()).isEqualTo(201);
  }

  private static Executor inSeconds(int seconds) {
    return CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS);
  }

  private static Map<Trial, CompletableFuture<Answer>> startTrials(
      String name, SimulatedChannel channel, Executor beginning) {
    var merchant = gateway.merchant("mk_" + name);
    return channel.trials().stream()
        .collect(
            Collectors.toMap(
                trial -> trial,
                trial ->
                    CompletableFuture.supplyAsync(() -> trial, beginning)
                        .thenCompose(_ -> paid(merchant, trial))
                        .thenApplyAsync(answer -> act(trial, answer), PAYERS),
                (first, _) -> {
                  throw new IllegalStateException("two trials of one name: " + first);
                },
                LinkedHashMap::new));
  }

  /**
   * A gateway that has more to do than it can says so; the same again is taken once. A channel
   * whose trials are mostly bad is not called for a while; another order may be taken then.
   */
  private static CompletableFuture<Answer> paid(Merchant merchant, Trial trial) {
    return paid(merchant, trial, body(trial), 20);
  }

  private static CompletableFuture<Answer> paid(
      Merchant merchant, Trial trial, String body, int repetitions) {
    return merchant
        .payLater(body)
        .thenCompose(answer -> {
          boolean isOverloaded = answer.field("code").equals("overloaded");
          if (repetitions == 0 || !(isOverloaded || isBreakerOpen(answer))) {
            return CompletableFuture.completedFuture(answer);
          }
          return CompletableFuture.supplyAsync(
                  () -> isOverloaded ? body : body(trial), A_LITTLE_LATER)
              .thenCompose(again -> paid(merchant, trial, again, repetitions - 1));
        });
  }

  private static boolean isBreakerOpen(Answer answer) {
    return answer.field("code").equals("no_route")
        || answer.text().contains("\"channel_unreachable\"");
  }

  /** A payer who is asked acts at once, so that no other payment waits for it. */
  private static Answer act(Trial trial, Answer answer) {
    if (answer.field("status").equals("requires_action")) {
      trial.payer().act(stepOf(answer));
    }
    return answer;
  }

  private static String stepOf(Answer answer) {
    var step = answer.json().get("next_step");
    return switch (step.get("type").asString()) {
      case "redirect" -> step.get("url").asString();
      case "show_code" -> step.get("content").asString();
      default -> step.toString();
    };
  }

  private static void judge(String name, Trial trial, Answer first) {
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(first.field("channel")).isEqualTo(name);
    var id = first.field("id");
    var merchant = gateway.merchant("mk_" + name);
    var last =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> merchant.get("/v1/payments/" + id), RunningGateway::isFinal);
    assertThat(last.field("status").equals("succeeded"))
        .as(last.text())
        .isEqualTo(trial.succeeds());
    assertThat(last.json().get("conflict").asBoolean()).as(last.text()).isFalse();
    assertThat(CHANNELS.get(name).chargesOf(id)).isEqualTo(trial.succeeds() ? 1 : 0);
  }

  private static String body(Trial trial) {
    var order = new LinkedHashMap<String, Object>();
    order.put("reference", Merchant.newReference());
    order.put("return_url", "https://shop.example/return");
    order.put(
        "customer", Map.of("email", "payer@example.com", "name", "Pat Payer", "ip", "192.0.2.7"));
    order.putAll(trial.order());
    return JSON.writeValueAsString(order);
  }

  /** A merchant for each channel, whose payments go nowhere else. */
  private static Path settings() {
    var merchants = new ArrayList<Map<String, Object>>();
    var keys = new ArrayList<Map<String, Object>>();
    var accounts = new ArrayList<Map<String, Object>>();
    var routes = new ArrayList<Map<String, Object>>();
    CHANNELS.forEach((name, channel) -> {
      merchants.add(Map.of("id", name, "name", name, "requests-per-second", 10_000));
      keys.add(
          Map.of(
              "id",
              "mk_" + name,
              "merchant",
              name,
              "algorithm",
              "hmac-sha256",
              "secret",
              "text:" + Merchant.SECRET));
      accounts.add(
          Map.of(
              "id",
              name + "/sim",
              "base-url",
              channel.baseUrl(),
              "secrets",
              channel.secrets(),
              "options",
              channel.options(),
              "limits",
              Map.of("connect-timeout", "1s", "reply-timeout", "2s")));
      routes.add(Map.of("name", name, "account", name + "/sim", "merchants", List.of(name)));
    });
    try {
      var file = Files.createTempFile("channels", ".yml");
      file.toFile().deleteOnExit();
      // Each part is JSON, which is YAML, too.
      return Files.writeString(
          file,
          "merchants: %s\nkeys: %s\naccounts: %s\nroutes: %s\n"
              .formatted(
                  JSON.writeValueAsString(merchants),
                  JSON.writeValueAsString(keys),
                  JSON.writeValueAsString(accounts),
                  JSON.writeValueAsString(routes)));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
