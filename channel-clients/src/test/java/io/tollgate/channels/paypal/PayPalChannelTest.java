package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.AMOUNT;
import static io.tollgate.channels.paypal.PayPalFixtures.NOW;
import static io.tollgate.channels.paypal.PayPalFixtures.ORDER_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.authorized;
import static io.tollgate.channels.paypal.PayPalFixtures.captured;
import static io.tollgate.channels.paypal.PayPalFixtures.cardOrder;
import static io.tollgate.channels.paypal.PayPalFixtures.error;
import static io.tollgate.channels.paypal.PayPalFixtures.heldOrder;
import static io.tollgate.channels.paypal.PayPalFixtures.open;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static io.tollgate.channels.paypal.PayPalFixtures.query;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static io.tollgate.channels.paypal.PayPalFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
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
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class PayPalChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ORDERS = "POST /v2/checkout/orders HTTP";
  private static final String THE_ORDER = "GET /v2/checkout/orders/" + ORDER_ID;
  private static final String CAPTURE = "POST /v2/checkout/orders/" + ORDER_ID + "/capture";
  private static final String AUTHORIZE = "POST /v2/checkout/orders/" + ORDER_ID + "/authorize";
  private static final String REPORT = "GET /v1/reporting/transactions";
  private static final NextStep.Redirect PAGE =
      new NextStep.Redirect(
          URI.create("https://www.paypal.com/checkoutnow?token=5O190127TN364715T"));

  private volatile Instant now = NOW;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final PayPalChannel paypal = new PayPalChannel(edges, clock(() -> now));
  private ScriptedPayPal server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedPayPal();
  }

  @AfterEach
  void stop() throws IOException {
    edges.close();
    server.close();
  }

  @Test
  void sendsThePayerToPayPal() {
    server.on(ORDERS, 201, open("PAYER_ACTION_REQUIRED", "payer-action"));

    assertThat(pay(order())).isEqualTo(new NeedsAction(PAGE, ORDER_ID));
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void chargesASavedMethodInASecondRequest() {
    server.on(ORDERS, 201, open("CREATED", "approve")).on(CAPTURE, 201, captured("COMPLETED"));

    assertThat(pay(cardOrder())).isEqualTo(new Approved(ORDER_ID));
    assertThat(server.seen())
        .containsExactly(
            "POST /v2/checkout/orders", "POST /v2/checkout/orders/" + ORDER_ID + "/capture");
  }

  @Test
  void chargesASavedMethodInOneRequestWhereTheAccountSaysSo() {
    server.on(ORDERS, 201, captured("COMPLETED"));

    assertThat(said(paypal.pay(request(cardOrder()), account(Map.of("charge", "create")))))
        .isEqualTo(new Approved(ORDER_ID));
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void sendsAPayerWithASavedCardToTheIssuer() {
    server
        .on(ORDERS, 201, open("CREATED", "approve"))
        .on(CAPTURE, 201, open("PAYER_ACTION_REQUIRED", "payer-action"));

    assertThat(pay(cardOrder())).isEqualTo(new NeedsAction(PAGE, ORDER_ID));
  }

  @Test
  void looksAtTheOrderWhereTheCompletionSaysThatSomethingElseHappened() {
    server
        .on(ORDERS, 201, open("CREATED", "approve"))
        .on(CAPTURE, 422, error("X", "ORDER_ALREADY_CAPTURED"))
        .on(THE_ORDER, 200, captured("COMPLETED"));

    assertThat(pay(cardOrder())).isEqualTo(new Approved(ORDER_ID));
  }

  @Test
  void knowsNothingOfAChargeThatWasNotAnswered() {
    server.on(ORDERS, 201, open("CREATED", "approve")).on(CAPTURE, WireServer.silent());

    assertThat(pay(cardOrder())).isInstanceOf(Unknown.class);
  }

  @Test
  void hasSentNothingWithoutAToken() {
    server.on("POST /v1/oauth2/token", 503, "{}");

    assertThat(pay(order())).isEqualTo(new NotSent("no access token: HTTP 503"));
    assertThat(ask(order(), ORDER_ID)).isInstanceOf(Unknown.class);
    assertThat(server.seen()).isEmpty();
    assertThat(alarms("credentials_refused")).isZero();
  }

  @Test
  void raisesAnAlarmWhereOurKeyIsRefused() {
    server.on("POST /v1/oauth2/token", 401, "{\"error\":\"invalid_client\"}");

    assertThat(pay(order())).isEqualTo(new NotSent("no access token: HTTP 401"));
    assertThat(alarms("credentials_refused")).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"access_token\":\"x\"}",
        "{\"access_token\":\"x\",\"expires_in\":\"9\"}",
        "{\"access_token\":\"x\",\"expires_in\":0}",
        "<html>"
      })
  void hasSentNothingWhereTheTokenCannotBeRead(String answer) {
    server.on("POST /v1/oauth2/token", 200, answer);

    assertThat(pay(order())).isEqualTo(new NotSent("no access token: unreadable answer"));
  }

  @Test
  void asksForOneTokenForManyCalls() {
    server.on(THE_ORDER, 200, captured("COMPLETED"));

    for (int times = 0; times < 5; times++) {
      ask(order(), ORDER_ID);
    }

    assertThat(server.requests().stream().filter(it -> it.startsWith("POST /v1/oauth2")).count())
        .isOne();
  }

  @Test
  void sendsOnceMoreWithAnotherTokenWhereTheFirstIsRefused() {
    var calls = new AtomicInteger();
    server.on(
        ORDERS,
        (socket, request) ->
            (calls.getAndIncrement() == 0
                    ? WireServer.answering(401, "{\"error\":\"invalid_token\"}")
                    : WireServer.answering(
                        201, open("PAYER_ACTION_REQUIRED", "payer-action").toString()))
                .answer(socket, request));

    assertThat(pay(order())).isInstanceOf(NeedsAction.class);
    assertThat(server.requests().stream().filter(it -> it.startsWith("POST /v1/oauth2")).count())
        .isEqualTo(2);
  }

  @Test
  void endsThePaymentWhereEveryTokenIsRefused() {
    server.on(ORDERS, 401, "{\"error\":\"invalid_token\"}");

    assertThat(pay(order()))
        .isInstanceOfSatisfying(
            Declined.class,
            declined ->
                assertThat(declined.reason().category()).isEqualTo(Category.REQUEST_REFUSED));
    assertThat(server.seen()).hasSize(2);
    assertThat(alarms("credentials_refused")).isOne();
  }

  @Test
  void completesWhatThePayerApproved() {
    server
        .on(THE_ORDER, 200, open("APPROVED", "self"))
        .on(CAPTURE, 201, captured("COMPLETED"))
        .on(AUTHORIZE, 201, authorized("CREATED"));

    assertThat(ask(order(), ORDER_ID)).isEqualTo(new Approved(ORDER_ID));
    assertThat(ask(heldOrder(), ORDER_ID)).isEqualTo(new Authorized(ORDER_ID));
    assertThat(server.bodies()).contains("{}");
    assertThat(server.requests())
        .filteredOn(it -> it.contains("/capture") || it.contains("/authorize"))
        .hasSize(2)
        .allMatch(
            it -> it.toLowerCase().contains("paypal-request-id: " + attempt(order()) + "-take"));
  }

  @Test
  void completesNothingThatThePayerDidNotApprove() {
    server.on(THE_ORDER, 200, open("PAYER_ACTION_REQUIRED", "payer-action"));

    assertThat(ask(order(), ORDER_ID)).isEqualTo(new NeedsAction(PAGE, ORDER_ID));
    assertThat(ask(cardOrder(), ORDER_ID)).isEqualTo(new NeedsAction(PAGE, ORDER_ID));
    server.on(THE_ORDER, 200, open("CREATED", "approve"));
    assertThat(ask(cardOrder(), ORDER_ID)).isEqualTo(new Pending(ORDER_ID));
    assertThat(server.seen()).allMatch(it -> it.startsWith("GET "));
  }

  @Test
  void neverAnswersAQuestionWithNotSent() {
    server
        .on(THE_ORDER, 200, open("APPROVED", "self"))
        .on(CAPTURE, 429, error("RATE_LIMIT_REACHED"));

    assertThat(ask(order(), ORDER_ID)).isInstanceOf(Unknown.class);
    assertThat(close(order(), ORDER_ID)).isInstanceOf(Unknown.class);
  }

  @Test
  void waitsWhereACompletionLeavesTheOrderApproved() {
    server
        .on(THE_ORDER, 200, open("APPROVED", "self"))
        .on(CAPTURE, 422, error("X", "ORDER_NOT_APPROVED"));

    assertThat(ask(order(), ORDER_ID)).isEqualTo(new Pending(ORDER_ID));
    assertThat(server.seen()).hasSize(3);
  }

  @Test
  void repeatsTheOrderWhoseIdNeverReachedUs() {
    server.on(ORDERS, 200, open("PAYER_ACTION_REQUIRED", "payer-action"));

    assertThat(ask(order(), null)).isEqualTo(new NeedsAction(PAGE, ORDER_ID));
    assertThat(server.requests())
        .anyMatch(
            it -> it.toLowerCase().contains("paypal-request-id: " + attempt(order()) + "\r\n"));

    server.on(ORDERS, 200, captured("COMPLETED"));
    assertThat(ask(cardOrder(), null)).isEqualTo(new Approved(ORDER_ID));
  }

  @Test
  void neverChargesASavedMethodByAsking() {
    server.on(ORDERS, 201, open("CREATED", "approve"));

    assertThat(ask(cardOrder(), null)).isEqualTo(new Pending(ORDER_ID));
    assertThat(close(cardOrder(), null)).isEqualTo(new Closed(false, ORDER_ID));
    assertThat(server.bodies()).noneMatch(it -> it.contains("vault_id"));
  }

  @Test
  void readsTheReportWhereRepeatingCouldCharge() {
    server
        .on(REPORT, 200, recorded("transactions.json"))
        .on("GET /v2/payments/captures/3C679366HH908993F", 200, captureOfTheOrder())
        .on(THE_ORDER, 200, captured("COMPLETED"));

    var outcome = said(paypal.query(query(cardOrder(), null), account(Map.of("charge", "create"))));

    assertThat(outcome).isEqualTo(new Approved(ORDER_ID));
    assertThat(server.seen()).allMatch(it -> it.startsWith("GET "));
  }

  @Test
  void readsTheReportWherePayPalHasForgottenTheKey() {
    now = NOW.plus(Duration.ofHours(6));
    server
        .on(REPORT, 200, recorded("transactions.json"))
        .on("GET /v2/payments/captures/3C679366HH908993F", 200, captureOfTheOrder())
        .on(THE_ORDER, 200, captured("COMPLETED"));

    assertThat(ask(order(), null)).isEqualTo(new Approved(ORDER_ID));
    assertThat(server.seen().getFirst())
        .contains("start_date=2026-03-01T11%3A50%3A00Z")
        .contains("end_date=2026-03-01T13%3A00%3A00Z");
  }

  @Test
  void answersAbsentOnlyWhereTheReportReachesSoFar() {
    now = NOW.plus(Duration.ofHours(6));
    var report = recorded("transactions.json");
    report.putArray("transaction_details");
    server.on(REPORT, 200, report);

    assertThat(ask(order(), null)).isEqualTo(new Absent());

    server.on(REPORT, 200, report.put("last_refreshed_datetime", "2026-03-01T12:30:00Z"));
    assertThat(ask(order(), null)).isInstanceOf(Unknown.class);

    report.remove("last_refreshed_datetime");
    server.on(REPORT, 200, report);
    assertThat(ask(order(), null)).isInstanceOf(Unknown.class);

    server.on(REPORT, 500, "{}");
    assertThat(ask(order(), null)).isInstanceOf(Unknown.class);
  }

  @Test
  void looksForTheOtherPaymentWhereTheIdIsTaken() {
    server
        .on(THE_ORDER, 200, open("APPROVED", "self"))
        .on(CAPTURE, 422, error("X", "DUPLICATE_INVOICE_ID"))
        .on(REPORT, 200, recorded("transactions.json"))
        .on("GET /v2/payments/captures/3C679366HH908993F", 200, captureOfAnotherOrder())
        .on("GET /v2/checkout/orders/7XX00000AA000000A", 200, paidElsewhere());

    assertThat(ask(order(), ORDER_ID)).isEqualTo(new Approved("7XX00000AA000000A"));
  }

  @Test
  void refusesForGoodWhereTheIdIsTakenBySomethingElse() {
    now = NOW.plus(Duration.ofHours(4));
    var report = recorded("transactions.json");
    report.putArray("transaction_details");
    server
        .on(THE_ORDER, 200, open("APPROVED", "self"))
        .on(CAPTURE, 422, error("X", "DUPLICATE_INVOICE_ID"))
        .on(REPORT, 200, report);

    assertThat(ask(order(), ORDER_ID))
        .isInstanceOfSatisfying(
            Declined.class,
            declined ->
                assertThat(declined.reason().channelCode()).isEqualTo("DUPLICATE_INVOICE_ID"));
    assertThat(pay(order())).isInstanceOf(Unknown.class);
  }

  @Test
  void takesAnOrderThatPayPalForgotForLapsedOnlyWhenItsTimeIsOver() {
    server.on(THE_ORDER, 404, error("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"));

    assertThat(ask(order(), ORDER_ID)).isInstanceOf(Unknown.class);
    assertThat(alarms("reference_lost")).isOne();

    now = NOW.plus(Duration.ofHours(3)).plusSeconds(1);
    assertThat(ask(order(), ORDER_ID)).isEqualTo(new Closed(true, ORDER_ID));
    assertThat(said(paypal.query(query(order(), ORDER_ID), account(Map.of("order-hours", "72")))))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void closesWhatNobodyPaidWithoutTellingPayPal() {
    server.on(THE_ORDER, 200, open("PAYER_ACTION_REQUIRED", "payer-action"));

    assertThat(close(order(), ORDER_ID)).isEqualTo(new Closed(false, ORDER_ID));
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void closesNothingThatIsApprovedPaidOrHeld() {
    server.on(THE_ORDER, 200, open("APPROVED", "self")).on(CAPTURE, 201, captured("COMPLETED"));
    assertThat(close(order(), ORDER_ID)).isEqualTo(new Approved(ORDER_ID));

    server.on(THE_ORDER, 200, captured("PENDING"));
    assertThat(close(order(), ORDER_ID)).isEqualTo(new Pending(ORDER_ID));

    server.on(THE_ORDER, 200, authorized("CREATED"));
    assertThat(close(heldOrder(), ORDER_ID)).isEqualTo(new Authorized(ORDER_ID));
  }

  @Test
  void sendsNothingWithoutKeysOrForWhatPayPalCannotTake() {
    var usual = account(Map.of());
    var keyless =
        new ChannelAccount(usual.id(), usual.baseUrl(), Map.of(), usual.options(), usual.limits());
    var odd = order(Money.of(1299, "KWD"), Product.ACCOUNT_BALANCE, new Method("paypal", null));

    assertThat(said(paypal.pay(request(order()), keyless))).isInstanceOf(NotSent.class);
    assertThat(said(paypal.query(query(order(), ORDER_ID), keyless))).isInstanceOf(Unknown.class);
    assertThat(said(paypal.pay(request(odd), usual))).isInstanceOf(NotSent.class);
    assertThat(ask(order(), "../x")).isInstanceOf(Unknown.class);
    assertThat(server.seen()).isEmpty();
    assertThat(alarms("misconfigured")).isPositive();
  }

  @Test
  void saysWhatItCanTakeAndDo() {
    var capabilities = paypal.capabilities();

    assertThat(capabilities.canTake(order())).isTrue();
    assertThat(capabilities.canTake(cardOrder())).isTrue();
    assertThat(capabilities.canTake(heldOrder())).isTrue();
    assertThat(
            capabilities.canTake(order(AMOUNT, Product.ONLINE_BANKING, new Method("paypal", null))))
        .isFalse();
    assertThat(capabilities.canTake(order(AMOUNT, Product.QUICK_PAY, new Method("ideal", "x"))))
        .isFalse();
    assertThat(
            capabilities.canTake(
                order(Money.of(1, "HUF"), Product.ACCOUNT_BALANCE, new Method("paypal", null))))
        .isFalse();
    assertThat(paypal.acknowledgement().status()).isEqualTo(200);
  }

  @Test
  void logsNeitherKeysNorTokensNorPayers() {
    var appender = new ListAppender<ILoggingEvent>();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var level = root.getLevel();
    root.setLevel(Level.DEBUG);
    appender.start();
    root.addAppender(appender);

    server.on(ORDERS, WireServer.silent());
    pay(cardOrder());
    server.on(ORDERS, 403, error("NOT_AUTHORIZED", "PERMISSION_DENIED"));
    pay(cardOrder());
    root.detachAppender(appender);
    root.setLevel(level);

    var logged =
        List.copyOf(appender.list).stream()
            .map(ILoggingEvent::getFormattedMessage)
            .collect(Collectors.joining("\n"));
    assertThat(logged)
        .contains("is unknown: no whole answer in time")
        .contains("channel alarm credentials_refused")
        .doesNotContain("sandbox-client")
        .doesNotContain("c2FuZGJveC1jbGllbnQ")
        .doesNotContain("A21AAtoken")
        .doesNotContain("8kk8451t")
        .doesNotContain("payer@example.com");
  }

  private static ObjectNode captureOfTheOrder() {
    return (ObjectNode) recorded("event-capture-completed.json").get("resource");
  }

  private static ObjectNode captureOfAnotherOrder() {
    var capture = captureOfTheOrder();
    ((ObjectNode) capture.at("/supplementary_data/related_ids"))
        .put("order_id", "7XX00000AA000000A");
    return capture;
  }

  private static ObjectNode paidElsewhere() {
    return captured("COMPLETED").put("id", "7XX00000AA000000A");
  }

  private ChannelOutcome pay(Order order) {
    return said(paypal.pay(request(order), account(Map.of())));
  }

  private ChannelOutcome ask(Order order, String reference) {
    return said(paypal.query(query(order, reference), account(Map.of())));
  }

  private ChannelOutcome close(Order order, String reference) {
    return said(paypal.close(query(order, reference), account(Map.of())));
  }

  private static ChannelOutcome said(Mono<ChannelOutcome> outcome) {
    return outcome.block(SOON);
  }

  private ChannelAccount account(Map<String, String> options) {
    return PayPalFixtures.account(server.url().toString(), options);
  }

  private double alarms(String alarm) {
    return meters.find("tollgate.channel.alarms").tag("alarm", alarm).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }
}
