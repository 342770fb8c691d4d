package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.card;
import static io.tollgate.channels.stripe.StripeSandbox.SOON;
import static io.tollgate.channels.stripe.StripeSandbox.asking;
import static io.tollgate.channels.stripe.StripeSandbox.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drives the simulator beyond payments and compares us with its book. */
@Timeout(120)
class StripeSimulatorOperationsTest {

  private static final Money WHOLE = Money.of(1299, "EUR");
  private static final Money PART = Money.of(500, "EUR");

  private final StripeSandbox sandbox = new StripeSandbox();
  private final StripeChannel stripe = sandbox.stripe;
  private final List<CallbackReading> callbacks = sandbox.callbacks;
  private final ChannelAccount account = sandbox.account();
  private int operations;

  @BeforeEach
  void start() {
    // The first connection of a process is slow; no test is about that.
    await()
        .atMost(SOON)
        .until(() ->
            sandbox.pay(sandbox.order("pm_sim_callback_lost")) instanceof ChannelOutcome.Approved);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void capturesAllOfItOrAPart() {
    var all = held();
    var part = held();

    assertThat(capture(all, WHOLE)).isEqualTo(new Done(null));
    assertThat(capture(part, PART)).isEqualTo(new Done(null));

    assertThat(sandbox.charge(all).received()).isEqualTo(1299);
    assertThat(sandbox.charge(part).received()).isEqualTo(500);
    assertThat(said(stripe.query(asking(part, null), account)))
        .isEqualTo(new ChannelOutcome.Approved(intent(part)));
  }

  @Test
  void capturesOnceHoweverOftenItIsRepeated() {
    var order = held();
    var capture = operation(order, PART);

    var outcomes =
        Flux.range(0, 5).concatMap(_ -> stripe.capture(capture, account)).collectList().block(SOON);

    assertThat(outcomes).containsOnly(new Done(null));
    assertThat(capture(order, PART)).isInstanceOf(Refused.class);
    assertThat(sandbox.charge(order).received()).isEqualTo(500);
  }

  @Test
  void learnsByAskingWhatBecameOfACaptureThatWasNotAnswered() {
    var order = held();
    var capture = operation(order, WHOLE);
    assertThat(queryCapture(capture)).isEqualTo(new Absent());

    sandbox.simulator.switches().delay(Duration.ofSeconds(2));
    assertThat(said(stripe.capture(capture, account))).isInstanceOf(Unknown.class);
    sandbox.simulator.switches().delay(Duration.ZERO);

    assertThat(queryCapture(capture)).isEqualTo(new Done(null));
    assertThat(sandbox.charge(order).received()).isEqualTo(1299);
  }

  @Test
  void letsGoWhatIsHeldAndNothingThatWasTaken() {
    var order = held();
    var paid = sandbox.order("pm_card_visa");
    sandbox.pay(paid);

    assertThat(release(order)).isEqualTo(new Done(null));
    assertThat(release(order)).isEqualTo(new Done(null));
    assertThat(release(paid)).isInstanceOf(Refused.class);

    assertThat(sandbox.charge(order).status()).isEqualTo("canceled");
    assertThat(sandbox.charge(paid).status()).isEqualTo("succeeded");
    assertThat(capture(order, WHOLE)).isInstanceOf(Refused.class);
  }

  @Test
  void refundsInPartsAndNeverMoreThanWasTaken() {
    var order = paid("pm_card_visa");

    assertThat(refund(operation(order, PART))).isInstanceOf(Done.class);
    assertThat(refund(operation(order, Money.of(800, "EUR")))).isInstanceOf(Refused.class);
    assertThat(refund(operation(order, Money.of(799, "EUR")))).isInstanceOf(Done.class);
    assertThat(refund(operation(order, PART))).isInstanceOf(Refused.class);

    assertThat(sandbox.charge(order).refunded()).isEqualTo(1299);
  }

  @Test
  void refundsOnceHoweverOftenItIsRepeated() {
    var order = paid("pm_card_visa");
    var refund = operation(order, PART);

    var outcomes =
        Flux.range(0, 10).flatMap(_ -> stripe.refund(refund, account)).collectList().block(SOON);

    assertThat(outcomes).allMatch(it -> it instanceof Done || it instanceof Unknown);
    assertThat(refund(refund)).isInstanceOf(Done.class);
    assertThat(sandbox.charge(order).refunded()).isEqualTo(500);
  }

  @Test
  void learnsByAskingWhatBecameOfARefundThatWasNotAnswered() {
    var order = paid("pm_card_visa");
    var refund = operation(order, PART);
    assertThat(queryRefund(refund, null)).isEqualTo(new Absent());

    sandbox.simulator.switches().delay(Duration.ofSeconds(2));
    assertThat(refund(refund)).isInstanceOf(Unknown.class);
    sandbox.simulator.switches().delay(Duration.ZERO);

    assertThat(queryRefund(refund, null)).isInstanceOf(Done.class);
    assertThat(queryRefund(operation(order, PART), null)).isEqualTo(new Absent());
    assertThat(sandbox.charge(order).refunded()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"pm_sim_refund_pending, Done, 500", "pm_sim_refund_fails, Refused, 0"})
  void followsARefundThatTakesItsTime(String method, String outcome, long refunded) {
    var order = paid(method);
    var refund = operation(order, PART);

    assertThat(refund(refund))
        .isInstanceOfSatisfying(
            Pending.class,
            pending -> {
              var reference = pending.channelReference();
              await()
                  .atMost(SOON)
                  .until(() -> !(queryRefund(refund, reference) instanceof Pending));
              assertThat(name(queryRefund(refund, reference))).isEqualTo(outcome);
            });
    assertThat(sandbox.charge(order).refunded()).isEqualTo(refunded);
    await().atMost(SOON).until(() -> told(refund.id()) != null);
    assertThat(told(refund.id()).amount()).isEqualTo(PART);
    assertThat(name(told(refund.id()).outcome())).isEqualTo(outcome);
  }

  @Test
  void sendsNothingWhileTheDoorIsShut() {
    var order = paid("pm_card_visa");
    sandbox.shut();

    assertThat(refund(operation(order, PART))).isInstanceOf(NotSent.class);
    assertThat(queryRefund(operation(order, PART), null)).isInstanceOf(Unknown.class);
    assertThat(sign(request("pm_card_visa"))).isInstanceOf(AgreementOutcome.NotSent.class);

    sandbox.simulator.switches().up();
    assertThat(sandbox.charge(order).refunded()).isZero();
  }

  @Test
  void chargesUnderAnAgreementUntilItEnds() {
    var request = request("pm_card_visa");

    var active = (Active) sign(request);
    assertThat(sign(request)).isEqualTo(active);
    assertThat(active.token()).matches("cus_\\w+/pm_card_visa__\\w+");
    assertThat(queryAgreement(request, active.channelReference())).isEqualTo(active);
    await()
        .atMost(SOON)
        .until(() -> callbacks.contains(new VerifiedAgreement(request.id(), active)));

    var order = sandbox.order(active.token());
    assertThat(sandbox.pay(order)).isInstanceOf(ChannelOutcome.Approved.class);
    assertThat(sandbox.charge(order).charged()).isTrue();

    assertThat(end(request, active.token())).isInstanceOf(Done.class);
    assertThat(end(request, active.token())).isInstanceOf(Done.class);
    assertThat(queryAgreement(request, active.channelReference()))
        .isEqualTo(new AgreementOutcome.Ended());
    assertThat(sandbox.pay(sandbox.order(active.token())))
        .isInstanceOf(ChannelOutcome.Declined.class);
  }

  @Test
  void chargesNobodyElseUnderAnAgreement() {
    var token = ((Active) sign(request("pm_card_visa"))).token();
    var others = ((Active) sign(request("pm_card_visa"))).token();
    var mixed = others.split("/")[0] + "/" + token.split("/")[1];

    assertThat(sandbox.pay(sandbox.order(mixed))).isInstanceOf(ChannelOutcome.Declined.class);
  }

  @Test
  void declinesAnAgreementForTheIssuersReason() {
    assertThat(sign(request("pm_card_chargeDeclinedInsufficientFunds")))
        .isInstanceOfSatisfying(
            AgreementOutcome.Refused.class,
            refused -> assertThat(refused.reason().channelCode()).isEqualTo("insufficient_funds"));
  }

  @ParameterizedTest
  @CsvSource({"succeed, Active", "fail, Refused"})
  void sendsThePayerToAPageToAgree(String act, String outcome) {
    var request = request("pm_card_authenticationRequired__1");

    assertThat(sign(request))
        .isInstanceOfSatisfying(
            AgreementOutcome.NeedsAction.class,
            action -> {
              var page = ((NextStep.Redirect) action.step()).url();
              assertThat(visit(page + "?outcome=" + act)).isEqualTo(303);
              assertThat(name(queryAgreement(request, action.channelReference())))
                  .isEqualTo(outcome);
            });
  }

  @ParameterizedTest
  @CsvSource({
    // what the payment method does, what is said at once, and in the end
    "pm_sim_processing__1, Pending, Active",
    "pm_sim_mandate_pending__1, Pending, Active",
    "pm_sim_mandate_withdrawn__1, Ended, Ended",
    "pm_sim_charge_then_timeout__1, Unknown, Active",
    "pm_sim_charge_then_drop__1, Unknown, Active",
    "pm_sim_500_after_charge__1, Unknown, Active",
    "pm_sim_silent_then_succeed__1, Unknown, Active",
    "pm_sim_500__1, Unknown, Absent",
    "pm_sim_drop__1, Unknown, Absent",
  })
  void learnsByAskingWhatBecameOfAnAgreement(String method, String said, String outcome) {
    var request = request(method);

    assertThat(name(sign(request))).isEqualTo(said);

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(name(queryAgreement(request, null))).isEqualTo(outcome));
  }

