package io.tollgate.channels.airwallex;

import static io.tollgate.channels.airwallex.AirwallexFixtures.API_KEY;
import static io.tollgate.channels.airwallex.AirwallexFixtures.INTENT_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.NOW;
import static io.tollgate.channels.airwallex.AirwallexFixtures.REFUND_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.attempt;
import static io.tollgate.channels.airwallex.AirwallexFixtures.byCard;
import static io.tollgate.channels.airwallex.AirwallexFixtures.byWallet;
import static io.tollgate.channels.airwallex.AirwallexFixtures.captured;
import static io.tollgate.channels.airwallex.AirwallexFixtures.held;
import static io.tollgate.channels.airwallex.AirwallexFixtures.intent;
import static io.tollgate.channels.airwallex.AirwallexFixtures.login;
import static io.tollgate.channels.airwallex.AirwallexFixtures.operation;
import static io.tollgate.channels.airwallex.AirwallexFixtures.order;
import static io.tollgate.channels.airwallex.AirwallexFixtures.page;
import static io.tollgate.channels.airwallex.AirwallexFixtures.query;
import static io.tollgate.channels.airwallex.AirwallexFixtures.refund;
import static io.tollgate.channels.airwallex.AirwallexFixtures.refused;
import static io.tollgate.channels.airwallex.AirwallexFixtures.tried;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The steps of each operation, against a server that answers what the test says. */
class AirwallexChannelTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String CREATE = "POST payment_intents/create";
  private static final String CONFIRM = "POST payment_intents/" + INTENT_ID + "/confirm";
  private static final String CANCEL = "POST payment_intents/" + INTENT_ID + "/cancel";
  private static final String RETRIEVE = "GET payment_intents/" + INTENT_ID;
  private static final String LIST =
      "GET payment_intents?merchant_order_id=" + attempt(byCard()) + "&page_num=0&page_size=10";
  private static final ObjectNode NEW = intent(byCard(), "REQUIRES_PAYMENT_METHOD");
  private static final ObjectNode PAID = intent(byCard(), "SUCCEEDED");

  private final AirwallexWire wire = new AirwallexWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void makesAnIntentAndConfirmsIt() {
    wire.then("/create", 201, NEW).then("/confirm", 200, PAID);

    assertThat(pay(byCard())).isEqualTo(new Approved(INTENT_ID));
    assertThat(wire.seen()).containsExactly(CREATE, CONFIRM);
  }

  @Test
  void sendsNothingThatCannotBePaid() {
    var bare = order("card", null, CaptureMode.AUTOMATIC, Money.of(1_299, "USD"), "order-1");

    assertThat(pay(bare)).isInstanceOf(Declined.class);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void doesNotConfirmWhatItIsNotSureToHaveMade() {
    wire.then("/create", 500, refused("internal_error"));
    assertThat(pay(byCard())).isInstanceOf(Unknown.class);
    wire.then("/create", 201, intent(byWallet(), "REQUIRES_PAYMENT_METHOD"));
    assertThat(pay(byCard())).isInstanceOf(Unknown.class);
    wire.then("/create", 400, refused("validation_error"));
    assertThat(pay(byCard())).isInstanceOf(Declined.class);
    wire.then("/create", 429, "");
    assertThat(pay(byCard())).isInstanceOf(NotSent.class);

    assertThat(wire.seen()).containsOnly(CREATE);
  }

  @Test
  void goesOnWhereItWasLeft() {
    wire.then("/create", 400, refused("duplicate_request"))
        .then("?merchant_order_id", 200, page(false, NEW))
        .then("GET", 200, NEW)
        .then("/confirm", 200, PAID);

    assertThat(pay(byCard())).isEqualTo(new Approved(INTENT_ID));
    assertThat(wire.seen()).containsExactly(CREATE, LIST, RETRIEVE, CONFIRM);
  }

  @Test
  void confirmsNothingThatWasConfirmedBefore() {
    for (var before :
        new ObjectNode[] {PAID, tried(byCard(), "REQUIRES_PAYMENT_METHOD", "RECEIVED")}) {
      wire.then("/create", 400, refused("duplicate_request"))
          .then("?merchant_order_id", 200, page(false, before))
          .then("GET", 200, before);

      assertThat(pay(byCard())).isInstanceOfAny(Approved.class, Pending.class);
    }
    assertThat(wire.seen()).doesNotContain(CONFIRM);
  }

  /** Else the payment went elsewhere while a confirmation of ours is under way. */
  @Test
  void doesNotSayThatNothingWasSentWhereItWasSentBefore() {
    wire.then("/create", 400, refused("duplicate_request"))
        .then("?merchant_order_id", 200, page(false, NEW))
        .then("GET", 200, NEW)
        .then("/confirm", 429, "");
    assertThat(pay(byCard())).isInstanceOf(Unknown.class);

    wire.then("/create", 400, refused("duplicate_request"))
        .then("?merchant_order_id", 200, page(false));
    assertThat(pay(byCard())).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"duplicate_request", "invalid_status_for_operation"})
  void asksWhatCameOfAConfirmationBefore(String code) {
    wire.then("/create", 201, NEW).then("/confirm", 400, refused(code)).then("GET", 200, PAID);

    assertThat(pay(byCard())).isEqualTo(new Approved(INTENT_ID));
    assertThat(wire.seen()).containsExactly(CREATE, CONFIRM, RETRIEVE);
  }

  @Test
  void asksByIdOrByOurId() {
    wire.then("GET", 200, PAID);
    assertThat(ask(byCard(), INTENT_ID)).isEqualTo(new Approved(INTENT_ID));
    wire.then("?merchant_order_id", 200, page(false, PAID)).then("GET", 200, PAID);
    assertThat(ask(byCard(), null)).isEqualTo(new Approved(INTENT_ID));
    wire.then("?merchant_order_id", 200, page(false));
    assertThat(ask(byCard(), null)).isEqualTo(new Absent());
    assertThat(wire.seen()).containsExactly(RETRIEVE, LIST, RETRIEVE, LIST);

    assertThat(
            wire.channel()
                .query(query(byCard(), null), wire.account(Map.of("lookup", "none")))
                .block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(wire.seen()).hasSize(4);
  }

  @Test
  void cancelsWhatIsOpen() {
    wire.then("GET", 200, NEW).then("/cancel", 200, intent(byCard(), "CANCELLED"));

    assertThat(end(byCard(), INTENT_ID)).isEqualTo(new Closed(false, INTENT_ID));
    assertThat(wire.seen()).containsExactly(RETRIEVE, CANCEL);
  }

  @Test
  void tellsOfAPayerWhoPaidAsItWasCancelled() {
    wire.then("GET", 200, intent(byCard(), "REQUIRES_CUSTOMER_ACTION"))
        .then("/cancel", 400, refused("invalid_status_for_operation"))
        .then("GET", 200, PAID);

    assertThat(end(byCard(), INTENT_ID)).isEqualTo(new Approved(INTENT_ID));
  }

  @Test
  void doesNotKnowWhatACancellationDidThatWasNotAnswered() {
    wire.then("GET", 200, NEW).then("/cancel", 500, "");

    assertThat(end(byCard(), INTENT_ID)).isInstanceOf(Unknown.class);
  }

  @Test
  void leavesAloneWhatIsPaidHeldOrGone() {
    wire.then("GET", 200, PAID);
    assertThat(end(byCard(), INTENT_ID)).isEqualTo(new Approved(INTENT_ID));
    wire.then("GET", 200, intent(byCard(), "REQUIRES_CAPTURE"));
    assertThat(end(byCard(), INTENT_ID)).isEqualTo(new Authorized(INTENT_ID));
    wire.then("GET", 200, intent(byCard(), "CANCELLED"));
    assertThat(end(byCard(), INTENT_ID)).isInstanceOf(Closed.class);
    wire.then("GET", 200, page(false));
    assertThat(end(byCard(), null)).isEqualTo(new Absent());
    assertThat(wire.seen()).allMatch(it -> it.startsWith("GET"));
  }

  @Test
  void borrowsATokenOnceForMany() {
    for (int times = 0; times < 5; times++) {
      wire.then("GET", 200, PAID);
      ask(byCard(), INTENT_ID);
    }

    assertThat(wire.logins()).isEqualTo(1);
    assertThat(wire.whole().getLast())
        .containsIgnoringCase("authorization: Bearer eyJhbGciOiJIUzI1NiJ9.token")
        .doesNotContain(API_KEY);
  }

  @Test
  void borrowsAnotherWhereOneIsRefused() {
    wire.then("/create", 401, refused("unauthorized"))
        .then("/create", 201, NEW)
        .then("/confirm", 200, PAID);

    assertThat(pay(byCard())).isEqualTo(new Approved(INTENT_ID));
    assertThat(wire.logins()).isEqualTo(2);
    assertThat(wire.alarms()).isEmpty();
  }

  @Test
  void givesUpWhereAnotherIsRefusedToo() {
    wire.then("/create", 401, refused("unauthorized"))
        .then("/create", 401, refused("unauthorized"));

    assertThat(pay(byCard())).isInstanceOf(Declined.class);
    assertThat(wire.seen()).containsExactly(CREATE, CREATE);
    assertThat(wire.alarms()).containsOnly(Map.entry("credentials_refused", 1.0));
  }

  @ParameterizedTest
  @CsvSource({"401, true", "403, true", "429, false", "500, false"})
  void sendsNothingWithoutAToken(int status, boolean isAlarm) {
    wire.then("/login", status, "{}");
    assertThat(pay(byCard())).isInstanceOf(NotSent.class);
    wire.then("/login", status, "{}");
    assertThat(ask(byCard(), INTENT_ID)).isInstanceOf(Unknown.class);

    assertThat(wire.seen()).isEmpty();
    assertThat(wire.alarms().containsKey("credentials_refused")).isEqualTo(isAlarm);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"token\":\"\",\"expires_at\":\"2026-03-01T12:30:00+0000\"}",
        "{\"token\":\"t\"}",
        "{\"token\":\"t\",\"expires_at\":\"soon\"}",
        "{\"token\":[],\"expires_at\":\"2026-03-01T12:30:00+0000\"}"
      })
  void sendsNothingWithATokenThatItCannotRead(String body) {
    wire.then("/login", 201, body);

    assertThat(pay(byCard())).isInstanceOf(NotSent.class);
    assertThat(wire.seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:30:00+0000, 1",
    "2026-03-01T12:30:00Z, 1",
    "2026-03-01T20:30:00+08:00, 1",
    "2026-03-01T12:00:00+0000, 3",
    "2026-03-01T11:30:00+0000, 3",
  })
  void keepsATokenAsLongAsItIsGood(String until, int logins) {
    for (int times = 0; times < 3; times++) {
      wire.then("/login", 201, login(NOW).put("expires_at", until)).then("GET", 200, PAID);
      assertThat(ask(byCard(), INTENT_ID)).isEqualTo(new Approved(INTENT_ID));
    }

    assertThat(wire.logins()).isEqualTo(logins);
  }

  @Test
  void capturesOnce() {
    wire.then("/capture", 200, captured(held(), 500));
    assertThat(capture(operation(held(), 500))).isEqualTo(new Done(null));

    wire.then("/capture", 400, refused("duplicate_request"))
        .then("GET", 200, captured(held(), 500));
    assertThat(capture(operation(held(), 500))).isEqualTo(new Done(null));

    wire.then("/capture", 400, refused("duplicate_request"))
        .then("GET", 200, intent(held(), "REQUIRES_CAPTURE"));
    assertThat(capture(operation(held(), 500))).isInstanceOf(OperationOutcome.Unknown.class);

    wire.then("/capture", 400, refused("amount_above_limit"))
        .then("GET", 200, intent(held(), "REQUIRES_CAPTURE"));
    assertThat(capture(operation(held(), 500))).isInstanceOf(Refused.class);
  }

  @Test
  void capturesNoPartThatIsNotTheLastAndNoMoreThanIsHeld() {
    assertThat(capture(operation(held(), 500, false))).isInstanceOf(Refused.class);
    assertThat(capture(operation(held(), 1_300))).isInstanceOf(Refused.class);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void letsGoWhatIsHeld() {
    wire.then("/cancel", 200, intent(held(), "CANCELLED"));
    assertThat(release()).isEqualTo(new Done(null));
    wire.then("/cancel", 400, refused("invalid_status_for_operation"))
        .then("GET", 200, intent(held(), "CANCELLED"));
    assertThat(release()).isEqualTo(new Done(null));
    wire.then("/cancel", 400, refused("invalid_status_for_operation"))
        .then("GET", 200, captured(held(), 500));
    assertThat(release()).isInstanceOf(Refused.class);
    wire.then("/cancel", 500, "");
    assertThat(release()).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void givesBackOnce() {
    wire.then("/refunds/create", 201, refund("SETTLED", 500));
    assertThat(giveBack()).isEqualTo(new Done(REFUND_ID));
    wire.then("/refunds/create", 400, refused("duplicate_request"))
        .then("/refunds?", 200, page(false, refund("SETTLED", 500)));
    assertThat(giveBack()).isEqualTo(new Done(REFUND_ID));
    wire.then("/refunds/create", 400, refused("duplicate_request"))
        .then("/refunds?", 200, page(false));
    assertThat(giveBack()).isInstanceOf(OperationOutcome.Unknown.class);
    wire.then("/refunds/create", 400, refused("amount_above_limit"))
        .then("/refunds?", 200, page(false));
    assertThat(giveBack()).isInstanceOf(Refused.class);
    wire.then("/refunds/create", 400, refused("amount_above_limit")).then("/refunds?", 500, "");
    assertThat(giveBack()).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void asksForARefundByItsIdOrByOurs() {
    wire.then("/refunds/" + REFUND_ID, 200, refund("SETTLED", 500));
    assertThat(askRefund(REFUND_ID)).isEqualTo(new Done(REFUND_ID));
    wire.then("/refunds?", 200, page(false, refund("RECEIVED", 500)));
    assertThat(askRefund(null)).isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    wire.then("/refunds/" + REFUND_ID, 404, refused("not_found"));
    assertThat(askRefund(REFUND_ID)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(wire.alarms()).containsOnly(Map.entry("reference_lost", 1.0));
  }

  @Test
  void findsTheIntentOfAnOperationWhoseAnswerWasLost() {
    var operation =
        new PaymentOperation(
            AirwallexFixtures.OPERATION, query(byCard(), null), Money.of(500, "USD"), true, null);
    wire.then("?merchant_order_id", 200, page(false, PAID))
        .then("/refunds/create", 201, refund("SETTLED", 500));
    assertThat(wire.channel().refund(operation, wire.account()).block(SOON))
        .isEqualTo(new Done(REFUND_ID));

    wire.then("?merchant_order_id", 200, page(false));
    assertThat(wire.channel().refund(operation, wire.account()).block(SOON))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void putsNoSecretIntoALog() {
    var logger = (Logger) LoggerFactory.getLogger("io.tollgate");
    var before = logger.getLevel();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.ALL);
    try {
      wire.then("/create", 401, refused("unauthorized"))
          .then("/create", 400, refused("code_of_tomorrow"));
      pay(byCard());
      wire.then("/login", 201, "{\"token\":\"eyJhbGciOiJIUzI1NiJ9.token\"}");
      pay(byCard());
    } finally {
      logger.setLevel(before);
      logger.detachAppender(lines);
    }

    assertThat(lines.list).isNotEmpty();
    assertThat(lines.list.toString())
        .doesNotContain(API_KEY)
        .doesNotContain("eyJhbGciOiJIUzI1NiJ9")
        .doesNotContain(AirwallexFixtures.CARD)
        .doesNotContain("secret-of-the-intent");
    assertThat(new AirwallexCalls.Login("eyJ.token", "soon").toString()).doesNotContain("eyJ");
    assertThat(wire.account().toString()).doesNotContain(API_KEY);
  }

  private ChannelOutcome pay(Order order) {
    return wire.channel().pay(new PayRequest(attempt(order), order), account()).block(SOON);
  }

  private ChannelOutcome ask(Order order, String reference) {
    return wire.channel().query(query(order, reference), account()).block(SOON);
  }

  private ChannelOutcome end(Order order, String reference) {
    return wire.channel().close(query(order, reference), account()).block(SOON);
  }

  private OperationOutcome capture(PaymentOperation operation) {
    return wire.channel().capture(operation, account()).block(SOON);
  }

  private OperationOutcome release() {
    return wire.channel().release(operation(held(), 1_299), account()).block(SOON);
  }

  private OperationOutcome giveBack() {
    return wire.channel().refund(operation(byCard(), 500), account()).block(SOON);
  }

  private OperationOutcome askRefund(String reference) {
    return wire.channel()
        .queryRefund(new OperationQuery(operation(byCard(), 500), reference, NOW), account())
        .block(SOON);
  }

  private ChannelAccount account() {
    return wire.account();
  }
}
