package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.NOW;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAGE;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PART;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAYMENT;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.REFUND;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.WHOLE;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.account;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.attempt;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.bytes;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.error;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.held;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.list;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.name;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.operation;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.order;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.payment;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.recorded;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.refund;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import com.mercadopago.resources.payment.PaymentStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
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
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What every status, every code and every kind of answer means. */
class MercadoPagoRepliesTest {

  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static final ChannelEdges EDGES = new ChannelEdges(METERS, UnaryOperator.identity());

  private final Alarms alarms = EDGES.alarms(account().id());
  private final MercadoPagoReplies replies = replies(order());

  @AfterEach
  void forgetAlarms() {
    METERS.clear();
  }

  @AfterAll
  static void close() {
    EDGES.close();
  }

  @ParameterizedTest
  @CsvSource({
    // facts, section 16, "Status", with the details that the pages of payment results list
    "approved, accredited, Approved",
    "approved, partially_refunded, Approved",
    "in_mediation, pending, Approved",
    "refunded, refunded, Approved",
    "refunded, by_admin, Approved",
    "charged_back, settled, Approved",
    "charged_back, reimbursed, Approved",
    "authorized, pending_capture, Authorized",
    "in_process, pending_contingency, Pending",
    "in_process, pending_review_manual, Pending",
    "in_process, offline_process, Pending",
    "pending, pending_waiting_payment, NeedsAction",
    "pending, pending_waiting_transfer, NeedsAction",
    "pending, pending_challenge, NeedsAction",
    "rejected, cc_rejected_high_risk, Declined",
    "cancelled, by_collector, Closed",
    "cancelled, expired, Closed",
    "canceled, by_payer, Closed",
    "requires_patience, x, Unknown",
  })
  void readsEveryStatus(String status, String detail, String outcome) {
    var said = replies.toPay(answer(201, payment(status, detail)));

    assertThat(name(said)).isEqualTo(outcome);
    assertThat(replies.toRetrieve(answer(200, payment(status, detail)))).isEqualTo(said);
    if (said instanceof Closed(var byTime, var reference)) {
      assertThat(byTime).isEqualTo(detail.equals("expired"));
      assertThat(reference).isEqualTo(PAYMENT);
    }
    assertThat(alarms().containsKey("unmapped"))
        .isEqualTo(outcome.equals("Unknown") || outcome.equals("NeedsAction"));
  }

