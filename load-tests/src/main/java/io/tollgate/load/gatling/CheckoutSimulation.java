package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/**
 * A checkout: takes a payment without waiting for the channel, then learns of its end, half of them
 * by events and half by queries.
 */
public final class CheckoutSimulation extends Simulation {

  /** Sets the plan of this JVM up. */
  public CheckoutSimulation() {
    var stage = Stage.given();
    var checkout =
        scenario("checkout")
            .exec(stage.newOrder())
            .exec(Checkout.take(Checkout.TAKE, "pm_card_visa").header("Prefer", "wait=0"))
            .exitHereIfFailed()
            .exec(
                randomSwitch()
                    .on(
                        percent(50).then(Checkout.followEvents()),
                        percent(50).then(Checkout.queryUntilFinal())));
    setUp(stage.afterWarmUp(checkout))
        .protocols(stage.protocol())
        .assertions(
            Stage.noFailures(),
            stage.withinP99(Checkout.TAKE),
            stage.withinP99(Checkout.FINAL_EVENT),
            stage.withinP99(Checkout.FINAL_STATE));
  }
}