  @Test
  void tellsOnItsStatementWhatItTookAndGaveBack() {
    var whole = paid("pm_card_visa");
    var refund = operation(whole, PART);
    refund(refund);
    var part = held();
    capture(part, PART);

    var rows =
        Flux.just(today().minusDays(1), today())
            .concatMap(day -> stripe.statement(day, account))
            .collectList()
            .block(SOON);

    var reference = ((Done) queryRefund(refund, null)).channelReference();
    assertThat(rows)
        .extracting(
            StatementRow::kind,
            StatementRow::requestId,
            StatementRow::channelReference,
            row -> row.gross().minorUnits())
        .contains(
            tuple(Kind.PAYMENT, attempt(whole).toString(), intent(whole), 1299L),
            tuple(Kind.REFUND, refund.id().value(), reference, -500L),
            tuple(Kind.PAYMENT, attempt(part).toString(), intent(part), 1299L),
            tuple(Kind.PAYMENT, null, intent(part), -799L));
    assertThat(rows.stream().mapToLong(row -> row.gross().minorUnits()).sum())
        .isEqualTo(
            sandbox.simulator.book().charges().stream()
                .mapToLong(charge -> charge.received() - charge.refunded())
                .sum());
  }

  @Test
  void tellsAllPagesOfItsStatement() {
    var orders = Flux.range(0, 230).map(_ -> sandbox.order("pm_sim_callback_lost"));
    orders.flatMap(order -> stripe.pay(StripeFixtures.request(order), account), 20).blockLast(SOON);

    var rows =
        Flux.just(today().minusDays(1), today())
            .concatMap(day -> stripe.statement(day, account))
            .map(StatementRow::channelReference)
            .collectList()
            .block(SOON);

    assertThat(rows)
        .doesNotHaveDuplicates()
        .hasSize(sandbox.simulator.book().charges().size())
        .hasSizeGreaterThan(230);
  }

