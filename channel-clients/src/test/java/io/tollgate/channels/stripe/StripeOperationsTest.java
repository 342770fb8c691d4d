package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.INTENT_ID;
import static io.tollgate.channels.stripe.StripeFixtures.NOW;
import static io.tollgate.channels.stripe.StripeFixtures.OPERATION;
import static io.tollgate.channels.stripe.StripeFixtures.REFUND_ID;
import static io.tollgate.channels.stripe.StripeFixtures.SETUP_ID;
import static io.tollgate.channels.stripe.StripeFixtures.TOKEN;
import static io.tollgate.channels.stripe.StripeFixtures.agreement;
import static io.tollgate.channels.stripe.StripeFixtures.card;
import static io.tollgate.channels.stripe.StripeFixtures.error;
import static io.tollgate.channels.stripe.StripeFixtures.intent;
import static io.tollgate.channels.stripe.StripeFixtures.operation;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.page;
import static io.tollgate.channels.stripe.StripeFixtures.recorded;
import static io.tollgate.channels.stripe.StripeFixtures.refund;
import static io.tollgate.channels.stripe.StripeFixtures.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.product.Product;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Which requests an operation makes, and what it answers in the end. */
@Timeout(60)
class StripeOperationsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Money PART = Money.of(500, "EUR");
  private static final Money WHOLE = Money.of(1299, "EUR");
  private static final String INTENT = "/v1/payment_intents/" + INTENT_ID;
  private static final String REFUNDS = "/v1/refunds?payment_intent=" + INTENT_ID + "&limit=100";
  private static final String METHOD = "/v1/payment_methods/pm_1MtwBwLkdIwHu7ix";

  private final StripeWire wire = new StripeWire();
  private final StripeChannel stripe = wire.channel();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void saysWhatItCanDo() {
    assertThat(stripe.capabilities().operations())
        .containsExactlyInAnyOrder(ChannelOperation.values());
  }

  @Test
  void capturesInOneRequest() {
    wire.answer("POST " + INTENT + "/capture ", captured());

    assertThat(capture(operation(order(), INTENT_ID, PART))).isEqualTo(new Done(null));
    assertThat(wire.seen()).containsExactly("POST " + INTENT + "/capture");
  }

  @Test
  void capturesNoPartThatWouldLetTheRestGo() {
    assertThat(capture(operation(order(), INTENT_ID, PART, false))).isInstanceOf(Refused.class);
    assertThat(wire.seen()).isEmpty();

    wire.answer("capture ", captured().put("amount_received", 1299));
    assertThat(capture(operation(order(), INTENT_ID, WHOLE, false))).isEqualTo(new Done(null));
  }

  @Test
  void believesARefusedCaptureOnlyWhereTheIntentDoesNotSayOtherwise() {
    var refused = error("invalid_request_error");
    ((ObjectNode) refused.get("error")).put("code", "payment_intent_unexpected_state");
    wire.answer("capture ", 400, refused.toString()).answer("GET " + INTENT, captured());

    assertThat(capture(operation(order(), INTENT_ID, PART))).isEqualTo(new Done(null));
    assertThat(wire.seen()).containsExactly("POST " + INTENT + "/capture", "GET " + INTENT);
  }

  @Test
  void leavesARefusedCaptureOpenWhereTheQuestionFails() {
    wire.answer("capture ", 400, error("invalid_request_error").toString());

    assertThat(capture(operation(order(), INTENT_ID, PART))).isInstanceOf(Unknown.class);
  }

  @Test
  void refusesACaptureThatStripeRefusedAndDoesNotKnow() {
    var refused = error("invalid_request_error");
    ((ObjectNode) refused.get("error")).put("code", "amount_too_large");
    wire.answer("capture ", 400, refused.toString())
        .answer("GET " + INTENT, intent("requires_capture"));

    assertThat(capture(operation(order(), INTENT_ID, PART)))
        .isEqualTo(
            new Refused(new DeclineReason(Category.REQUEST_REFUSED, "amount_too_large"), null));
  }

  @Test
  void looksForTheIntentWhereItsIdIsUnknown() {
    wire.answer("/search?", page(false, intent("requires_capture")))
        .answer("POST " + INTENT + "/capture ", captured());

    assertThat(capture(operation(order(), null, PART))).isEqualTo(new Done(null));
    assertThat(wire.seen()).hasSize(2);
  }

  @Test
  void doesNothingToAnIntentThatCannotBeFound() {
    wire.answer("/search?", page(false));
    var operation = operation(order(), null, PART);

    assertThat(capture(operation)).isInstanceOf(Unknown.class);
    assertThat(said(stripe.release(operation, wire.account()))).isInstanceOf(Unknown.class);
    assertThat(said(stripe.refund(operation, wire.account()))).isInstanceOf(Unknown.class);
    assertThat(wire.seen()).hasSize(3).allMatch(seen -> seen.startsWith("GET "));
  }

  @Test
  void asksWhatBecameOfACapture() {
    wire.answer("GET " + INTENT, intent("requires_capture"));

    assertThat(said(stripe.queryCapture(query(null), wire.account()))).isEqualTo(new Absent());
    assertThat(wire.seen()).containsExactly("GET " + INTENT);
  }

  @Test
  void releasesWhatIsHeld() {
    wire.answer("POST " + INTENT + "/cancel ", intent("canceled"));

    assertThat(release()).isEqualTo(new Done(null));
    assertThat(wire.seen()).hasSize(1);
  }

  @Test
  void isDoneWhereItWasReleasedBeforeAndRefusedWhereItWasCaptured() {
    wire.answer("cancel ", 400, error("invalid_request_error").toString())
        .answer("GET " + INTENT, intent("canceled"));
    assertThat(release()).isEqualTo(new Done(null));

    try (var other = new StripeWire()) {
      other
          .answer("cancel ", 400, error("invalid_request_error").toString())
          .answer("GET " + INTENT, intent("succeeded"));
      assertThat(
              said(other.channel().release(operation(order(), INTENT_ID, WHOLE), other.account())))
          .isInstanceOf(Refused.class);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  @Test
  void refundsInOneRequest() {
    wire.answer("POST /v1/refunds ", refund("succeeded"));

    assertThat(refunding(PART)).isEqualTo(new Done(REFUND_ID));
    assertThat(wire.seen()).containsExactly("POST /v1/refunds");
  }

  @Test
  void neverTakesARefundThatWasDoneForARefusal() {
    var refused = error("invalid_request_error");
    ((ObjectNode) refused.get("error")).put("code", "charge_already_refunded");
    wire.answer("POST /v1/refunds ", 400, refused.toString())
        .answer("GET " + REFUNDS, page(false, refund("succeeded")));

    assertThat(refunding(PART)).isEqualTo(new Done(REFUND_ID));
    assertThat(wire.seen()).containsExactly("POST /v1/refunds", "GET " + REFUNDS);
  }

  @Test
  void refusesARefundThatStripeRefusedAndDoesNotKnow() {
    var refused = error("invalid_request_error");
    ((ObjectNode) refused.get("error")).put("code", "charge_already_refunded");
    wire.answer("POST /v1/refunds ", 400, refused.toString()).answer("GET " + REFUNDS, page(false));

    assertThat(refunding(PART))
        .isEqualTo(
            new Refused(
                new DeclineReason(Category.REQUEST_REFUSED, "charge_already_refunded"), null));
  }

  @Test
  void asksForARefundByStripesIdAndElseByOurs() {
    wire.answer("GET /v1/refunds/" + REFUND_ID, refund("pending"))
        .answer("starting_after=re_other", page(false, refund("succeeded")))
        .answer("GET " + REFUNDS, page(true, otherRefund()));

    assertThat(said(stripe.queryRefund(query(REFUND_ID), wire.account())))
        .isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(said(stripe.queryRefund(query(null), wire.account())))
        .isEqualTo(new Done(REFUND_ID));
    assertThat(wire.seen())
        .containsExactly(
            "GET /v1/refunds/" + REFUND_ID,
            "GET " + REFUNDS,
            "GET " + REFUNDS + "&starting_after=re_other");
  }

  @Test
  void refundsNothingThatStripeCannotExpress() {
    var odd = order(Money.of(2000, "BHD"), Product.FOREIGN_CARD, card("pm_1"));

    assertThat(
            said(stripe.refund(operation(odd, INTENT_ID, Money.of(1299, "BHD")), wire.account())))
        .isInstanceOf(Refused.class);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void isNotSentWhereStripeIsBusy() {
    wire.answer("POST ", 429, error("invalid_request_error").toString());

    assertThat(refunding(PART)).isInstanceOf(NotSent.class);
    assertThat(release()).isInstanceOf(NotSent.class);
    assertThat(said(stripe.sign(agreement("pm_1", null), wire.account())))
        .isInstanceOf(AgreementOutcome.NotSent.class);
  }

  @Test
  void signsWithACustomerAndASetupIntent() {
    wire.answer("POST /v1/customers ", recorded("customer.json"))
        .answer("POST /v1/setup_intents ", setup("succeeded"));

    assertThat(said(stripe.sign(agreement("pm_1", null), wire.account())))
        .isEqualTo(new Active(TOKEN, SETUP_ID));
    assertThat(wire.seen()).containsExactly("POST /v1/customers", "POST /v1/setup_intents");
  }

  @Test
  void asksNobodyForConsentWithoutACustomer() {
    wire.answer("POST /v1/customers ", 500, error("api_error").toString());

    assertThat(said(stripe.sign(agreement("pm_1", null), wire.account())))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(wire.seen()).hasSize(1);
  }

  @Test
  void signsNothingTwiceThatStripeHasNamed() {
    wire.answer("GET /v1/setup_intents/" + SETUP_ID, setup("processing"));

    assertThat(said(stripe.sign(agreement("pm_1", SETUP_ID), wire.account())))
        .isEqualTo(new AgreementOutcome.Pending(SETUP_ID));
    assertThat(wire.seen())
        .containsExactly(
            "GET /v1/setup_intents/"
                + SETUP_ID
                + "?expand%5B%5D=mandate&expand%5B%5D=payment_method");
  }

  @Test
  void signsOnlyWhatCanBeChargedAgainAsItIs() {
    var redirect = with(new Method("ideal", "pm_1"));
    var nothing = with(new Method("card", null));

    assertThat(said(stripe.sign(redirect, wire.account())))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(said(stripe.sign(nothing, wire.account())))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(said(stripe.queryAgreement(nothing, wire.account())))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void looksForAnAgreementAmongThoseOfItsMethod() {
    wire.answer("GET /v1/setup_intents?payment_method=pm_1", page(false, setup("succeeded")));

    assertThat(said(stripe.queryAgreement(agreement("pm_1", null), wire.account())))
        .isEqualTo(new Active(TOKEN, SETUP_ID));
  }

  @Test
  void endsAnAgreementByDetachingItsMethod() {
    var detached = recorded("payment-method.json");
    detached.putNull("customer");
    wire.answer("POST " + METHOD + "/detach ", detached);

    assertThat(said(stripe.end(agreement("pm_1", SETUP_ID), TOKEN, wire.account())))
        .isEqualTo(new Done("pm_1MtwBwLkdIwHu7ix"));
    assertThat(wire.seen()).containsExactly("POST " + METHOD + "/detach");
  }

  @Test
  void isOverWhereItWasEndedBefore() {
    var detached = recorded("payment-method.json");
    detached.putNull("customer");
    wire.answer("detach ", 400, error("invalid_request_error").toString())
        .answer("GET " + METHOD, detached);

    assertThat(said(stripe.end(agreement("pm_1", SETUP_ID), TOKEN, wire.account())))
        .isEqualTo(new Done("pm_1MtwBwLkdIwHu7ix"));
  }

  @Test
  void isRefusedWhereStripeKeepsTheMethod() {
    wire.answer("detach ", 400, error("invalid_request_error").toString())
        .answer("GET " + METHOD, recorded("payment-method.json"));

    assertThat(said(stripe.end(agreement("pm_1", SETUP_ID), TOKEN, wire.account())))
        .isInstanceOf(Refused.class);
  }

  private static ObjectNode captured() {
    var intent = intent("succeeded").put("amount_received", 500);
    ((ObjectNode) intent.get("metadata")).put("capture_id", OPERATION.value());
    return intent;
  }

  private static ObjectNode otherRefund() {
    var other = refund("succeeded").put("id", "re_other");
    ((ObjectNode) other.get("metadata")).put("refund_id", "op_2");
    return other;
  }

  private static AgreementRequest with(Method method) {
    var usual = agreement("pm_1", null);
    return new AgreementRequest(
        usual.id(), method, usual.customer(), usual.currency(), null, null, null);
  }

  private static OperationQuery query(String reference) {
    return new OperationQuery(operation(order(), INTENT_ID, PART), reference, NOW);
  }

  private OperationOutcome capture(PaymentOperation operation) {
    return said(stripe.capture(operation, wire.account()));
  }

  private OperationOutcome release() {
    return said(stripe.release(operation(order(), INTENT_ID, WHOLE), wire.account()));
  }

  private OperationOutcome refunding(Money amount) {
    return said(stripe.refund(operation(order(), INTENT_ID, amount), wire.account()));
  }

  private static <T> T said(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