  @Test
  void knowsEveryStatusThatTheOfficialClientNames() throws IllegalAccessException {
    for (var field : PaymentStatus.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        var status = (String) field.get(null);
        assertThat(replies.toPay(answer(201, payment(status, "x"))))
            .as(status)
            .isNotInstanceOf(Unknown.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cc_rejected_insufficient_amount, INSUFFICIENT_FUNDS",
    "insufficient_amount, INSUFFICIENT_FUNDS",
    "cc_rejected_bad_filled_card_number, INVALID_METHOD",
    "cc_rejected_bad_filled_date, INVALID_METHOD",
    "cc_rejected_bad_filled_other, INVALID_METHOD",
    "cc_rejected_bad_filled_security_code, INVALID_METHOD",
    "cc_rejected_card_disabled, INVALID_METHOD",
    "cc_rejected_card_type_not_allowed, INVALID_METHOD",
    "cc_rejected_invalid_installments, INVALID_METHOD",
    "cc_amount_rate_limit_exceeded, LIMIT_EXCEEDED",
    "cc_rejected_max_attempts, LIMIT_EXCEEDED",
    "cc_rejected_blacklist, SUSPECTED_FRAUD",
    "cc_rejected_fraud, SUSPECTED_FRAUD",
    "cc_rejected_high_risk, SUSPECTED_FRAUD",
    "rejected_high_risk, SUSPECTED_FRAUD",
    "cc_rejected_3ds_challenge, AUTHENTICATION_FAILED",
    "cc_rejected_3ds_mandatory, AUTHENTICATION_FAILED",
    "bank_error, DO_NOT_HONOR",
    "cc_rejected_call_for_authorize, DO_NOT_HONOR",
    "cc_rejected_card_error, DO_NOT_HONOR",
    "cc_rejected_other_reason, DO_NOT_HONOR",
    "cc_rejected_time_out, DO_NOT_HONOR",
    "rejected_by_bank, DO_NOT_HONOR",
    "rejected_other_reason, DO_NOT_HONOR",
    "rejected_by_biz_rule, REQUEST_REFUSED",
    "rejected_by_regulations, REQUEST_REFUSED",
    "rejected_insufficient_data, REQUEST_REFUSED",
    "cc_rejected_duplicated_payment, OTHER",
    "something_new, OTHER",
  })
  void tellsWhyAPaymentWasRejected(String detail, Category category) {
    assertThat(replies.toPay(answer(201, payment("rejected", detail))))
        .isEqualTo(new Declined(new DeclineReason(category, detail), PAYMENT));
  }

  @ParameterizedTest
  @CsvSource({
    // HTTP status, code of the cause (0: none), outcome, alarm
    "400, 0, Declined, ",
    "400, 1, Declined, ",
    "400, 2002, Declined, ",
    "400, 3003, Declined, ",
    "400, 4050, Declined, ",
    "400, 4292, Declined, ",
    "400, 101, Declined, ",
    "400, 2001, Unknown, ",
    "400, 2004, Unknown, ",
    "400, 2007, Unknown, ",
    "400, 801, Unknown, ",
    "400, 9999, Unknown, unmapped",
    "401, 4, Declined, credentials_refused",
    "403, 4, Declined, credentials_refused",
    "404, 2000, Declined, ",
    "422, 4037, Declined, ",
    "408, 0, Unknown, ",
    "409, 0, Unknown, ",
    "423, 2001, Unknown, ",
    "418, 0, Unknown, unmapped",
    "429, 0, NotSent, ",
    "500, 0, Unknown, ",
    "503, 0, Unknown, ",
    "302, 0, Unknown, ",
  })
  void readsEveryError(int status, int code, String outcome, String alarm) {
    var answer = answer(status, code == 0 ? error(status) : error(status, code));

    assertThat(name(replies.toPay(answer))).isEqualTo(outcome);
    assertThat(alarms().keySet())
        .isEqualTo(alarm == null ? Map.of().keySet() : Map.of(alarm, 1).keySet());
    assertThat(replies.toRetrieve(answer)).isInstanceOf(Unknown.class);
    assertThat(replies.toPage(answer).getClass()).isEqualTo(replies.toPay(answer).getClass());
  }

  @Test
  void tellsWhatIsWrongWithARequest() {
    assertThat(replies.toPay(answer(400, error(400, 3003))))
        .isEqualTo(new Declined(new DeclineReason(Category.INVALID_METHOD, "3003"), null));
    assertThat(replies.toPay(answer(400, error(400, 4037))))
        .isEqualTo(new Declined(new DeclineReason(Category.REQUEST_REFUSED, "4037"), null));
    assertThat(replies.toPay(answer(400, error(400))))
        .isEqualTo(new Declined(new DeclineReason(Category.REQUEST_REFUSED, "bad_request"), null));
    assertThat(replies.toPay(new Answered(400, "<html>".getBytes())))
        .isEqualTo(new Declined(new DeclineReason(Category.REQUEST_REFUSED, null), null));
  }

  @Test
  void readsTheCodeOfACauseThatStandsAlone() {
    var error = error(400);
    error.putObject("cause").put("code", "E301");

    assertThat(replies.toPay(answer(400, error))).isInstanceOf(Declined.class);
    assertThat(alarms()).isEmpty();
  }

  @Test
  void neverSaysOfAQuestionThatItWasNotSent() {
    var notSent = new Exchange.NotSent("breaker");

    assertThat(replies.toPay(notSent)).isInstanceOf(NotSent.class);
    assertThat(replies.toRetrieve(notSent)).isInstanceOf(Unknown.class);
    assertThat(replies.toCancel(notSent)).get().isInstanceOf(Unknown.class);
    assertThat(replies.toPageState(notSent, NOW)).isInstanceOf(Unknown.class);
    assertThat(replies.toSearch(found(notSent))).isInstanceOf(Unknown.class);
    assertThat(replies.toRetrieve(answer(429, error(429)))).isInstanceOf(Unknown.class);
    assertThat(refunds(PART).toRefundQuery(notSent)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunds(PART).toCaptureQuery(answer(429, error(429))))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void losesAPaymentThatMercadoPagoHadNamedOnlyWithAnAlarm() {
    assertThat(replies.toRetrieve(answer(404, error(404, 2000)))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsOnlyKeys("reference_lost");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"external_reference\":\"pay_ | \"external_reference\":\"paid_",
        "\"transaction_amount\":129.9, | \"transaction_amount\":129.91,",
        "\"transaction_amount\":129.9, | \"transaction_amount\":129,",
        "\"transaction_amount\":129.9, | \"transaction_amount\":129.901,",
        "\"transaction_amount\":129.9, | \"transaction_amount\":1e999999999,",
        "\"transaction_amount\":129.9, | \"transaction_amount\":1e-999999999,",
        "\"transaction_amount\":129.9, | \"transaction_amount\":\"129.9\",",
        "\"transaction_amount\":129.9, | \"transaction_amount\":null,",
        "\"currency_id\":\"BRL\" | \"currency_id\":\"ARS\"",
        "\"currency_id\":\"BRL\" | \"currency_id\":\"brl\"",
        "\"currency_id\":\"BRL\" | \"currency_id\":null",
      })
  void believesNoAnswerAboutAnotherOrder(String said, String instead) {
    var whole = payment("approved", "accredited").toString();
    var body = whole.replace(said, instead).getBytes();

    assertThat(whole).contains(said);
    assertThat(replies.toPay(new Answered(201, body))).isInstanceOf(Unknown.class);
    assertThat(replies.toRetrieve(new Answered(200, body))).isInstanceOf(Unknown.class);
  }

  @Test
  void raisesAnAlarmOnAnAnswerAboutAnotherOrder() {
    var other = payment("approved", "accredited").put("transaction_amount", 1);

    assertThat(replies.toPay(answer(201, other))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsOnlyKeys("mismatch");
  }

  @Test
  void takesAPartForTheOrderOnlyWhereTheMerchantCapturedIt() {
    var part = payment("approved", "accredited").put("transaction_amount", 50);

    assertThat(replies.toRetrieve(answer(200, part))).isInstanceOf(Unknown.class);
    assertThat(replies(held()).toRetrieve(answer(200, part))).isEqualTo(new Approved(PAYMENT));
    assertThat(replies(held()).toRetrieve(answer(200, part.put("captured", false))))
        .isInstanceOf(Unknown.class);
    assertThat(
            replies(held())
                .toRetrieve(answer(200, part.put("captured", true).put("transaction_amount", 130))))
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "null", "\"x\"", "{}", "{\"id\":\"9\"}", "{\"id\":-1}", "{} {}", ""})
  void readsNothingIntoWhatIsNoPayment(String body) {
    assertThat(replies.toPay(new Answered(200, body.getBytes()))).isInstanceOf(Unknown.class);
    assertThat(replies.toRetrieve(new Answered(200, body.getBytes()))).isInstanceOf(Unknown.class);
    assertThat(replies.toPage(new Answered(200, body.getBytes()))).isInstanceOf(Unknown.class);
    assertThat(replies.toSearch(found(new Answered(200, body.getBytes()))))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void showsAPixCodeAndElseThePage() {
    var pix = payment("pending", "pending_waiting_transfer");
    var transfer = pix.putObject("point_of_interaction").putObject("transaction_data");
    transfer.put("ticket_url", "https://www.mercadopago.com.br/payments/1/ticket");
    assertThat(replies.toPay(answer(201, pix)))
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(
                    URI.create("https://www.mercadopago.com.br/payments/1/ticket")),
                PAYMENT));

    transfer.put("qr_code", "00020126580014br.gov.bcb.pix");
    assertThat(replies.toPay(answer(201, pix)))
        .isEqualTo(new NeedsAction(new NextStep.ShowCode("00020126580014br.gov.bcb.pix"), PAYMENT));
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "ftp://x.example/", "//x.example", "a b", ""})
  void sendsThePayerToPagesOfTheWebOnly(String page) {
    var pending = payment("pending", "pending_waiting_payment");
    pending.withObject("transaction_details").put("external_resource_url", page);

    assertThat(replies.toPay(answer(201, pending)))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), PAYMENT));
    assertThat(alarms()).containsOnlyKeys("unmapped");
    assertThat(replies.toPage(answer(201, recorded("preference.json").put("init_point", page))))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void readsWhatBecameOfAPage() {
    var page = recorded("preference.json");
    var open = replies.toPage(answer(201, page));

    assertThat(open)
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create(page.path("init_point").asString())), PAGE));
    assertThat(replies.toPageState(answer(200, page), NOW)).isEqualTo(open);

    var expired = page.put("expires", true).put("expiration_date_to", "2026-03-01T08:00:00-04:00");
    assertThat(replies.toPageState(answer(200, expired), NOW)).isEqualTo(new Closed(false, PAGE));
    assertThat(replies.toPageState(answer(200, expired), Instant.parse("2026-03-01T11:59:59Z")))
        .isEqualTo(open);

    var other = recorded("preference.json");
    ((ObjectNode) other.at("/items/0")).put("unit_price", 1);
    assertThat(replies.toPage(answer(201, other))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsOnlyKeys("mismatch");
  }

  @Test
  void findsTheAttemptAmongAllThatCarryItsId() {
    var rejected = payment(7, "rejected", "cc_rejected_high_risk");
    var approved = payment(8, "approved", "accredited");
    var foreign = payment(9, "approved", "accredited").put("external_reference", "other");

    assertThat(searched(search())).isEqualTo(new Absent());
    assertThat(searched(search(foreign))).isEqualTo(new Absent());
    assertThat(searched(search(rejected))).isInstanceOf(Declined.class);
    assertThat(searched(search(rejected, approved))).isEqualTo(new Approved("8"));
    assertThat(searched(search(payment(6, "pending", "x"), approved))).isEqualTo(new Approved("8"));
    assertThat(searched(search(payment(5, "in_process", "x")))).isEqualTo(new Pending("5"));
    assertThat(searched(search(payment(5, "authorized", "x")))).isEqualTo(new Authorized("5"));
  }

  @Test
  void raisesAnAlarmWhereTwoPaymentsOfOneAttemptAreAlive() {
    searched(search(payment(7, "approved", "x"), payment(8, "rejected", "x")));
    assertThat(alarms()).isEmpty();

    searched(search(payment(7, "approved", "x"), payment(8, "in_process", "x")));
    assertThat(alarms()).containsOnlyKeys("several_payments");
  }

  @Test
  void provesNothingByAPartOfAList() {
    var page = search(payment(7, "rejected", "x"));
    ((ObjectNode) page.get("paging")).put("total", 31);
    assertThat(searched(page)).isInstanceOf(Unknown.class);

    var paid = search(payment(7, "approved", "x"));
    ((ObjectNode) paid.get("paging")).put("total", 31);
    assertThat(searched(paid)).isEqualTo(new Approved("7"));
  }

  @ParameterizedTest
  @CsvSource({
    // status, outcome of a capture, of a void
    "approved, Done, Refused",
    "in_mediation, Done, Refused",
    "refunded, Done, Refused",
    "charged_back, Done, Refused",
    "authorized, Absent, Absent",
    "in_process, Pending, Absent",
    "pending, Pending, Absent",
    "cancelled, Refused, Done",
    "canceled, Refused, Done",
    "rejected, Refused, Done",
    "requires_patience, Unknown, Unknown",
  })
  void readsWhatAPaymentSaysOfACaptureAndOfAVoid(String status, String capture, String release) {
    var whole = new MercadoPagoOperationReplies(operation(held(), WHOLE), PAYMENT, alarms);
    var answer = answer(200, payment(status, "x"));

    assertThat(name(whole.toCaptureQuery(answer))).isEqualTo(capture);
    assertThat(name(whole.toReleaseQuery(answer))).isEqualTo(release);
    assertThat(name(whole.toCapture(answer)))
        .isEqualTo(capture.equals("Absent") ? "Unknown" : capture);
    assertThat(name(whole.toRelease(answer)))
        .isEqualTo(release.equals("Absent") ? "Unknown" : release);
  }

  @Test
  void takesACaptureOfAnotherAmountForNoneOfOurs() {
    var part = new MercadoPagoOperationReplies(operation(held(), PART), PAYMENT, alarms);
    var whole = payment("approved", "accredited");
    var captured = payment("approved", "accredited").put("transaction_amount", 50);
    var paid = payment("approved", "accredited");
    paid.withObject("transaction_details").put("total_paid_amount", 50);

    assertThat(part.toCaptureQuery(answer(200, whole)))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(part.toCaptureQuery(answer(200, captured))).isEqualTo(new Done(null));
    assertThat(part.toCaptureQuery(answer(200, paid))).isEqualTo(new Done(null));
  }

  @ParameterizedTest
  @CsvSource({
    "approved, Done",
    "in_process, Pending",
    "pending, Pending",
    "rejected, Refused",
    "cancelled, Refused",
    "requires_patience, Unknown",
  })
  void readsEveryStatusOfARefund(String status, String outcome) {
    assertThat(name(refunds(PART).toRefund(answer(201, refund(status))))).isEqualTo(outcome);
    assertThat(name(refunds(PART).toRefundQuery(answer(200, refund(status))))).isEqualTo(outcome);
  }

  @Test
  void believesNoRefundOfAnotherPaymentOrAmount() {
    assertThat(refunds(PART).toRefund(answer(201, refund("approved")))).isEqualTo(new Done(REFUND));
    assertThat(refunds(WHOLE).toRefund(answer(201, refund("approved"))))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunds(PART).toRefund(answer(201, refund("approved").put("payment_id", 9))))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunds(PART).toRefund(answer(201, refund("approved").putNull("id"))))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsOnlyKeys("mismatch");
  }

  @Test
  void missesARefundOnlyWhereNoneCanBeIt() {
    var other = refund("approved").put("amount", 49.99);
    var before = refund("approved").put("date_created", "2026-03-01T07:00:00.000-04:00");

    assertThat(listed()).isEqualTo(new OperationOutcome.Absent());
    assertThat(listed(other)).isEqualTo(new OperationOutcome.Absent());
    assertThat(listed(before)).isEqualTo(new OperationOutcome.Absent());
    assertThat(listed(other, refund("approved"))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(listed(before.put("date_created", "yesterday")))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunds(PART).toRefundList(answer(200, list(refund("approved"))), null))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunds(PART).toRefundList(answer(200, error(200)), NOW))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  private OperationOutcome listed(ObjectNode... refunds) {
    return refunds(PART).toRefundList(answer(200, list(refunds)), NOW);
  }

  private MercadoPagoOperationReplies refunds(Money amount) {
    return new MercadoPagoOperationReplies(operation(order(), amount), PAYMENT, alarms);
  }

  private MercadoPagoReplies replies(Order order) {
    return new MercadoPagoReplies(attempt(order), order, alarms);
  }

  private ChannelOutcome searched(ObjectNode page) {
    return replies.toSearch(found(answer(200, page)));
  }

  private MercadoPagoFound found(Exchange exchange) {
    return MercadoPagoFound.read(exchange, attempt(order()), alarms);
  }

  private static Answered answer(int status, Object body) {
    return new Answered(status, bytes(body));
  }

  private Map<String, Double> alarms() {
    return METERS.find("tollgate.channel.alarms").counters().stream()
        .collect(
            Collectors.toMap(
                counter -> counter.getId().getTag("alarm"), counter -> counter.count()));
  }
}
