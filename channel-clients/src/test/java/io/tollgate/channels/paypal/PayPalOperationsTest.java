package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.AUTHORIZATION_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.CAPTURE_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.JSON;
import static io.tollgate.channels.paypal.PayPalFixtures.NOON;
import static io.tollgate.channels.paypal.PayPalFixtures.ORDER_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.agreement;
import static io.tollgate.channels.paypal.PayPalFixtures.authorized;
import static io.tollgate.channels.paypal.PayPalFixtures.captured;
import static io.tollgate.channels.paypal.PayPalFixtures.error;
import static io.tollgate.channels.paypal.PayPalFixtures.heldOrder;
import static io.tollgate.channels.paypal.PayPalFixtures.operation;
import static io.tollgate.channels.paypal.PayPalFixtures.operationQuery;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static io.tollgate.channels.paypal.PayPalFixtures.query;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static io.tollgate.channels.paypal.PayPalFixtures.unit;
import static io.tollgate.channels.paypal.PayPalFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.product.NextStep;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class PayPalOperationsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Money FIVE = Money.of(500, "EUR");
  private static final String THE_ORDER = "GET /v2/checkout/orders/" + ORDER_ID;
  private static final String CAPTURE =
      "POST /v2/payments/authorizations/" + AUTHORIZATION_ID + "/capture";
  private static final String VOID =
      "POST /v2/payments/authorizations/" + AUTHORIZATION_ID + "/void";
  private static final String REFUND = "POST /v2/payments/captures/" + CAPTURE_ID + "/refund";
  private static final String CAPTURE_MADE = "2GG279541U471931P";
  private static final String REFUND_MADE = "1JU08902781691411";
  private static final String SETUPS = "POST /v3/vault/setup-tokens";
  private static final String THE_SETUP = "GET /v3/vault/setup-tokens/5C991763VB2781612";
  private static final String TOKENS = "POST /v3/vault/payment-tokens";
  private static final String THE_TOKEN = "GET /v3/vault/payment-tokens/8kk8451t";
  private static final String SETUP = "setup-tokens/5C991763VB2781612";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final PayPalChannel paypal = new PayPalChannel(edges, NOON);
  private ScriptedPayPal server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedPayPal();
    server.on(THE_ORDER, 200, captured("COMPLETED"));
  }

  @AfterEach
  void stop() throws IOException {
    edges.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, Done",
    "PARTIALLY_REFUNDED, Done",
    "REFUNDED, Done",
    "PENDING, Pending",
    "DECLINED, Refused",
    "FAILED, Refused",
    "ASLEEP, Unknown",
  })
  void readsEveryStatusOfACapture(String status, String outcome) {
    server
        .on(THE_ORDER, 200, authorized("CREATED"))
        .on(CAPTURE, 201, recorded("capture-completed.json").put("status", status));

    assertThat(name(capture())).isEqualTo(outcome);
    assertThat(alarms("unmapped")).isEqualTo(outcome.equals("Unknown") ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, Done",
    "PENDING, Pending",
    "FAILED, Refused",
    "CANCELLED, Refused",
    "ASLEEP, Unknown",
  })
  void readsEveryStatusOfARefund(String status, String outcome) {
    server.on(REFUND, 201, recorded("refund-completed.json").put("status", status));

    assertThat(name(refund())).isEqualTo(outcome);
    assertThat(alarms("unmapped")).isEqualTo(outcome.equals("Unknown") ? 1 : 0);
  }

  @Test
  void knowsEveryStatusOfARefundThatTheDescriptionNames() {
    PayPalDescription.assume();
    for (var status : PayPalDescription.PAYMENTS.listed("refund_status", "status")) {
      server.on(REFUND, 201, recorded("refund-completed.json").put("status", status));
      assertThat(refund()).as(status).isNotInstanceOf(Unknown.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REFUND_AMOUNT_EXCEEDED, 422, Refused",
    "REFUND_FAILED_INSUFFICIENT_FUNDS, 422, Refused",
    "PENDING_CAPTURE, 422, Refused",
    "REFUND_TIME_LIMIT_EXCEEDED, 422, Refused",
    "PERMISSION_DENIED, 403, Refused",
    "CAPTURE_FULLY_REFUNDED, 422, Refused",
    "DUPLICATE_INVOICE_ID, 422, Refused",
    "PREVIOUS_REQUEST_IN_PROGRESS, 409, Unknown",
    "AN_ISSUE_OF_TOMORROW, 422, Unknown",
    "RATE_LIMIT_REACHED, 429, NotSent",
    "INTERNAL_SERVER_ERROR, 500, Unknown",
  })
  void readsEveryKindOfIssueOfARefund(String issue, int status, String outcome) {
    server.on(REFUND, status, error("X", issue));

    assertThat(name(refund())).isEqualTo(outcome);
  }

  @Test
  void doesNothingTwiceThatTheOrderShowsToBeDone() {
    server.on(
        THE_ORDER, 200, with(captured("COMPLETED"), "refunds", recorded("refund-completed.json")));
    assertThat(refund()).isEqualTo(new Done(REFUND_MADE));

    server.on(
        THE_ORDER,
        200,
        with(authorized("CREATED"), "captures", recorded("capture-completed.json")));
    assertThat(capture()).isEqualTo(new Done(CAPTURE_MADE));

    server.on(THE_ORDER, 200, authorized("VOIDED"));
    assertThat(release()).isEqualTo(new Done(AUTHORIZATION_ID));

    assertThat(server.seen()).allMatch(it -> it.startsWith("GET "));
  }

  @Test
  void findsItsOwnEarlierRequestInTheWay() {
    var before = captured("COMPLETED").toString();
    var after =
        with(captured("COMPLETED"), "refunds", recorded("refund-completed.json")).toString();
    server
        .on(
            THE_ORDER,
            (socket, request) ->
                WireServer.answering(200, server.seen().size() < 3 ? before : after)
                    .answer(socket, request))
        .on(REFUND, 422, error("X", "CAPTURE_FULLY_REFUNDED"));

    assertThat(refund()).isEqualTo(new Done(REFUND_MADE));
    assertThat(server.seen()).hasSize(3);
  }

  @Test
  void letsWhatIsHeldGo() {
    server.on(THE_ORDER, 200, authorized("CREATED")).on(VOID, 204, "");

    assertThat(release()).isEqualTo(new Done(AUTHORIZATION_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "PREVIOUSLY_CAPTURED, 422, Refused",
    "CANNOT_BE_VOIDED, 422, Refused",
    "PREVIOUS_REQUEST_IN_PROGRESS, 409, Unknown",
  })
  void readsEveryKindOfIssueOfAVoid(String issue, int status, String outcome) {
    server.on(THE_ORDER, 200, authorized("CAPTURED")).on(VOID, status, error("X", issue));

    assertThat(name(release())).isEqualTo(outcome);
  }

  @Test
  void takesTheVoidThatCameBeforeForItsOwn() {
    var before = authorized("CREATED").toString();
    var after = authorized("VOIDED").toString();
    server
        .on(
            THE_ORDER,
            (socket, request) ->
                WireServer.answering(200, server.seen().size() < 3 ? before : after)
                    .answer(socket, request))
        .on(VOID, 422, error("X", "PREVIOUSLY_VOIDED"));

    assertThat(release()).isEqualTo(new Done(AUTHORIZATION_ID));
  }

  @Test
  void sendsNothingWhereThereIsNothingToDoItTo() {
    assertThat(capture()).isInstanceOf(Refused.class);
    assertThat(release()).isInstanceOf(Refused.class);
    server.on(THE_ORDER, 200, authorized("CREATED"));
    assertThat(refund()).isInstanceOf(Refused.class);
    assertThat(server.seen()).allMatch(it -> it.startsWith("GET "));
  }

  @Test
  void hasSentNothingWhereTheOrderCannotBeRead() {
    server.on(THE_ORDER, 500, "{}");
    assertThat(refund()).isInstanceOf(NotSent.class);
    server.on(THE_ORDER, 404, error("RESOURCE_NOT_FOUND"));
    assertThat(refund()).isInstanceOf(NotSent.class);
    var another = captured("COMPLETED");
    unit(another).put("custom_id", "pay_0-1");
    server.on(THE_ORDER, 200, another);
    assertThat(refund()).isInstanceOf(NotSent.class);
    var orderless =
        new PaymentOperation(new OperationId("ref_1"), query(order(), null), FIVE, false, null);
    assertThat(paypal.refund(orderless, account()).block(SOON)).isInstanceOf(NotSent.class);
    assertThat(server.seen()).allMatch(it -> it.startsWith("GET "));
  }

  @Test
  void refundsTheCaptureThatIsNamed() {
    server.on(THE_ORDER, 200, authorized("CAPTURED"));
    server.on(
        "POST /v2/payments/captures/9ZZ00000AA000000A/refund",
        201,
        recorded("refund-completed.json"));
    var operation =
        new PaymentOperation(
            new OperationId("ref_1"),
            query(heldOrder(), ORDER_ID),
            FIVE,
            false,
            "9ZZ00000AA000000A");

    assertThat(paypal.refund(operation, account()).block(SOON)).isEqualTo(new Done(REFUND_MADE));
  }

  @Test
  void believesNoAnswerAboutAnotherOperation() {
    var amount = recorded("refund-completed.json");
    ((ObjectNode) amount.get("amount")).put("value", "5.01");
    var id = recorded("refund-completed.json").put("invoice_id", "ref_2");
    var nameless = recorded("refund-completed.json");
    nameless.remove("invoice_id");
    for (var answer : java.util.List.of(amount, id, nameless)) {
      server.on(REFUND, 201, answer);
      assertThat(refund()).isInstanceOf(Unknown.class);
    }
    assertThat(alarms("mismatch")).isEqualTo(3);
    server.on(REFUND, 201, "{}");
    assertThat(refund()).isInstanceOf(Unknown.class);
    server.on(REFUND, WireServer.silent());
    assertThat(refund()).isInstanceOf(Unknown.class);
  }

  @Test
  void asksAfterAnOperationByPayPalsId() {
    server
        .on("GET /v2/payments/refunds/" + REFUND_MADE, 200, recorded("refund-completed.json"))
        .on("GET /v2/payments/captures/" + CAPTURE_MADE, 200, recorded("capture-completed.json"));

    assertThat(queryRefund(REFUND_MADE)).isEqualTo(new Done(REFUND_MADE));
    assertThat(queryCapture(CAPTURE_MADE)).isEqualTo(new Done(CAPTURE_MADE));
    assertThat(server.seen()).hasSize(2);
  }

  @Test
  void looksForAnOperationInItsOrderElse() {
    assertThat(queryRefund(null)).isEqualTo(new Absent());
    server.on(
        THE_ORDER,
        200,
        with(
            captured("COMPLETED"),
            "refunds",
            recorded("refund-completed.json").put("status", "PENDING")));
    assertThat(queryRefund(null)).isEqualTo(new Pending(REFUND_MADE));
    server.on(
        THE_ORDER,
        200,
        with(authorized("CREATED"), "captures", recorded("capture-completed.json")));
    assertThat(queryCapture(null)).isEqualTo(new Done(CAPTURE_MADE));
  }

  @Test
  void neverAnswersAQuestionWithNotSentOrRefused() {
    for (int status : new int[] {400, 401, 403, 404, 422, 429, 500}) {
      server
          .on("GET /v2/payments/refunds/" + REFUND_MADE, status, error("X", "PERMISSION_DENIED"))
          .on(THE_ORDER, status, error("X", "PERMISSION_DENIED"));
      assertThat(queryRefund(REFUND_MADE)).isInstanceOf(Unknown.class);
      assertThat(queryRefund(null)).isInstanceOf(Unknown.class);
    }
    assertThat(alarms("reference_lost")).isOne();
  }

  @Test
  void asksThePayerForAnAgreement() {
    server.on(SETUPS, 201, recorded("setup-token.json"));

    assertThat(sign())
        .isEqualTo(
            new AgreementOutcome.NeedsAction(
                new NextStep.Redirect(
                    URI.create(
                        "https://www.paypal.com/agreements/approve?approval_session_id=5C991763VB2781612")),
                SETUP));
  }

  @Test
  void exchangesWhatThePayerApproved() {
    server
        .on(THE_SETUP, 200, recorded("setup-token.json").put("status", "APPROVED"))
        .on(TOKENS, 201, recorded("payment-token.json"));

    assertThat(agreed(SETUP))
        .isEqualTo(new AgreementOutcome.Active("8kk8451t", "payment-tokens/8kk8451t"));
  }

  @Test
  void findsThePaymentTokenWhoseAnswerWasLost() {
    var page = JSON.createObjectNode();
    page.putArray("payment_tokens").add(recorded("payment-token.json"));
    server
        .on(THE_SETUP, 200, recorded("setup-token.json").put("status", "VAULTED"))
        .on("GET /v3/vault/payment-tokens?customer_id=customer_4029352050", 200, page);

    assertThat(agreed(SETUP))
        .isEqualTo(new AgreementOutcome.Active("8kk8451t", "payment-tokens/8kk8451t"));

    page.withArrayProperty("payment_tokens").add(recorded("payment-token.json").put("id", "x2"));
    server.on("GET /v3/vault/payment-tokens?customer_id=customer_4029352050", 200, page);
    assertThat(agreed(SETUP)).isInstanceOf(AgreementOutcome.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, NeedsAction",
    "PAYER_ACTION_REQUIRED, NeedsAction",
    "ASLEEP, Unknown",
  })
  void readsTheStatusesOfASetupToken(String status, String outcome) {
    server.on(THE_SETUP, 200, recorded("setup-token.json").put("status", status));

    assertThat(agreed(SETUP).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "422, TOKEN_ID_NOT_FOUND, Refused",
    "422, AN_ISSUE_OF_TOMORROW, Unknown",
    "403, PERMISSION_DENIED, Unknown",
    "429, RATE_LIMIT_REACHED, Pending",
    "500, INTERNAL_SERVER_ERROR, Unknown",
  })
  void readsARefusedExchange(int status, String issue, String outcome) {
    server
        .on(THE_SETUP, 200, recorded("setup-token.json").put("status", "APPROVED"))
        .on(TOKENS, status, error("X", issue));

    assertThat(agreed(SETUP).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_PARAMETER_VALUE, Refused",
    "403, PERMISSION_DENIED, Refused",
    "429, RATE_LIMIT_REACHED, NotSent",
    "422, AN_ISSUE_OF_TOMORROW, Unknown",
    "500, INTERNAL_SERVER_ERROR, Unknown",
  })
  void readsARefusedSigning(int status, String issue, String outcome) {
    server.on(SETUPS, status, error("X", issue));

    assertThat(sign().getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(agreed(null)).isNotInstanceOf(AgreementOutcome.NotSent.class);
  }

  @Test
  void knowsWhetherAnAgreementIsStillInForce() {
    server.on(THE_TOKEN, 200, recorded("payment-token.json"));
    assertThat(agreed("payment-tokens/8kk8451t"))
        .isEqualTo(new AgreementOutcome.Active("8kk8451t", "payment-tokens/8kk8451t"));

    server.on(THE_TOKEN, 404, error("RESOURCE_NOT_FOUND"));
    assertThat(agreed("payment-tokens/8kk8451t")).isEqualTo(new AgreementOutcome.Ended());

    server.on(THE_SETUP, 404, error("RESOURCE_NOT_FOUND"));
    assertThat(agreed(SETUP)).isEqualTo(new AgreementOutcome.Absent());

    server.on(THE_SETUP, 500, "{}");
    assertThat(agreed(SETUP)).isInstanceOf(AgreementOutcome.Unknown.class);
  }

  @Test
  void endsAnAgreementOnceOrMoreOften() {
    server.on("DELETE /v3/vault/payment-tokens/8kk8451t", 204, "");
    assertThat(end()).isEqualTo(new Done(null));

    server.on("DELETE /v3/vault/payment-tokens/8kk8451t", 404, error("RESOURCE_NOT_FOUND"));
    assertThat(end()).isEqualTo(new Done(null));

    server.on("DELETE /v3/vault/payment-tokens/8kk8451t", 403, error("X", "PERMISSION_DENIED"));
    assertThat(end()).isInstanceOf(Refused.class);

    server.on("DELETE /v3/vault/payment-tokens/8kk8451t", 500, "{}");
    assertThat(end()).isInstanceOf(Unknown.class);
  }

  @Test
  void signsForWalletsOnly() {
    var card =
        new AgreementRequest(
            new OperationId("agr_1"),
            new Method("card", null),
            Customer.UNKNOWN,
            FIVE.currency(),
            null,
            null,
            null);

    assertThat(paypal.sign(card, account()).block(SOON))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(server.seen()).isEmpty();
  }

  private OperationOutcome capture() {
    return paypal.capture(operation("cap_1", heldOrder(), FIVE), account()).block(SOON);
  }

  private OperationOutcome release() {
    return paypal
        .release(operation("void_1", heldOrder(), heldOrder().amount()), account())
        .block(SOON);
  }

  private OperationOutcome refund() {
    return paypal.refund(operation("ref_1", order(), FIVE), account()).block(SOON);
  }

  private OperationOutcome queryRefund(String reference) {
    return paypal
        .queryRefund(operationQuery(operation("ref_1", order(), FIVE), reference), account())
        .block(SOON);
  }

  private OperationOutcome queryCapture(String reference) {
    return paypal
        .queryCapture(operationQuery(operation("cap_1", heldOrder(), FIVE), reference), account())
        .block(SOON);
  }

  private AgreementOutcome sign() {
    return paypal.sign(agreement("agr_1", null), account()).block(SOON);
  }

  private AgreementOutcome agreed(String reference) {
    return paypal.queryAgreement(agreement("agr_1", reference), account()).block(SOON);
  }

  private OperationOutcome end() {
    return paypal.end(agreement("agr_1", null), "8kk8451t", account()).block(SOON);
  }

  private static String name(OperationOutcome outcome) {
    return outcome.getClass().getSimpleName();
  }

  private ChannelAccount account() {
    return PayPalFixtures.account(server.url().toString(), Map.of());
  }

  private double alarms(String alarm) {
    return meters.find("tollgate.channel.alarms").tag("alarm", alarm).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
