package io.tollgate.channels.airwallex;

import static io.tollgate.channels.airwallex.AirwallexFixtures.INTENT_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.JSON;
import static io.tollgate.channels.airwallex.AirwallexFixtures.NOW;
import static io.tollgate.channels.airwallex.AirwallexFixtures.OPERATION;
import static io.tollgate.channels.airwallex.AirwallexFixtures.WEBHOOK;
import static io.tollgate.channels.airwallex.AirwallexFixtures.account;
import static io.tollgate.channels.airwallex.AirwallexFixtures.attempt;
import static io.tollgate.channels.airwallex.AirwallexFixtures.byCard;
import static io.tollgate.channels.airwallex.AirwallexFixtures.bytes;
import static io.tollgate.channels.airwallex.AirwallexFixtures.callback;
import static io.tollgate.channels.airwallex.AirwallexFixtures.captured;
import static io.tollgate.channels.airwallex.AirwallexFixtures.challenged;
import static io.tollgate.channels.airwallex.AirwallexFixtures.event;
import static io.tollgate.channels.airwallex.AirwallexFixtures.failed;
import static io.tollgate.channels.airwallex.AirwallexFixtures.held;
import static io.tollgate.channels.airwallex.AirwallexFixtures.intent;
import static io.tollgate.channels.airwallex.AirwallexFixtures.operation;
import static io.tollgate.channels.airwallex.AirwallexFixtures.page;
import static io.tollgate.channels.airwallex.AirwallexFixtures.query;
import static io.tollgate.channels.airwallex.AirwallexFixtures.refund;
import static io.tollgate.channels.airwallex.AirwallexFixtures.refused;
import static io.tollgate.channels.airwallex.AirwallexFixtures.signature;
import static io.tollgate.channels.airwallex.AirwallexFixtures.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.airwallex.AirwallexReplies.Made;
import io.tollgate.channels.airwallex.AirwallexReplies.Sought;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Damages payloads at random; a failure prints the seed and the payload. */
class AirwallexMutationTest {

