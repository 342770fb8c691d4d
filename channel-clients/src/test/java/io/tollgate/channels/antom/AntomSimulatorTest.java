package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.CLIENT_ID;
import static io.tollgate.channels.antom.AntomFixtures.OURS;
import static io.tollgate.channels.antom.AntomFixtures.attempt;
import static io.tollgate.channels.antom.AntomFixtures.order;
import static io.tollgate.channels.antom.AntomFixtures.request;
import static io.tollgate.channels.antom.AntomFixtures.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.antom.AntomSimulator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drives the simulator and compares us with its book. */
@Timeout(60)
class AntomSimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final AntomSimulator simulator =
      AntomSimulator.start(CLIENT_ID, OURS.getPublic(), null);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AntomChannel antom = new AntomChannel(edges, Clock.systemUTC());
  private final ChannelAccount account =
      new ChannelAccount(
          new AccountId("antom", "sandbox"),
          URI.create(simulator.baseUrl()),
          Map.of(
              "private-key", secret(OURS, true),
              "antom-public-key", Secret.ofText(simulator.publicKey())),
          Map.of("client-id", CLIENT_ID),
          new ChannelLimits(50, Duration.ofSeconds(2), Duration.ofSeconds(1), 200));

  @AfterEach
  void stop() {
    edges.close();
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "sim_approve, Approved, true",
    "sim_decline_balance, Declined, false",
    "sim_decline_risk, Declined, false",
    "sim_decline_limit, Declined, false",
    "sim_busy, NotSent, false",
    "sim_charge_then_timeout, Unknown, true",
    "sim_charge_then_drop, Unknown, true",
    "sim_drop, Unknown, false",
    "sim_wrong_signature, Unknown, true",
    "sim_unsigned, Unknown, true",
  })
  void agreesWithTheBook(String script, String said, boolean charged) {
    var order = wallet(script);

    assertThat(pay(order).getClass().getSimpleName()).isEqualTo(said);
    assertThat(isCharged(order)).isEqualTo(charged);
    assertThat(query(order) instanceof Approved).isEqualTo(charged);
    assertThat(pay(order)).isNotNull();
    assertThat(simulator.book().charges()).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"sim_pending_then_approve, true", "sim_pending_then_fail, false"})
  void learnsTheEndOfWhatWasPending(String script, boolean charged) {
    var order = wallet(script);

    assertThat(pay(order)).isInstanceOf(ChannelOutcome.Pending.class);
    assertThat(query(order)).isInstanceOf(ChannelOutcome.Pending.class);
    assertThat(query(order)).isInstanceOf(charged ? Approved.class : Declined.class);
  }

  @Test
  void closesWhatThePayerDidNotFinish() {
    assertThat(pay(order())).isInstanceOf(NeedsAction.class);
    assertThat(antom.close(AntomFixtures.query(order(), null), account).block(SOON))
        .isInstanceOf(Closed.class);
    assertThat(query(order())).isInstanceOf(Closed.class);
  }

  @Test
  void capturesAndRefundsOnceForEachId() {
    var order = AntomFixtures.heldOrder();
    assertThat(pay(order)).isInstanceOf(Authorized.class);
    var capture = AntomFixtures.operation(order, 500);
    var reference = simulator.book().charges().getFirst().paymentId();
    var known =
        new PaymentOperation(
            capture.id(), AntomFixtures.query(order, reference), capture.amount(), true, null);

    assertThat(antom.capture(known, account).block(SOON))
        .isInstanceOf(OperationOutcome.Done.class);
    assertThat(antom.capture(known, account).block(SOON))
        .isInstanceOf(OperationOutcome.Done.class);
    assertThat(simulator.book().charges().getFirst().captured()).isEqualTo(500);
    assertThat(antom.release(known, account).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(antom.refund(known, account).block(SOON)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(antom.refund(known, account).block(SOON)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(simulator.book().charges().getFirst().refunded()).isEqualTo(500);
  }

  @Test
  void knowsNothingWhereTheKeyIsAnothers() {
    var other =
        new ChannelAccount(
            account.id(),
            account.baseUrl(),
            Map.of(
                "private-key", secret(AntomFixtures.ANTOMS, true),
                "antom-public-key", Secret.ofText(simulator.publicKey())),
            account.options(),
            account.limits());

    assertThat(antom.pay(request(wallet("sim_approve")), other).block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(simulator.book().charges()).isEmpty();
  }

  private static Order wallet(String script) {
    return AntomFixtures.order(
        Product.QUICK_PAY, new Method("gcash", script), CaptureMode.AUTOMATIC);
  }

  private ChannelOutcome pay(Order order) {
    return antom.pay(request(order), account).block(SOON);
  }

  private ChannelOutcome query(Order order) {
    return antom.query(AntomFixtures.query(order, null), account).block(SOON);
  }

  private boolean isCharged(Order order) {
    return simulator.book().find(attempt(order).toString()).filter(it -> it.charged()).isPresent();
  }
}
