package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.AGREEMENT;
import static io.tollgate.channels.square.SquareFixtures.CARD_ID;
import static io.tollgate.channels.square.SquareFixtures.JSON;
import static io.tollgate.channels.square.SquareFixtures.LINK_ID;
import static io.tollgate.channels.square.SquareFixtures.NOTIFICATION_URL;
import static io.tollgate.channels.square.SquareFixtures.OPERATION;
import static io.tollgate.channels.square.SquareFixtures.SIGNATURE_KEY;
import static io.tollgate.channels.square.SquareFixtures.about;
import static io.tollgate.channels.square.SquareFixtures.account;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.bytes;
import static io.tollgate.channels.square.SquareFixtures.callback;
import static io.tollgate.channels.square.SquareFixtures.cardOnFile;
import static io.tollgate.channels.square.SquareFixtures.customer;
import static io.tollgate.channels.square.SquareFixtures.error;
import static io.tollgate.channels.square.SquareFixtures.event;
import static io.tollgate.channels.square.SquareFixtures.hostedPayment;
import static io.tollgate.channels.square.SquareFixtures.link;
import static io.tollgate.channels.square.SquareFixtures.operation;
import static io.tollgate.channels.square.SquareFixtures.order;
import static io.tollgate.channels.square.SquareFixtures.page;
import static io.tollgate.channels.square.SquareFixtures.payment;
import static io.tollgate.channels.square.SquareFixtures.refund;
import static io.tollgate.channels.square.SquareFixtures.signature;
import static io.tollgate.channels.square.SquareFixtures.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
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
class SquareMutationTest {

  private static final int ROUNDS = 3_000;
  private static final List<Integer> STATUSES = List.of(200, 200, 200, 400, 402, 500);

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final Damage damage = new Damage(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final SquareReplies replies = new SquareReplies(attempt(order()), order(), alarms);
  private final SquareOperationReplies operations =
      new SquareOperationReplies(operation(order(), order().amount()), alarms);
  private final SquareAgreementReplies agreements = new SquareAgreementReplies(AGREEMENT, alarms);
  private final SquareChannel channel = new SquareChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoPaymentThatADamagedAnswerDoesNotStillSay() {
    var lookup = new SquareLookup<>("any", "payments", SquarePayment.class, _ -> true);
    var payloads =
        List.of(
            about("payment", payment("COMPLETED")),
            about("payment", payment("APPROVED")),
            page("payments", "next", payment("FAILED"), payment("COMPLETED")),
            about("payment", hostedPayment("COMPLETED")),
            link(),
            error("PAYMENT_METHOD_ERROR", "GENERIC_DECLINE"));
    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      judge(replies.toPay(answer), answer, "/payment");
      judge(replies.toRetrieve(answer), answer, "/payment");
      replies.toCancel(answer).ifPresent(outcome -> judge(outcome, answer, "/payment"));
      if (replies.toLink(answer) instanceof NeedsAction) {
        assertThat(isAskedFor(tree(answer.body()))).as(said(answer)).isTrue();
      }
      assertThat(replies.toLinkQuery(answer)).isNotInstanceOf(NotSent.class);
      assertThat(replies.toLinkDeletion(answer, "link:" + LINK_ID)).isNotNull();
      replies.toCancelByKey(answer).ifPresent(outcome -> judge(outcome, answer, "/none"));
      var found = replies.toLookup(lookup.read(answer, alarms));
      assertThat(found).as(said(answer)).isNotInstanceOf(NotSent.class);
      if (found instanceof Approved) {
        assertThat(tree(answer.body()).path("payments"))
            .as(said(answer))
            .anyMatch(SquareMutationTest::isPaid);
      }
    }
  }

