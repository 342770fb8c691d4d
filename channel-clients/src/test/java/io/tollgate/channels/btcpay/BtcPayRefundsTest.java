package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.INVOICE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.NOW;
import static io.tollgate.channels.btcpay.BtcPayFixtures.PART;
import static io.tollgate.channels.btcpay.BtcPayFixtures.REFUND;
import static io.tollgate.channels.btcpay.BtcPayFixtures.invoice;
import static io.tollgate.channels.btcpay.BtcPayFixtures.list;
import static io.tollgate.channels.btcpay.BtcPayFixtures.operation;
import static io.tollgate.channels.btcpay.BtcPayFixtures.payout;
import static io.tollgate.channels.btcpay.BtcPayFixtures.problem;
import static io.tollgate.channels.btcpay.BtcPayFixtures.pullPayment;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.OperationQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Which requests a refund makes, and what it answers in the end. */
@Timeout(60)
class BtcPayRefundsTest {

  private static final String ALL = "GET " + BtcPayWire.REFUNDS;
  private static final String MAKE = "POST " + BtcPayWire.INVOICE + "/refund";
  private static final String ONE = "GET " + BtcPayWire.REFUND;
  private static final String CLAIMS = "GET " + BtcPayWire.PAYOUTS;

  private final BtcPayWire wire = new BtcPayWire();
  private final BtcPayChannel btcpay = wire.channel();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void makesAPullPaymentWhereThereIsNone() {
    wire.answer(ALL, list(another())).answer(MAKE, pullPayment());

    assertThat(refund(INVOICE)).isEqualTo(new Pending(REFUND));
    assertThat(wire.seen()).containsExactly(ALL, MAKE);
  }

  @Test
  void givesBackOnceHoweverOftenItIsRepeated() {
    wire.answer(ALL, list(another(), pullPayment())).answer(CLAIMS, list());

    assertThat(refund(INVOICE)).isEqualTo(new Pending(REFUND));
    assertThat(wire.seen()).containsExactly(ALL, CLAIMS);
  }

  @Test
  void makesNothingWhereTheLookFails() {
    wire.answer(ALL, 500, "")
        .answer(ALL, "{}")
        .answer(ALL, 403, problem("missing-permission"))
        .answer(ALL, 429, "");

    assertThat(refund(INVOICE)).isInstanceOf(Unknown.class);
    assertThat(refund(INVOICE)).isInstanceOf(Unknown.class);
    assertThat(refund(INVOICE)).isInstanceOf(Unknown.class);
    assertThat(refund(INVOICE)).isInstanceOf(NotSent.class);
    assertThat(wire.seen()).containsExactly(ALL, ALL, ALL, ALL);
  }

  @Test
  void looksForTheInvoiceWhereItsIdIsUnknown() {
    wire.answer(ALL, list())
        .answer("GET " + BtcPayWire.FIND, list(invoice("Settled", "None")))
        .answer(MAKE, pullPayment());

    assertThat(refund(null)).isEqualTo(new Pending(REFUND));
  }

  @Test
  void givesNothingBackOfAnInvoiceThatIsNotThere() {
    wire.answer(ALL, list()).answer("GET " + BtcPayWire.FIND, list());

    assertThat(refund(null)).isInstanceOf(Unknown.class);
    assertThat(wire.seen()).hasSize(2);
  }

