package io.tollgate.channels.camara;

import static io.tollgate.channels.camara.CamaraFixtures.attempt;
import static io.tollgate.channels.camara.CamaraFixtures.request;
import static io.tollgate.channels.camara.CamaraSandbox.SOON;
import static io.tollgate.channels.camara.CamaraSandbox.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Refused;
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
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.sandbox.camara.CamaraSimulatorSettings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;

/** Drives the simulated operator through every behaviour it has and compares us with its book. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CamaraSimulatorTest {

  private static final Map<String, String> TWO_STEPS = Map.of("flow", "two-step");
  private static final Money PART = Money.of(500, "EUR");

  private final CamaraSandbox sandbox = new CamaraSandbox();
  private final CamaraChannel camara = sandbox.camara;
  private final List<CallbackReading> callbacks = sandbox.callbacks;
  private final AtomicInteger operations = new AtomicInteger();

  @BeforeAll
  void start() {
    // The first connection of a process is slow; no test is about that.
    await().atMost(SOON).until(() -> pay(order("050")) instanceof Approved);
  }

  @BeforeEach
  void forget() {
    callbacks.clear();
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "030", "050", "060", "777"})
  void agreesWithTheBookOnWhatIsApproved(String digits) {
    var order = order(digits);

    assertThat(pay(order)).isEqualTo(new Approved(sandbox.charge(order).paymentId()));
    assertThat(sandbox.charge(order).charged()).isTrue();
    assertThat(sandbox.charge(order).amount()).isEqualByComparingTo("12.99");
    assertThat(sandbox.query(order, null)).isEqualTo(sandbox.query(order, paymentId(order)));
  }

  @ParameterizedTest
  @CsvSource({
    "010, DO_NOT_HONOR, CARRIER_BILLING.PAYMENT_DENIED",
    "011, LIMIT_EXCEEDED, CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED",
    "012, LIMIT_EXCEEDED, CARRIER_BILLING.UNAUTHORIZED_AMOUNT",
    "013, INVALID_METHOD, IDENTIFIER_NOT_FOUND",
    "014, INVALID_METHOD, SERVICE_NOT_APPLICABLE",
  })
  void agreesWithTheBookOnWhatIsDeclined(String digits, Category category, String code) {
    var order = order(digits);

    assertThat(pay(order))
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> {
              assertThat(declined.reason().category()).isEqualTo(category);
              assertThat(declined.reason().channelCode()).isEqualTo(code);
            });
    assertThat(sandbox.charges(order)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // how the number ends, whether the book has a charge in the end
    "022, true",
    "031, true",
    "032, true",
    "034, true",
    "035, false",
  })
  void finishesByAskingWhereTheAnswerNeverCame(String digits, boolean isCharged) {
    var order = order(digits);

    assertThat(pay(order)).isInstanceOf(Unknown.class);

    assertThat(sandbox.untilFinal(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(sandbox.charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @ValueSource(strings = {"021", "033"})
  void findsNothingWhereNothingWasDone(String digits) {
    var order = order(digits);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.query(order, null)).isEqualTo(new Absent());
    assertThat(sandbox.charges(order)).isEmpty();
  }

  @Test
  void sendsNothingWhereTheOperatorIsBusy() {
    assertThat(pay(order("020"))).isInstanceOf(NotSent.class);
  }

  @ParameterizedTest
  @CsvSource({"001, true", "002, false"})
  void waitsForWhatIsProcessed(String digits, boolean isCharged) {
    var order = order(digits);

    assertThat(pay(order)).isEqualTo(new Pending(paymentId(order)));
    assertThat(pay(order)).isNotInstanceOf(NotSent.class).isNotInstanceOf(Unknown.class);
    assertThat(sandbox.untilFinal(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(sandbox.charge(order).charged()).isEqualTo(isCharged);
  }

  @Test
  void chargesOnceHoweverOftenAnAttemptIsRepeated() {
    for (var options : List.of(Map.<String, String>of(), TWO_STEPS)) {
      var order = order("000");
      var outcomes =
          Flux.range(0, 8)
              .flatMap(_ -> camara.pay(request(order), sandbox.account(options)))
              .collectList()
              .block(SOON);

      assertThat(sandbox.charges(order)).hasSize(1);
      assertThat(outcomes)
          .noneMatch(Declined.class::isInstance)
          .noneMatch(NotSent.class::isInstance);
      assertThat(sandbox.untilFinal(order)).isEqualTo(new Approved(paymentId(order)));
    }
  }

  @ParameterizedTest
  @CsvSource({"000, true", "001, true", "044, true", "045, true", "043, false", "002, false"})
  void takesInTwoStepsWhatNobodyCapturesByHand(String digits, boolean isCharged) {
    var order = order(digits);

    sandbox.pay(order, TWO_STEPS);

    assertThat(sandbox.untilFinal(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(sandbox.charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @ValueSource(strings = {"040", "041"})
  void takesThePayersPassword(String digits) {
    var order = order(digits);
    var asked = (NeedsAction) sandbox.pay(order, TWO_STEPS);
    assertThat(asked.step()).isEqualTo(new NextStep.EnterOtp("+34*******" + digits.substring(1)));
    await().until(() -> sandbox.charge(order).status().equals("pending_validation"));
    assertThat(sandbox.query(order, asked.channelReference())).isEqualTo(asked);

    assertThat(sandbox.submit(order, asked.channelReference(), "000000")).isEqualTo(asked);
    assertThat(sandbox.charge(order).charged()).isFalse();
    assertThat(sandbox.submit(order, asked.channelReference(), "123456"))
        .isEqualTo(new Approved(paymentId(order)));
    assertThat(sandbox.submit(order, asked.channelReference(), "123456"))
        .isEqualTo(new Approved(paymentId(order)));
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void declinesAfterTheLastWrongPassword() {
    var order = sandbox.order("040", CaptureMode.MANUAL);
    var asked = (NeedsAction) pay(order);

    assertThat(sandbox.submit(order, asked.channelReference(), "1")).isEqualTo(asked);
    assertThat(sandbox.submit(order, asked.channelReference(), "2")).isEqualTo(asked);
    assertThat(sandbox.submit(order, asked.channelReference(), "3"))
        .isInstanceOfSatisfying(
            Declined.class,
            declined ->
                assertThat(declined.reason().category()).isEqualTo(Category.AUTHENTICATION_FAILED));
    assertThat(sandbox.charge(order).status()).isEqualTo("denied");
  }

  @ParameterizedTest
  @CsvSource({"?agree, true", "'', false"})
  void sendsThePayerToThePageAndSeesWhatThePayerDid(String act, boolean isCharged) {
    var order = order("042");
    var asked = (NeedsAction) sandbox.pay(order, TWO_STEPS);
    assertThat(sandbox.query(order, asked.channelReference()))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), asked.channelReference()));

    exchange("GET", ((NextStep.Redirect) asked.step()).url() + act, "", "");

    assertThat(sandbox.query(order, asked.channelReference()))
        .isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(sandbox.charge(order).charged()).isEqualTo(isCharged);
  }

  @Test
  void closesWhatIsOpenAndNothingElse() {
    var open = order("040");
    var paid = order("000");
    var held = sandbox.order("000", CaptureMode.MANUAL);
    sandbox.pay(open, TWO_STEPS);
    pay(paid);
    pay(held);

    assertThat(sandbox.close(open)).isEqualTo(new Closed(false, paymentId(open)));
    assertThat(sandbox.close(open)).isEqualTo(new Closed(false, paymentId(open)));
    assertThat(sandbox.close(paid)).isEqualTo(new Approved(paymentId(paid)));
    assertThat(sandbox.close(held)).isEqualTo(new Authorized(paymentId(held)));
    assertThat(sandbox.close(order("000"))).isEqualTo(new Absent());
    assertThat(sandbox.charge(open).status()).isEqualTo("cancelled");
    assertThat(sandbox.charge(paid).charged()).isTrue();
    assertThat(sandbox.charge(held).status()).isEqualTo("reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "044", "045"})
  void capturesWhatIsHeld(String digits) {
    var order = sandbox.order(digits, CaptureMode.MANUAL);
    assertThat(pay(order)).isEqualTo(new Authorized(paymentId(order)));
    var capture = operation(order, order.amount());

    camara.capture(capture, sandbox.account()).block(SOON);

    await()
        .atMost(SOON)
        .until(() ->
            camara
                .queryCapture(new OperationQuery(capture, null, Instant.now()), sandbox.account())
                .block(SOON)
                .equals(new Done(null)));
    assertThat(sandbox.charge(order).charged()).isTrue();
    assertThat(camara.capture(capture, sandbox.account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(camara.release(capture, sandbox.account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
  }

  @Test
  void releasesWhatIsHeld() {
    var order = sandbox.order("000", CaptureMode.MANUAL);
    pay(order);
    var release = operation(order, order.amount());

    assertThat(camara.release(release, sandbox.account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(camara.release(release, sandbox.account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(camara.capture(release, sandbox.account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.charge(order).status()).isEqualTo("cancelled");
  }

  @Test
  void refundsPartsAndTheWholeOnceEach() {
    var parts = order("000");
    var whole = order("000");
    pay(parts);
    pay(whole);
    var first = operation(parts, PART);

    var all = operation(whole, whole.amount());

    for (int time = 0; time < 3; time++) {
      assertThat(refund(first)).isInstanceOf(Done.class);
      assertThat(refund(all)).isInstanceOf(Done.class);
    }
    assertThat(refund(operation(parts, Money.of(799, "EUR")))).isInstanceOf(Done.class);
    assertThat(refund(operation(parts, Money.of(1, "EUR"))))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.charge(parts).refunded()).isEqualByComparingTo("12.99");
    assertThat(sandbox.charge(whole).refunded()).isEqualByComparingTo("12.99");
  }

  @ParameterizedTest
  @CsvSource({
    // how the number ends, what the answer is, what it comes to, what the book says
    "060, Pending, Done, 5.00",
    "061, Pending, Refused, 0",
    "062, Refused, Absent, 0",
    "063, Unknown, Done, 5.00",
  })
  void asksWhatBecameOfARefund(String digits, String first, String last, BigDecimal refunded) {
    var order = order(digits);
    pay(order);
    var operation = operation(order, PART);

    assertThat(refund(operation).getClass().getSimpleName()).isEqualTo(first);
    await().atMost(SOON).until(() -> ofRefund(operation).getClass().getSimpleName().equals(last));
    assertThat(sandbox.charge(order).refunded()).isEqualByComparingTo(refunded);
  }

  @ParameterizedTest
  @CsvSource({"000, 1", "052, 2", "051, 1", "031, 1"})
  void takesAnEventForAHint(String digits, int times) {
    var order = order(digits);
    pay(order);

    await().atMost(SOON).until(() -> hints(order) >= times);
    assertThat(hints(order)).isEqualTo(times);
  }

  @Test
  void refusesAForgedEventAndMissesOneThatIsLost() {
    var forged = order("053");
    var lost = order("050");
    pay(forged);
    pay(lost);
    await().atMost(SOON).until(() -> callbacks.stream().anyMatch(Refused.class::isInstance));

    assertThat(hints(forged)).isZero();
    assertThat(hints(lost)).isZero();
  }

  @Test
  void asksForAnotherTokenWhereOneIsVoid() {
    sandbox.simulator.forgetTokens();

    assertThat(pay(order("000"))).isInstanceOf(Approved.class);
  }

  @Test
  void sendsNothingWithASecretThatIsNotTheClients() {
    var account = sandbox.account(Map.of("client-authentication", "client_secret_basic"));

    assertThat(camara.pay(request(order("000")), account).block(SOON)).isInstanceOf(NotSent.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void listsADayAsTheBookHasIt(boolean tellsTotals) {
    var ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    var settings = CamaraSimulatorSettings.defaults().withPages(3, tellsTotals);
    var options = Map.of("client-authentication", "client_secret_basic");
    try (var own = new CamaraSandbox(ahead, settings)) {
      await()
          .atMost(SOON)
          .until(
              () -> own.pay(own.order("050", CaptureMode.AUTOMATIC), options) instanceof Approved);
      for (int time = 0; time < 6; time++) {
        var order = own.order("050", CaptureMode.AUTOMATIC);
        own.pay(order, options);
        own.pay(own.order("002", CaptureMode.AUTOMATIC), options);
        own.camara
            .refund(operation(order, time % 2 == 0 ? PART : order.amount()), own.account(options))
            .block(SOON);
      }
      var rows =
          own.camara
              .statement(LocalDate.now(ZoneOffset.UTC), own.account(options))
              .collectList()
              .block(SOON);

      var charged =
          own.simulator.book().charges().stream().filter(charge -> charge.charged()).toList();
      assertThat(charged).hasSizeBetween(7, 9);
      assertThat(sum(rows, Kind.PAYMENT)).isEqualTo(charged.size() * 1299L);
      assertThat(sum(rows, Kind.REFUND)).isEqualTo(-3 * 500 - 3 * 1299);
      assertThat(rows)
          .filteredOn(row -> row.kind() == Kind.PAYMENT)
          .extracting(StatementRow::requestId)
          .containsExactlyInAnyOrderElementsOf(
              charged.stream().map(charge -> charge.referenceCode()).toList());
    }
  }

  @Test
  void isAnsweredByTheSimulatorAsTheDescriptionsSay() {
    var billing = CamaraDescription.billing();
    var refunds = CamaraDescription.refund();
    var order = order("000");
    var asking = sandbox.order("040", CaptureMode.MANUAL);
    var requests = new CamaraRequests(new CamaraSettings(sandbox.account()));
    pay(order);
    refund(operation(order, PART));
    var grant = CamaraTokenRequests.grant(new CamaraSettings(sandbox.account()), Instant.now());
    var token =
        exchange("POST", grant.uri().toString(), "", new String(grant.body()))
            .path("access_token")
            .asString();
    var base = sandbox.simulator.baseUrl() + "/carrier-billing/v0.5/payments";
    var ofRefunds =
        sandbox.simulator.baseUrl()
            + "/carrier-billing-refund/v0.3/payments/"
            + paymentId(order)
            + "/refunds";
    var prepared = requests.create(request(asking), Instant.now()).apply(Secret.ofText(token));

    assertFits(billing, "Payment", exchange("GET", base + "/" + paymentId(order), token, ""));
    assertFits(billing, "PaymentArray", exchange("GET", base + "?perPage=3", token, ""));
    assertFits(
        billing,
        "BodyAmountReservationTransactionForReserve",
        exchange("POST", prepared.uri().toString(), token, new String(prepared.body())));
    assertFits(billing, "ErrorInfo", exchange("POST", base, token, "{}"));
    assertFits(refunds, "RefundArray", exchange("GET", ofRefunds, token, ""));
    assertFits(
        refunds,
        "PaymentRemainingAmount",
        exchange("GET", ofRefunds + "/remaining-amount", token, ""));
  }

  /** A sink of the sandbox is no HTTPS address, which is all that may be wrong. */
  private static void assertFits(CamaraDescription description, String schema, JsonNode payload) {
    assertThat(description.problems(schema, payload))
        .as(payload.toString())
        .allMatch(problem -> problem.endsWith(".sink: not of the pattern"));
  }

  private static JsonNode exchange(String method, String url, String token, String body) {
    return HttpClient.create()
        .headers(headers -> {
          headers.set("Authorization", "Bearer " + token);
          if (token.isEmpty()) {
            headers.remove("Authorization");
          }
        })
        .request(HttpMethod.valueOf(method))
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
        .responseSingle((_, content) -> content.asString().defaultIfEmpty("{}"))
        .map(CamaraFixtures.JSON::readTree)
        .block(SOON);
  }

  private static long sum(List<StatementRow> rows, Kind kind) {
    return rows.stream()
        .filter(row -> row.kind() == kind)
        .mapToLong(row -> row.gross().minorUnits())
        .sum();
  }

  private long hints(Order order) {
    return callbacks.stream().filter(new Hint(attempt(order))::equals).count();
  }

  private Order order(String digits) {
    return sandbox.order(digits, CaptureMode.AUTOMATIC);
  }

  private ChannelOutcome pay(Order order) {
    return sandbox.pay(order, Map.of());
  }

  private String paymentId(Order order) {
    return sandbox.charge(order).paymentId();
  }

  private PaymentOperation operation(Order order, Money amount) {
    return new PaymentOperation(
        new OperationId("op-" + operations.incrementAndGet()),
        asking(order, null),
        amount,
        true,
        null);
  }

  private OperationOutcome refund(PaymentOperation operation) {
    return camara.refund(operation, sandbox.account()).block(SOON);
  }

  private OperationOutcome ofRefund(PaymentOperation operation) {
    return camara
        .queryRefund(new OperationQuery(operation, null, Instant.now()), sandbox.account())
        .block(SOON);
  }
}
