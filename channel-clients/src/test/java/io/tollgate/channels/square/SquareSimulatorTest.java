package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.SIGNATURE_KEY;
import static io.tollgate.channels.square.SquareFixtures.TOKEN;
import static io.tollgate.channels.square.SquareFixtures.agreement;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.card;
import static io.tollgate.channels.square.SquareFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.square.SquareBook.Charge;
import io.tollgate.sandbox.square.SquareSimulator;
import io.tollgate.sandbox.square.SquareSimulatorSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The channel against the simulator: what it says is held against the book. */
class SquareSimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final SquareChannel square = new SquareChannel(edges, Clock.systemUTC());
  private final SquareSimulator simulator =
      SquareSimulator.start(
          SquareSimulatorSettings.defaults()
              .withDurations(Duration.ofMillis(300), Duration.ofSeconds(5)));

  @AfterEach
  void close() {
    edges.close();
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"card-nonce-ok", "slow", "callback-lost", "callback-forged"})
  void chargesOnceAndSaysSo(String script) {
    var order = order(script, CaptureMode.AUTOMATIC);

    var first = pay(order);
    var again = pay(order);

    assertThat(first).isEqualTo(new Approved(charge(order).id())).isEqualTo(again);
    assertThat(charge(order).amount()).isEqualTo(1299);
  }

  @ParameterizedTest
  @ValueSource(strings = {"card-nonce-declined", "insufficient-funds", "card-expired"})
  void declinesWhereNothingWasCharged(String script) {
    var order = order(script, CaptureMode.AUTOMATIC);

    assertThat(pay(order)).isInstanceOf(Declined.class);
    assertThat(charge(order).status()).isEqualTo("FAILED");
    assertThat(query(order, null)).isInstanceOf(Declined.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"charge-then-timeout", "charge-then-drop"})
  void findsTheChargeWhoseAnswerWasLost(String script) {
    var order = order(script, CaptureMode.AUTOMATIC);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order, null)).isEqualTo(new Approved(charge(order).id()));
  }

  @Test
  void doesNotKnowWhereTheConnectionDropsOrTheServerFails() {
    assertThat(pay(order("drop", CaptureMode.AUTOMATIC))).isInstanceOf(Unknown.class);
    assertThat(pay(order("server-error", CaptureMode.AUTOMATIC))).isInstanceOf(Unknown.class);
    assertThat(pay(order("rate-limited", CaptureMode.AUTOMATIC))).isInstanceOf(NotSent.class);
  }

  @Test
  void saysPendingUntilItIsFinal() {
    var order = order("pending-then-ok", CaptureMode.AUTOMATIC);

    assertThat(pay(order)).isInstanceOf(Pending.class);
    org.awaitility.Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(query(order, null)).isInstanceOf(Approved.class));
  }

  @Test
  void capturesVoidsAndGivesBackWhatTheBookHas() {
    var captured = order("card-nonce-ok", CaptureMode.MANUAL);
    var voided = order("card-nonce-ok__2", CaptureMode.MANUAL);
    assertThat(pay(captured)).isInstanceOf(Authorized.class);
    assertThat(pay(voided)).isInstanceOf(Authorized.class);

    assertThat(soon(square.capture(operation(captured, "op_1", 1299), account())))
        .isEqualTo(new Done(null));
    assertThat(soon(square.release(operation(voided, "op_2", 1299), account())))
        .isEqualTo(new Done(null));
    assertThat(soon(square.release(operation(captured, "op_3", 1299), account())))
        .isInstanceOf(Refused.class);
    var refund = operation(captured, "op_4", 500);
    var first = soon(square.refund(refund, account()));
    var again = soon(square.refund(refund, account()));

    assertThat(first).isInstanceOf(Done.class).isEqualTo(again);
    assertThat(soon(square.queryRefund(new OperationQuery(refund, null, Instant.now()), account())))
        .isEqualTo(first);
    assertThat(soon(square.refund(operation(captured, "op_5", 800), account())))
        .isInstanceOf(Refused.class);
    assertThat(charge(captured).refunded()).isEqualTo(500);
    assertThat(charge(voided).status()).isEqualTo("CANCELED");
  }

  @Test
  void chargesUnderAnAgreementUntilItEnds() {
    var signed = (AgreementOutcome.Active) soon(square.sign(agreement(null), account()));

    assertThat(soon(square.queryAgreement(agreement(null), account()))).isEqualTo(signed);
    var order =
        SquareFixtures.order(
            Money.of(1299, "USD"),
            card(signed.token()),
            Product.QUICK_PAY,
            CaptureMode.AUTOMATIC,
            "order-agreed");
    assertThat(pay(order)).isInstanceOf(Approved.class);
    assertThat(soon(square.end(agreement(null), signed.token(), account())))
        .isInstanceOf(OperationOutcome.Done.class);
    assertThat(soon(square.queryAgreement(agreement(null), account())))
        .isEqualTo(new AgreementOutcome.Ended());
  }

  private static Order order(String script, CaptureMode capture) {
    return SquareFixtures.order(
        Money.of(1299, "USD"),
        card("cnon:" + script),
        Product.FOREIGN_CARD,
        capture,
        "order-" + script);
  }

  private PaymentOperation operation(Order order, String id, long amount) {
    var attempt = new AttemptQuery(attempt(order), charge(order).id(), order, Instant.now());
    return new PaymentOperation(
        new OperationId(id), attempt, Money.of(amount, "USD"), true, null);
  }

  private Charge charge(Order order) {
    List<Charge> charges = simulator.book().chargesFor(attempt(order).toString());
    assertThat(charges).hasSize(1);
    return charges.getFirst();
  }

  private ChannelOutcome pay(Order order) {
    return soon(square.pay(request(order), account()));
  }

  private ChannelOutcome query(Order order, String reference) {
    return soon(
        square.query(
            new AttemptQuery(attempt(order), reference, order, Instant.now()), account()));
  }

  private ChannelAccount account() {
    return new ChannelAccount(
        new AccountId("square", "sandbox"),
        URI.create(simulator.baseUrl()),
        Map.of(
            "access-token", Secret.ofText(TOKEN),
            "signature-key", Secret.ofText(SIGNATURE_KEY)),
        Map.of(),
        new ChannelLimits(50, Duration.ofSeconds(1), Duration.ofSeconds(1), 200));
  }

  private static <T> T soon(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
