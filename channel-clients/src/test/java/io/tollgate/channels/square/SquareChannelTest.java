package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.CARD_ID;
import static io.tollgate.channels.square.SquareFixtures.CUSTOMER_ID;
import static io.tollgate.channels.square.SquareFixtures.PAYMENT_ID;
import static io.tollgate.channels.square.SquareFixtures.REFUND_ID;
import static io.tollgate.channels.square.SquareFixtures.about;
import static io.tollgate.channels.square.SquareFixtures.agreement;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.cardOnFile;
import static io.tollgate.channels.square.SquareFixtures.customer;
import static io.tollgate.channels.square.SquareFixtures.error;
import static io.tollgate.channels.square.SquareFixtures.manual;
import static io.tollgate.channels.square.SquareFixtures.money;
import static io.tollgate.channels.square.SquareFixtures.operation;
import static io.tollgate.channels.square.SquareFixtures.order;
import static io.tollgate.channels.square.SquareFixtures.page;
import static io.tollgate.channels.square.SquareFixtures.payment;
import static io.tollgate.channels.square.SquareFixtures.query;
import static io.tollgate.channels.square.SquareFixtures.refund;
import static io.tollgate.channels.square.SquareFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.node.ObjectNode;

class SquareChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final LocalDate DAY = LocalDate.parse("2026-02-27");

  private final SquareWire wire = new SquareWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void pays() {
    wire.answer("POST /v2/payments ", about("payment", payment("COMPLETED")));

    assertThat(soon(wire.channel().pay(request(order()), wire.account())))
        .isEqualTo(new Approved(PAYMENT_ID));
  }

  @Test
  void findsAnAttemptByItsIdOnALaterPage() {
    wire.answer("cursor=more", page("payments", "", payment("COMPLETED")))
        .answer(
            "GET /v2/payments?",
            page("payments", "more", payment(manual(), "FAILED").put("reference_id", "other")));

    assertThat(soon(wire.channel().query(query(order(), null), wire.account())))
        .isEqualTo(new Approved(PAYMENT_ID));
  }

  @Test
  void knowsThatAnAttemptIsNotThere() {
    wire.answer("GET /v2/payments?", 200, "{}");

    assertThat(soon(wire.channel().query(query(order(), null), wire.account())))
        .isEqualTo(new Absent());
  }

  @Test
  void closesByOurKeyWhatTheListDoesNotHave() {
    wire.answer("GET /v2/payments?", 200, "{}").answer("POST /v2/payments/cancel", 200, "{}");

    assertThat(soon(wire.channel().close(query(order(), null), wire.account())))
        .isEqualTo(new Absent());
    assertThat(wire.seen()).contains("POST /v2/payments/cancel");
  }

  @Test
  void closesWhatIsOpenAndSaysSo() {
    wire.answer("/cancel", about("payment", payment("CANCELED")))
        .answer("GET /v2/payments/", about("payment", payment("PENDING")));

    assertThat(soon(wire.channel().close(query(order(), PAYMENT_ID), wire.account())))
        .isEqualTo(new Closed(false, PAYMENT_ID));
  }

  @Test
  void leavesMoneyThatIsHeldForAMerchantWhoCapturesByHand() {
    wire.answer("GET /v2/payments/", about("payment", payment(manual(), "APPROVED")));

    assertThat(soon(wire.channel().close(query(manual(), PAYMENT_ID), wire.account())))
        .isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(wire.seen()).noneMatch(it -> it.startsWith("POST"));
  }

  @Test
  void capturesAllAndRefusesAPartBeforeItIsSent() {
    wire.answer("/complete", about("payment", payment(manual(), "COMPLETED")));
    var whole = operation(manual(), manual().amount());
    var part = operation(manual(), Money.of(1, "USD"));

    assertThat(soon(wire.channel().capture(part, wire.account()))).isInstanceOf(Refused.class);
    assertThat(wire.seen()).isEmpty();
    assertThat(soon(wire.channel().capture(whole, wire.account()))).isEqualTo(new Done(null));
  }

  @Test
  void believesNoRefusalOfACaptureThatWasDone() {
    wire.answer("/complete", 400, error("INVALID_REQUEST_ERROR", "BAD_REQUEST").toString())
        .answer("GET /v2/payments/", about("payment", payment(manual(), "COMPLETED")));

    assertThat(soon(wire.channel().capture(operation(manual(), manual().amount()), wire.account())))
        .isEqualTo(new Done(null));
  }

  @Test
  void voidsWhatIsHeld() {
    wire.answer("/cancel", about("payment", payment(manual(), "CANCELED")));

    assertThat(soon(wire.channel().release(operation(manual(), manual().amount()), wire.account())))
        .isEqualTo(new Done(null));
  }

  @Test
  void findsARefundAmongThoseOfItsPayment() {
    var paid = payment("COMPLETED");
    paid.putArray("refund_ids").add("other").add(REFUND_ID);
    wire.answer("GET /v2/payments/", about("payment", paid))
        .answer("GET /v2/refunds/other", about("refund", refund("COMPLETED").put("reason", "x")))
        .answer("GET /v2/refunds/", about("refund", refund("COMPLETED")));
    var operation = operation(order(), order().amount());

    assertThat(
            soon(
                wire.channel()
                    .queryRefund(
                        new OperationQuery(operation, null, SquareFixtures.NOW), wire.account())))
        .isEqualTo(new Done(REFUND_ID));
    assertThat(wire.alarms()).isEmpty();
  }

  @Test
  void signsByKeepingACardOfANewCustomer() {
    wire.answer("POST /v2/customers", about("customer", customer()))
        .answer("POST /v2/cards ", about("card", cardOnFile(true)));

    assertThat(soon(wire.channel().sign(agreement(null), wire.account())))
        .isEqualTo(new AgreementOutcome.Active(CUSTOMER_ID + "/" + CARD_ID, CARD_ID));
  }

  @Test
  void endsAnAgreementByDisablingItsCard() {
    wire.answer("/disable", about("card", cardOnFile(false)));

    assertThat(
            soon(
                wire.channel()
                    .end(agreement(CARD_ID), CUSTOMER_ID + "/" + CARD_ID, wire.account())))
        .isEqualTo(new Done(CARD_ID));
  }

  @Test
  void listsTheLinesOfADaysPayoutsWhicheverWayTheFeeIsWritten() {
    wire.answer("GET /v2/payouts?", page("payouts", "", payout()))
        .answer("cursor=more", page("payout_entries", "", line("CHARGE", 500, -15, 485)))
        .answer(
            "GET /v2/payouts/po_1/", page("payout_entries", "more", line("CHARGE", 500, 15, 485)));
    var row =
        new StatementRow(
            Kind.PAYMENT,
            null,
            PAYMENT_ID,
            Money.of(500, "USD"),
            Money.of(15, "USD"),
            Instant.parse("2026-02-27T10:00:00Z"));

    StepVerifier.create(wire.channel().statement(DAY, wire.account()))
        .expectNext(row)
        .expectNext(row)
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void readsThePayoutThatTheDescriptionShows() {
    OfficialDescription.assume();
    wire.answer("GET /v2/payouts?", page("payouts", "", payout()))
        .answer("cursor=", page("payout_entries", ""))
        .answer(
            "GET /v2/payouts/po_1/",
            (ObjectNode) OfficialDescription.example("ListPayoutEntriesResponse"));

    StepVerifier.create(wire.channel().statement(DAY, wire.account()))
        .expectNext(
            new StatementRow(
                Kind.REFUND,
                null,
                "HVdG62HeMlti8YYf94oxrN_dR8Nztxg7umf94oxrN12Ji5r2KW14FAY",
                Money.of(-50, "USD"),
                Money.of(-2, "USD"),
                Instant.parse("2021-12-14T23:31:49Z")))
        .expectNextMatches(row -> row.fee() != null && row.fee().equals(Money.of(19, "USD")))
        .thenConsumeWhile(_ -> true)
        .expectComplete()
        .verify(SOON);
    assertThat(wire.alarms()).isEmpty();
  }

  @Test
  void givesNoStatementWhoseSumsDoNotAddUp() {
    wire.answer("GET /v2/payouts?", page("payouts", "", payout()))
        .answer("GET /v2/payouts/po_1/", page("payout_entries", "", line("CHARGE", 500, 15, 400)));

    StepVerifier.create(wire.channel().statement(DAY, wire.account()))
        .expectError(StatementUnavailable.class)
        .verify(SOON);
  }

  @Test
  void givesNoStatementOfADayThatIsNotOver() {
    StepVerifier.create(wire.channel().statement(LocalDate.parse("2026-03-01"), wire.account()))
        .expectErrorMatches(it -> it instanceof StatementUnavailable late && late.later())
        .verify(SOON);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void sendsTheSameKeyOnEveryRepetition() {
    var once = SquareRequests.create(request(order()), wire.account()).body();
    var again = SquareRequests.create(request(order()), wire.account()).body();

    assertThat(again).isEqualTo(once);
    assertThat(new String(once, UTF_8)).contains(attempt(order()).toString());
  }

  private static ObjectNode payout() {
    return SquareFixtures.JSON.createObjectNode().put("id", "po_1");
  }

  private static ObjectNode line(String type, long gross, long fee, long net) {
    var line =
        SquareFixtures.JSON
            .createObjectNode()
            .put("id", "poe_1")
            .put("payout_id", "po_1")
            .put("type", type)
            .put("effective_at", "2026-02-27T10:00:00Z");
    line.set("gross_amount_money", money(Money.of(gross, "USD")));
    line.set("fee_amount_money", money(Money.of(fee, "USD")));
    line.set("net_amount_money", money(Money.of(net, "USD")));
    line.putObject("type_charge_details").put("payment_id", PAYMENT_ID);
    return line;
  }

  private static <T> T soon(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
