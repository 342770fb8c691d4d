package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.AGREEMENT;
import static io.tollgate.channels.antom.AntomFixtures.CAPTURE_ID;
import static io.tollgate.channels.antom.AntomFixtures.OPERATION;
import static io.tollgate.channels.antom.AntomFixtures.PAYMENT_ID;
import static io.tollgate.channels.antom.AntomFixtures.REFUND_ID;
import static io.tollgate.channels.antom.AntomFixtures.account;
import static io.tollgate.channels.antom.AntomFixtures.amount;
import static io.tollgate.channels.antom.AntomFixtures.attempt;
import static io.tollgate.channels.antom.AntomFixtures.bytes;
import static io.tollgate.channels.antom.AntomFixtures.order;
import static io.tollgate.channels.antom.AntomFixtures.paid;
import static io.tollgate.channels.antom.AntomFixtures.result;
import static io.tollgate.channels.antom.AntomFixtures.signedCallback;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AntomCallbacksTest {

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AntomChannel antom = new AntomChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsTheResultOfAPayment() {
    assertThat(read(payment("PAYMENT_RESULT", "S", "SUCCESS", "GCASH")))
        .isEqualTo(verified(new Approved(PAYMENT_ID)));
    assertThat(read(payment("PAYMENT_RESULT", "F", "RISK_REJECT", "GCASH")))
        .isEqualTo(
            verified(
                new Declined(
                    new DeclineReason(Category.SUSPECTED_FRAUD, "RISK_REJECT"), PAYMENT_ID)));
  }

  @Test
  void neverTakesAPendingPaymentForAPaidOne() {
    assertThat(read(payment("PAYMENT_PENDING", "S", "SUCCESS", "GCASH")))
        .isEqualTo(verified(new Pending(PAYMENT_ID)));
  }

  @Test
  void asksWhereACardsSuccessMayBeAnAuthorization() {
    assertThat(read(payment("PAYMENT_RESULT", "S", "SUCCESS", "CARD")))
        .isEqualTo(new Hint(attempt(order())));
    assertThat(read(payment("PAYMENT_RESULT", "F", "PATIENCE_LOST", "GCASH")))
        .isEqualTo(new Hint(attempt(order())));
  }

  @Test
  void readsCapturesAndRefunds() {
    var capture =
        result("S", "SUCCESS")
            .put("notifyType", "CAPTURE_RESULT")
            .put("captureRequestId", OPERATION.value())
            .put("captureId", CAPTURE_ID);
    amount(capture, "captureAmount", "500");
    var refund =
        result("S", "SUCCESS")
            .put("notifyType", "REFUND_RESULT")
            .put("refundStatus", "SUCCESS")
            .put("refundRequestId", OPERATION.value())
            .put("refundId", REFUND_ID);
    amount(refund, "refundAmount", "500");

    assertThat(read(capture))
        .isEqualTo(new VerifiedOperation(OPERATION, Money.of(500, "PHP"), new Done(CAPTURE_ID)));
    assertThat(read(refund))
        .isEqualTo(new VerifiedOperation(OPERATION, Money.of(500, "PHP"), new Done(REFUND_ID)));
  }

  @Test
  void readsAuthorizations() {
    var code =
        result("S", "SUCCESS")
            .put("authorizationNotifyType", "AUTHCODE_CREATED")
            .put("authState", AGREEMENT.value())
            .put("authCode", "code-1");
    var token =
        result("S", "SUCCESS")
            .put("authorizationNotifyType", "TOKEN_CREATED")
            .put("authState", AGREEMENT.value())
            .put("accessToken", "2810111301lGzcM9");
    var cancelled =
        result("S", "SUCCESS")
            .put("authorizationNotifyType", "TOKEN_CANCELED")
            .put("accessToken", "2810111301lGzcM9");

    assertThat(read(code))
        .isEqualTo(new VerifiedAgreement(AGREEMENT, new AgreementOutcome.Pending("code-1")));
    assertThat(read(token))
        .isEqualTo(
            new VerifiedAgreement(
                AGREEMENT, new AgreementOutcome.Active("2810111301lGzcM9", null)));
    assertThat(read(cancelled)).isInstanceOf(Irrelevant.class);
  }

  @Test
  void leavesAloneWhatIsNotOurs() {
    var other = payment("PAYMENT_RESULT", "S", "SUCCESS", "GCASH").put("paymentRequestId", "other");

    assertThat(read(other)).isInstanceOf(Irrelevant.class);
    assertThat(read(result("S", "SUCCESS").put("notifyType", "DISPUTE_CREATED")))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void refusesWhatIsSignedForAnotherPathOrAccount() {
    var body = bytes(payment("PAYMENT_RESULT", "S", "SUCCESS", "GCASH"));
    var good = signedCallback(body);
    var elsewhere =
        new RawCallback("POST", "/callbacks/antom/eu", "", good.headers(), body, good.receivedAt());
    var unsigned = new RawCallback("POST", good.rawPath(), "", Map.of(), body, good.receivedAt());

    assertThat(antom.read(good, account())).isInstanceOf(Verified.class);
    assertThat(antom.read(elsewhere, account())).isInstanceOf(Refused.class);
    assertThat(antom.read(unsigned, account())).isInstanceOf(Refused.class);
    assertThat(antom.read(good, account("http://127.0.0.1:1", Map.of("client-id", "5Y1111111111"))))
        .isInstanceOf(Refused.class);
  }

  private CallbackReading read(ObjectNode body) {
    return antom.read(signedCallback(bytes(body)), account());
  }

  private static Verified verified(ChannelOutcome outcome) {
    return new Verified(attempt(order()), Money.of(1299, "PHP"), outcome);
  }

  private static ObjectNode payment(String type, String status, String code, String method) {
    return paid(order(), status, code).put("notifyType", type).put("paymentMethodType", method);
  }
}
