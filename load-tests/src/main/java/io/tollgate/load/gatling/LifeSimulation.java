package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

/**
 * Everything that the API has: reads, refreshes, replays, keys, declines, payers who have to act,
 * channels that need time, and requests that are refused as they should be.
 */
public final class LifeSimulation extends Simulation {

  private static final String BY_ID = "read it by id";
  private static final String BY_REFERENCE = "read it by reference";
  private static final String DECLINED = "take a payment: declined";
  private static final String REPLAYED = "replay by reference";
  private static final String KEYED = "take a payment under a key";

  private final Stage stage = Stage.given();

  /** Sets the plan of this JVM up. */
  public LifeSimulation() {
    var life =
        scenario("life")
            .exec(taken(), replays(), keys(), declined())
            .exec(payerActs(), channelNeedsTime(), refusals());
    setUp(stage.afterWarmUp(life))
        .protocols(stage.protocol())
        .assertions(
            Stage.noFailures(),
            stage.withinP99(Checkout.TAKE),
            stage.withinP99(BY_ID),
            stage.withinP99(BY_REFERENCE),
            stage.withinP99(REPLAYED),
            stage.withinP99(KEYED),
            stage.withinP99(DECLINED));
  }

  private ChainBuilder taken() {
    return exec(
        stage.newOrder(),
        Checkout.take(Checkout.TAKE, "pm_card_visa").check(jmesPath("status").is("succeeded")),
        read(BY_ID, "/v1/payments/#{id}"),
        read(BY_REFERENCE, "/v1/payments?reference=#{reference}"),
        read("read it refreshed", "/v1/payments/#{id}?refresh=true"));
  }

  private static HttpRequestActionBuilder read(String name, String address) {
    return http(name)
        .get(address)
        .check(
            status().is(200),
            jmesPath("id").isEL("#{id}"),
            jmesPath("reference").isEL("#{reference}"),
            jmesPath("status").is("succeeded"));
  }

  /** The same order again is the same payment; another order under its number is refused. */
  private static ChainBuilder replays() {
    return exec(
        Checkout.unchecked(_ -> REPLAYED, "pm_card_visa")
            .check(
                status().is(200),
                header("Idempotent-Replayed").is("true"),
                jmesPath("id").isEL("#{id}")),
        Checkout.unchecked(_ -> "another order of that reference", "pm_card_mastercard")
            .check(status().is(409), jmesPath("code").is("reference_reused")));
  }

  private ChainBuilder keys() {
    return exec(
        stage.newOrder(),
        Checkout.take(KEYED, "pm_card_visa").header("Idempotency-Key", "\"key-#{reference}\""),
        Checkout.unchecked(_ -> "replay by key", "pm_card_visa")
            .header("Idempotency-Key", "\"key-#{reference}\"")
            .check(
                status().is(201),
                header("Idempotent-Replayed").is("true"),
                jmesPath("id").isEL("#{id}")),
        Checkout.unchecked(_ -> "another order under that key", "pm_card_mastercard")
            .header("Idempotency-Key", "\"key-#{reference}\"")
            .check(status().is(422)));
  }

  private ChainBuilder declined() {
    return exec(
        stage.newOrder(),
        Checkout.take(DECLINED, "pm_card_chargeDeclinedInsufficientFunds")
            .check(jmesPath("status").is("failed"), jmesPath("failure.category").exists()));
  }

  /** The payer goes to the bank's page; the callback tells the gateway. */
  private ChainBuilder payerActs() {
    return exec(
        stage.newOrder(),
        Checkout.take("take a payment: 3-D Secure", "pm_card_threeDSecure2Required")
            .check(
                jmesPath("status").is("requires_action"),
                jmesPath("next_step.type").is("redirect"),
                jmesPath("next_step.url").saveAs("page")),
        http("the payer agrees at the bank's page")
            .get("#{page}?outcome=succeed")
            .ignoreProtocolSignatureCalculators()
            .check(status().is(303)),
        Checkout.followEvents());
  }

  private ChainBuilder channelNeedsTime() {
    return exec(
        stage.newOrder(),
        Checkout.take("take a payment: the channel needs time", "pm_sim_processing")
            .check(jmesPath("status").is("pending")),
        Checkout.queryUntilFinal());
  }

  private ChainBuilder refusals() {
    return exec(
        stage.newOrder(),
        Checkout.unchecked(_ -> "refused: forged", "pm_card_visa")
            .sign(SignedRequests::forge)
            .check(status().is(401), jmesPath("code").is("signature_invalid")),
        http("refused: no amount")
            .post("/v1/payments")
            .header("Content-Type", "application/json")
            .body(StringBody("{\"reference\":\"#{reference}\"}"))
            .check(status().is(400), jmesPath("errors[0].pointer").exists()),
        http("refused: not known")
            .get("/v1/payments?reference=never-#{reference}")
            .check(status().is(404)));
  }
}
