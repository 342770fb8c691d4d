package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayFixtures.CODE_ID;
import static io.tollgate.channels.paypay.PayPayFixtures.OPERATION;
import static io.tollgate.channels.paypay.PayPayFixtures.PAYMENT_ID;
import static io.tollgate.channels.paypay.PayPayFixtures.TOKEN;
import static io.tollgate.channels.paypay.PayPayFixtures.agreement;
import static io.tollgate.channels.paypay.PayPayFixtures.answer;
import static io.tollgate.channels.paypay.PayPayFixtures.attempt;
import static io.tollgate.channels.paypay.PayPayFixtures.authorization;
import static io.tollgate.channels.paypay.PayPayFixtures.byCode;
import static io.tollgate.channels.paypay.PayPayFixtures.byToken;
import static io.tollgate.channels.paypay.PayPayFixtures.captured;
import static io.tollgate.channels.paypay.PayPayFixtures.held;
import static io.tollgate.channels.paypay.PayPayFixtures.operation;
import static io.tollgate.channels.paypay.PayPayFixtures.payment;
import static io.tollgate.channels.paypay.PayPayFixtures.query;
import static io.tollgate.channels.paypay.PayPayFixtures.refund;
import static io.tollgate.channels.paypay.PayPayFixtures.refused;
import static io.tollgate.channels.paypay.PayPayFixtures.reverted;
import static io.tollgate.channels.paypay.PayPayFixtures.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The steps of each operation, against a server that answers what the test says. */
class PayPayChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final PayPayWire wire = new PayPayWire();
  private final PayPayChannel channel = wire.channel();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void deletesTheCodeOfWhoeverHasNotPaid() {
    wire.then("GET", 200, success(payment(byCode(), "CREATED")))
        .then("DELETE /v2/codes/" + CODE_ID, 200, success(null))
        .then("GET", 400, refused("DYNAMIC_QR_PAYMENT_NOT_FOUND"));

    assertThat(close(byCode(), CODE_ID)).isEqualTo(new Closed(false, CODE_ID));
    assertThat(wire.seen()).hasSize(3);
  }

  @Test
  void tellsOfAPayerWhoPaidAsTheCodeWasDeleted() {
    wire.then("GET", 200, success(payment(byCode(), "CREATED")))
        .then("DELETE /v2/codes/", 404, refused("DYNAMIC_QR_NOT_FOUND"))
        .then("GET", 200, success(payment(byCode(), "COMPLETED")));

    assertThat(close(byCode(), CODE_ID)).isEqualTo(new Approved(PAYMENT_ID));
  }

  @Test
  void hasWhateverIsPaidGivenBackWhereTheCodeIsNotKnown() {
    wire.then("GET", 200, success(payment(byCode(), "CREATED")))
        .then("DELETE /v2/payments/" + attempt(byCode()), 202, answer("REQUEST_ACCEPTED", null));

    assertThat(close(byCode(), null)).isEqualTo(new Closed(false, null));
  }

  @Test
  void cancelsWhatStaysOpenWithoutItsCode() {
    wire.then("GET", 200, success(payment(byCode(), "CREATED")))
        .then("DELETE /v2/codes/", 200, success(null))
        .then("GET", 200, success(payment(byCode(), "CREATED")))
        .then("DELETE /v2/payments/", 202, answer("REQUEST_ACCEPTED", null));

    assertThat(close(byCode(), CODE_ID)).isEqualTo(new Closed(false, CODE_ID));
  }

  @Test
  void asksAgainWhereACancellationIsRefused() {
    wire.then("GET", 200, success(payment(byToken(), "CREATED")))
        .then("DELETE", 400, refused("ORDER_NOT_REVERSIBLE"))
        .then("GET", 200, success(payment(byToken(), "COMPLETED")));

    assertThat(close(byToken(), null)).isEqualTo(new Approved(PAYMENT_ID));
  }

  @Test
  void doesNotKnowWhatACancellationDidThatWasNotAnswered() {
    wire.then("GET", 200, success(payment(byToken(), "CREATED")))
        .then("DELETE", 500, refused("INTERNAL_SERVER_ERROR"));

    assertThat(close(byToken(), null)).isInstanceOf(Unknown.class);
  }

  @Test
  void leavesAloneWhatIsPaidHeldOrGone() {
    wire.then("GET", 200, success(payment(byCode(), "COMPLETED")));
    assertThat(close(byCode(), CODE_ID)).isEqualTo(new Approved(PAYMENT_ID));
    wire.then("GET", 200, success(payment(held(null), "AUTHORIZED")));
    assertThat(close(held(null), CODE_ID)).isEqualTo(new Authorized(PAYMENT_ID));
    wire.then("GET", 400, refused("DYNAMIC_QR_PAYMENT_NOT_FOUND"));
    assertThat(close(byCode(), null)).isEqualTo(new ChannelOutcome.Absent());
    // Whose code we know was made, and lapsed.
    wire.then("GET", 400, refused("DYNAMIC_QR_PAYMENT_NOT_FOUND"));
    assertThat(close(byCode(), CODE_ID)).isEqualTo(new Closed(true, CODE_ID));
    wire.then("GET", 500, "");
    assertThat(close(byCode(), CODE_ID)).isInstanceOf(Unknown.class);
    assertThat(wire.seen()).allMatch(it -> it.startsWith("GET"));
  }

  @Test
  void asksWhetherASecondPaymentOfTheAmountIsTheFirst() {
    wire.then("POST", 400, refused("SUSPECTED_DUPLICATE_PAYMENT"))
        .then("GET", 200, success(payment(byToken(), "COMPLETED")));
    assertThat(pay(byToken())).isEqualTo(new Approved(PAYMENT_ID));

    wire.then("POST", 400, refused("SUSPECTED_DUPLICATE_PAYMENT"))
        .then("GET", 404, refused("RESOURCE_NOT_FOUND"));
    assertThat(pay(byToken())).isInstanceOf(Declined.class);

    wire.then("POST", 400, refused("SUSPECTED_DUPLICATE_PAYMENT")).then("GET", 500, "");
    assertThat(pay(byToken())).isInstanceOf(Unknown.class);
  }

  @Test
  void capturesOnce() {
    var operation = operation(held(TOKEN), 500);
    wire.then(
        "POST /v2/payments/capture",
        200,
        success(captured(held(TOKEN), "COMPLETED", OPERATION.value(), 500)));
    assertThat(run(channel.capture(operation, wire.account()))).isEqualTo(new Done(null));

    wire.then("POST", 400, refused("ALREADY_CAPTURED"))
        .then("GET", 200, success(captured(held(TOKEN), "COMPLETED", OPERATION.value(), 500)));
    assertThat(run(channel.capture(operation, wire.account()))).isEqualTo(new Done(null));

    wire.then("POST", 400, refused("ALREADY_CAPTURED"))
        .then("GET", 200, success(captured(held(TOKEN), "COMPLETED", "op_2", 500)));
    assertThat(run(channel.capture(operation, wire.account()))).isInstanceOf(Refused.class);

    wire.then("POST", 400, refused("TOO_CLOSE_TO_EXPIRY"))
        .then("GET", 200, success(payment(held(TOKEN), "AUTHORIZED")));
    assertThat(run(channel.capture(operation, wire.account()))).isInstanceOf(Refused.class);
  }

  @Test
  void sendsNoCaptureThatIsAPartAndNotTheLastNorMoreThanIsHeld() {
    assertThat(run(channel.capture(operation(held(TOKEN), 500, false), wire.account())))
        .isInstanceOf(Refused.class);
    assertThat(run(channel.capture(operation(held(TOKEN), 1_300), wire.account())))
        .isInstanceOf(Refused.class);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void letsGoOnce() {
    var operation = operation(held(TOKEN), 1_299);
    wire.then("POST /v2/payments/preauthorize/revert", 200, success(reverted("CANCELED")));
    assertThat(run(channel.release(operation, wire.account()))).isEqualTo(new Done(null));

    wire.then("POST", 400, refused("ORDER_NOT_CANCELABLE"))
        .then("GET", 200, success(payment(held(TOKEN), "CANCELED")));
    assertThat(run(channel.release(operation, wire.account()))).isEqualTo(new Done(null));

    wire.then("POST", 400, refused("ORDER_NOT_CANCELABLE"))
        .then("GET", 200, success(captured(held(TOKEN), "COMPLETED", "op_2", 500)));
    assertThat(run(channel.release(operation, wire.account()))).isInstanceOf(Refused.class);
  }

  @Test
  void givesBackOnce() {
    var operation = operation(byToken(), 500);
    wire.then("POST /v2/refunds", 200, success(refund("REFUNDED", 500)));
    assertThat(run(channel.refund(operation, wire.account()))).isEqualTo(new Done(null));

    wire.then("POST", 400, refused("INVALID_PARAMS"))
        .then("GET /v2/refunds/op_1", 200, success(refund("REFUNDED", 500)));
    assertThat(run(channel.refund(operation, wire.account()))).isEqualTo(new Done(null));

    wire.then("POST", 500, refused("TRANSACTION_FAILED"))
        .then("GET", 404, refused("NO_SUCH_REFUND_ORDER"));
    assertThat(run(channel.refund(operation, wire.account()))).isInstanceOf(Refused.class);

    wire.then("POST", 400, refused("INVALID_PARAMS")).then("GET", 502, "<html>");
    assertThat(run(channel.refund(operation, wire.account())))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void learnsThePaymentFirstWhereOnlyTheCodeIsKnown() {
    var attempt = query(byCode(), CODE_ID);
    var operation = new PaymentOperation(OPERATION, attempt, Money.of(500, "JPY"), true, null);
    wire.then("GET /v2/codes/payments/", 200, success(payment(byCode(), "COMPLETED")))
        .then("POST /v2/refunds", 200, success(refund("CREATED", 500)));

    assertThat(run(channel.refund(operation, wire.account())))
        .isEqualTo(new OperationOutcome.Pending(null));
    assertThat(wire.whole().getLast()).contains("\"paymentId\":\"" + PAYMENT_ID + "\"");

    wire.then("GET", 400, refused("DYNAMIC_QR_PAYMENT_NOT_FOUND"));
    assertThat(run(channel.refund(operation, wire.account())))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void asksWhatBecameOfOperations() {
    var operation = operation(held(TOKEN), 500);
    var query = new OperationQuery(operation, null, PayPayFixtures.NOW);
    wire.then("GET /v2/payments/", 200, success(payment(held(TOKEN), "AUTHORIZED")));
    assertThat(run(channel.queryCapture(query, wire.account())))
        .isEqualTo(new OperationOutcome.Absent());
    wire.then("GET /v2/refunds/", 200, success(refund("CREATED", 500)));
    assertThat(run(channel.queryRefund(query, wire.account())))
        .isEqualTo(new OperationOutcome.Pending(null));
  }

  @Test
  void endsAnAgreementOnce() {
    var request = agreement(null, TOKEN);
    wire.then("DELETE /v2/user/authorizations/" + TOKEN, 200, success(null));
    assertThat(run(channel.end(request, TOKEN, wire.account()))).isEqualTo(new Done(null));

    wire.then("DELETE", 401, refused("INVALID_USER_AUTHORIZATION_ID"))
        .then("GET", 401, refused("INVALID_USER_AUTHORIZATION_ID"));
    assertThat(run(channel.end(request, TOKEN, wire.account()))).isEqualTo(new Done(null));

    wire.then("DELETE", 401, refused("OP_OUT_OF_SCOPE"))
        .then("GET", 200, success(authorization("ACTIVE", "agr_1")));
    assertThat(run(channel.end(request, TOKEN, wire.account()))).isInstanceOf(Refused.class);
  }

  @Test
  void doesNotAskForAnAgreementThatItCannotName() {
    assertThat(channel.queryAgreement(agreement(null, null), wire.account()).block(SOON))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(channel.sign(agreement("no.jwt.x", null), wire.account()).block(SOON))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(wire.seen()).isEmpty();
    wire.then(
        "GET /v2/user/authorizations?userAuthorizationId=" + TOKEN,
        200,
        success(authorization("ACTIVE", "agr_1")));
    assertThat(channel.sign(agreement(null, TOKEN), wire.account()).block(SOON))
        .isEqualTo(new AgreementOutcome.Active(TOKEN, TOKEN));
  }

  @Test
  void isNotSentWithoutASecret() {
    var account = wire.account();
    var keyless =
        new io.tollgate.domain.channel.ChannelAccount(
            account.id(),
            account.baseUrl(),
            Map.of("api-key", Secret.ofText("a_1")),
            Map.of(),
            account.limits());

    assertThat(channel.pay(new PayRequest(attempt(byCode()), byCode()), keyless).block(SOON))
        .isInstanceOf(NotSent.class);
    assertThat(channel.query(query(byCode(), null), keyless).block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(wire.alarms()).containsEntry("misconfigured", 2.0);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void takesYenInJapan() {
    var capabilities = channel.capabilities();

    assertThat(capabilities.canTake(byCode())).isTrue();
    assertThat(capabilities.canTake(byToken())).isTrue();
    assertThat(capabilities.canTake(held(null))).isTrue();
    assertThat(capabilities.countries()).containsExactly("JP");
    assertThat(capabilities.amounts().test(Money.of(100, "EUR"))).isFalse();
  }

  private ChannelOutcome pay(Order order) {
    return channel.pay(new PayRequest(attempt(order), order), wire.account()).block(SOON);
  }

  private ChannelOutcome close(Order order, String reference) {
    return channel.close(query(order, reference), wire.account()).block(SOON);
  }

  private static OperationOutcome run(Mono<OperationOutcome> operation) {
    return operation.block(SOON);
  }
}