  @Test
  void doesNoOperationThatADamagedAnswerDoesNotStillSay() {
    var payloads =
        List.of(
            about("refund", refund("COMPLETED")),
            about("refund", refund("PENDING")),
            about("payment", payment("COMPLETED")),
            about("payment", payment("CANCELED")),
            error("REFUND_ERROR", "REFUND_DECLINED"));
    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var outcome :
          List.of(
              operations.toRefund(answer),
              operations.toRefundQuery(answer),
              operations.toCandidate(answer))) {
        if (outcome instanceof Done) {
          assertThat(isGivenBack(tree(answer.body()).path("refund"))).as(said(answer)).isTrue();
        }
      }
      if (operations.toCapture(answer) instanceof Done) {
        assertThat(isPaid(tree(answer.body()).path("payment"))).as(said(answer)).isTrue();
      }
      assertThat(operations.toRefunds(answer)).isNotNull();
      assertThat(operations.toRelease(answer)).isNotNull();
      assertThat(operations.toReleaseQuery(answer))
          .as(said(answer))
          .isNotInstanceOf(OperationOutcome.NotSent.class);
    }
  }

  @Test
  void believesInNoAgreementThatADamagedAnswerDoesNotStillSay() {
    var lookup = new SquareLookup<>("any", "cards", SquareCard.class, _ -> true);
    var payloads =
        List.of(
            about("card", cardOnFile(true)),
            about("card", cardOnFile(false)),
            about("customer", customer()),
            page("cards", "", cardOnFile(true)));
    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var outcome : List.of(agreements.toCard(answer), agreements.toRetrieve(answer))) {
        if (outcome instanceof Active) {
          assertThat(isInForce(tree(answer.body()).path("card"))).as(said(answer)).isTrue();
        }
      }
      AgreementOutcome found = agreements.toLookup(lookup.read(answer, alarms));
      if (found instanceof Active) {
        assertThat(tree(answer.body()).path("cards"))
            .as(said(answer))
            .anyMatch(SquareMutationTest::isInForce);
      }
      assertThat(agreements.toCustomer(answer)).isNotNull();
      assertThat(agreements.toDisable(answer, CARD_ID)).isNotNull();
      assertThat(agreements.toDisableQuery(answer, CARD_ID))
          .isNotInstanceOf(OperationOutcome.NotSent.class);
    }
  }

  @Test
  void readsAnyPageOrNone() {
    var entry = JSON.createObjectNode().put("id", "poe_1").put("type", "CHARGE");
    var pages = List.of(page("payout_entries", "more", entry, entry));
    for (int round = 0; round < ROUNDS; round++) {
      var page = SquarePage.read(answer(pages).body(), "payout_entries", SquareEntry.class);
      assertThat(page.map(it -> it.items().size()).orElse(0)).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void verifiesNoDamagedEvent() {
    for (int round = 0; round < ROUNDS; round++) {
      var event = bytes(damage.any(events()));
      var signature = signature(event, SIGNATURE_KEY, NOTIFICATION_URL);
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
  void readsAnyEventThatSquareMightSign() {
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damage.damaged(bytes(damage.any(events())));
      var object = tree(changed).at("/data/object");
      var said = "seed " + seed + ", " + new String(changed, UTF_8);
      switch (channel.read(signed(changed), account())) {
        case Verified(var id, var amount, Approved _) -> {
          var payment = object.path("payment");
          assertThat(payment.path("reference_id").asString("")).as(said).isEqualTo(id.toString());
          assertThat(payment.path("status").asString("")).as(said).isEqualTo("COMPLETED");
          assertThat(payment.at("/amount_money/amount").asLong(0))
              .as(said)
              .isEqualTo(amount.minorUnits());
        }
        case VerifiedOperation(_, _, Done _) ->
            assertThat(object.at("/refund/status").asString("")).as(said).isEqualTo("COMPLETED");
        case Object reading -> assertThat(reading).as(said).isNotNull();
      }
    }
  }

  private static List<ObjectNode> events() {
    return List.of(
        event("payment.updated", "payment", payment("COMPLETED")),
        event("payment.created", "payment", payment("APPROVED")),
        event("refund.updated", "refund", refund("COMPLETED")));
  }

  private Answered answer(List<ObjectNode> payloads) {
    return new Answered(damage.any(STATUSES), damage.damaged(bytes(damage.any(payloads))));
  }

  private void judge(ChannelOutcome outcome, Answered answer, String place) {
    assertThat(outcome).as(said(answer)).isNotInstanceOf(NotSent.class);
    if (outcome instanceof Approved) {
      assertThat(isPaid(tree(answer.body()).at(place))).as(said(answer)).isTrue();
    }
  }

  private static boolean isPaid(JsonNode payment) {
    var ours = attempt(order()).toString();
    return (payment.path("reference_id").asString("").equals(ours)
            || payment.path("note").asString("").equals("attempt-" + ours))
        && isWhole(payment);
  }

  private static boolean isAskedFor(JsonNode answer) {
    var total = answer.at("/related_resources/orders/0/total_money");
    return total.path("amount").asLong(0) == 1299
        && total.path("currency").asString("").equals("USD")
        && answer
            .at("/payment_link/payment_note")
            .asString("")
            .equals("attempt-" + attempt(order()));
  }

  private static boolean isGivenBack(JsonNode refund) {
    return refund.path("reason").asString("").equals("refund-" + OPERATION) && isWhole(refund);
  }

  private static boolean isWhole(JsonNode thing) {
    return thing.path("status").asString("").equals("COMPLETED")
        && thing.at("/amount_money/amount").asLong(0) == 1299
        && thing.at("/amount_money/currency").asString("").equals("USD");
  }

  private static boolean isInForce(JsonNode card) {
    return card.path("reference_id").asString("").equals(AGREEMENT.value())
        && card.path("enabled").asBoolean(false);
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
