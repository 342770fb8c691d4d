package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.AGREEMENT;
import static io.tollgate.channels.stripe.StripeFixtures.INTENT_ID;
import static io.tollgate.channels.stripe.StripeFixtures.JSON;
import static io.tollgate.channels.stripe.StripeFixtures.OPERATION;
import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.bytes;
import static io.tollgate.channels.stripe.StripeFixtures.callback;
import static io.tollgate.channels.stripe.StripeFixtures.error;
import static io.tollgate.channels.stripe.StripeFixtures.event;
import static io.tollgate.channels.stripe.StripeFixtures.intent;
import static io.tollgate.channels.stripe.StripeFixtures.operation;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.page;
import static io.tollgate.channels.stripe.StripeFixtures.recorded;
import static io.tollgate.channels.stripe.StripeFixtures.recordedText;
import static io.tollgate.channels.stripe.StripeFixtures.refund;
import static io.tollgate.channels.stripe.StripeFixtures.setup;
import static io.tollgate.channels.stripe.StripeFixtures.signature;
import static io.tollgate.channels.stripe.StripeFixtures.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Damages recorded payloads at random; a failure prints the seed and the payload. */
class StripeMutationTest {

  private static final int ROUNDS = 6_000;
  private static final List<String> FRAGMENTS =
      List.of(
          "null",
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "-",
          "1e999",
          "99999999999999999999",
          "12.5",
          "\"succeeded\"",
          "true",
          "\\u0000",
          "\"canceled\"",
          "{\"a\":{}}",
          "usd");