  @Test
  void believesARefusalOnlyWhereThereIsNoRefundAfterIt() {
    wire.answer(ALL, list())
        .answer(ALL, list())
        .answer(ALL, list())
        .answer(ALL, list(pullPayment()))
        .answer(MAKE, 400, problem("non-refundable"))
        .answer(CLAIMS, list());

    assertThat(refund(INVOICE))
        .isEqualTo(
            new Refused(new DeclineReason(Category.REQUEST_REFUSED, "non-refundable"), null));
    assertThat(refund(INVOICE)).isEqualTo(new Pending(REFUND));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 500, 503})
  void knowsNothingWhereTheRequestIsNotAnswered(int status) {
    wire.answer(ALL, list()).answer(MAKE, status, "");

    assertThat(refund(INVOICE)).isInstanceOf(Unknown.class);
  }

  @Test
  void believesNoAnswerAboutAnotherRefund() throws IOException {
    for (var other :
        List.of(
            pullPayment().put("name", "Refund op_2"),
            pullPayment().put("amount", "5.01"),
            pullPayment().put("currency", "USD"),
            pullPayment().put("id", "../x"))) {
      try (var strange = new BtcPayWire()) {
        strange.answer(ALL, list()).answer(MAKE, other);
        assertThat(said(strange.channel().refund(operation(INVOICE, PART), strange.account())))
            .as(other.toString())
            .isInstanceOf(Unknown.class);
      }
    }
    wire.answer(ONE, pullPayment().put("amount", "50.00"));
    assertThat(ask(REFUND)).isInstanceOf(Unknown.class);
    assertThat(wire.alarms()).containsOnlyKeys("mismatch");
  }

  @ParameterizedTest
  @CsvSource({
    // the states of its claims, each on all of it; whether it is in the archive; the outcome
    "'', false, Pending",
    "AwaitingApproval, false, Pending",
    "AwaitingPayment, false, Pending",
    "InProgress, false, Pending",
    "Completed, false, Done",
    "Completed, true, Done",
    "Cancelled, false, Pending",
    "Cancelled, true, Refused",
    "Cancelled AwaitingApproval, true, Pending",
    "Cancelled Completed, false, Done",
    "'', true, Refused",
    "Sometime, false, Unknown",
    "Completed Sometime, false, Unknown",
  })
  void readsEveryStateOfItsPayouts(String states, boolean archived, String outcome) {
    var claims =
        List.of(states.split(" ")).stream()
            .filter(state -> !state.isEmpty())
            .map(BtcPayFixtures::payout)
            .toArray(ObjectNode[]::new);
    wire.answer(ONE, pullPayment().put("archived", archived)).answer(CLAIMS, list(claims));

    assertThat(ask(REFUND).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(wire.alarms().containsKey("unmapped")).isEqualTo(states.contains("Sometime"));
    assertThat(wire.seen()).containsExactly(ONE, CLAIMS);
  }

  @Test
  void knowsEveryStateThatTheDescriptionNames() {
    BtcPayDescription.assume();
    for (var state : BtcPayDescription.words("PayoutState")) {
      assertThat(new BtcPayPayout(REFUND, "5.00", "EUR", state).stage()).as(state).isPresent();
    }
  }

  @Test
  void isDoneOnceAllOfItIsPaidOut() {
    var half = payout("Completed").put("originalAmount", "2.50");
    wire.answer(ONE, pullPayment()).answer(CLAIMS, list(half)).answer(CLAIMS, list(half, half));

    assertThat(ask(REFUND)).isEqualTo(new Pending(REFUND));
    assertThat(ask(REFUND)).isEqualTo(new Done(REFUND));
  }

  @Test
  void callsForAPersonWhereOnlyAPartWasPaidOut() {
    wire.answer(ONE, pullPayment().put("archived", true))
        .answer(CLAIMS, list(payout("Completed").put("originalAmount", "2.50")));

    assertThat(ask(REFUND)).isInstanceOf(Unknown.class);
    assertThat(wire.alarms()).containsOnlyKeys("mismatch");
  }

  @Test
  void believesNoClaimOnAnotherRefund() {
    wire.answer(ONE, pullPayment())
        .answer(CLAIMS, list(payout("Completed").put("pullPaymentId", "Another")))
        .answer(CLAIMS, list(payout("Completed").put("originalCurrency", "USD")))
        .answer(CLAIMS, list(payout("Completed").put("originalAmount", "much")));

    for (int each = 0; each < 3; each++) {
      assertThat(ask(REFUND)).isInstanceOf(Unknown.class);
    }
    assertThat(wire.alarms()).containsEntry("mismatch", 3.0);
  }

  @Test
  void asksByOurIdWhereItsOwnIsUnknown() {
    wire.answer(ALL, list(another()))
        .answer(ALL, list(another(), pullPayment()))
        .answer(CLAIMS, list(payout("Completed")));

    assertThat(ask(null)).isEqualTo(new Absent());
    assertThat(ask(null)).isEqualTo(new Done(REFUND));
  }

  @Test
  void prefersTheOneOfTwoThatCanStillBeClaimed() {
    wire.answer(ALL, list(pullPayment().put("id", "Gone").put("archived", true), pullPayment()))
        .answer(CLAIMS, list(payout("Completed")));

    assertThat(ask(null)).isEqualTo(new Done(REFUND));
    assertThat(wire.alarms()).containsOnlyKeys("several_payments");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 422, 429, 500})
  void saysNothingOfARefundWhoseQuestionFailed(int status) {
    wire.answer(ONE, status, problem("some-code")).answer(ALL, status, problem("some-code"));

    assertThat(ask(REFUND)).isInstanceOf(Unknown.class);
    assertThat(ask(null)).isInstanceOf(Unknown.class);
  }

  private OperationOutcome refund(String invoice) {
    return said(btcpay.refund(operation(invoice, PART), wire.account()));
  }

  private OperationOutcome ask(String reference) {
    var query = new OperationQuery(operation(INVOICE, PART), reference, NOW);
    return said(btcpay.queryRefund(query, wire.account()));
  }

  private static ObjectNode another() {
    return pullPayment().put("id", "Another").put("name", "Refund op_2");
  }

  private static <T> T said(Mono<T> outcome) {
    return outcome.block(Duration.ofSeconds(10));
  }
}
