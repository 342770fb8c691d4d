package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** The same load for long, reported in thirds, so that what slowly gets worse is seen. */
public final class SoakSimulation extends Simulation {

  private static final String FIRST = Checkout.TAKE + ", first third";
  private static final String SECOND = Checkout.TAKE + ", second third";
  private static final String LAST = Checkout.TAKE + ", last third";

  /** Sets the plan of this JVM up. */
  public SoakSimulation() {
    var stage = Stage.given();
    var third = Duration.ofSeconds(stage.load().seconds()).dividedBy(3);
    var phases = new Phases().then(FIRST, third).then(SECOND, third).then(LAST, third);
    var soak =
        scenario("soak")
            .exec(stage.newOrder())
            .exec(Checkout.take(_ -> phases.now(), "pm_card_visa"))
            .exitHereIfFailed()
            .exec(
                http("read it by id")
                    .get("/v1/payments/#{id}")
                    .check(status().is(200), jmesPath("status").is("succeeded")));
    setUp(stage.afterWarmUp(soak))
        .protocols(stage.protocol())
        .assertions(
            Stage.noFailures(),
            stage.withinP99(FIRST),
            stage.withinP99(SECOND),
            stage.withinP99(LAST));
  }
}
