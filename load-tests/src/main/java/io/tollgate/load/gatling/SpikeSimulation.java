package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Five times the usual rate for a third of the time. No request may fail, and soon after it
 * payments are as fast as before.
 */
public final class SpikeSimulation extends Simulation {

  private static final int TIMES = 5;
  private static final String BEFORE = Checkout.TAKE + " before the spike";
  private static final String DURING = Checkout.TAKE + " in the spike";
  private static final String SETTLING = Checkout.TAKE + " right after the spike";
  private static final String AFTER = Checkout.TAKE + " after the spike";

  /** Sets the plan of this JVM up. */
  public SpikeSimulation() {
    var stage = Stage.given();
    double rate = stage.load().rate();
    var third = Duration.ofSeconds(Math.max(1, stage.load().seconds() / 3));
    var phases =
        new Phases()
            .then(BEFORE, third)
            .then(DURING, third)
            .then(SETTLING, third.dividedBy(2))
            .then(AFTER, third);
    var spike =
        scenario("spike")
            .exec(stage.newOrder())
            .exec(Checkout.take(_ -> phases.now(), "pm_card_visa"));
    setUp(
            stage.afterWarmUp(
                spike.injectOpen(
                    constantUsersPerSec(rate).during(third),
                    constantUsersPerSec(TIMES * rate).during(third),
                    constantUsersPerSec(rate).during(third.plus(third.dividedBy(2))))))
        .protocols(stage.protocol())
        .assertions(Stage.noFailures(), stage.withinP99(BEFORE), stage.withinP99(AFTER));
  }
}
