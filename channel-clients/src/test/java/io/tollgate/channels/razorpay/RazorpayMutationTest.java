package io.tollgate.channels.razorpay;

import static io.tollgate.channels.razorpay.RazorpayFixtures.AGREEMENT;
import static io.tollgate.channels.razorpay.RazorpayFixtures.JSON;
import static io.tollgate.channels.razorpay.RazorpayFixtures.OPERATION;
import static io.tollgate.channels.razorpay.RazorpayFixtures.ORDER_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.PAYMENT_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.account;
import static io.tollgate.channels.razorpay.RazorpayFixtures.attempt;
import static io.tollgate.channels.razorpay.RazorpayFixtures.bytes;
import static io.tollgate.channels.razorpay.RazorpayFixtures.callback;
import static io.tollgate.channels.razorpay.RazorpayFixtures.collection;
import static io.tollgate.channels.razorpay.RazorpayFixtures.error;
import static io.tollgate.channels.razorpay.RazorpayFixtures.event;
import static io.tollgate.channels.razorpay.RazorpayFixtures.hosted;
import static io.tollgate.channels.razorpay.RazorpayFixtures.link;
import static io.tollgate.channels.razorpay.RazorpayFixtures.operation;
import static io.tollgate.channels.razorpay.RazorpayFixtures.order;
import static io.tollgate.channels.razorpay.RazorpayFixtures.orderNode;
import static io.tollgate.channels.razorpay.RazorpayFixtures.payment;
import static io.tollgate.channels.razorpay.RazorpayFixtures.refund;
import static io.tollgate.channels.razorpay.RazorpayFixtures.signature;
import static io.tollgate.channels.razorpay.RazorpayFixtures.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.money.Money;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Damaged answers and events: nothing escapes, and none is believed that does not say all of it.
 */
class RazorpayMutationTest {

  private static final int ROUNDS = 3_000;
  private static final List<Integer> STATUSES = List.of(200, 200, 200, 400, 409, 502);
  private static final String CUSTOMER = "cust_1Aa00000000001";
  private static final String TOKEN = "token_FHf94Uym9tdYFJ";

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final Damage damage = new Damage(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final RazorpayReplies replies = new RazorpayReplies(attempt(), order(), alarms);
  private final RazorpayOperationReplies operations =
      new RazorpayOperationReplies(operation(Money.of(500, "INR")), alarms);
  private final RazorpayAgreementReplies agreements =
      new RazorpayAgreementReplies(AGREEMENT, Money.of(100, "INR"), alarms);
  private final RazorpayChannel channel = new RazorpayChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoPaymentThatADamagedListDoesNotStillSay() {
    var payloads =
        List.of(
            collection(payment("captured")),
            collection(payment("failed"), payment("captured")),
            collection(payment("authorized")),
            error("BAD_REQUEST_ERROR", "payment_authorization", "card_expired"));
    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      var found = RazorpayFound.read(answer, RazorpayPayment.class, attempt(), alarms);
      var outcome = replies.toPayments(found, ORDER_ID);
      assertThat(outcome).as(said(answer)).isNotInstanceOf(NotSent.class);
      if (outcome instanceof Approved) {
        assertThat(tree(answer.body()).path("items"))
            .as(said(answer))
            .anyMatch(RazorpayMutationTest::isPaid);
      }
      replies
          .toPay(answer, ORDER_ID)
          .ifPresent(it -> assertThat(it).as(said(answer)).isNotInstanceOf(Approved.class));
    }
  }

