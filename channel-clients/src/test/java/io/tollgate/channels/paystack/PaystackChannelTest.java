package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackFixtures.EMAIL;
import static io.tollgate.channels.paystack.PaystackFixtures.NOW;
import static io.tollgate.channels.paystack.PaystackFixtures.PART;
import static io.tollgate.channels.paystack.PaystackFixtures.PRICE;
import static io.tollgate.channels.paystack.PaystackFixtures.agreement;
import static io.tollgate.channels.paystack.PaystackFixtures.data;
import static io.tollgate.channels.paystack.PaystackFixtures.error;
import static io.tollgate.channels.paystack.PaystackFixtures.notFound;
import static io.tollgate.channels.paystack.PaystackFixtures.operation;
import static io.tollgate.channels.paystack.PaystackFixtures.order;
import static io.tollgate.channels.paystack.PaystackFixtures.page;
import static io.tollgate.channels.paystack.PaystackFixtures.payer;
import static io.tollgate.channels.paystack.PaystackFixtures.query;
import static io.tollgate.channels.paystack.PaystackFixtures.recorded;
import static io.tollgate.channels.paystack.PaystackFixtures.reference;
import static io.tollgate.channels.paystack.PaystackFixtures.refund;
import static io.tollgate.channels.paystack.PaystackFixtures.request;
import static io.tollgate.channels.paystack.PaystackFixtures.transaction;
import static io.tollgate.channels.paystack.PaystackFixtures.underWay;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Which requests an operation makes, and what it answers in the end. */
@Timeout(60)
class PaystackChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String INITIALIZE = "POST /transaction/initialize ";
  private static final String CHARGE = "POST /transaction/charge_authorization ";
  private static final String VERIFY = "GET /transaction/verify/" + reference();
  private static final String LIST = "GET /refund?";
  private static final String REFUND = "POST /refund ";
  private static final String MANDATE = "GET /customer/authorization/verify/ref1";
  private static final String REVOKED = "GET /directdebit/mandate-authorizations?status=revoked";
  private static final String DEACTIVATE = "POST /customer/authorization/deactivate ";

  private final PaystackWire wire = new PaystackWire();
  private final PaystackChannel paystack = wire.channel();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void saysWhatItCanDo() {
    var capabilities = paystack.capabilities();

    assertThat(capabilities.operations())
        .containsExactlyInAnyOrder(
            ChannelOperation.REFUND,
            ChannelOperation.PART_REFUND,
            ChannelOperation.AGREEMENT,
            ChannelOperation.STATEMENT);
    assertThat(capabilities.canTake(order())).isTrue();
    assertThat(
            capabilities.canTake(
                order(Money.of(1, "EUR"), Product.FOREIGN_CARD, new Method("card", null))))
        .isFalse();
    assertThat(paystack.acknowledgement().status()).isEqualTo(200);
  }

  @Test
  void believesARefusalOnlyWherePaystackDoesNotKnowTheAttempt() {
    wire.answer(INITIALIZE, 400, error("validation_error", "duplicate_reference").toString())
        .answerOnce(VERIFY, transaction("success"))
        .answer(VERIFY, 404, notFound().toString());

    assertThat(pay(order())).isEqualTo(new Approved(reference()));
    assertThat(pay(order()))
        .isEqualTo(
            new Declined(new DeclineReason(Category.REQUEST_REFUSED, "duplicate_reference"), null));
    assertThat(wire.seen()).hasSize(4);
  }

  @Test
  void doesNotBelieveARefusalWhenItCannotAsk() {
    wire.answer(CHARGE, 400, error("validation_error", "x").toString())
        .answer(VERIFY, 500, "broken");

    assertThat(pay(saved())).isInstanceOf(Unknown.class);
  }

  @Test
  void asksAtOnceWhatATerseAnswerDoesNotTell() {
    var declined = transaction("failed");
    data(declined).put("gateway_response", "Insufficient Funds");
    wire.answer(CHARGE, underWay("failed")).answer(VERIFY, declined);

    assertThat(pay(saved()))
        .isEqualTo(
            new Declined(
                new DeclineReason(Category.INSUFFICIENT_FUNDS, "insufficient_funds"), reference()));
  }

  @Test
  void doesNotAskAtOnceWhatPaystackIsNotFitToTell() {
    wire.answer(CHARGE, 503, "busy");

    assertThat(pay(saved())).isInstanceOf(Unknown.class);
    assertThat(wire.seen()).hasSize(1);
  }

  @Test
  void sendsNothingForAnOrderThatItCannotTake() {
    var card = new Method("card", null);

    assertThat(pay(order(PRICE, Product.FOREIGN_CARD, card, payer(null), "order-1")))
        .isInstanceOf(NotSent.class);
    assertThat(pay(order(PRICE, Product.QUICK_PAY, card))).isInstanceOf(NotSent.class);
    assertThat(wire.seen()).isEmpty();
    assertThat(wire.alarms()).isEmpty();
  }

  @Test
  void handsAPasswordInAndAsksWhereThatIsRefused() {
    wire.answerOnce("POST /charge/submit_otp ", transaction("success"))
        .answer("POST /charge/submit_otp ", 400, error("validation_error", "x").toString())
        .answer("GET /charge/" + reference(), underWay("send_otp"));

    assertThat(submit("123456")).isEqualTo(new Approved(reference()));
    assertThat(wire.requests().getFirst())
        .endsWith("{\"otp\":\"123456\",\"reference\":\"" + reference() + "\"}");
    assertThat(submit("000000"))
        .isEqualTo(new NeedsAction(new NextStep.EnterOtp("***678"), reference()));
  }

  @Test
  void saysOfNoAttemptThatItWasNotSentBecauseItsPasswordWasNot() throws IOException {
    var account = wire.account();
    wire.close();

    assertThat(paystack.submitOtp(query(order()), "123456", account).block(SOON))
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, true", "30, 29, false", "30, 30, true", "30, 31, true"})
  void closesAnAbandonedPageOnceNobodyCanPayThereAnyMore(
      String session, int minutes, boolean isClosed) {
    wire.answer(VERIFY, transaction("abandoned"));

    var outcome =
        wire.at(NOW.plus(Duration.ofMinutes(minutes)))
            .close(query(order()), wire.account(Map.of("session-minutes", session)))
            .block(SOON);

    assertThat(outcome)
        .isEqualTo(
            isClosed
                ? new Closed(true, reference())
                : new NeedsAction(new NextStep.Wait(), reference()));
  }

  @Test
  void refundsWhatNoRefundIsKnownOf() {
    wire.answer(LIST, page(1, 1, data(refundOf("tollgate op_2"))))
        .answer(REFUND, recorded("refund-created.json"));

    assertThat(refundPart()).isEqualTo(new Pending("15107322"));
    assertThat(wire.seen()).hasSize(2);
    assertThat(wire.requests().getLast())
        .endsWith(
            "{\"transaction\":\"%s\",\"amount\":50000,\"merchant_note\":\"tollgate op_1\"}"
                .formatted(reference()));
  }

  @Test
  void refundsNothingTwice() {
    wire.answerOnce(LIST, page(1, 2, data(refundOf("tollgate op_2"))))
        .answer(LIST, page(2, 2, data(refund("processed"))));

    assertThat(refundPart()).isEqualTo(new Done("15107322"));
    assertThat(wire.seen()).hasSize(2).allMatch(seen -> seen.startsWith("GET"));
    assertThat(wire.seen().getLast()).contains("&page=2&");
  }

  @Test
  void refundsNothingWhereNotAllRefundsCouldBeSeen() {
    var endless = page(1, 1_000, data(refundOf("tollgate op_2")));
    var uncertain = page(1, 1);
    uncertain.remove("meta");

    for (var list : new ObjectNode[] {endless, uncertain, error("validation_error", "x")}) {
      try (var other = new PaystackWire()) {
        other.answer(LIST, list);
        assertThat(other.channel().refund(operation(order(), PART), other.account()).block(SOON))
            .isInstanceOf(OperationOutcome.Unknown.class);
        assertThat(other.seen()).isNotEmpty().allMatch(seen -> seen.startsWith("GET"));
        assertThat(other.seen().size()).isLessThanOrEqualTo(20);
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  @Test
  void believesTheRefusalOfARefundOnlyWhereThereIsNone() {
    wire.answerOnce(LIST, page(1, 1))
        .answerOnce(LIST, page(1, 1, data(refund("processed"))))
        .answer(LIST, page(1, 1))
        .answer(REFUND, 400, error("validation_error", "invalid_params").toString());

    assertThat(refundPart()).isEqualTo(new Done("15107322"));
    assertThat(refundPart())
        .isEqualTo(
            new Refused(new DeclineReason(Category.REQUEST_REFUSED, "invalid_params"), null));
  }

  @ParameterizedTest
  @CsvSource({
    "pending, Pending",
    "processing, Pending",
    "needs-attention, Pending",
    "processed, Done",
    "failed, Refused",
    "invented, Unknown",
  })
  void mapsEveryStatusOfARefund(String status, String outcome) {
    wire.answer("GET /refund/15107322 ", refund(status))
        .answer(LIST, page(1, 1, data(refund(status))));

    var byId = queryRefund("15107322");
    assertThat(byId.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(queryRefund(null)).isEqualTo(byId);
    assertThat(wire.alarms().containsKey("unmapped")).isEqualTo(status.equals("invented"));
  }

  @ParameterizedTest
  @CsvSource({
    "merchant_note, tollgate op_2",
    "transaction_reference, T1",
    "amount, 49999",
    "currency, USD",
  })
  void believesNoRefundOfAnotherOperation(String field, String value) {
    var others = refund("processed");
    if (field.equals("amount")) {
      data(others).put(field, Long.parseLong(value));
    } else {
      data(others).put(field, value);
    }
    wire.answer("GET /refund/15107322 ", others);

    assertThat(queryRefund("15107322")).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(wire.alarms()).isEqualTo(Map.of("mismatch", 1.0));
  }

  @Test
  void asksAPersonWhereARefundThatHadAnIdIsNotKnown() {
    wire.answer("GET /refund/15107322 ", 404, error(null, null).toString())
        .answer(LIST, page(1, 1));

    assertThat(queryRefund("15107322")).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(queryRefund(null)).isEqualTo(new Absent());
    assertThat(wire.alarms()).isEqualTo(Map.of("reference_lost", 1.0));
  }

  @Test
  void asksForAMandateAtAPageAndNotAgainOnceItHasAReference() {
    var answer =
        PaystackFixtures.JSON
            .createObjectNode()
            .put("redirect_url", "https://checkout.paystack.com/82t4")
            .put("reference", "ref1");
    wire.answer("POST /customer/authorization/initialize ", PaystackFixtures.accepted(answer))
        .answer(MANDATE, recorded("mandate-verified.json"));

    assertThat(sign(agreement("direct_debit", null)))
        .isEqualTo(
            new AgreementOutcome.NeedsAction(
                new NextStep.Redirect(URI.create("https://checkout.paystack.com/82t4")), "ref1"));
    assertThat(sign(agreement("direct_debit", "ref1")))
        .isEqualTo(new Active("AUTH_JV4T9Wawdj/payer@example.com", "ref1"));
    assertThat(wire.seen()).hasSize(2);
  }

  @Test
  void asksForNoMandateThatPaystackHasNot() {
    assertThat(sign(agreement("card", null))).isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(sign(agreement("direct_debit", null, null)))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(state(agreement("direct_debit", null))).isEqualTo(new AgreementOutcome.Absent());
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void tellsAMandateThatIsNotYetFromOneThatIsNoMore() {
    var inactive = recorded("mandate-verified.json");
    data(inactive).put("active", false);
    var revoked = data(recorded("mandate-verified.json"));
    wire.answer(MANDATE, inactive)
        .answerOnce(REVOKED, marked(null))
        .answerOnce(REVOKED, marked("c2"))
        .answerOnce(REVOKED + "&per_page=100&cursor=c2", marked(null, revoked))
        .answer(REVOKED, 500, "broken");
    var request = agreement("direct_debit", "ref1");

    assertThat(state(request)).isEqualTo(new AgreementOutcome.Pending("ref1"));
    assertThat(state(request)).isEqualTo(new AgreementOutcome.Ended());
    assertThat(state(request)).isInstanceOf(AgreementOutcome.Unknown.class);
  }

  @Test
  void believesNoMandateOfAnotherPayer() {
    wire.answer(MANDATE, recorded("mandate-verified.json"));

    assertThat(state(agreement("direct_debit", "other@example.com", "ref1")))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(state(agreement("direct_debit", "PAYER@example.com", "ref1")))
        .isInstanceOf(Active.class);
    assertThat(wire.alarms()).isEqualTo(Map.of("mismatch", 1.0));
  }

  @Test
  void endsAMandateAndBelievesARefusalOnlyWhileItIsInForce() {
    var refusal = error("validation_error", "x").toString();
    wire.answerOnce(DEACTIVATE, PaystackFixtures.accepted(PaystackFixtures.JSON.createObjectNode()))
        .answer(DEACTIVATE, 400, refusal)
        .answerOnce(MANDATE, recorded("mandate-verified.json"))
        .answer(MANDATE, 404, error(null, null).toString());

    assertThat(end("ref1")).isEqualTo(new Done(null));
    assertThat(wire.requests().getFirst()).endsWith("{\"authorization_code\":\"AUTH_JV4T9Wawdj\"}");
    assertThat(end("ref1")).isInstanceOf(Refused.class);
    assertThat(end("ref1")).isEqualTo(new Done(null));
    assertThat(end(null)).isInstanceOf(Refused.class);
  }

  private static Order saved() {
    return order(PRICE, Product.QUICK_PAY, new Method("card", "AUTH_8dfhjjdt"));
  }

  private static ObjectNode refundOf(String note) {
    var other = refund("processed");
    data(other).put("merchant_note", note);
    return other;
  }

  private static ObjectNode marked(String next, ObjectNode... mandates) {
    var page = page(1, 1, mandates);
    page.putObject("meta").put("per_page", 50).put("next", next);
    return page;
  }

  private ChannelOutcome pay(Order order) {
    return paystack.pay(request(order), wire.account()).block(SOON);
  }

  private ChannelOutcome submit(String otp) {
    return paystack.submitOtp(query(order()), otp, wire.account()).block(SOON);
  }

  private OperationOutcome refundPart() {
    return paystack.refund(operation(order(), PART), wire.account()).block(SOON);
  }

  private OperationOutcome queryRefund(String reference) {
    var query = new OperationQuery(operation(order(), PART), reference, NOW);
    return paystack.queryRefund(query, wire.account()).block(SOON);
  }

  private AgreementOutcome sign(AgreementRequest request) {
    return paystack.sign(request, wire.account()).block(SOON);
  }

  private AgreementOutcome state(AgreementRequest request) {
    return paystack.queryAgreement(request, wire.account()).block(SOON);
  }

  private OperationOutcome end(String reference) {
    return paystack
        .end(agreement("direct_debit", reference), "AUTH_JV4T9Wawdj/" + EMAIL, wire.account())
        .block(SOON);
  }
}