  private Order held() {
    var order = sandbox.order("pm_card_visa", CaptureMode.MANUAL);
    assertThat(sandbox.pay(order)).isInstanceOf(ChannelOutcome.Authorized.class);
    return order;
  }

  private Order paid(String method) {
    var order = sandbox.order(method);
    assertThat(sandbox.pay(order)).isInstanceOf(ChannelOutcome.Approved.class);
    return order;
  }

  private String intent(Order order) {
    return sandbox.charge(order).paymentIntent();
  }

  private PaymentOperation operation(Order order, Money amount) {
    return new PaymentOperation(
        new OperationId("op_" + ++operations), asking(order, intent(order)), amount, true, null);
  }

  private OperationOutcome capture(Order order, Money amount) {
    return said(stripe.capture(operation(order, amount), account));
  }

  private OperationOutcome queryCapture(PaymentOperation capture) {
    return said(stripe.queryCapture(new OperationQuery(capture, null, Instant.now()), account));
  }

  private OperationOutcome release(Order order) {
    return said(stripe.release(operation(order, WHOLE), account));
  }

  private OperationOutcome refund(PaymentOperation refund) {
    return said(stripe.refund(refund, account));
  }

  private OperationOutcome queryRefund(PaymentOperation refund, String reference) {
    return said(stripe.queryRefund(new OperationQuery(refund, reference, Instant.now()), account));
  }

  /** The final word of a callback about a refund; null before it came. */
  private VerifiedOperation told(OperationId refund) {
    return callbacks.stream()
        .filter(VerifiedOperation.class::isInstance)
        .map(VerifiedOperation.class::cast)
        .filter(reading -> reading.operation().equals(refund))
        .findFirst()
        .orElse(null);
  }

  private AgreementRequest request(String token) {
    return new AgreementRequest(
        new OperationId("agr_" + ++operations),
        card(token),
        new Customer("c-1", "payer@example.com", "DE", "Ada Lovelace", null, null),
        Currency.getInstance("EUR"),
        URI.create("https://shop.example/agreed"),
        null,
        null);
  }

  private AgreementOutcome sign(AgreementRequest request) {
    return said(stripe.sign(request, account));
  }

  private AgreementOutcome queryAgreement(AgreementRequest request, String reference) {
    return said(
        stripe.queryAgreement(
            new AgreementRequest(
                request.id(),
                request.method(),
                request.customer(),
                request.currency(),
                request.returnUrl(),
                request.description(),
                reference),
            account));
  }

  private OperationOutcome end(AgreementRequest request, String token) {
    return said(stripe.end(request, token, account));
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }

  private static <T> T said(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
