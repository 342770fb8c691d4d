package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIfEqualsOrElse;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.tollgate.load.rig.TestBed;

/**
 * One merchant's payers come in a herd, at five times the usual rate and far beyond what that
 * merchant may send. The herd is held to its limit and told when to come back; nobody else notices.
 */
public final class HerdSimulation extends Simulation {

  private static final int TIMES = 5;
  private static final String HERD = "the herd's payments";
  private static final String TAKEN = "the herd's: taken";
  private static final String REFUSED = "the herd's: told to come back";
  private static final String OTHERS = "the other merchant's payments";

  /** Sets the plan of this JVM up. */
  public HerdSimulation() {
    var stage = Stage.given();
    double rate = stage.load().rate();
    int seconds = stage.load().seconds();
    var others =
        scenario("others").exec(stage.newOrder()).exec(Checkout.take(OTHERS, "pm_card_visa"));
    setUp(
            stage.afterWarmUp(
                herd(stage).injectOpen(constantUsersPerSec(TIMES * rate).during(seconds)),
                others.injectOpen(constantUsersPerSec(rate).during(seconds))))
        .protocols(stage.protocol())
        .assertions(
            Stage.noFailures(),
            stage.withinP99(OTHERS),
            // The seconds that are counted are the clock's, so a run and its end touch two more.
            details(TAKEN)
                .successfulRequests()
                .count()
                .between(1L, (long) TestBed.HERD_LIMIT * (seconds + 2)),
            details(REFUSED).successfulRequests().count().gt(0L));
  }

  private static ScenarioBuilder herd(Stage stage) {
    return scenario("herd")
        .exec(stage.newOrder())
        .exec(SignedRequests::asHerd)
        .exec(
            Checkout.unchecked(_ -> HERD, "pm_card_visa")
                .check(
                    status().in(201, 429).saveAs("answer"),
                    header("Retry-After").optional().saveAs("retryAfter")))
        .exitHereIfFailed()
        .exec(
            doIfEqualsOrElse("#{answer}", 201)
                .then(exec(dummy(TAKEN, 0)))
                .orElse(
                    exec(
                        dummy(REFUSED, 0).withSuccess(session -> session.contains("retryAfter")))));
  }
}
