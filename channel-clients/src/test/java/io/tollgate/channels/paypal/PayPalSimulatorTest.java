package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.AMOUNT;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.ChannelDirectory;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.paypal.PayPalBook.Charge;
import io.tollgate.sandbox.paypal.PayPalSimulator;
import io.tollgate.sandbox.paypal.PayPalSimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** Drives the simulator through every behaviour it has and compares us with its book. */
@Timeout(120)
class PayPalSimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static final List<CallbackReading> CALLBACKS = new CopyOnWriteArrayList<>();
  private static final AtomicInteger REFERENCES = new AtomicInteger();
  private static final ChannelDirectory DIRECTORY = ChannelDirectory.of(new SimpleMeterRegistry());
  private static PayPalChannel paypal;
  private static DisposableServer callbackDoor;
  private static PayPalSimulator simulator;
  private static volatile ChannelAccount usual;
  private ChannelAccount account = usual;

  @BeforeAll
  static void start() {
    paypal = (PayPalChannel) DIRECTORY.find("paypal").orElseThrow();
    callbackDoor = door();
    simulator =
        PayPalSimulator.start(
            PayPalSimulatorSettings.defaults()
                .withCallbackUrl(
                    URI.create("http://127.0.0.1:" + callbackDoor.port() + "/callbacks/paypal/x"))
                .withDurations(
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10))
                // Ahead of its time, so that the day of the test is complete in it.
                .withReportLag(Duration.ofDays(-2)));
    usual = account(Map.of());
    // The first connection of a process is slow, and so is the first certificate.
    await()
        .atMost(SOON)
        .until(() -> {
          var order = saved("sim-approved");
          var _ = paypal.pay(request(order), usual).block(SOON);
          return CALLBACKS.stream().anyMatch(Verified.class::isInstance);
        });
  }

  @AfterAll
  static void stop() {
    DIRECTORY.close();
    simulator.close();
    callbackDoor.disposeNow();
  }

  @BeforeEach
  void forget() {
    CALLBACKS.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim-approved", "sim-slow", "sim-callback-lost"})
  void agreesWithTheBookOnWhatIsApproved(String script) {
    for (var order : List.of(saved(script), card(script))) {
      assertThat(pay(order)).isEqualTo(new Approved(charge(order).order()));
      assertThat(charge(order).captured()).isEqualByComparingTo("12.99");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sim-issue-INSTRUMENT_DECLINED, DO_NOT_HONOR, INSTRUMENT_DECLINED",
    "sim-issue-CARD_EXPIRED, EXPIRED_METHOD, CARD_EXPIRED",
    "sim-issue-TRANSACTION_LIMIT_EXCEEDED, LIMIT_EXCEEDED, TRANSACTION_LIMIT_EXCEEDED",
    "sim-issue-TRANSACTION_BLOCKED_BY_PAYEE, SUSPECTED_FRAUD, TRANSACTION_BLOCKED_BY_PAYEE",
    "sim-issue-NOT_ENABLED_FOR_CARD_PROCESSING, REQUEST_REFUSED, NOT_ENABLED_FOR_CARD_PROCESSING",
    "unknown-token, INVALID_METHOD, TOKEN_ID_NOT_FOUND",
  })
  void agreesWithTheBookOnWhatIsRefused(String script, Category category, String code) {
    var order = card(script);

    assertThat(pay(order))
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> {
              assertThat(declined.reason().category()).isEqualTo(category);
              assertThat(declined.reason().channelCode()).isEqualTo(code);
            });
    assertThat(charge(order).charged()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sim-processor-5120, INSUFFICIENT_FUNDS, 5120",
    "sim-processor-5400, EXPIRED_METHOD, 5400",
    "sim-processor-9500, SUSPECTED_FRAUD, 9500",
  })
  void agreesWithTheBookOnWhatTheIssuerDeclined(String script, Category category, String code) {
    for (var order : List.of(card(script), held(script))) {
      var outcome = pay(order);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Declined.class,
              declined -> {
                assertThat(declined.reason().category()).isEqualTo(category);
                assertThat(declined.reason().channelCode()).isEqualTo(code);
              });
      assertThat(charge(order).charged()).isFalse();
      assertThat(query(order, charge(order).order())).isEqualTo(outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // what the script does, whether the book has a charge in the end
    "sim-charge-then-timeout, true",
    "sim-charge-then-drop, true",
    "sim-500-after-charge, true",
    "sim-drop, false",
    "sim-500, false",
    "sim-create-then-drop, false",
    "sim-create-drop, false",
  })
  void finishesByAskingWhereTheAnswerNeverCame(String script, boolean isCharged) {
    var order = script.startsWith("sim-create") ? cardDescribed(script) : card(script);

    assertThat(pay(order)).isInstanceOf(Unknown.class);

    var last = query(order, null);
    var charge = charge(order);
    assertThat(last)
        .isEqualTo(isCharged ? new Approved(charge.order()) : new Pending(charge.order()));
    assertThat(charge.charged()).isEqualTo(isCharged);
    assertThat(close(order, null)).isEqualTo(isCharged ? last : new Closed(false, charge.order()));
    assertThat(charge(order).captures()).isEqualTo(isCharged ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "sim-charge-then-drop, true",
    "sim-drop, false",
  })
  void finishesByTheReportWhereTheOrderWasToBeChargedAtOnce(String script, boolean isCharged) {
    account = account(Map.of("charge", "create"));
    var order = card(script);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order, null)).isInstanceOf(isCharged ? Approved.class : Absent.class);
    assertThat(simulator.book().chargesFor(attempt(order).toString())).hasSize(isCharged ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"sim-pending, true", "sim-pending-then-fail, false"})
  void waitsForWhatIsPending(String script, boolean isCharged) {
    var order = card(script);

    assertThat(pay(order)).isEqualTo(new Pending(charge(order).order()));
    assertThat(close(order, charge(order).order())).isInstanceOf(Pending.class);
    assertThat(untilFinal(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isCharged);
  }

  @Test
  void takesTheMoneyOnceThePayerApproved() {
    var order = wallet("books");

    var asked = (NeedsAction) pay(order);
    assertThat(query(order, asked.channelReference())).isEqualTo(asked);
    assertThat(charge(order).charged()).isFalse();

    assertThat(visit(asked, "approve")).isEqualTo(204);
    await().atMost(SOON).until(() -> CALLBACKS.contains(new Hint(attempt(order))));
    assertThat(query(order, asked.channelReference()))
        .isEqualTo(new Approved(asked.channelReference()));
    assertThat(charge(order).captured()).isEqualByComparingTo("12.99");
  }

  @Test
  void takesNoMoneyOfAPayerWhoWentAway() {
    var order = wallet("books");

    var asked = (NeedsAction) pay(order);
    assertThat(visit(asked, "cancel")).isEqualTo(204);

    assertThat(close(order, asked.channelReference()))
        .isEqualTo(new Closed(false, asked.channelReference()));
    assertThat(charge(order).charged()).isFalse();
  }

  @Test
  void takesTheMoneyOfAPayerWhoApprovedJustBeforeTheEnd() {
    var order = wallet("books");
    var asked = (NeedsAction) pay(order);
    visit(asked, "approve");

    assertThat(close(order, null)).isEqualTo(new Approved(asked.channelReference()));
    assertThat(charge(order).captures()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim-charge-then-drop", "sim-500-after-charge"})
  void takesTheMoneyOnceThoughTheCompletionIsNotAnswered(String script) {
    var order = wallet(script);
    var asked = (NeedsAction) pay(order);
    visit(asked, "approve");

    assertThat(query(order, asked.channelReference())).isInstanceOf(Unknown.class);
    assertThat(query(order, asked.channelReference()))
        .isEqualTo(new Approved(asked.channelReference()));
    assertThat(charge(order).captures()).isOne();
  }

  @Test
  void findsTheOrderWhoseAnswerWasLost() {
    var order = wallet("sim-create-then-drop");

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order, null)).isInstanceOf(NeedsAction.class);
    assertThat(simulator.book().chargesFor(attempt(order).toString())).hasSize(1);
  }

  @Test
  void sendsThePayerToTheIssuerAndGoesOn() {
    var order = card("sim-act");
    var asked = (NeedsAction) pay(order);

    visit(asked, "approve");

    assertThat(query(order, asked.channelReference()))
        .isEqualTo(new Approved(asked.channelReference()));
    assertThat(charge(order).captures()).isOne();
  }

  @Test
  void chargesOnceHoweverOftenAnAttemptIsRepeated() {
    var order = card("sim-approved");

    var outcomes =
        Flux.range(0, 10)
            .concatMap(_ -> paypal.pay(request(order), account))
            .collectList()
            .block(SOON);

    assertThat(outcomes).allMatch(new Approved(charge(order).order())::equals);
    assertThat(charge(order).captures()).isOne();
  }

  @Test
  void chargesOnceThoughManyAskAtOnce() {
    var order = wallet("books");
    var asked = (NeedsAction) pay(order);
    visit(asked, "approve");

    var outcomes =
        Flux.range(0, 10)
            .flatMap(_ -> paypal.query(asking(order, asked.channelReference()), account))
            .collectList()
            .block(SOON);

    assertThat(outcomes).allMatch(new Approved(asked.channelReference())::equals);
    assertThat(charge(order).captures()).isOne();
  }

  @Test
  void goesOnWithAnotherTokenWherePayPalForgotTheLast() {
    simulator.forgetTokens();

    assertThat(pay(card("sim-approved"))).isInstanceOf(Approved.class);
  }

  @Test
  void hasSentNothingWithAWrongSecret() {
    account =
        new ChannelAccount(
            account.id(),
            account.baseUrl(),
            Map.of(
                "client-id", Secret.ofText("sandbox-client"),
                "client-secret", Secret.ofText("wrong")),
            account.options(),
            account.limits());
    var order = card("sim-approved");

    assertThat(pay(order)).isEqualTo(new NotSent("no access token: HTTP 401"));
    assertThat(simulator.book().chargesFor(attempt(order).toString())).isEmpty();
  }

  @Test
  void takesYenAndForints() {
    for (var money : List.of(Money.of(500, "JPY"), Money.of(50000, "HUF"))) {
      var order = order(money, Product.QUICK_PAY, new Method("paypal", "sim-approved"), "x");

      assertThat(pay(order)).isInstanceOf(Approved.class);
      assertThat(charge(order).captured()).isEqualByComparingTo("500");
    }
  }

  @Test
  void capturesWhatIsHeldInParts() {
    var order = held("sim-approved");
    assertThat(pay(order)).isEqualTo(new Authorized(charge(order).order()));
    assertThat(charge(order).held()).isEqualByComparingTo("12.99");

    var first = capture(order, "cap_1", 500, false);
    var again = capture(order, "cap_1", 500, false);
    var last = capture(order, "cap_2", 799, true);

    assertThat(first).isInstanceOf(OperationOutcome.Done.class).isEqualTo(again);
    assertThat(last).isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).captured()).isEqualByComparingTo("12.99");
    assertThat(charge(order).captures()).isEqualTo(2);
    assertThat(capture(order, "cap_3", 1, true)).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(query(order, charge(order).order())).isInstanceOf(Approved.class);
  }

  @Test
  void capturesNoMoreThanIsHeld() {
    var order = held("sim-approved");
    pay(order);
    capture(order, "cap_1", 1000, false);

    assertThat(capture(order, "cap_2", 1000, false)).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(charge(order).captured()).isEqualByComparingTo("10.00");
  }

  @ParameterizedTest
  @CsvSource({"sim-capture-then-drop, true", "sim-capture-drop, false"})
  void findsACaptureWhoseAnswerWasLost(String script, boolean isDone) {
    var order = held(script);
    pay(order);

    assertThat(capture(order, "cap_1", 1299, true)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(queryCapture(order, "cap_1", 1299))
        .isInstanceOf(isDone ? OperationOutcome.Done.class : OperationOutcome.Absent.class);
    assertThat(capture(order, "cap_1", 1299, true)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).captures()).isOne();
  }

  @Test
  void letsWhatIsHeldGoOnceOrMoreOften() {
    var order = held("sim-approved");
    pay(order);

    assertThat(release(order)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(release(order)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).held()).isEqualByComparingTo("0");
    assertThat(query(order, charge(order).order()))
        .isEqualTo(new Closed(false, charge(order).order()));
    assertThat(capture(order, "cap_1", 1299, true)).isInstanceOf(OperationOutcome.Refused.class);
  }

  @Test
  void letsNothingGoThatIsCaptured() {
    var order = held("sim-approved");
    pay(order);
    capture(order, "cap_1", 1299, true);

    assertThat(release(order)).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(charge(order).captured()).isEqualByComparingTo("12.99");
  }

  @Test
  void knowsThatItLetGoThoughTheAnswerWasLost() {
    var order = held("sim-void-then-drop");
    pay(order);

    assertThat(release(order)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(release(order)).isInstanceOf(OperationOutcome.Done.class);
  }

  @Test
  void givesMoneyBackInPartsAndNoMoreThanWasPaid() {
    var order = card("sim-approved");
    pay(order);

    assertThat(refund(order, "ref_1", 500)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(refund(order, "ref_1", 500)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).refunded()).isEqualByComparingTo("5.00");
    assertThat(refund(order, "ref_2", 800)).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(refund(order, "ref_3", 799)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).refunded()).isEqualByComparingTo("12.99");
    assertThat(charge(order).refunds()).isEqualTo(2);
    assertThat(query(order, charge(order).order())).isInstanceOf(Approved.class);
  }

  @Test
  void givesBackWhatWasCapturedByItself() {
    var order = held("sim-approved");
    pay(order);
    var one = (OperationOutcome.Done) capture(order, "cap_1", 500, false);
    capture(order, "cap_2", 799, true);

    assertThat(refund(order, "ref_1", 500)).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(
            paypal
                .refund(operation(order, "ref_1", 500, false, one.channelReference()), account)
                .block(SOON))
        .isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).refunded()).isEqualByComparingTo("5.00");
  }

  @ParameterizedTest
  @CsvSource({"sim-refund-then-timeout, true", "sim-refund-drop, false"})
  void findsARefundWhoseAnswerWasLost(String script, boolean isDone) {
    var order = card(script);
    pay(order);

    assertThat(refund(order, "ref_1", 500)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(queryRefund(order, "ref_1", 500, null))
        .isInstanceOf(isDone ? OperationOutcome.Done.class : OperationOutcome.Absent.class);
    assertThat(refund(order, "ref_1", 500)).isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).refunds()).isOne();
  }

  @Test
  void waitsForARefundThatIsPending() {
    var order = card("sim-pending");
    pay(order);
    untilFinal(order);

    var pending = (OperationOutcome.Pending) refund(order, "ref_1", 500);

    await()
        .atMost(SOON)
        .until(() ->
            queryRefund(order, "ref_1", 500, pending.channelReference())
                instanceof OperationOutcome.Done);
    assertThat(charge(order).refunded()).isEqualByComparingTo("5.00");
  }

  @Test
  void chargesUnderAnAgreementUntilItEnds() {
    var asked = (AgreementOutcome.NeedsAction) sign("agr_1", null);
    assertThat(agreed("agr_1", asked.channelReference())).isEqualTo(asked);
    assertThat(agreed("agr_1", null)).isEqualTo(asked);
    visit(((NextStep.Redirect) asked.step()).url() + "?outcome=approve");

    var active = (AgreementOutcome.Active) agreed("agr_1", asked.channelReference());
    assertThat(simulator.book().paymentTokens()).contains(active.token());
    assertThat(agreed("agr_1", active.channelReference())).isEqualTo(active);
    // It was exchanged, and whoever only has the setup token finds what it was exchanged for.
    assertThat(agreed("agr_1", asked.channelReference())).isEqualTo(active);

    var order = saved(active.token());
    assertThat(pay(order)).isInstanceOf(Approved.class);
    assertThat(charge(order).charged()).isTrue();

    assertThat(end(active.token())).isEqualTo(new OperationOutcome.Done(null));
    assertThat(end(active.token())).isEqualTo(new OperationOutcome.Done(null));
    assertThat(simulator.book().paymentTokens()).doesNotContain(active.token());
    assertThat(agreed("agr_1", active.channelReference())).isEqualTo(new AgreementOutcome.Ended());
    assertThat(pay(saved(active.token()))).isInstanceOf(Declined.class);
  }

  @Test
  void findsAnAgreementWhoseLastAnswerWasLost() {
    var asked = (AgreementOutcome.NeedsAction) sign("agr_2", "sim-exchange-then-drop");
    visit(((NextStep.Redirect) asked.step()).url() + "?outcome=approve");

    assertThat(agreed("agr_2", asked.channelReference()))
        .isEqualTo(new AgreementOutcome.Pending(asked.channelReference()));
    assertThat(agreed("agr_2", asked.channelReference()))
        .isInstanceOfSatisfying(
            AgreementOutcome.Active.class,
            active -> assertThat(simulator.book().paymentTokens()).contains(active.token()));
  }

  @ParameterizedTest
  @CsvSource({
    "sim-callback-once, 1",
    "sim-callback-twice, 2",
    "sim-callback-late, 1",
    "sim-charge-then-timeout, 1",
  })
  void readsWhatTheSimulatorSigns(String script, int times) {
    var order = card(script);
    pay(order);

    var expected =
        new Verified(attempt(order), order.amount(), new Approved(charge(order).order()));
    await().atMost(SOON).until(() -> about(order).size() >= times);
    assertThat(about(order)).hasSize(times).allMatch(expected::equals);
  }

  @Test
  void refusesWhatIsForgedAndReadsWhatIsTrue() {
    var order = card("sim-callback-forged");
    pay(order);

    await().atMost(SOON).until(() -> about(order).size() == 1);
    await().atMost(SOON).until(() -> CALLBACKS.contains(new Refused("signature does not match")));
    assertThat(about(order))
        .allMatch(reading -> ((Verified) reading).outcome() instanceof Approved);
  }

  @Test
  void refusesWhatACertificateOfSomebodyElseSigned() {
    var order = card("sim-callback-foreign");
    pay(order);

    // While nobody knows the certificate it only makes us ask.
    await()
        .atMost(SOON)
        .until(() -> {
          pay(card("sim-callback-foreign"));
          return CALLBACKS.contains(new Refused("certificate not to be trusted"));
        });
    assertThat(about(order)).isEmpty();
  }

  @Test
  void hearsOfAuthorizationsCapturesAndRefunds() {
    var order = held("sim-approved");
    pay(order);
    var captured = (OperationOutcome.Done) capture(order, "cap_1", 500, false);
    paypal
        .refund(operation(order, "ref_1", 300, false, captured.channelReference()), account)
        .block(SOON);
    var id = charge(order).order();

    await().atMost(SOON).until(() -> CALLBACKS.size() >= 3);
    assertThat(CALLBACKS)
        .contains(
            new Verified(attempt(order), AMOUNT, new Authorized(id)),
            new VerifiedOperation(id("cap_1", order), Money.of(500, "EUR"), captured))
        .anyMatch(reading ->
            reading instanceof VerifiedOperation(var operation, var amount, OperationOutcome.Done _)
                && operation.equals(id("ref_1", order))
                && amount.equals(Money.of(300, "EUR")));
  }

  @Test
  void listsWhatTheBookHas() {
    var order = card("sim-approved");
    var day = LocalDate.now(ZoneOffset.UTC);
    pay(order);
    refund(order, "ref_1", 500);

    var rows =
        paypal
            .statement(day, account)
            .filter(row ->
                attempt(order).toString().equals(row.requestId())
                    || id("ref_1", order).value().equals(row.requestId()))
            .collectList()
            .block(SOON);

    assertThat(rows).extracting(StatementRow::kind).containsExactly(Kind.PAYMENT, Kind.REFUND);
    assertThat(rows).extracting(StatementRow::gross).containsExactly(AMOUNT, Money.of(-500, "EUR"));
    assertThat(rows.getFirst().fee()).isEqualTo(Money.of(30, "EUR"));
  }

  private List<CallbackReading> about(Order order) {
    return CALLBACKS.stream()
        .filter(reading ->
            reading instanceof Verified verified && verified.requestId().equals(attempt(order)))
        .toList();
  }

  private static DisposableServer door() {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .handle((request, response) ->
            request
                .receive()
                .aggregate()
                .asByteArray()
                .map(body -> paypal.read(callback(request.requestHeaders(), body), usual))
                .doOnNext(CALLBACKS::add)
                // As the gateway does: what is refused is not acknowledged, and comes again.
                .flatMap(reading ->
                    response.status(reading instanceof Refused ? 401 : 200).send().then()))
        .bindNow();
  }

  private static RawCallback callback(
      io.netty.handler.codec.http.HttpHeaders headers, byte[] body) {
    var all = new HashMap<String, List<String>>();
    headers.forEach(header ->
        all.put(header.getKey().toLowerCase(java.util.Locale.ROOT), List.of(header.getValue())));
    return new RawCallback("POST", "/callbacks/paypal/x", "", all, body, Instant.now());
  }

  private static Order saved(String token) {
    return order(AMOUNT, Product.QUICK_PAY, new Method("paypal", token), "books");
  }

  private static Order card(String token) {
    return order(AMOUNT, Product.FOREIGN_CARD, new Method("card", token), "books");
  }

  private static Order cardDescribed(String script) {
    return order(AMOUNT, Product.FOREIGN_CARD, new Method("card", "sim-approved"), script);
  }

  private static Order wallet(String description) {
    return order(AMOUNT, Product.ACCOUNT_BALANCE, new Method("paypal", null), description);
  }

  private static Order held(String token) {
    return PayPalFixtures.order(
        AMOUNT,
        Product.FOREIGN_CARD,
        new Method("card", token),
        CaptureMode.MANUAL,
        "order-" + REFERENCES.incrementAndGet(),
        "books");
  }

  private static Order order(Money amount, Product product, Method method, String description) {
    return PayPalFixtures.order(
        amount,
        product,
        method,
        CaptureMode.AUTOMATIC,
        "order-" + REFERENCES.incrementAndGet(),
        description);
  }

  private Charge charge(Order order) {
    var charges = simulator.book().chargesFor(attempt(order).toString());
    assertThat(charges).hasSize(1);
    return charges.getFirst();
  }

  private ChannelOutcome pay(Order order) {
    return paypal.pay(request(order), account).block(SOON);
  }

  private ChannelOutcome query(Order order, String reference) {
    return paypal.query(asking(order, reference), account).block(SOON);
  }

  private ChannelOutcome close(Order order, String reference) {
    return paypal.close(asking(order, reference), account).block(SOON);
  }

  private OperationOutcome capture(Order order, String id, long minorUnits, boolean isLast) {
    return paypal.capture(operation(order, id, minorUnits, isLast, null), account).block(SOON);
  }

  private OperationOutcome queryCapture(Order order, String id, long minorUnits) {
    var operation = operation(order, id, minorUnits, true, null);
    return paypal
        .queryCapture(new OperationQuery(operation, null, Instant.now()), account)
        .block(SOON);
  }

  /** Operations of different tests are different ones to the simulator. */
  private static OperationId id(String id, Order order) {
    return new OperationId(id + "-" + order.reference().value());
  }

  private OperationOutcome release(Order order) {
    return paypal
        .release(operation(order, "void_1", order.amount().minorUnits(), true, null), account)
        .block(SOON);
  }

  private OperationOutcome refund(Order order, String id, long minorUnits) {
    return paypal.refund(operation(order, id, minorUnits, false, null), account).block(SOON);
  }

  private OperationOutcome queryRefund(Order order, String id, long minorUnits, String reference) {
    var operation = operation(order, id, minorUnits, false, null);
    return paypal
        .queryRefund(new OperationQuery(operation, reference, Instant.now()), account)
        .block(SOON);
  }

  private PaymentOperation operation(
      Order order, String id, long minorUnits, boolean isLast, String capture) {
    return new PaymentOperation(
        id(id, order),
        asking(order, charge(order).order()),
        new Money(minorUnits, order.amount().currency()),
        isLast,
        capture);
  }

  private AgreementOutcome sign(String id, String description) {
    return paypal.sign(agreement(id, null, description), account).block(SOON);
  }

  private AgreementOutcome agreed(String id, String reference) {
    return paypal.queryAgreement(agreement(id, reference, null), account).block(SOON);
  }

  private OperationOutcome end(String token) {
    return paypal.end(agreement("agr_1", null, null), token, account).block(SOON);
  }

  private static AgreementRequest agreement(String id, String reference, String description) {
    return new AgreementRequest(
        new OperationId(id),
        new Method("paypal", null),
        Customer.UNKNOWN,
        AMOUNT.currency(),
        URI.create("https://shop.example/back"),
        description,
        reference);
  }

  private static AttemptQuery asking(Order order, String reference) {
    return new AttemptQuery(attempt(order), reference, order, Instant.now());
  }

  private ChannelOutcome untilFinal(Order order) {
    return Mono.defer(() -> paypal.query(asking(order, null), account))
        .filter(outcome -> !(outcome instanceof Pending) && !(outcome instanceof Unknown))
        .repeatWhenEmpty(100, again -> again.delayElements(Duration.ofMillis(50)))
        .block(SOON);
  }

  private static int visit(NeedsAction asked, String outcome) {
    return visit(((NextStep.Redirect) asked.step()).url() + "?outcome=" + outcome);
  }

  private static int visit(String page) {
    return HttpClient.create()
        .get()
        .uri(page)
        .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
        .block(SOON);
  }

  private static ChannelAccount account(Map<String, String> options) {
    var all = new HashMap<>(options);
    all.put("webhook-id", PayPalSimulatorSettings.WEBHOOK_ID);
    return new ChannelAccount(
        new AccountId("paypal", "sandbox"),
        simulator.baseUrl(),
        Map.of(
            "client-id", Secret.ofText(PayPalSimulatorSettings.CLIENT_ID),
            "client-secret", Secret.ofText(PayPalSimulatorSettings.CLIENT_SECRET),
            "webhook-root", Secret.ofText(simulator.webhookRootPem())),
        all,
        new ChannelLimits(50, Duration.ofSeconds(1), Duration.ofMillis(700), 500));
  }
}
