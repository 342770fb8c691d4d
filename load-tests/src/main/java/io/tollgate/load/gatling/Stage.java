package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;

/** What all suites have in common. */
final class Stage {

  private final Plan plan;
  private final Orders orders = Orders.ofThisRun();
  private final SignedRequests signedRequests = new SignedRequests();

  Stage(Plan plan) {
    this.plan = plan;
  }

  /** The stage of the plan that this JVM was given. */
  static Stage given() {
    return new Stage(Plan.given());
  }

  Plan plan() {
    return plan;
  }

  Plan.Load load() {
    return plan.load();
  }

  /** A merchant's server: few connections, shared by all of its users, and every request signed. */
  HttpProtocolBuilder protocol() {
    return http.baseUrl(plan.gateway().toString())
        .acceptHeader("application/json")
        .shareConnections()
        .disableWarmUp()
        .disableCaching()
        .disableFollowRedirect()
        .sign(signedRequests::sign);
  }

  /** A step that begins a new order. */
  ChainBuilder newOrder() {
    return feed(orders);
  }

  /** Users who arrive evenly, after the warm-up, which is in no report. */
  PopulationBuilder afterWarmUp(ScenarioBuilder measured) {
    return afterWarmUp(
        measured.injectOpen(constantUsersPerSec(load().rate()).during(load().seconds())));
  }

  /** The same for other arrivals. */
  PopulationBuilder afterWarmUp(PopulationBuilder... measured) {
    var warmUp =
        scenario("warm-up")
            .exec(newOrder())
            .exec(Checkout.take("warm-up", "pm_card_visa").silent())
            .exec(
                http("warm-up")
                    .get("/v1/payments/#{id}/events")
                    .check(status().is(200), substring("succeeded"))
                    .silent())
            .exec(http("warm-up").get("/v1/payments/#{id}").check(status().is(200)).silent());
    return warmUp
        .injectOpen(rampUsersPerSec(1).to(Math.max(1, load().rate())).during(load().warmUp()))
        .andThen(measured);
  }

  /** No request that is measured may fail. */
  static Assertion noFailures() {
    return global().failedRequests().count().is(0L);
  }

  /** The requests of this name keep to the plan's p99. */
  Assertion withinP99(String name) {
    return withinP99(name, 0);
  }

  /** The same where the channel takes its time. */
  Assertion withinP99(String name, int channelMillis) {
    return details(name).responseTime().percentile(99.0).lt(channelMillis + load().p99Millis());
  }
}
