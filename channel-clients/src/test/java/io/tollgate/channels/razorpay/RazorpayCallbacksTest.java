package io.tollgate.channels.razorpay;

import static io.tollgate.channels.razorpay.RazorpayFixtures.AGREEMENT;
import static io.tollgate.channels.razorpay.RazorpayFixtures.KEY_SECRET;
import static io.tollgate.channels.razorpay.RazorpayFixtures.LINK_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.OPERATION;
import static io.tollgate.channels.razorpay.RazorpayFixtures.ORDER_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.PAYMENT_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.REFUND_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.WEBHOOK_SECRET;
import static io.tollgate.channels.razorpay.RazorpayFixtures.account;
import static io.tollgate.channels.razorpay.RazorpayFixtures.attempt;
import static io.tollgate.channels.razorpay.RazorpayFixtures.bytes;
import static io.tollgate.channels.razorpay.RazorpayFixtures.callback;
import static io.tollgate.channels.razorpay.RazorpayFixtures.event;
import static io.tollgate.channels.razorpay.RazorpayFixtures.link;
import static io.tollgate.channels.razorpay.RazorpayFixtures.payment;
import static io.tollgate.channels.razorpay.RazorpayFixtures.refund;
import static io.tollgate.channels.razorpay.RazorpayFixtures.signature;
import static io.tollgate.channels.razorpay.RazorpayFixtures.unsigned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.razorpay.RazorpayException;
import com.razorpay.Utils;
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
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RazorpayCallbacksTest {

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final RazorpayChannel channel = new RazorpayChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEventsOfPayments() {
    assertThat(read("payment.captured", "payment", payment("captured")))
        .isEqualTo(new Verified(attempt(), Money.of(129900, "INR"), new Approved(ORDER_ID)));
    assertThat(read("order.paid", "payment", payment("captured")))
        .isEqualTo(new Verified(attempt(), Money.of(129900, "INR"), new Approved(ORDER_ID)));
    assertThat(read("payment.failed", "payment", RazorpayFixtures.failed("card_declined")))
        .isInstanceOfSatisfying(
            Verified.class, it -> assertThat(it.outcome()).isInstanceOf(Declined.class));
  }

  @Test
  void holdsMoneyOnlyForAMerchantWhoCapturesByHand() {
    var authorized = payment("authorized");
    ((ObjectNode) authorized.get("notes")).put("capture", "manual");

    assertThat(read("payment.authorized", "payment", authorized))
        .isEqualTo(new Verified(attempt(), Money.of(129900, "INR"), new Authorized(ORDER_ID)));
  }

  @Test
  void takesAPaymentOnALinksPageForAHint() {
    var failed = payment("failed");
    ((ObjectNode) failed.get("notes")).put("link", "yes");

    assertThat(read("payment.failed", "payment", failed)).isEqualTo(new Hint(attempt()));
    assertThat(read("payment_link.paid", "payment_link", link("paid")))
        .isEqualTo(new Verified(attempt(), Money.of(129900, "INR"), new Approved(LINK_ID)));
  }

  @Test
  void readsEventsOfRefundsAndAgreements() {
    assertThat(read("refund.processed", "refund", refund("processed")))
        .isEqualTo(new VerifiedOperation(OPERATION, Money.of(500, "INR"), new Done(REFUND_ID)));

    var first = payment("authorized");
    ((ObjectNode) first.get("notes")).removeAll();
    ((ObjectNode) first.get("notes")).put("agreement_id", AGREEMENT.value());

    assertThat(read("payment.authorized", "payment", first))
        .isEqualTo(new VerifiedAgreement(AGREEMENT, new AgreementOutcome.Pending(ORDER_ID)));
  }

  @Test
  void leavesAloneWhatIsNotOurs() {
    var other = payment("captured");
    other.putArray("notes");

    assertThat(read("payment.captured", "payment", other)).isInstanceOf(Irrelevant.class);
    assertThat(read("settlement.processed", "settlement", other)).isInstanceOf(Irrelevant.class);
    assertThat(read("token.confirmed", "token", other)).isInstanceOf(Irrelevant.class);
    assertThat(read("payment.captured", "refund", other)).isInstanceOf(Refused.class);
  }

  @Test
  void acceptsTheSignaturesThatTheOfficialClientsTestsPublish() throws RazorpayException {
    var body = "{\"a\":1,\"b\":2,\"c\":{\"d\":3}}";
    var secrets = List.of(Secret.ofText("123456"));
    var signature = "2fe04e22977002e6c7cb553adab8b460cb9e2a4970d5953cb27a8472752e3bbc";

    assertThat(RazorpaySigning.isEvent(signature, body.getBytes(UTF_8), secrets)).isTrue();
    assertThat(Utils.verifyWebhookSignature(body, signature, "123456")).isTrue();
    assertThat(RazorpaySigning.isEvent(signature, (body + " ").getBytes(UTF_8), secrets)).isFalse();
    var key = Secret.ofText("EnLs21M47BllR3X8PSFtjtbd");
    var returned = "0d4e745a1838664ad6c9c9902212a32d627d68e917290b0ad5f08ff4561bc50f";
    var order = "order_IEIaMR65cu6nz3";
    assertThat(RazorpaySigning.isReturn(returned, order, "pay_IH4NVgf4Dreq1l", key)).isTrue();
    assertThat(RazorpaySigning.isReturn(returned, order, "pay_IH4NVgf4Dreq1L", key)).isFalse();
  }

  @Test
  void signsAsTheOfficialClientDoes() throws RazorpayException {
    var body = bytes(event("payment.captured", "payment", payment("captured")));
    var text = new String(body, UTF_8);

    assertThat(Utils.verifyWebhookSignature(text, signature(body), WEBHOOK_SECRET)).isTrue();
    assertThat(Utils.getHash(text, WEBHOOK_SECRET)).isEqualTo(signature(body));
    assertThat(channel.read(callback(body, Utils.getHash(text, WEBHOOK_SECRET)), account()))
        .isInstanceOf(Verified.class);
  }

  @Test
  void knowsThePayersReturnAsTheOfficialClientSignsIt() throws RazorpayException {
    var signed = Utils.getHash(ORDER_ID + "|" + PAYMENT_ID, KEY_SECRET);
    var form =
        "razorpay_payment_id="
            + PAYMENT_ID
            + "&razorpay_order_id="
            + ORDER_ID
            + "&razorpay_signature=";

    assertThat(channel.read(unsigned(form + signed), account()))
        .isEqualTo(new Irrelevant("a payer's return"));
    assertThat(channel.read(unsigned(form + "0" + signed), account())).isInstanceOf(Refused.class);
    assertThat(channel.read(unsigned(""), account())).isInstanceOf(Refused.class);
  }

  @Test
  void refusesEveryEventOfWhichAByteWasChanged() {
    var body = bytes(event("payment.captured", "payment", payment("captured")));
    var signature = signature(body);

    for (int at = 0; at < body.length; at++) {
      var changed = body.clone();
      changed[at] ^= 1;
      assertThat(channel.read(callback(changed, signature), account())).isInstanceOf(Refused.class);
    }
    assertThat(channel.read(callback(body, ""), account())).isInstanceOf(Refused.class);
  }

  private CallbackReading read(String type, String kind, ObjectNode entity) {
    var body = bytes(event(type, kind, entity));
    return channel.read(callback(body, signature(body)), account());
  }
}
