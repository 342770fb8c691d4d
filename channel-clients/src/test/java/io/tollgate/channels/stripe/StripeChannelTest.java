package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.card;
import static io.tollgate.channels.stripe.StripeFixtures.intent;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.page;
import static io.tollgate.channels.stripe.StripeFixtures.query;
import static io.tollgate.channels.stripe.StripeFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.ChannelDirectory;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class StripeChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ID = "pi_3MtwBwLkdIwHu7ix28a3tqPa";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelDirectory directory = ChannelDirectory.of(meters);
  private final StripeChannel stripe = (StripeChannel) directory.find("stripe").orElseThrow();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private WireServer server;

  @BeforeEach
  void start() throws IOException {
    server = new WireServer(WireServer.silent());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    directory.close();
  }

  @Test
  void paysInOneRequest() {
    answer(Map.of("POST /v1/payment_intents ", intent("succeeded")));

    assertThat(said(stripe.pay(request(order()), account()))).isEqualTo(new Approved(ID));
    assertThat(seen).hasSize(1);
  }

  @Test
  void queriesByStripesIdWhereItIsKnown() {
    answer(Map.of("GET /v1/payment_intents/" + ID + " ", intent("succeeded")));

    assertThat(said(stripe.query(query(order(), ID), account()))).isEqualTo(new Approved(ID));
    assertThat(seen).hasSize(1);
  }

  @Test
  void searchesByOurIdElse() {
    answer(Map.of("GET /v1/payment_intents/search?", page(false, intent("succeeded"))));

    assertThat(said(stripe.query(query(order(), null), account()))).isEqualTo(new Approved(ID));
    assertThat(decoded(seen.getFirst()))
        .contains("query=metadata['attempt_id']:'" + attempt(order()) + "'");
  }

  @Test
  void answersAbsentWhereTheSearchFindsNothingOfTheAttempt() {
    var other = intent("succeeded");
    ((ObjectNode) other.get("metadata")).put("attempt_id", "someone-elses");
    answer(Map.of("GET /v1/payment_intents/search?", page(false, other)));

    assertThat(said(stripe.query(query(order(), null), account()))).isEqualTo(new Absent());
  }

  @Test
  void turnsThePagesOfAListWhereTheAccountCannotSearch() {
    var first = intent("succeeded").put("id", "pi_first");
    ((ObjectNode) first.get("metadata")).put("attempt_id", "someone-elses");
    answer(
        Map.of(
            "starting_after=pi_first", page(false, intent("succeeded")),
            "limit=100 ", page(true, first)));

    var outcome = said(stripe.query(query(order(), null), account(Map.of("lookup", "list"))));

    assertThat(outcome).isEqualTo(new Approved(ID));
    assertThat(seen).hasSize(2);
  }

  @Test
  void provesNothingByAListWithoutAnEnd() {
    var other = intent("succeeded").put("id", "pi_other");
    ((ObjectNode) other.get("metadata")).put("attempt_id", "someone-elses");
    answer(Map.of("limit=100", page(true, other)));

    var outcome = said(stripe.query(query(order(), null), account(Map.of("lookup", "list"))));

    assertThat(outcome).isInstanceOf(Unknown.class);
    assertThat(seen).hasSize(20);
  }

  @Test
  void raisesAnAlarmWhereStripeLostTheIntentThatItNamed() {
    server.now(WireServer.answering(404, StripeFixtures.error("invalid_request_error").toString()));

    assertThat(said(stripe.query(query(order(), ID), account()))).isInstanceOf(Unknown.class);
    assertThat(
            meters.get("tollgate.channel.alarms").tag("alarm", "reference_lost").counter().count())
        .isOne();
  }

  @Test
  void cancelsWhatIsOpen() {
    answer(
        Map.of(
            "POST /v1/payment_intents/" + ID + "/cancel ",
            intent("canceled").put("cancellation_reason", "abandoned")));

    assertThat(said(stripe.close(query(order(), ID), account()))).isEqualTo(new Closed(false, ID));
  }

  @Test
  void looksForTheIntentBeforeCancellingWhereItsIdIsUnknown() {
    answer(
        Map.of(
            "GET /v1/payment_intents/search?",
            page(false, intent("requires_action")),
            "POST /v1/payment_intents/" + ID + "/cancel ",
            intent("canceled")));

    assertThat(said(stripe.close(query(order(), null), account())))
        .isEqualTo(new Closed(false, ID));
    assertThat(seen).hasSize(2);
  }

  @Test
  void cancelsNothingThatWasNeverThere() {
    answer(Map.of("GET /v1/payment_intents/search?", page(false)));

    assertThat(said(stripe.close(query(order(), null), account()))).isEqualTo(new Absent());
    assertThat(seen).hasSize(1);
  }

  @Test
  void answersApprovedWhereItWasPaidBeforeItCouldBeCancelled() {
    var refused = StripeFixtures.error("invalid_request_error");
    ((ObjectNode) refused.get("error"))
        .put("code", "payment_intent_unexpected_state")
        .set("payment_intent", intent("succeeded"));
    server.now(answering(400, refused));

    assertThat(said(stripe.close(query(order(), ID), account()))).isEqualTo(new Approved(ID));
  }

  @Test
  void asksWhereARefusedCancellationDoesNotTellTheState() {
    server.now((socket, request) -> {
      var refused = StripeFixtures.error("invalid_request_error");
      (request.startsWith("POST") ? answering(400, refused) : answering(200, intent("succeeded")))
          .answer(socket, request);
    });

    assertThat(said(stripe.close(query(order(), ID), account()))).isEqualTo(new Approved(ID));
  }

  @Test
  void letsNoHeldMoneyGoThatAMerchantMayStillCapture() {
    var order =
        order(
            Money.of(1299, "EUR"),
            Product.FOREIGN_CARD,
            card("pm_1"),
            CaptureMode.MANUAL,
            "order-1");
    answer(Map.of("GET /v1/payment_intents/" + ID + " ", intent("requires_capture")));

    assertThat(said(stripe.close(query(order, ID), account()))).isEqualTo(new Authorized(ID));
    assertThat(seen).hasSize(1);
  }

  @Test
  void sendsNothingWithoutAKeyOrForAnAmountThatStripeCannotTake() {
    var usual = account();
    var keyless =
        new ChannelAccount(usual.id(), usual.baseUrl(), Map.of(), usual.options(), usual.limits());
    var odd = order(Money.of(1299, "BHD"), Product.FOREIGN_CARD, card("pm_1"));

    assertThat(said(stripe.pay(request(order()), keyless))).isInstanceOf(NotSent.class);
    assertThat(said(stripe.pay(request(odd), usual))).isInstanceOf(NotSent.class);
    assertThat(said(stripe.query(query(order(), ID), keyless))).isInstanceOf(Unknown.class);
    assertThat(server.requests()).isZero();
  }

  @ResourceLock("the root logger")
  @Test
  void logsNeitherKeyNorToken() {
    var appender = new ListAppender<ILoggingEvent>();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var level = root.getLevel();
    root.setLevel(ch.qos.logback.classic.Level.DEBUG);
    appender.start();
    root.addAppender(appender);
    var order = order(Money.of(1299, "EUR"), Product.FOREIGN_CARD, card("pm_secret_token"));

    said(stripe.pay(request(order), account()));
    server.now(answering(401, StripeFixtures.error("invalid_request_error")));
    said(stripe.pay(request(order), account()));
    root.detachAppender(appender);
    root.setLevel(level);

    var logged =
        List.copyOf(appender.list).stream()
            .map(ILoggingEvent::getFormattedMessage)
            .collect(Collectors.joining("\n"));
    assertThat(logged)
        .contains("is unknown: no whole answer in time")
        .contains("channel alarm credentials_refused")
        .doesNotContain(StripeFixtures.KEY)
        .doesNotContain("pm_secret_token")
        .doesNotContain("payer@example.com");
  }

  private static ChannelOutcome said(Mono<ChannelOutcome> outcome) {
    return outcome.block(SOON);
  }

  private ChannelAccount account() {
    return account(Map.of());
  }

  private ChannelAccount account(Map<String, String> options) {
    return StripeFixtures.account(server.url().toString(), options);
  }

  /** Answers 200 with the first body whose key is part of the request. */
  private void answer(Map<String, ObjectNode> answers) {
    server.now((socket, request) -> {
      seen.add(request.lines().findFirst().orElse(""));
      for (var part : answers.keySet()) {
        if (request.contains(part)) {
          answering(200, answers.get(part)).answer(socket, request);
          return;
        }
      }
      answering(501, StripeFixtures.error("no_answer_for_this")).answer(socket, request);
    });
  }

  private static WireServer.Script answering(int status, ObjectNode body) {
    return WireServer.answering(status, body.toString());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