  private static final List<byte[]> EVENTS =
      List.of(
          bytes(recorded("event-succeeded.json")),
          bytes(event("refund.updated", refund("succeeded"))),
          bytes(event("setup_intent.succeeded", setup("succeeded"))));

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final StripeReplies replies =
      new StripeReplies(attempt(order()), order(), account(), alarms);
  private final StripeOperationReplies operations =
      new StripeOperationReplies(
          operation(order(), INTENT_ID, Money.of(500, "EUR")), account(), alarms);
  private final StripeAgreementReplies agreements = new StripeAgreementReplies(AGREEMENT, alarms);
  private final StripeLookup<StripeRefund> lookup =
      new StripeLookup<>(
          OPERATION, StripeRefund.class, refund -> OPERATION.value().equals(refund.refundId()));
  private final StripeChannel channel = new StripeChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoDamagedAnswerThatDoesNotStillSayAllOfIt() {
    var declined = error("card_error");
    ((ObjectNode) declined.get("error")).set("payment_intent", intent("requires_payment_method"));
    var payloads =
        List.of(
            bytes(intent("succeeded")),
            bytes(intent("requires_action")),
            bytes(declined),
            bytes(error("invalid_request_error")));

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var status = new int[] {200, 400, 402, 409, 500}[dice.nextInt(5)];
      var answer = new Answered(status, body);
      judge(replies.toPay(answer), answer);
      judge(replies.toRetrieve(answer), answer);
      replies.toCancel(answer).ifPresent(outcome -> judge(outcome, answer));
    }
  }

  @Test
  void doesNoOperationByADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var captured = intent("succeeded").put("amount_received", 500);
    ((ObjectNode) captured.get("metadata")).put("capture_id", OPERATION.value());
    var payloads =
        List.of(
            bytes(refund("succeeded")),
            bytes(refund("pending")),
            bytes(captured),
            bytes(intent("canceled")),
            bytes(page(false, refund("failed"), refund("succeeded"))),
            bytes(error("invalid_request_error")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var outcome :
          List.of(
              operations.toRefund(answer),
              operations.toRefundQuery(answer),
              operations.toLookup(lookup.read(answer, alarms)))) {
        if (outcome instanceof Done) {
          assertSays(answer, "refund_id", OPERATION.value(), "amount", 500);
        }
      }
      if (operations.toCapture(answer) instanceof Done) {
        assertSays(answer, "capture_id", OPERATION.value(), "amount_received", 500);
      }
      if (operations.toRelease(answer) instanceof Done) {
        assertThat(tree(answer.body()).path("status").asString("")).isEqualTo("canceled");
      }
      assertThat(operations.toCaptureQuery(answer)).isNotInstanceOf(OperationOutcome.NotSent.class);
    }
  }

  @Test
  void believesInNoAgreementThatADamagedAnswerDoesNotStillSay() {
    var mandated = setup("succeeded");
    mandated.set("mandate", recorded("mandate.json"));
    mandated.set("payment_method", recorded("payment-method.json"));
    var declined = error("card_error");
    ((ObjectNode) declined.get("error")).set("setup_intent", setup("requires_payment_method"));
    var payloads =
        List.of(
            bytes(setup("succeeded")),
            bytes(mandated),
            bytes(declined),
            bytes(recorded("customer.json")),
            bytes(recorded("payment-method.json")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var outcome : List.of(agreements.toSetUp(answer), agreements.toRetrieve(answer))) {
        if (outcome instanceof Active(var token, _)) {
          var root = tree(answer.body());
          var setup = answer.status() == 200 ? root : root.at("/error/setup_intent");
          var said = said(answer);
          assertThat(setup.path("status").asString("")).as(said).isEqualTo("succeeded");
          assertThat(setup.at("/metadata/agreement_id").asString(""))
              .as(said)
              .isEqualTo(AGREEMENT.value());
          assertThat(token).as(said).matches("[A-Za-z0-9_]+/[A-Za-z0-9_]+");
        }
      }
      assertThat(agreements.toCustomer(answer)).isNotNull();
      assertThat(agreements.toDetach(answer, "pm_1MtwBwLkdIwHu7ix")).isNotNull();
    }
  }

  @Test
  void readsAnyReportWithoutFailingOtherwiseThanAsUnavailable() {
    var file = recordedText("report.csv").getBytes(StandardCharsets.UTF_8);
    var rows = new StripeReportRows(account(), alarms);
    var whole = rows.read(file);

    for (int round = 0; round < ROUNDS / 4; round++) {
      var changed = damaged(file);
      try {
        assertThat(rows.read(changed)).hasSizeLessThanOrEqualTo(2 * whole.size());
      } catch (StatementUnavailable expected) {
        assertThat(expected.later()).isFalse();
      }
    }
  }

  @Test
  void verifiesNoDamagedCallback() {
    for (int round = 0; round < ROUNDS; round++) {
      var body = EVENTS.get(dice.nextInt(3));
      var signature = signature(body, StripeFixtures.WEBHOOK_SECRET, StripeFixtures.NOW);
      var changed = damaged(body);
      if (!Arrays.equals(changed, body)) {
        assertThat(channel.read(callback(changed, signature), account()))
            .as("seed %d, %s", seed, new String(changed))
            .isInstanceOf(Refused.class);
      }
      var header = new String(damaged(signature.getBytes()));
      if (!header.equals(signature)
          && !(channel.read(callback(body, header), account()) instanceof Refused)) {
        assertThat(header)
            .as("seed %d", seed)
            .contains(signature.substring(signature.indexOf("v1=")));
      }
    }
  }

  @Test
  void readsAnyEventThatStripeMightSignWithoutFailing() {
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(EVENTS.get(dice.nextInt(3)));
      var isGood =
          switch (channel.read(signed(changed), account())) {
            case Verified(_, _, var outcome) -> outcome instanceof Approved;
            case VerifiedOperation(_, _, var outcome) -> outcome instanceof Done;
            case VerifiedAgreement(_, var outcome) -> outcome instanceof Active;
            case Hint _, Irrelevant _, Refused _ -> false;
          };
      if (isGood) {
        assertThat(tree(changed).at("/data/object/status").asString(""))
            .as("seed %d, %s", seed, new String(changed))
            .isEqualTo("succeeded");
      }
    }
  }

  private Answered answer(List<byte[]> payloads) {
    var body = damaged(payloads.get(dice.nextInt(payloads.size())));
    return new Answered(new int[] {200, 200, 400, 402, 409, 500}[dice.nextInt(6)], body);
  }

  /** Somewhere in the answer is an object that still says both. */
  private void assertSays(
      Answered answer, String idName, String id, String amountName, long amount) {
    var root = tree(answer.body());
    var candidates = root.has("data") ? root.get("data") : JSON.createArrayNode().add(root);
    var found = false;
    for (var candidate : candidates) {
      found |=
          candidate.path("metadata").path(idName).asString("").equals(id)
              && candidate.path(amountName).asLong(0) == amount
              && candidate.path("currency").asString("").equals("eur")
              && candidate.path("status").asString("").equals("succeeded");
    }
    assertThat(found).as(said(answer)).isTrue();
  }

  private String said(Answered answer) {
    return "seed " + seed + ", HTTP " + answer.status() + " " + new String(answer.body());
  }

  private void judge(ChannelOutcome outcome, Answered answer) {
    var said = said(answer);
    switch (outcome) {
      case Approved _ -> {
        var root = tree(answer.body());
        var intent = answer.status() == 200 ? root : root.at("/error/payment_intent");
        assertThat(intent.path("status").asString("")).as(said).isEqualTo("succeeded");
        assertThat(intent.path("amount").asLong(0)).as(said).isEqualTo(1299);
        assertThat(intent.path("currency").asString("")).as(said).isEqualTo("eur");
        assertThat(intent.at("/metadata/attempt_id").asString(""))
            .as(said)
            .isEqualTo(attempt(order()).toString());
      }
      case Declined _ -> assertThat(tree(answer.body()).isObject()).as(said).isTrue();
      case NotSent _ -> throw new AssertionError("not sent: " + said);
      default -> assertThat(outcome).isNotNull();
    }
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  /** One to three of: a flipped bit, a cut, a part doubled, a part replaced by a fragment. */
  private byte[] damaged(byte[] original) {
    var body = original;
    for (int times = dice.nextInt(1, 4); times > 0 && body.length > 1; times--) {
      int from = dice.nextInt(body.length);
      int to = Math.min(body.length, from + dice.nextInt(1, 12));
      body =
          switch (dice.nextInt(5)) {
            case 0 -> flipped(body, from);
            case 1 -> Arrays.copyOf(body, from);
            case 2 -> joined(body, from, new byte[0], to);
            case 3 -> joined(body, to, Arrays.copyOfRange(body, from, to), to);
            default ->
                joined(body, from, FRAGMENTS.get(dice.nextInt(FRAGMENTS.size())).getBytes(), to);
          };
    }
    return body;
  }

  private byte[] flipped(byte[] body, int at) {
    var changed = body.clone();
    changed[at] ^= (byte) (1 << dice.nextInt(8));
    return changed;
  }

  private static byte[] joined(byte[] body, int head, byte[] middle, int tail) {
    var out = new ByteArrayOutputStream();
    out.write(body, 0, head);
    out.writeBytes(middle);
    out.write(body, tail, body.length - tail);
    return out.toByteArray();
  }
}