  private static final int ROUNDS = 3_000;
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
          "1e999999999",
          "1e-999999999",
          "99999999999999999999",
          "12.5",
          "\"SUCCEEDED\"",
          "\"SETTLED\"",
          "true",
          "\\u0000",
          "{\"a\":{}}",
          "JPY",
          "op_2");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final AirwallexReplies replies =
      new AirwallexReplies(query(byCard(), null), account(), alarms);
  private final AirwallexOperationReplies operations =
      new AirwallexOperationReplies(operation(held(), 500), INTENT_ID, account(), alarms);
  private final AirwallexChannel channel = new AirwallexChannel(edges, AirwallexFixtures.CLOCK);

  /** Most of what is damaged is an alarm, which nobody is to read here. */
  @BeforeAll
  static void hush() {
    ((Logger) LoggerFactory.getLogger(Alarms.class)).setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    ((Logger) LoggerFactory.getLogger(Alarms.class)).setLevel(null);
  }

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoDamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(intent(byCard(), "SUCCEEDED")),
            bytes(intent(byCard(), "REQUIRES_CAPTURE")),
            bytes(intent(byCard(), "CANCELLED")),
            bytes(intent(byCard(), "REQUIRES_PAYMENT_METHOD")),
            bytes(failed(byCard(), "issuer_declined", "51")),
            bytes(challenged(byCard(), "https://issuer.example/acs")),
            bytes(page(false, intent(byCard(), "SUCCEEDED"))),
            bytes(refused("issuer_declined")),
            bytes(refused("duplicate_request")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answered(payloads);
      judge(replies.toQuery(answer, INTENT_ID), answer);
      assertThat(replies.toQuery(answer, INTENT_ID)).isNotInstanceOf(NotSent.class);
      replies.toConfirm(answer, INTENT_ID).ifPresent(outcome -> judge(outcome, answer));
      replies.toCancel(answer, INTENT_ID).ifPresent(outcome -> judge(outcome, answer));
      replies.toResumption(answer, INTENT_ID).ifPresent(outcome -> judge(outcome, answer));
      switch (replies.toCreate(answer)) {
        case Made.Waiting(var id) -> {
          assertOurs(answer);
          assertThat(AirwallexRequests.isId(id)).isTrue();
        }
        case Made.Over(var outcome) -> judge(outcome, answer);
        case Made.Before _ -> assertThat(answer.isSuccess()).isFalse();
      }
      if (replies.toLookup(answer) instanceof Sought.Found(var id)) {
        assertThat(new String(answer.body(), UTF_8))
            .as(said(answer))
            .contains(attempt(byCard()).toString())
            .contains(id);
      }
    }
  }

  @Test
  void doesNoOperationByADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(refund("SETTLED", 500)),
            bytes(refund("RECEIVED", 500)),
            bytes(page(false, refund("SETTLED", 500))),
            bytes(captured(held(), 500)),
            bytes(intent(held(), "CANCELLED")),
            bytes(refused("invalid_status_for_operation")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answered(payloads);
      for (var outcome :
          List.of(operations.toRefund(answer).outcome(), operations.toRefundQuery(answer))) {
        if (outcome instanceof Done) {
          assertRefund(tree(answer.body()), answer);
        }
      }
      if (operations.toRefundList(answer) instanceof Done) {
        assertThat(tree(answer.body()).path("items").valueStream())
            .as(said(answer))
            .anyMatch(item -> item.path("request_id").asString("").equals(OPERATION.value()));
      }
      if (operations.toCapture(answer).outcome() instanceof Done) {
        assertOurs(answer);
        assertThat(number(tree(answer.body()), "captured_amount"))
            .as(said(answer))
            .isEqualByComparingTo("5");
      }
      if (operations.toRelease(answer).outcome() instanceof Done) {
        assertThat(tree(answer.body()).path("status").asString("")).isEqualTo("CANCELLED");
      }
      for (var question :
          List.of(
              operations.toCaptureQuery(answer),
              operations.toReleaseQuery(answer),
              operations.toRefundQuery(answer),
              operations.toRefundList(answer))) {
        assertThat(question).isNotInstanceOf(OperationOutcome.NotSent.class);
      }
    }
  }

  @Test
  void believesNoDamagedEvent() {
    var body = bytes(event("payment_intent.succeeded", intent(byCard(), "SUCCEEDED")));
    var time = Long.toString(NOW.toEpochMilli());
    var good = signature(time, body, WEBHOOK);
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(body);
      if (!Arrays.equals(changed, body)) {
        assertThat(channel.read(callback(changed, time, good), account()))
            .as("seed %d, %s", seed, new String(changed, UTF_8))
            .isInstanceOf(Refused.class);
      }
      var code = new String(damaged(good.getBytes(UTF_8)), UTF_8);
      if (!code.equals(good)) {
        assertThat(channel.read(callback(body, time, code), account()))
            .as("seed %d, %s", seed, code)
            .isInstanceOf(Refused.class);
      }
    }
  }

  /** Whatever Airwallex may sign is read without failing. */
  @Test
  void readsAnyEventWithoutFailing() {
    var payloads =
        List.of(
            bytes(event("payment_intent.succeeded", intent(byCard(), "SUCCEEDED"))),
            bytes(event("refund.settled", refund("SETTLED", 500))));
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(payloads.get(dice.nextInt(payloads.size())));
      var object = tree(changed).at("/data/object");
      switch (channel.read(signed(changed, NOW, WEBHOOK), account())) {
        case Verified(var requestId, var amount, Approved _) -> {
          assertThat(object.path("merchant_order_id").asString("")).isEqualTo(requestId.toString());
          assertThat(object.path("status").asString("")).isEqualTo("SUCCEEDED");
          assertThat(number(object, "amount")).isEqualByComparingTo(AirwallexAmounts.of(amount));
        }
        case VerifiedOperation(var id, var amount, Done _) -> {
          assertThat(object.path("request_id").asString("")).isEqualTo(id.value());
          assertThat(object.path("status").asString("")).isEqualTo("SETTLED");
          assertThat(number(object, "amount").movePointRight(2))
              .isEqualByComparingTo(BigDecimal.valueOf(amount.minorUnits()));
        }
        default -> {}
      }
    }
  }

  private void judge(ChannelOutcome outcome, Answered answer) {
    var expected =
        switch (outcome) {
          case Approved _ -> "SUCCEEDED";
          case Authorized _ -> "REQUIRES_CAPTURE";
          case Closed _ -> "CANCELLED";
          default -> null;
        };
    if (expected != null) {
      assertOurs(answer);
      assertThat(tree(answer.body()).path("status").asString(""))
          .as(said(answer))
          .isEqualTo(expected);
    }
  }

  private void assertOurs(Answered answer) {
    var tree = tree(answer.body());
    assertThat(answer.isSuccess()).as(said(answer)).isTrue();
    assertThat(tree.path("merchant_order_id").asString(""))
        .as(said(answer))
        .isEqualTo(attempt(byCard()).toString());
    assertThat(number(tree, "amount")).as(said(answer)).isEqualByComparingTo("12.99");
    assertThat(tree.path("currency").asString("")).as(said(answer)).isEqualTo("USD");
  }

  private void assertRefund(JsonNode tree, Answered answer) {
    assertThat(tree.path("request_id").asString("")).as(said(answer)).isEqualTo(OPERATION.value());
    assertThat(tree.path("payment_intent_id").asString("")).isEqualTo(INTENT_ID);
    assertThat(number(tree, "amount")).as(said(answer)).isEqualByComparingTo("5");
    assertThat(tree.path("currency").asString("")).isEqualTo("USD");
    assertThat(tree.path("status").asString("")).isEqualTo("SETTLED");
  }

  private Answered answered(List<byte[]> payloads) {
    var body = damaged(payloads.get(dice.nextInt(payloads.size())));
    return new Answered(new int[] {200, 201, 400, 401, 404, 409, 429, 500}[dice.nextInt(8)], body);
  }

  private String said(Answered answer) {
    return "seed " + seed + ", HTTP " + answer.status() + " " + new String(answer.body(), UTF_8);
  }

  private static BigDecimal number(JsonNode tree, String name) {
    return tree.path(name).isNumber() ? tree.path(name).decimalValue() : BigDecimal.ONE.negate();
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(body);
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  /** One to three of: a flipped bit, a cut, a part left out, doubled or replaced by a fragment. */
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
                joined(
                    body, from, FRAGMENTS.get(dice.nextInt(FRAGMENTS.size())).getBytes(UTF_8), to);
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
