package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.MERCHANT;
import static io.tollgate.channels.wechat.WechatFixtures.attempt;
import static io.tollgate.channels.wechat.WechatFixtures.method;
import static io.tollgate.channels.wechat.WechatFixtures.number;
import static io.tollgate.channels.wechat.WechatFixtures.pem;
import static io.tollgate.channels.wechat.WechatFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.ChannelDirectory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
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
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.sandbox.wechat.WechatBook.Charge;
import io.tollgate.sandbox.wechat.WechatSimulator;
import io.tollgate.sandbox.wechat.WechatSimulatorSettings;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
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
@Timeout(120)
class WechatSimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelDirectory directory = ChannelDirectory.of(meters);
  private final WechatChannel wechat = (WechatChannel) directory.find("wechat").orElseThrow();
  private final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();
  private final AtomicInteger references = new AtomicInteger();

  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());

  private volatile RawCallback lastCallback;
  private DisposableServer callbackDoor;
  private WechatSimulator simulator;
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
                    .map(body -> read(request.requestHeaders().entries(), body))
                    .flatMap(reading ->
                        response.status(reading instanceof Refused ? 401 : 200).send().then()))
            .bindNow();
    simulate(settings());
  }

  @AfterEach
  void stop() {
    directory.close();
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }

  @Test
  void handsThePayerOverInEveryScene() {
    var scan = order("book");
    var inside = order(new Method("wechat_jsapi", "o-payer"), "book");
    var app = order(method("wechat_app"), "book");

    assertThat(pay(scan))
        .isEqualTo(
            new NeedsAction(
                new NextStep.ShowCode("weixin://wxpay/bizpayurl?pr=" + number(scan)),
                number(scan)));
    assertThat(((NeedsAction) pay(inside)).step()).isInstanceOf(NextStep.ShowCode.class);
    assertThat(((NeedsAction) pay(app)).step()).isInstanceOf(NextStep.ShowCode.class);
    assertThat(simulator.book().charges()).hasSize(3).noneMatch(Charge::charged);
  }

  @ParameterizedTest
  @CsvSource({"succeed, true", "fail, false"})
  void seesWhatThePayerDidAtThePhonesPage(String act, boolean isCharged) {
    var order = order(method("wechat_h5"), "book");
    var page = ((NextStep.Redirect) ((NeedsAction) pay(order)).step()).url();

    assertThat(query(order)).isEqualTo(new NeedsAction(new NextStep.Wait(), number(order)));
    assertThat(visit(page + "&outcome=" + act)).isEqualTo(200);

    assertThat(query(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim_pay", "sim_accept", "sim_slow"})
  void agreesWithTheBookOnWhatIsPaid(String script) {
    var order = order(script);

    assertThat(pay(order)).isInstanceOf(NeedsAction.class);
    assertThat(untilFinal(order)).isEqualTo(new Approved(charge(order).transaction()));
    assertThat(charge(order).charged()).isTrue();
  }

  @Test
  void waitsWhileTheBankWorksOnIt() {
    var order = order("sim_accept");
    pay(order);

    await().atMost(SOON).until(() -> query(order) instanceof Pending);
    assertThat(untilFinal(order)).isInstanceOf(Approved.class);
  }

  @Test
  void agreesWithTheBookOnWhatThePayerCouldNotPay() {
    var order = order("sim_fail");
    pay(order);

    assertThat(untilFinal(order)).isInstanceOf(Declined.class);
    assertThat(charge(order).charged()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sim_error_403_NOT_ENOUGH, INSUFFICIENT_FUNDS",
    "sim_error_403_ACCOUNT_ERROR, INVALID_METHOD",
    "sim_error_403_RULE_LIMIT, LIMIT_EXCEEDED",
    "sim_error_400_PARAM_ERROR, REQUEST_REFUSED",
    "sim_error_403_NO_AUTH, REQUEST_REFUSED",
  })
  void agreesWithTheBookOnWhatIsDeclined(String script, Category category) {
    var order = order(script);

    assertThat(pay(order))
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> assertThat(declined.reason().category()).isEqualTo(category));
    assertThat(simulator.book().charges()).isEmpty();
    assertThat(query(order)).isEqualTo(new Absent());
  }

  @Test
  void wasNotHeardWhereWechatIsBusy() {
    assertThat(pay(order("sim_error_429_FREQUENCY_LIMITED"))).isInstanceOf(NotSent.class);
    assertThat(simulator.book().charges()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim_silent",
        "sim_drop_after",
        "sim_500_after",
        "sim_unsigned",
        "sim_wrongly_signed",
        "sim_probe"
      })
  void finishesByAskingWhereTheAnswerNeverCameOrProvedNothing(String script) {
    var order = order(script);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(untilFinal(order)).isEqualTo(new Approved(charge(order).transaction()));
    assertThat(charge(order).charged()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sim_drop", "sim_500", "sim_error_500_SYSTEM_ERROR", "sim_error_403_TRADE_ERROR"})
  void findsNothingWhereNothingWasDone(String script) {
    var order = order(script);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order)).isEqualTo(new Absent());
    assertThat(simulator.book().charges()).isEmpty();
  }

  @Test
  void closesWhatIsOpenAndNothingElse() {
    var open = order("book");
    var paid = order("book");
    pay(open);
    pay(paid);
    simulator.payerPays(number(paid));

    assertThat(close(open)).isEqualTo(new Closed(false, number(open)));
    assertThat(close(open)).isEqualTo(new Closed(false, number(open)));
    assertThat(close(paid)).isEqualTo(new Approved(charge(paid).transaction()));
    assertThat(close(order("book"))).isEqualTo(new Absent());
    assertThat(charge(open).state()).isEqualTo("CLOSED");
    assertThat(simulator.payerPays(number(open))).isFalse();
  }

  @Test
  void makesOneOrderHoweverOftenAnAttemptIsRepeated() {
    var order = order("book");

    var outcomes =
        Flux.range(0, 20)
            .flatMap(_ -> wechat.pay(request(order), account))
            .collectList()
            .block(SOON);

    assertThat(outcomes).hasSize(20).allMatch(outcomes.getFirst()::equals);
    assertThat(simulator.book().charges()).hasSize(1);
  }

  @Test
  void givesATenthAttemptANumberThatWechatTakes() {
    var order = order("book");
    var tenth = new PayRequest(new ChannelRequestId(order.paymentId(), 10), order);

    assertThat(wechat.pay(tenth, account).block(SOON)).isInstanceOf(NeedsAction.class);
    assertThat(simulator.book().charges().getFirst().number()).hasSize(32);
  }

  @Test
  void sendsNothingWhileTheDoorIsShutAndGoesOnAfterwards() {
    simulator.down();
    // Until our connections to it are known to be dead.
    await().atMost(SOON).until(() -> pay(order("book")) instanceof NotSent);
    var order = order("book");

    assertThat(pay(order)).isInstanceOf(NotSent.class);
    assertThat(query(order)).isInstanceOf(Unknown.class);
    assertThat(refund(refunding(order, 1, "ref_1"))).isInstanceOf(OperationOutcome.NotSent.class);

    simulator.up();
    assertThat(pay(order)).isInstanceOf(NeedsAction.class);
  }

  @Test
  void isNotBelievedWithAnotherKey() {
    var other = WechatFixtures.keys();
    var secrets = new HashMap<>(account.secrets());
    secrets.put("private-key", pem("PRIVATE KEY", other.getPrivate().getEncoded()));
    account =
        new ChannelAccount(
            account.id(), account.baseUrl(), secrets, account.options(), account.limits());

    assertThat(pay(order("book")))
        .isInstanceOfSatisfying(
            Declined.class,
            declined ->
                assertThat(declined.reason().category()).isEqualTo(Category.REQUEST_REFUSED));
    assertThat(query(order("book"))).isInstanceOf(Unknown.class);
    assertThat(
            meters
                .get("tollgate.channel.alarms")
                .tag("alarm", "credentials_refused")
                .counter()
                .count())
        .isEqualTo(2);
    account = account(Map.of("unsigned-errors", "refuse"), secrets);
    assertThat(pay(order("book"))).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"private-key", "platform-public-key"})
  void sendsNothingWithoutItsKeys(String secret) {
    var secrets = new HashMap<>(account.secrets());
    secrets.remove(secret);
    account = account(Map.of(), secrets);

    assertThat(pay(order("book"))).isInstanceOf(NotSent.class);
    assertThat(query(order("book"))).isInstanceOf(Unknown.class);
    assertThat(simulator.book().charges()).isEmpty();
  }

  @Test
  void refundsAndAgreesWithTheBook() {
    var order = paid("sim_pay");

    assertThat(refund(refunding(order, 500, "ref_1"))).isInstanceOf(OperationOutcome.Done.class);
    assertThat(refund(refunding(order, 500, "ref_1")))
        .isEqualTo(queryRefund(refunding(order, 500, "ref_1")));
    assertThat(refund(refunding(order, 799, "ref_2"))).isInstanceOf(OperationOutcome.Done.class);
    assertThat(refund(refunding(order, 1, "ref_3"))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(queryRefund(refunding(order, 1, "ref_3"))).isEqualTo(new OperationOutcome.Absent());

    assertThat(charge(order).refunded()).isEqualTo(1299);
    assertThat(simulator.book().refunds()).hasSize(2);
    assertThat(query(order)).isInstanceOf(Approved.class);
  }

  @ParameterizedTest
  @CsvSource({
    "sim_refund_processing, SUCCESS",
    "sim_refund_abnormal, ABNORMAL",
    "sim_refund_closed, CLOSED"
  })
  void followsARefundToItsEnd(String script, String end) {
    var order = paid(script);
    var operation = refunding(order, 1299, "ref_1");
    callbacks.clear();

    assertThat(refund(operation)).isInstanceOf(OperationOutcome.Pending.class);
    await().atMost(SOON).until(() -> !(queryRefund(operation) instanceof OperationOutcome.Pending));

    var last = queryRefund(operation);
    assertThat(last)
        .isInstanceOf(
            end.equals("SUCCESS") ? OperationOutcome.Done.class : OperationOutcome.Refused.class);
    assertThat(simulator.book().refunds().getFirst().status()).isEqualTo(end);
    var told = new VerifiedOperation(new OperationId("ref_1"), Money.of(1299, "CNY"), last);
    await().atMost(SOON).until(() -> callbacks.contains(told));
    // The payment's own callback may still have been on its way.
    assertThat(callbacks).filteredOn(VerifiedOperation.class::isInstance).containsExactly(told);
  }

  @Test
  void finishesARefundByAskingWhereTheAnswerNeverCame() {
    var order = paid("sim_refund_silent");

    assertThat(refund(refunding(order, 500, "ref_1"))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(queryRefund(refunding(order, 500, "ref_1")))
        .isInstanceOf(OperationOutcome.Done.class);
    assertThat(charge(order).refunded()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({
    "sim_refund_error_403_NOT_ENOUGH, Refused",
    "sim_refund_error_403_USER_ACCOUNT_ABNORMAL, Refused",
    "sim_refund_error_429_FREQUENCY_LIMITED, NotSent",
    "sim_refund_error_500_SYSTEM_ERROR, Unknown",
    "sim_refund_error_404_RESOURCE_NOT_EXISTS, Unknown",
  })
  void readsWhyARefundIsRefused(String script, String outcome) {
    var order = paid(script);

    assertThat(refund(refunding(order, 500, "ref_1")).getClass().getSimpleName())
        .isEqualTo(outcome);
    assertThat(simulator.book().refunds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sim_pay, 1",
    "sim_callback_twice, 2",
    "sim_callback_late, 1",
    "sim_silent, 1",
  })
  void readsWhatTheSimulatorSigns(String script, int times) {
    var order = order(script);
    pay(order);
    await().atMost(SOON).until(() -> callbacks.size() >= times);

    var expected =
        new Verified(attempt(order), order.amount(), new Approved(charge(order).transaction()));
    assertThat(callbacks).hasSize(times).allMatch(expected::equals);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim_callback_forged", "sim_callback_probe"})
  void refusesWhatIsForgedAndTakesTheTruth(String script) {
    var order = order(script);
    pay(order);
    await().atMost(SOON).until(() -> callbacks.size() == 2);

    assertThat(callbacks.getFirst()).isInstanceOf(Refused.class);
    assertThat(callbacks.getLast())
        .isEqualTo(
            new Verified(
                attempt(order), order.amount(), new Approved(charge(order).transaction())));
  }

  @Test
  void listsWhatWasSettledOnADay() {
    var order = paid("sim_callback_lost");
    refund(refunding(order, 500, "ref_1"));
    var today = LocalDate.now(BEIJING);

    var rows = wechat.statement(today, account).collectList().block(SOON);

    assertThat(rows)
        .extracting(StatementRow::kind, StatementRow::requestId, StatementRow::gross)
        .containsExactly(
            tuple(Kind.PAYMENT, attempt(order).toString(), Money.of(1299, "CNY")),
            tuple(Kind.REFUND, "ref_1", Money.of(-500, "CNY")));
    assertThat(rows.getFirst().channelReference()).isEqualTo(charge(order).transaction());
    assertThat(rows.getFirst().fee()).isEqualTo(Money.of(1, "CNY"));
  }

  @Test
  void saysWhetherABillThatIsNotThereMayComeLater() {
    var today = LocalDate.now(BEIJING);

    assertThatThrownBy(() -> wechat.statement(today, account).blockLast(SOON))
        .isInstanceOfSatisfying(
            StatementUnavailable.class, missing -> assertThat(missing.later()).isTrue());
    assertThat(wechat.statement(today.minusDays(7), account).collectList().block(SOON)).isEmpty();
    simulator.down();
    assertThatThrownBy(() -> wechat.statement(today, account).blockLast(SOON))
        .isInstanceOfSatisfying(
            StatementUnavailable.class, missing -> assertThat(missing.later()).isTrue());
  }

  @Test
  void fetchesCertificatesOnceForAHerdAndFollowsANewOne() {
    useCertificates(Map.of("platform-root", WechatSimulator.rootCertificate()));
    account =
        new ChannelAccount(
            account.id(),
            account.baseUrl(),
            account.secrets(),
            account.options(),
            new ChannelLimits(50, SOON, SOON, 200));

    var herd =
        Flux.range(0, 40)
            .flatMap(_ -> wechat.pay(request(order("book")), account), 40)
            .collectList()
            .block(SOON);

    assertThat(herd).hasSize(40).allMatch(NeedsAction.class::isInstance);
    assertThat(simulator.certificateRequests()).isEqualTo(1);

    simulator.rotateCertificate();
    // Just fetched, so an unknown serial number has to wait for its minute.
    assertThat(pay(order("book"))).isInstanceOf(Unknown.class);
    assertThat(simulator.certificateRequests()).isEqualTo(1);
  }

  @Test
  void followsANewCertificateOnceItsMinuteIsOver() {
    useCertificates(Map.of());
    var lead = new AtomicReference<>(Duration.ZERO);
    var later = new WechatChannel(edges, ahead(lead));
    later.pay(request(order("book")), account).block(SOON);
    simulator.rotateCertificate();
    lead.set(Duration.ofSeconds(61));

    assertThat(later.pay(request(order("book")), account).block(SOON))
        .isInstanceOf(NeedsAction.class);
    assertThat(simulator.certificateRequests()).isEqualTo(2);
  }

  @Test
  void fetchesCertificatesAtACallbackAndAsksMeanwhile() {
    useCertificates(Map.of());
    var order = order("sim_pay");
    pay(order);
    var stranger = ChannelDirectory.of(new SimpleMeterRegistry());
    var callbacksOnly = (WechatChannel) stranger.find("wechat").orElseThrow();
    await().atMost(SOON).until(() -> !callbacks.isEmpty());
    var callback = lastCallback;

    assertThat(callbacksOnly.read(callback, account)).isEqualTo(new Hint(attempt(order)));
    await().atMost(SOON).until(() -> callbacksOnly.read(callback, account) instanceof Verified);
    assertThat(simulator.certificateRequests()).isEqualTo(2);
    stranger.close();
  }

  @Test
  void trustsNoCertificateThatAnotherRootIssuedOrAnotherKeySealed()
      throws GeneralSecurityException {
    useCertificates(Map.of("platform-root", strangersRoot()));
    assertThat(pay(order("book"))).isInstanceOf(NotSent.class);

    var secrets = new HashMap<>(account.secrets());
    secrets.put("api-v3-key", Secret.ofText("another-key-that-has-32-letters!"));
    account = account(Map.of("platform-certificates", "true", "platform-key-id", ""), secrets);
    assertThat(pay(order("book"))).isInstanceOf(NotSent.class);
    assertThat(simulator.book().charges()).isEmpty();
  }

  private CallbackReading read(Iterable<Map.Entry<String, String>> headers, byte[] body) {
    var lists = new HashMap<String, List<String>>();
    headers.forEach(it -> lists.put(it.getKey().toLowerCase(Locale.ROOT), List.of(it.getValue())));
    lastCallback = new RawCallback("POST", "/callbacks/wechat/cn", "", lists, body, Instant.now());
    var reading = wechat.read(lastCallback, account);
    callbacks.add(reading);
    return reading;
  }

  private Order paid(String script) {
    var order = order(script);
    pay(order);
    untilFinal(order);
    return order;
  }

  private Order order(String description) {
    return order(method("wechat_native"), description);
  }

  private Order order(Method method, String description) {
    return WechatFixtures.order(
        Money.of(1299, "CNY"), method, description, "order-" + references.incrementAndGet());
  }

  private PaymentOperation refunding(Order order, long fen, String id) {
    return WechatFixtures.refund(order, fen, id);
  }

  private Charge charge(Order order) {
    return simulator.book().charge(number(order)).orElseThrow();
  }

  private ChannelOutcome pay(Order order) {
    return wechat.pay(request(order), account).block(SOON);
  }

  private ChannelOutcome query(Order order) {
    return wechat.query(asking(order), account).block(SOON);
  }

  private ChannelOutcome close(Order order) {
    return wechat.close(asking(order), account).block(SOON);
  }

  private OperationOutcome refund(PaymentOperation operation) {
    return wechat.refund(operation, account).block(SOON);
  }

  private OperationOutcome queryRefund(PaymentOperation operation) {
    return wechat
        .queryRefund(new OperationQuery(operation, null, Instant.now()), account)
        .block(SOON);
  }

  private static AttemptQuery asking(Order order) {
    return new AttemptQuery(attempt(order), null, order, Instant.now());
  }

  private ChannelOutcome untilFinal(Order order) {
    return Mono.defer(() -> wechat.query(asking(order), account))
        .filter(outcome ->
            !(outcome instanceof Pending)
                && !(outcome instanceof Unknown)
                && !(outcome instanceof NeedsAction))
        .repeatWhenEmpty(200, again -> again.delayElements(Duration.ofMillis(20)))
        .block(SOON);
  }

  private static Clock ahead(AtomicReference<Duration> lead) {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.now().plus(lead.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private static int visit(String page) {
    return HttpClient.create()
        .get()
        .uri(page)
        .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
        .block(SOON);
  }

  private void useCertificates(Map<String, String> options) {
    simulator.close();
    simulate(settings().withCertificates());
    var all = new HashMap<>(options);
    all.put("platform-key-id", "");
    account = account(all, account.secrets());
  }

  /** A certificate of the JDK's trust store, which did not issue the platform's. */
  private static String strangersRoot() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    var trusted = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
    return pem("CERTIFICATE", trusted.getEncoded()).revealText();
  }

  private void simulate(WechatSimulatorSettings settings) {
    simulator = WechatSimulator.start(settings);
    account =
        account(
            Map.of(),
            Map.of(
                "private-key", pem("PRIVATE KEY", MERCHANT.getPrivate().getEncoded()),
                "api-v3-key", Secret.ofText(WechatSimulatorSettings.API_V3_KEY),
                "platform-public-key", Secret.ofText(WechatSimulator.publicKey())));
  }

  private static WechatSimulatorSettings settings() {
    return WechatSimulatorSettings.of(
            pem("PUBLIC KEY", MERCHANT.getPublic().getEncoded()).revealText())
        .withDurations(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofSeconds(10));
  }

  private ChannelAccount account(Map<String, String> more, Map<String, Secret> secrets) {
    var options =
        new HashMap<>(
            Map.of(
                "mchid", WechatSimulatorSettings.MCHID,
                "appid", WechatFixtures.APPID,
                "serial", WechatSimulatorSettings.MERCHANT_SERIAL,
                "platform-key-id", WechatSimulator.publicKeyId(),
                "notify-url", "http://127.0.0.1:" + callbackDoor.port() + "/callbacks/wechat/cn"));
    options.putAll(more);
    options.values().removeIf(String::isEmpty);
    return new ChannelAccount(
        new AccountId("wechat", "sandbox"),
        URI.create(simulator.baseUrl()),
        secrets,
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }
}