  @Test
  void makesNoOrderAndBelievesNoLinkThatADamagedAnswerDoesNotStillSay() {
    var linkReplies = new RazorpayReplies(attempt(), hosted(), alarms);
    var payloads = List.of(orderNode(), link("paid"), link("created"), links(link("paid")));
    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      var tree = tree(answer.body());
      if (replies.toOrder(answer) instanceof RazorpayReplies.Ordered.Made) {
        assertThat(isOurs(tree, "receipt")).as(said(answer)).isTrue();
      }
      judge(linkReplies.toLink(answer), tree, answer);
      judge(linkReplies.toLinkQuery(answer), tree, answer);
      linkReplies.toCancel(answer).ifPresent(it -> judge(it, tree, answer));
      if (linkReplies.toLinks(answer) instanceof Approved) {
        assertThat(tree.path("payment_links"))
            .as(said(answer))
            .anyMatch(RazorpayMutationTest::isPaidLink);
      }
    }
  }

  @Test
  void doesNoOperationThatADamagedAnswerDoesNotStillSay() {
    var payloads =
        List.of(
            refund("processed"),
            refund("pending"),
            payment("captured"),
            collection(refund("processed")),
            error("BAD_REQUEST_ERROR", "NA", "NA"));
    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      var tree = tree(answer.body());
      for (var outcome :
          List.of(operations.toRefund(answer, PAYMENT_ID), operations.toRefundQuery(answer))) {
        if (outcome instanceof Done) {
          assertThat(isGivenBack(tree)).as(said(answer)).isTrue();
        }
      }
      if (operations.toCapture(answer, PAYMENT_ID) instanceof Done) {
        assertThat(tree.path("status").asString("")).as(said(answer)).isEqualTo("captured");
        assertThat(tree.path("amount").asLong(0)).as(said(answer)).isEqualTo(129900);
      }
      var found = RazorpayFound.read(answer, RazorpayRefund.class, OPERATION, alarms);
      if (found instanceof RazorpayFound.Items<RazorpayRefund>(var refunds)
          && operations.toRefunds(refunds, PAYMENT_ID) instanceof Done) {
        assertThat(tree.path("items")).as(said(answer)).anyMatch(RazorpayMutationTest::isGivenBack);
      }
      assertThat(operations.toCaptureQuery(answer, PAYMENT_ID))
          .as(said(answer))
          .isNotInstanceOf(OperationOutcome.NotSent.class);
    }
  }

  @Test
  void believesInNoAgreementThatADamagedAnswerDoesNotStillSay() {
    var payloads =
        List.of(
            collection(token("confirmed")),
            collection(token("rejected")),
            JSON.createObjectNode().put("id", CUSTOMER).put("entity", "customer"),
            JSON.createObjectNode().put("deleted", true),
            JSON.createObjectNode().put("razorpay_payment_id", PAYMENT_ID));
    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      var found = RazorpayFound.read(answer, RazorpayToken.class, AGREEMENT, alarms);
      if (agreements.toTokens(found, CUSTOMER, TOKEN, ORDER_ID) instanceof Active) {
        assertThat(tree(answer.body()).path("items"))
            .as(said(answer))
            .anyMatch(it -> it.at("/recurring_details/status").asString("").equals("confirmed"));
      }
      assertThat(agreements.toCustomer(answer)).isNotNull();
      assertThat(agreements.toOrder(answer)).isNotNull();
      assertThat(agreements.toFirstPayment(answer, ORDER_ID)).isNotInstanceOf(Active.class);
      assertThat(agreements.toEnd(answer, TOKEN)).isNotNull();
      assertThat(agreements.toEndQuery(found, TOKEN)).isNotNull();
    }
  }

  @Test
  void verifiesNoDamagedEvent() {
    for (int round = 0; round < ROUNDS; round++) {
      var event = bytes(damage.any(events()));
      var signature = signature(event);
      var changed = damage.damaged(event);
      if (!Arrays.equals(changed, event)) {
        assertThat(channel.read(callback(changed, signature), account()))
            .as("seed %d, %s", seed, new String(changed, UTF_8))
            .isInstanceOf(Refused.class);
      }
      var header = new String(damage.damaged(signature.getBytes(UTF_8)), UTF_8);
      if (!header.equals(signature)) {
        assertThat(channel.read(callback(event, header), account()))
            .as("seed %d, %s", seed, header)
            .isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void readsAnyEventThatRazorpayMightSign() {
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damage.damaged(bytes(damage.any(events())));
      var payload = tree(changed).path("payload");
      var said = "seed " + seed + ", " + new String(changed, UTF_8);
      switch (channel.read(callback(changed, signature(changed)), account())) {
        case Verified(var id, var amount, Approved _) -> {
          var thing = payload.path(payload.has("payment") ? "payment" : "payment_link");
          assertThat(thing.at("/entity/amount").asLong(0)).as(said).isEqualTo(amount.minorUnits());
          assertThat(thing.at("/entity/status").asString(""))
              .as(said)
              .isIn("captured", "paid", "refunded");
          assertThat(said).contains(id.toString());
        }
        case VerifiedOperation(_, _, Done _) ->
            assertThat(payload.at("/refund/entity/status").asString(""))
                .as(said)
                .isEqualTo("processed");
        case Object reading -> assertThat(reading).as(said).isNotNull();
      }
    }
  }

  private static List<ObjectNode> events() {
    return List.of(
        event("payment.captured", "payment", payment("captured")),
        event("payment_link.paid", "payment_link", link("paid")),
        event("refund.processed", "refund", refund("processed")));
  }

  private static ObjectNode links(ObjectNode... links) {
    var page = JSON.createObjectNode();
    var list = page.putArray("payment_links");
    Arrays.stream(links).forEach(list::add);
    return page;
  }

  private Answered answer(List<ObjectNode> payloads) {
    return new Answered(damage.any(STATUSES), damage.damaged(bytes(damage.any(payloads))));
  }

  private void judge(ChannelOutcome outcome, JsonNode tree, Answered answer) {
    assertThat(outcome).as(said(answer)).isNotInstanceOf(NotSent.class);
    if (outcome instanceof Approved) {
      assertThat(isPaidLink(tree)).as(said(answer)).isTrue();
    }
  }

  private static boolean isPaid(JsonNode payment) {
    return payment.path("order_id").asString("").equals(ORDER_ID)
        && payment.path("status").asString("").equals("captured")
        && isWhole(payment);
  }

  private static boolean isPaidLink(JsonNode link) {
    return isOurs(link, "reference_id")
        && link.path("status").asString("").equals("paid")
        && link.path("amount_paid").asLong(0) == 129900;
  }

  private static boolean isOurs(JsonNode thing, String field) {
    return thing.path(field).asString("").equals(attempt().toString()) && isWhole(thing);
  }

  private static boolean isWhole(JsonNode thing) {
    return thing.path("amount").asLong(0) == 129900
        && thing.path("currency").asString("").equals("INR");
  }

  private static boolean isGivenBack(JsonNode refund) {
    return refund.path("status").asString("").equals("processed")
        && refund.path("amount").asLong(0) == 500
        && refund.at("/notes/refund_id").asString("").equals(OPERATION.value());
  }

  private String said(Answered answer) {
    return "seed " + seed + ", HTTP " + answer.status() + " " + new String(answer.body(), UTF_8);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }
}
