package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.attempt;
import static io.tollgate.channels.adyen.AdyenFixtures.card;
import static io.tollgate.channels.adyen.AdyenFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
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
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
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
import io.tollgate.sandbox.adyen.AdyenBook.Line;
import io.tollgate.sandbox.adyen.AdyenSimulator;
import io.tollgate.sandbox.adyen.AdyenSimulatorSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
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
@Timeout(60)
class AdyenSimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final AdyenSimulatorSettings SETTINGS = AdyenSimulatorSettings.defaults();

  private final ChannelDirectory directory = ChannelDirectory.of(new SimpleMeterRegistry());
  private final AdyenChannel adyen = (AdyenChannel) directory.find("adyen").orElseThrow();
  private final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();
  private final List<String> webhooks = new CopyOnWriteArrayList<>();
  private final AtomicInteger references = new AtomicInteger();
  private DisposableServer callbackDoor;
  private AdyenSimulator simulator;
  private ChannelAccount account;

  @BeforeEach
  void start() {
    callbackDoor =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) ->
                request
                    .receive()
                    .aggregate()
                    .asByteArray()
                    .doOnNext(this::called)
                    .then(response.status(200).send().then()))
            .bindNow();
    simulator =
        AdyenSimulator.start(
            SETTINGS
                .withCallbackUrl(URI.create("http://127.0.0.1:" + callbackDoor.port() + "/"))
                .withDurations(
                    Duration.ofMillis(100),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(10)));
    account = account(Map.of());
    // The first connection of a process is slow; no test is about that.
    await().atMost(SOON).until(() -> pay(order("callback-lost")) instanceof Approved);
  }

  @AfterEach
  void stop() {
    directory.close();
    simulator.close();
    callbackDoor.disposeNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "slow", "callback-lost", "modification-fails"})
  void agreesWithTheBookOnWhatIsApproved(String name) {
    var order = order(name);

    assertThat(pay(order)).isEqualTo(new Approved(line(order).pspReference()));
    assertThat(line(order).captured()).isEqualTo(1299);
  }

  @ParameterizedTest
  @CsvSource({
    "refused-2, DO_NOT_HONOR, 2",
    "refused-6, EXPIRED_METHOD, 6",
    "refused-12, INSUFFICIENT_FUNDS, 12",
    "refused-20, SUSPECTED_FRAUD, 20",
    "refused-11, AUTHENTICATION_FAILED, 11",
    "error, OTHER, 4",
  })
  void agreesWithTheBookOnWhatIsRefused(String name, Category category, String code) {
    var order = order(name);

    var outcome = (Declined) pay(order);

    assertThat(outcome.reason().category()).isEqualTo(category);
    assertThat(outcome.reason().channelCode()).isEqualTo(code);
    assertThat(line(order).captured()).isZero();
    assertThat(query(order, null)).isEqualTo(outcome);
    expect(new Verified(attempt(order), order.amount(), told(outcome, code)));
  }

  /** A webhook spells the reason, and the simulator only spells some. */
  private static Declined told(Declined outcome, String code) {
    return code.equals("4")
        ? new Declined(AdyenRefusals.ofText("Refused"), outcome.channelReference())
        : outcome;
  }

  @Test
  void closesWhatThePayerCancelled() {
    var order = order("cancelled");

    assertThat(pay(order)).isEqualTo(new Closed(false, line(order).pspReference()));
    assertThat(line(order).captured()).isZero();
  }

  @Test
  void isNotAcceptedWhereAdyenDoesNotAcceptIt() {
    int before = simulator.book().lines().size();
    assertThat(pay(order("invalid"))).isInstanceOf(Declined.class);
    assertThat(pay(order("unheard-of"))).isInstanceOf(Declined.class);
    assertThat(pay(order("limited"))).isInstanceOf(NotSent.class);
    assertThat(query(order("limited"), null)).isInstanceOf(Unknown.class);
    account = with("api-key", "wrong");
    assertThat(pay(order("approved"))).isInstanceOf(Declined.class);
    assertThat(query(order("approved"), null)).isInstanceOf(Unknown.class);
    account = account(Map.of("merchant-account", "Somebody"));
    assertThat(pay(order("approved"))).isInstanceOf(Declined.class);
    assertThat(simulator.book().lines()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    // what the method does, whether the book has a charge in the end
    "charge-then-timeout, true",
    "charge-then-drop, true",
    "500-after-charge, true",
    "timeout-callback-lost, true",
    "refused-then-drop, false",
  })
  void learnsByRepeatingWhereTheAnswerNeverCame(String name, boolean isCharged) {
    var order = order(name);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order, null)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(line(order).captured()).isEqualTo(isCharged ? 1299 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "500"})
  void makesThePaymentOnceWhereTheRequestNeverArrived(String name) {
    var order = order(name);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(simulator.book().linesFor(attempt(order).toString())).isEmpty();

    assertThat(query(order, null)).isEqualTo(new Approved(line(order).pspReference()));
    assertThat(query(order, null)).isEqualTo(new Approved(line(order).pspReference()));
    assertThat(line(order).captured()).isEqualTo(1299);
  }

  @Test
  void findsAnInvalidRequestAbsent() {
    assertThat(query(order("invalid"), null)).isEqualTo(new ChannelOutcome.Absent());
  }

  @Test
  void doesNotDisturbTheSameRequestThatIsUnderWay() {
    var order = order("slow");
    var first = adyen.pay(request(order), account).toFuture();

    await().atMost(SOON).until(() -> query(order, null) instanceof Unknown || first.isDone());

    assertThat(first.join()).isEqualTo(new Approved(line(order).pspReference()));
  }

  @Test
  void chargesOnceHoweverOftenAnAttemptIsRepeated() {
    var order = order("approved");

    var outcomes =
        Flux.range(0, 20)
            .concatMap(_ -> adyen.pay(request(order), account))
            .collectList()
            .block(SOON);

    assertThat(outcomes).allMatch(new Approved(line(order).pspReference())::equals);
  }

  @ParameterizedTest
  @CsvSource({"pending, true", "pending-then-refused, false"})
  void waitsForTheWebhookOfWhatIsPending(String name, boolean isCharged) {
    var order = order(name);

    assertThat(pay(order)).isEqualTo(new Pending(line(order).pspReference()));

    expect(isCharged ? Approved.class : Declined.class, order);
    assertThat(line(order).captured()).isEqualTo(isCharged ? 1299 : 0);
  }

  @ParameterizedTest
  @CsvSource({"succeed, true", "fail, false"})
  void chargesACardOnceItsPayerIsAuthenticated(String act, boolean isCharged) {
    var order = order("redirect");
    var outcome = (NeedsAction) pay(order);
    var page = ((NextStep.Redirect) outcome.step()).url();

    var result = visit(page + "?outcome=" + act);
    assertThat(line(order).captured()).isZero();
    var last = adyen.submitOtp(asking(order, outcome.channelReference()), result, account);

    assertThat(last.block(SOON)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(line(order).captured()).isEqualTo(isCharged ? 1299 : 0);
    assertThat(adyen.submitOtp(asking(order, null), "forged", account).block(SOON))
        .isInstanceOf(Unknown.class);
    expect(isCharged ? Approved.class : Declined.class, order);
  }

  @Test
  void believesNoResultOfAnotherPayer() {
    var mine = order("redirect");
    var another = order("redirect");
    pay(mine);
    var page = ((NextStep.Redirect) ((NeedsAction) pay(another)).step()).url();
    var result = visit(page + "?outcome=succeed");

    assertThat(adyen.submitOtp(asking(mine, null), result, account).block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(line(mine).captured()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"ideal, succeed", "ideal, fail", "trustly, succeed", "alipay, succeed"})
  void learnsByWebhookWhatAPayerDidAtABank(String method, String act) {
    var order = order(Product.ONLINE_BANKING, new Method(method, null), CaptureMode.AUTOMATIC);
    var page = ((NextStep.Redirect) ((NeedsAction) pay(order)).step()).url();

    visit(page + "?outcome=" + act);

    expect(act.equals("succeed") ? Approved.class : Declined.class, order);
  }

  @Test
  void showsTheCodeOfAWallet() {
    var order =
        order(Product.ACCOUNT_BALANCE, new Method("wechatpayqr", null), CaptureMode.AUTOMATIC);

    var step = ((NeedsAction) pay(order)).step();

    visit(((NextStep.ShowCode) step).content() + "?outcome=succeed");
    expect(Approved.class, order);
  }

  @Test
  void followsAPayerAtAdyensPage() {
    var order = order(Product.ONLINE_BANKING, new Method("eps", null), CaptureMode.AUTOMATIC);
    var outcome = (NeedsAction) pay(order);
    var page = ((NextStep.Redirect) outcome.step()).url();

    get(page + "?outcome=fail");
    await().atMost(SOON).until(() -> callbacks.contains(new Hint(attempt(order))));
    assertThat(query(order, outcome.channelReference())).isEqualTo(outcome);
    get(page + "?outcome=succeed");

    expect(Approved.class, order);
    assertThat(query(order, outcome.channelReference()))
        .isEqualTo(new Pending(outcome.channelReference()));
    account = account(Map.of(AdyenOptions.COMPLETED_LINK_IS_PAID, "true"));
    assertThat(query(order, outcome.channelReference()))
        .isEqualTo(new Approved(outcome.channelReference()));
    assertThat(close(order, outcome.channelReference())).isInstanceOf(Approved.class);
  }

  @Test
  void endsAPaymentLink() {
    var order = order(Product.ONLINE_BANKING, new Method("eps", null), CaptureMode.AUTOMATIC);
    var outcome = (NeedsAction) pay(order);

    assertThat(close(order, outcome.channelReference()))
        .isEqualTo(new Closed(false, outcome.channelReference()));
    assertThat(query(order, outcome.channelReference()))
        .isEqualTo(new Closed(true, outcome.channelReference()));
    assertThat(get(((NextStep.Redirect) outcome.step()).url() + "?outcome=succeed")).isEqualTo(404);
  }

  @Test
  void cancelsWhatIsHeldByAdyensReferenceOrOurs() {
    var known = held("approved");
    var lost = held("charge-then-drop");
    pay(known);
    pay(lost);

    assertThat(close(known, line(known).pspReference()))
        .isEqualTo(new Pending(line(known).pspReference()));
    assertThat(close(lost, null)).isEqualTo(new Pending(null));

    for (var order : List.of(known, lost)) {
      expect(
          new Verified(
              attempt(order), order.amount(), new Closed(false, line(order).pspReference())));
      assertThat(line(order).status()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void holdsCapturesAndGivesBackMoney() {
    var order = held("approved");
    assertThat(pay(order)).isEqualTo(new Authorized(line(order).pspReference()));
    assertThat(line(order).captured()).isZero();

    assertThat(adyen.capture(operation(order, "cap-1", 800, true), account).block(SOON))
        .isInstanceOf(OperationOutcome.Pending.class);
    expectDone("cap-1", 800);
    assertThat(line(order).captured()).isEqualTo(800);

    var refund = operation(order, "re-1", 300, false);
    var first = adyen.refund(refund, account).block(SOON);
    assertThat(adyen.refund(refund, account).block(SOON)).isEqualTo(first);
    expectDone("re-1", 300);
    assertThat(line(order).refunded()).isEqualTo(300);

    assertThat(adyen.refund(operation(order, "re-2", 501, false), account).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(adyen.capture(operation(order, "cap-2", 1299, true), account).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(line(order).refunded()).isEqualTo(300);
  }

  @Test
  void letsGoWhatIsHeldAndNotWhatIsTaken() {
    var kept = held("approved");
    var taken = order("approved");
    pay(kept);
    pay(taken);

    adyen.release(operation(kept, "void-1", 1299, true), account).block(SOON);
    adyen.release(operation(taken, "void-2", 1299, true), account).block(SOON);

    expectDone("void-1", 1299);
    expectRefused("void-2");
    assertThat(line(kept).status()).isEqualTo("CANCELLED");
    assertThat(line(taken).captured()).isEqualTo(1299);
  }

  @Test
  void learnsWhenAnOperationFailsAtOnceOrLater() {
    var atOnce = order("modification-fails");
    var later = order("modification-fails-later");
    pay(atOnce);
    pay(later);

    adyen.refund(operation(atOnce, "re-1", 300, true), account).block(SOON);
    adyen.refund(operation(later, "re-2", 300, true), account).block(SOON);

    expectRefused("re-1");
    expectDone("re-2", 300);
    expectRefused("re-2");
    assertThat(line(atOnce).refunded()).isZero();
    assertThat(line(later).refunded()).isZero();
  }

  @Test
  void signsChargesUnderAndEndsAnAgreement() {
    var agreement = agreement("agr-1", "{\"encryptedCardNumber\":\"approved\"}");

    var active = (AgreementOutcome.Active) adyen.sign(agreement, account).block(SOON);

    assertThat(adyen.sign(agreement, account).block(SOON)).isEqualTo(active);
    assertThat(active.token()).startsWith("tollgate.agr-1/");
    expect(new VerifiedAgreement(agreement.id(), active));
    assertThat(
            ((AgreementOutcome.Active) adyen.queryAgreement(agreement, account).block(SOON))
                .token())
        .isEqualTo(active.token());

    var order = order(Product.QUICK_PAY, card(active.token()), CaptureMode.AUTOMATIC);
    assertThat(pay(order)).isInstanceOf(Approved.class);
    assertThat(line(order).captured()).isEqualTo(1299);

    for (int times = 0; times < 2; times++) {
      assertThat(adyen.end(agreement, active.token(), account).block(SOON))
          .isEqualTo(new OperationOutcome.Done(null));
    }
    assertThat(adyen.queryAgreement(agreement, account).block(SOON))
        .isEqualTo(new AgreementOutcome.Absent());
    assertThat(pay(order(Product.QUICK_PAY, card(active.token()), CaptureMode.AUTOMATIC)))
        .isInstanceOf(Declined.class);
  }

  @Test
  void signsNothingWhereTheIssuerRefuses() {
    var agreement = agreement("agr-2", "{\"encryptedCardNumber\":\"refused-6\"}");

    assertThat(adyen.sign(agreement, account).block(SOON))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(adyen.queryAgreement(agreement, account).block(SOON))
        .isEqualTo(new AgreementOutcome.Absent());
  }

  @ParameterizedTest
  @CsvSource({
    "approved, 1",
    "callback-twice, 2",
    "callback-late, 1",
    "charge-then-timeout, 1",
  })
  void readsWhatTheSimulatorSigns(String name, int times) {
    var order = order(name);
    pay(order);

    var expected =
        new Verified(attempt(order), order.amount(), new Approved(line(order).pspReference()));
    await().atMost(SOON).until(() -> callbacks.size() >= times);
    assertThat(callbacks).hasSize(times).allMatch(expected::equals);
  }

  @Test
  void refusesForgedWebhooksAndReadsTheTrueOnes() {
    var order = order("callback-forged");
    pay(order);

    await().atMost(SOON).until(() -> callbacks.size() == 2);
    assertThat(callbacks).filteredOn(Refused.class::isInstance).hasSize(1);
    expect(Approved.class, order);
  }

  @Test
  void sendsWebhooksThatFitTheOfficialDescription() {
    AdyenDescription.assume();
    var order = held("approved");
    pay(order);
    adyen.capture(operation(order, "cap-1", 800, true), account).block(SOON);
    expectDone("cap-1", 800);
    adyen.refund(operation(order, "re-1", 300, false), account).block(SOON);
    expectDone("re-1", 300);

    await().atMost(SOON).until(() -> webhooks.size() == 3);
    var schemas =
        Map.of(
            "AUTHORISATION", "AuthorisationNotificationRequest",
            "CAPTURE", "CaptureNotificationRequest",
            "REFUND", "RefundNotificationRequest");
    for (var webhook : webhooks) {
      var item =
          AdyenFixtures.JSON.readTree(webhook).at("/notificationItems/0/NotificationRequestItem");
      // The description leaves the signature out of what webhooks may carry.
      var bare = webhook.replaceAll("\"hmacSignature\":\"[^\"]*\"", "");
      assertThat(
              AdyenDescription.webhookProblems(
                  schemas.get(item.path("eventCode").asString()), bare))
          .as(webhook)
          .isEmpty();
    }
  }

  @Test
  void readsAReportThatIsTheBook() {
    var paid = order("callback-lost");
    var given = order("callback-lost");
    pay(paid);
    pay(given);
    adyen.refund(operation(given, "re-1", 300, true), account).block(SOON);
    await().atMost(SOON).until(() -> line(given).refunded() == 300);

    var rows = adyen.statement(LocalDate.of(2026, 3, 1), account).collectList().block(SOON);

    assertThat(rows)
        .filteredOn(row -> row.kind() == Kind.PAYMENT)
        .extracting(StatementRow::requestId, row -> row.gross().minorUnits())
        .containsExactlyElementsOf(
            simulator.book().lines().stream()
                .map(line -> tuple(line.reference(), line.captured()))
                .toList());
    assertThat(rows)
        .filteredOn(row -> row.kind() == Kind.REFUND)
        .extracting(StatementRow::gross)
        .containsExactly(Money.of(-300, "EUR"));
  }

  private void called(byte[] body) {
    webhooks.add(new String(body, UTF_8));
    callbacks.add(
        adyen.read(new RawCallback("POST", "/", "", Map.of(), body, Instant.now()), account));
  }

  private void expect(CallbackReading reading) {
    await().atMost(SOON).until(() -> callbacks.contains(reading));
  }

  private void expect(Class<? extends ChannelOutcome> outcome, Order order) {
    await()
        .atMost(SOON)
        .until(() ->
            callbacks.stream()
                .anyMatch(reading ->
                    reading instanceof Verified verified
                        && verified.requestId().equals(attempt(order))
                        && outcome.isInstance(verified.outcome())));
  }

  private void expectDone(String operation, long minorUnits) {
    await()
        .atMost(SOON)
        .until(() ->
            callbacks.stream()
                .anyMatch(reading ->
                    reading instanceof VerifiedOperation verified
                        && verified.operation().value().equals(operation)
                        && verified.amount().equals(Money.of(minorUnits, "EUR"))
                        && verified.outcome() instanceof OperationOutcome.Done));
  }

  private void expectRefused(String operation) {
    await()
        .atMost(SOON)
        .until(() ->
            callbacks.stream()
                .anyMatch(reading ->
                    reading instanceof VerifiedOperation verified
                        && verified.operation().value().equals(operation)
                        && verified.outcome() instanceof OperationOutcome.Refused));
  }

  private Order order(String name) {
    return order(Product.FOREIGN_CARD, card("sim-shopper/" + name), CaptureMode.AUTOMATIC);
  }

  private Order held(String name) {
    return order(Product.FOREIGN_CARD, card("sim-shopper/" + name), CaptureMode.MANUAL);
  }

  private Order order(Product product, Method method, CaptureMode capture) {
    return AdyenFixtures.order(
        Money.of(1299, "EUR"), product, method, capture, "order-" + references.incrementAndGet());
  }

  private Line line(Order order) {
    var lines =
        simulator
            .book()
            .linesFor(AdyenRequests.reference(attempt(order), order, account).toString());
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private PaymentOperation operation(Order order, String id, long minorUnits, boolean isLast) {
    return new PaymentOperation(
        new OperationId(id),
        asking(order, line(order).pspReference()),
        Money.of(minorUnits, "EUR"),
        isLast,
        null);
  }

  private static AgreementRequest agreement(String id, String token) {
    return new AgreementRequest(
        new OperationId(id),
        card(token),
        Customer.UNKNOWN,
        Currency.getInstance("EUR"),
        URI.create("https://shop.example/agreed"),
        null,
        null);
  }

  private ChannelOutcome pay(Order order) {
    return adyen.pay(request(order), account).block(SOON);
  }

  private ChannelOutcome query(Order order, String reference) {
    return adyen.query(asking(order, reference), account).block(SOON);
  }

  private ChannelOutcome close(Order order, String reference) {
    return adyen.close(asking(order, reference), account).block(SOON);
  }

  private static AttemptQuery asking(Order order, String reference) {
    return new AttemptQuery(attempt(order), reference, order, Instant.now());
  }

  /** Acts at a page and gives back what the payer's own page gets. */
  private static String visit(String page) {
    var location =
        HttpClient.create()
            .get()
            .uri(page)
            .responseSingle((response, body) ->
                body.then(Mono.just(response.responseHeaders().get("Location"))))
            .block(SOON);
    var result = location.substring(location.indexOf("redirectResult=") + 15);
    return URLDecoder.decode(result, UTF_8);
  }

  private static int get(String page) {
    return HttpClient.create()
        .get()
        .uri(page)
        .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
        .block(SOON);
  }

  private ChannelAccount with(String secret, String value) {
    return new ChannelAccount(
        account.id(),
        account.baseUrl(),
        Map.of(secret, Secret.ofText(value)),
        account.options(),
        account.limits());
  }

  private ChannelAccount account(Map<String, String> options) {
    var all = new HashMap<String, String>();
    all.put("merchant-account", SETTINGS.merchantAccount());
    all.put("report-url", simulator.reportUrl());
    all.put("report-hosts", "127.0.0.1");
    all.putAll(options);
    return new ChannelAccount(
        new AccountId("adyen", "sandbox"),
        URI.create(simulator.baseUrl()),
        Map.of(
            "api-key", Secret.ofText(SETTINGS.apiKey()),
            "report-key", Secret.ofText(SETTINGS.apiKey()),
            "hmac", Secret.ofText(SETTINGS.hmacKey())),
        all,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 500));
  }
}
