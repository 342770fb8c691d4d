package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** The channel takes a second; the gateway must add next to nothing, however many wait. */
public final class SlowChannelSimulation extends Simulation {

  private static final int CHANNEL_MILLIS = 1_000;

  private final Stage stage = Stage.given();

  /** Sets the plan of this JVM up. */
  public SlowChannelSimulation() {
    var slow =
        scenario("slow channel")
            .exec(stage.newOrder())
            .exec(
                Checkout.take(Checkout.TAKE, "pm_card_visa")
                    .check(jmesPath("status").is("succeeded")));
    setUp(stage.afterWarmUp(slow))
        .protocols(stage.protocol())
        .assertions(
            Stage.noFailures(),
            details(Checkout.TAKE).responseTime().min().gte(CHANNEL_MILLIS),
            details(Checkout.TAKE)
                .responseTime()
                .percentile(50.0)
                .lt(CHANNEL_MILLIS + Math.max(100, stage.load().p99Millis() / 4)),
            stage.withinP99(Checkout.TAKE, CHANNEL_MILLIS));
  }

  @Override
  public void before() {
    delay(CHANNEL_MILLIS);
  }

  @Override
  public void after() {
    delay(0);
  }

  private void delay(int millis) {
    URI switches = stage.plan().needSimulator().resolve("/_sim/switches");
    var request =
        HttpRequest.newBuilder(switches)
            .POST(BodyPublishers.ofString("{\"delay_ms\":" + millis + "}"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the simulated channel answered " + status);
      }
    } catch (IOException unreachable) {
      throw new UncheckedIOException("the simulated channel cannot be reached", unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
