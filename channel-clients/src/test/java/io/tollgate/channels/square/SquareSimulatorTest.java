package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.SIGNATURE_KEY;
import static io.tollgate.channels.square.SquareFixtures.TOKEN;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.card;
import static io.tollgate.channels.square.SquareFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
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
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.square.SquareBook.Charge;
import io.tollgate.sandbox.square.SquareSimulator;
import io.tollgate.sandbox.square.SquareSimulatorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The channel against the simulator: what it says is held against the book. */
class SquareSimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PROCESSING = Duration.ofMillis(200);

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final SquareChannel square = new SquareChannel(edges, Clock.systemUTC());
  private final SquareDoor door = new SquareDoor();
  private final SquareSimulator simulator =
      SquareSimulator.start(
          SquareSimulatorSettings.defaults()
              .withDurations(PROCESSING, Duration.ofSeconds(10))
              .withCallbackUrl(door.url()));

  @AfterEach
  void close() {
    edges.close();
    simulator.close();
    door.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"card-nonce-ok", "slow", "callback-lost", "callback-forged"})
  void chargesOnceAndSaysSo(String script) {
    var order = order(script);

    var first = pay(order);
    var again = pay(order);

    assertThat(first).isEqualTo(new Approved(charge(order).id())).isEqualTo(again);
    assertThat(charge(order).amount()).isEqualTo(1299);
    assertThat(charge(order).status()).isEqualTo("COMPLETED");
  }

  @ParameterizedTest
  @CsvSource({
    "card-nonce-declined, GENERIC_DECLINE, DO_NOT_HONOR",
    "decline-insufficient-funds, INSUFFICIENT_FUNDS, INSUFFICIENT_FUNDS",
    "decline-card-expired, CARD_EXPIRED, EXPIRED_METHOD",
    "decline-cvv-failure, CVV_FAILURE, INVALID_METHOD",
    "decline-transaction-limit, TRANSACTION_LIMIT, LIMIT_EXCEEDED",
    "decline-card-declined-verification-required, CARD_DECLINED_VERIFICATION_REQUIRED,"
        + " AUTHENTICATION_FAILED",
  })
  void declinesForTheReasonWhereNothingWasCharged(String script, String code, Category category) {
    var order = order(script);
    var declined = new DeclineReason(category, code);

    assertThat(pay(order)).isEqualTo(new Declined(declined, charge(order).id()));
    assertThat(charge(order).status()).isEqualTo("FAILED");
    assertThat(query(order)).isEqualTo(new Declined(declined, charge(order).id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"charge-then-timeout", "charge-then-drop", "charge-then-error"})
  void findsTheChargeWhoseAnswerWasLost(String script) {
    var order = order(script);
    var hasty = account(TOKEN, Duration.ofSeconds(2));

    assertThat(soon(square.pay(request(order), hasty))).isInstanceOf(Unknown.class);
    assertThat(query(order)).isEqualTo(new Approved(charge(order).id()));
    assertThat(pay(order)).isEqualTo(new Approved(charge(order).id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "server-error"})
  void doesNotKnowAndFindsNothingWhereNothingWasCharged(String script) {
    var order = order(script);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(charges(order)).isEmpty();
    assertThat(query(order)).isEqualTo(new Absent());
  }

  @Test
  void knowsWhatWasNotTakenAtAll() {
    assertThat(pay(order("rate-limited"))).isInstanceOf(NotSent.class);
    assertThat(pay(order("invalid-request")))
        .isEqualTo(
            new Declined(new DeclineReason(Category.REQUEST_REFUSED, "VALUE_TOO_LOW"), null));
    assertThat(charges(order("rate-limited"))).isEmpty();
    assertThat(charges(order("invalid-request"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"pending-then-ok, COMPLETED", "pending-then-fail, FAILED"})
  void saysPendingUntilItIsFinal(String script, String end) {
    var order = order(script);

    assertThat(pay(order)).isEqualTo(new Pending(charge(order).id()));
    await().atMost(SOON).until(() -> charge(order).status().equals(end));
    assertThat(query(order))
        .isInstanceOf(end.equals("COMPLETED") ? Approved.class : Declined.class);
  }

  @Test
  void closesByOurKeyAHoldWhoseAnswerWasLost() {
    var lost = order("charge-then-drop", CaptureMode.MANUAL);
    assertThat(pay(lost)).isInstanceOf(Unknown.class);
    var late =
        new AttemptQuery(attempt(lost), null, automatic(lost), Instant.now().plusSeconds(3600));

    // An hour off, so that the list does not have it and the key alone names it.
    assertThat(soon(square.close(late, account()))).isEqualTo(new Absent());

    assertThat(charge(lost).status()).isEqualTo("CANCELED");
    assertThat(query(lost)).isEqualTo(new Closed(false, charge(lost).id()));
  }

  @Test
  void takesTheChargeForTheAnswerToAClosingThatCameTooLate() {
    var order = order("card-nonce-ok");
    assertThat(pay(order)).isInstanceOf(Approved.class);

    assertThat(soon(square.close(asked(order, null), account())))
        .isEqualTo(new Approved(charge(order).id()));
    assertThat(charge(order).status()).isEqualTo("COMPLETED");
  }

  @Test
  void capturesOnceAndVoidsWhatTheBookHolds() {
    var captured = order("card-nonce-ok", CaptureMode.MANUAL);
    var voided = order("card-nonce-ok__2", CaptureMode.MANUAL);
    assertThat(pay(captured)).isEqualTo(new Authorized(charge(captured).id()));
    assertThat(pay(voided)).isEqualTo(new Authorized(charge(voided).id()));

    var capture = operation(captured, "op_1", 1299);
    assertThat(soon(square.queryCapture(asked(capture), account())))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(soon(square.capture(capture, account()))).isEqualTo(new Done(null));
    assertThat(soon(square.capture(capture, account()))).isEqualTo(new Done(null));
    assertThat(soon(square.queryCapture(asked(capture), account()))).isEqualTo(new Done(null));
    assertThat(soon(square.release(operation(voided, "op_2", 1299), account())))
        .isEqualTo(new Done(null));
    assertThat(soon(square.release(operation(voided, "op_2", 1299), account())))
        .isEqualTo(new Done(null));

    assertThat(soon(square.release(operation(captured, "op_3", 1299), account())))
        .isInstanceOf(Refused.class);
    assertThat(soon(square.capture(operation(voided, "op_4", 1299), account())))
        .isInstanceOf(Refused.class);
    assertThat(charge(captured).status()).isEqualTo("COMPLETED");
    assertThat(charge(voided).status()).isEqualTo("CANCELED");
  }

  @Test
  void givesBackInPartsAndNoMoreThanWasPaid() {
    var order = paid("card-nonce-ok");
    var part = operation(order, "op_1", 500);

    var first = soon(square.refund(part, account()));

    assertThat(first).isInstanceOf(Done.class);
    assertThat(soon(square.refund(part, account()))).isEqualTo(first);
    assertThat(soon(square.queryRefund(asked(part), account()))).isEqualTo(first);
    assertThat(soon(square.refund(operation(order, "op_2", 800), account())))
        .isInstanceOf(Refused.class);
    assertThat(soon(square.refund(operation(order, "op_3", 799), account())))
        .isInstanceOf(Done.class);
    assertThat(soon(square.queryRefund(asked(operation(order, "op_2", 800)), account())))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(charge(order).refunded()).isEqualTo(1299);
  }

  @ParameterizedTest
  @CsvSource({"refund-pending, 1299", "refund-fails, 0"})
  void followsARefundToItsEnd(String script, long end) {
    var refund = operation(paid(script), "op_1", 1299);

    var first = soon(square.refund(refund, account()));

    assertThat(first).isInstanceOf(OperationOutcome.Pending.class);
    await()
        .atMost(SOON)
        .until(() ->
            !(soon(square.queryRefund(asked(refund), account()))
                instanceof OperationOutcome.Pending));
    assertThat(soon(square.queryRefund(asked(refund), account())))
        .isInstanceOf(end == 0 ? Refused.class : Done.class);
    assertThat(charge(order(script)).refunded()).isEqualTo(end);
  }

  @Test
  void findsTheRefundWhoseAnswerWasLostAndGivesBackOnce() {
    var order = paid("refund-then-drop");
    var refund = operation(order, "op_1", 1299);

    assertThat(soon(square.refund(refund, account()))).isInstanceOf(OperationOutcome.Unknown.class);
    var found = soon(square.queryRefund(asked(refund), account()));

    assertThat(found).isInstanceOf(Done.class);
    assertThat(soon(square.refund(refund, account()))).isEqualTo(found);
    assertThat(charge(order).refunded()).isEqualTo(1299);
  }

  @Test
  void chargesUnderAnAgreementUntilItEnds() {
    var signed = (AgreementOutcome.Active) soon(square.sign(agreement(), account()));
    assertThat(soon(square.sign(agreement(), account()))).isEqualTo(signed);
    assertThat(soon(square.queryAgreement(agreement(), account()))).isEqualTo(signed);

    var agreed = agreed(signed.token(), "order-agreed");
    assertThat(pay(agreed)).isEqualTo(new Approved(charge(agreed).id()));

    assertThat(soon(square.end(agreement(), signed.token(), account()))).isInstanceOf(Done.class);
    assertThat(soon(square.end(agreement(), signed.token(), account()))).isInstanceOf(Done.class);
    assertThat(soon(square.queryAgreement(agreement(), account())))
        .isEqualTo(new AgreementOutcome.Ended());
    var after = agreed(signed.token(), "order-after");
    assertThat(pay(after)).isInstanceOf(Declined.class);
    assertThat(charge(after).status()).isEqualTo("FAILED");
  }

  @Test
  void signsNothingWithATokenThatSquareRefuses() {
    var refused = agreement("cnon:card-nonce-declined");

    assertThat(soon(square.sign(refused, account()))).isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(soon(square.queryAgreement(refused, account())))
        .isEqualTo(new AgreementOutcome.Absent());
  }

  @Test
  void findsAnAttemptAmongMoreThanOnePageOfOthers() {
    var wanted = order("charge-then-drop");
    for (int at = 0; at < 120; at++) {
      pay(order("card-nonce-ok__" + at));
    }
    assertThat(pay(wanted)).isInstanceOf(Unknown.class);

    assertThat(query(wanted)).isEqualTo(new Approved(charge(wanted).id()));
  }

  @Test
  void listsWhatWasPaidAndGivenBack() {
    var order = paid("card-nonce-ok");
    soon(square.refund(operation(order, "op_1", 300), account()));
    var tomorrow = new SquareChannel(edges, Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));

    var rows = tomorrow.statement(LocalDate.now(Clock.systemUTC()), account()).collectList();

    assertThat(soon(rows))
        .satisfiesExactly(
            paid -> {
              assertThat(paid.kind()).isEqualTo(Kind.PAYMENT);
              assertThat(paid.channelReference()).isEqualTo(charge(order).id());
              assertThat(paid.gross()).isEqualTo(Money.of(1299, "USD"));
              assertThat(paid.fee()).isEqualTo(Money.of(38, "USD"));
            },
            back -> {
              assertThat(back.kind()).isEqualTo(Kind.REFUND);
              assertThat(back.gross()).isEqualTo(Money.of(-300, "USD"));
            });
  }

  @Test
  void readsTheEventsThatTheSimulatorSigned() {
    var order = paid("card-nonce-ok");
    var refund = operation(order, "op_1", 1299);
    var given = (Done) soon(square.refund(refund, account()));

    await().atMost(SOON).until(() -> door.taken().size() == 2);

    assertThat(readings())
        .containsExactlyInAnyOrder(
            new Verified(attempt(order), Money.of(1299, "USD"), new Approved(charge(order).id())),
            new VerifiedOperation(refund.id(), Money.of(1299, "USD"), given));
  }

  @Test
  void readsAnEventThatCameTwiceTwiceAndOneThatIsLateLater() {
    pay(order("callback-twice"));
    pay(order("callback-late"));

    await().atMost(SOON).until(() -> door.taken().size() == 3);

    assertThat(readings()).allMatch(Verified.class::isInstance);
  }

  @Test
  void refusesAnEventThatIsForged() {
    pay(order("callback-forged"));

    await().atMost(SOON).until(() -> door.taken().size() == 1);

    assertThat(readings()).allMatch(CallbackReading.Refused.class::isInstance);
  }

  @Test
  void paysOnAPageAndGivesItBack() throws Exception {
    var order = hosted("Books");
    var action = (NeedsAction) pay(order);
    assertThat(pay(order)).isEqualTo(action);
    assertThat(query(order, action.channelReference())).isEqualTo(action);

    act(action, "fail");
    assertThat(query(order, action.channelReference())).isEqualTo(action);
    act(action, "succeed");

    var paid = (Approved) query(order, action.channelReference());
    assertThat(query(order, paid.channelReference())).isEqualTo(paid);
    var attempt = asked(order, action.channelReference());
    assertThat(soon(square.close(attempt, account()))).isEqualTo(paid);
    var refund = new PaymentOperation(new OperationId("op_1"), attempt, order.amount(), true, null);
    assertThat(soon(square.refund(refund, account()))).isInstanceOf(Done.class);
    assertThat(simulator.book().chargesFor("attempt-" + attempt(order)))
        .extracting(Charge::status, Charge::refunded)
        .containsExactly(tuple("FAILED", 0L), tuple("COMPLETED", 1299L));
    await().atMost(SOON).until(() -> door.taken().size() == 3);
    assertThat(readings())
        .contains(new Hint(attempt(order)), new Verified(attempt(order), order.amount(), paid));
  }

  @Test
  void closesAPageSoThatNobodyCanPayThere() throws Exception {
    var order = hosted("Books");
    var action = (NeedsAction) pay(order);

    assertThat(soon(square.close(asked(order, action.channelReference()), account())))
        .isEqualTo(new Closed(false, action.channelReference()));
    act(action, "succeed");

    assertThat(query(order, action.channelReference())).isEqualTo(new Absent());
    assertThat(simulator.book().chargesFor("attempt-" + attempt(order))).isEmpty();
  }

  @Test
  void knowsThatAPageOfWhichItNeverHeardReachedNobody() {
    var order = hosted("charge-then-drop");

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order)).isEqualTo(new Absent());
    assertThat(pay(hosted("manual", CaptureMode.MANUAL))).isInstanceOf(NotSent.class);
  }

  @Test
  void saysThatSquareDoesNotTakeOurToken() {
    var stranger = account("EAAA_other", PATIENCE);

    assertThat(soon(square.pay(request(order("card-nonce-ok")), stranger)))
        .isEqualTo(new Declined(new DeclineReason(Category.REQUEST_REFUSED, "UNAUTHORIZED"), null));
    assertThat(soon(square.query(asked(order("card-nonce-ok"), null), stranger)))
        .isInstanceOf(Unknown.class);
    assertThat(charges(order("card-nonce-ok"))).isEmpty();
  }

  private static Order order(String script) {
    return order(script, CaptureMode.AUTOMATIC);
  }

  private static Order order(String script, CaptureMode capture) {
    return SquareFixtures.order(
        Money.of(1299, "USD"),
        card("cnon:" + script),
        Product.FOREIGN_CARD,
        capture,
        "order-" + script);
  }

  private static Order hosted(String name) {
    return hosted(name, CaptureMode.AUTOMATIC);
  }

  private static Order hosted(String name, CaptureMode capture) {
    var like = SquareFixtures.hosted();
    return new Order(
        like.merchant(),
        like.reference(),
        like.product(),
        like.amount(),
        capture,
        like.method(),
        like.customer(),
        like.returnUrl(),
        name,
        Map.of());
  }

  private static void act(NeedsAction action, String outcome) throws Exception {
    var page = ((NextStep.Redirect) action.step()).url() + "?outcome=" + outcome;
    try (var browser = HttpClient.newHttpClient()) {
      browser.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.discarding());
    }
  }

  private static Order automatic(Order order) {
    return SquareFixtures.order(
        order.amount(),
        order.method(),
        order.product(),
        CaptureMode.AUTOMATIC,
        order.reference().value());
  }

  private static Order agreed(String token, String reference) {
    return SquareFixtures.order(
        Money.of(1299, "USD"), card(token), Product.QUICK_PAY, CaptureMode.AUTOMATIC, reference);
  }

  private static AgreementRequest agreement() {
    return agreement("cnon:card-nonce-ok");
  }

  private static AgreementRequest agreement(String token) {
    var like = SquareFixtures.agreement(null);
    return new AgreementRequest(
        like.id(), card(token), like.customer(), like.currency(), null, null, null);
  }

  private Order paid(String script) {
    var order = order(script);
    assertThat(pay(order)).isInstanceOf(Approved.class);
    return order;
  }

  private PaymentOperation operation(Order order, String id, long amount) {
    var attempt = asked(order, charge(order).id());
    return new PaymentOperation(new OperationId(id), attempt, Money.of(amount, "USD"), true, null);
  }

  private static OperationQuery asked(PaymentOperation operation) {
    return new OperationQuery(operation, null, Instant.now());
  }

  private static AttemptQuery asked(Order order, @Nullable String reference) {
    return new AttemptQuery(attempt(order), reference, order, Instant.now());
  }

  private Charge charge(Order order) {
    assertThat(charges(order)).hasSize(1);
    return charges(order).getFirst();
  }

  private List<Charge> charges(Order order) {
    return simulator.book().chargesFor(attempt(order).toString());
  }

  private List<CallbackReading> readings() {
    return door.taken().stream().map(it -> square.read(it, account())).toList();
  }

  private ChannelOutcome pay(Order order) {
    return soon(square.pay(request(order), account()));
  }

  private ChannelOutcome query(Order order) {
    return query(order, null);
  }

  private ChannelOutcome query(Order order, @Nullable String reference) {
    return soon(square.query(asked(order, reference), account()));
  }

  private ChannelAccount account() {
    return account(TOKEN, PATIENCE);
  }

  private ChannelAccount account(String token, Duration reply) {
    return new ChannelAccount(
        new AccountId("square", "sandbox"),
        URI.create(simulator.baseUrl()),
        Map.of(
            "access-token", Secret.ofText(token),
            "signature-key", Secret.ofText(SIGNATURE_KEY)),
        Map.of("notification-url", door.url().toString(), "location", "L1"),
        new ChannelLimits(50, PATIENCE, reply, 1_000));
  }

  private static <T> T soon(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
