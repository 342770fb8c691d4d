package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.AGREEMENT;
import static io.tollgate.channels.antom.AntomFixtures.JSON;
import static io.tollgate.channels.antom.AntomFixtures.OPERATION;
import static io.tollgate.channels.antom.AntomFixtures.REFUND_ID;
import static io.tollgate.channels.antom.AntomFixtures.account;
import static io.tollgate.channels.antom.AntomFixtures.amount;
import static io.tollgate.channels.antom.AntomFixtures.asked;
import static io.tollgate.channels.antom.AntomFixtures.attempt;
import static io.tollgate.channels.antom.AntomFixtures.bytes;
import static io.tollgate.channels.antom.AntomFixtures.callback;
import static io.tollgate.channels.antom.AntomFixtures.heldOrder;
import static io.tollgate.channels.antom.AntomFixtures.operation;
import static io.tollgate.channels.antom.AntomFixtures.order;
import static io.tollgate.channels.antom.AntomFixtures.paid;
import static io.tollgate.channels.antom.AntomFixtures.result;
import static io.tollgate.channels.antom.AntomFixtures.signature;
import static io.tollgate.channels.antom.AntomFixtures.signedCallback;
import static io.tollgate.channels.antom.AntomFixtures.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.StatementUnavailable;
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

/**
 * Damages payloads at random, answers as if Antom had signed them so; a failure prints the seed and
 * the payload.
 */
class AntomMutationTest {

  private static final int ROUNDS = 2_000;

  /** Each costs a signature. */
  private static final int SIGNED_ROUNDS = 500;

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
          "\\",
          "1e999",
          "1299",
          "\"S\"",
          "\"U\"",
          "\"SUCCESS\"",
          "\\u0000",
          "{\"a\":{}}",
          "[null]",
          "PHP");

  private static final List<String> SIGNATURES =
      notifications().stream().map(it -> signature(bytes(it))).toList();

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final AntomChannel antom = new AntomChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNothingThatDoesNotStillSayAllOfIt() {
    var replies = new AntomReplies(attempt(order()), order(), account(), alarms);
    var payloads =
        List.of(
            bytes(paid(order(), "S", "SUCCESS")),
            bytes(paid(order(), "U", "PAYMENT_IN_PROCESS").put("normalUrl", "https://a.b/c")),
            bytes(asked(order(), "SUCCESS")),
            bytes(result("F", "RISK_REJECT")));

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var answer = new AntomAnswer.Signed(body);
      assertThat(replies.toCancel(answer)).as(said(body)).isNotNull();
      for (var outcome : List.of(replies.toPay(answer), replies.toInquiry(answer))) {
        assertThat(outcome).as(said(body)).isNotInstanceOf(NotSent.class);
        if (outcome instanceof Approved) {
          var root = tree(body);
          assertThat(root.path("paymentRequestId").asString(""))
              .as(said(body))
              .isEqualTo(attempt(order()).toString());
          assertAmount(root.path("paymentAmount"), "1299", body);
          assertThat(root.at("/result/resultStatus").asString("")).as(said(body)).isEqualTo("S");
        }
      }
    }
  }

  @Test
  void doesNoOperationThatIsNotStillTheOperations() {
    var replies = new AntomOperationReplies(operation(heldOrder(), 500), account(), alarms);
    var payloads =
        List.of(
            bytes(transaction(asked(heldOrder(), "SUCCESS"), "CAPTURE", "SUCCESS", "500")),
            bytes(asked(heldOrder(), "CANCELLED")),
            bytes(refund().put("refundStatus", "SUCCESS")),
            bytes(result("F", "REFUND_NOT_EXIST")));

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var answer = new AntomAnswer.Signed(body);
      var root = tree(body);
      if (replies.toCaptureQuery(answer) instanceof Done) {
        var capture = root.path("transactions").findValue("transactionAmount");
        assertAmount(capture == null ? MissingNode.getInstance() : capture, "500", body);
        assertThat(root.toString()).as(said(body)).contains(OPERATION.value());
      }
      for (var outcome : List.of(replies.toRefund(answer), replies.toRefundQuery(answer))) {
        if (outcome instanceof Done) {
          assertThat(root.path("refundRequestId").asString(""))
              .as(said(body))
              .isEqualTo(OPERATION.value());
          assertAmount(root.path("refundAmount"), "500", body);
        }
      }
      if (replies.toReleaseQuery(answer) instanceof Done) {
        assertThat(root.path("paymentStatus").asString("")).as(said(body)).isEqualTo("CANCELLED");
      }
      assertThat(replies.toRefundQuery(answer))
          .as(said(body))
          .isNotInstanceOf(OperationOutcome.NotSent.class);
      assertThat(replies.toCapture(answer)).as(said(body)).isNotNull();
    }
  }

  @Test
  void believesInNoAgreementThatAnAnswerDoesNotSay() {
    var replies = new AntomAgreementReplies(AGREEMENT, account(), alarms);
    var payloads =
        List.of(
            bytes(result("S", "SUCCESS").put("accessToken", "2810111301lGzcM9")),
            bytes(result("S", "SUCCESS").put("normalUrl", "https://wallet.example/agree")),
            bytes(result("F", "EXPIRED_CODE")));

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var answer = new AntomAnswer.Signed(body);
      assertThat(replies.toConsult(answer)).as(said(body)).isNotNull();
      assertThat(replies.toRevoke(answer)).as(said(body)).isNotNull();
      if (replies.toToken(answer, "code-1") instanceof Active(var token, _)) {
        assertThat(tree(body).path("accessToken").asString("")).as(said(body)).isEqualTo(token);
        assertThat(tree(body).at("/result/resultStatus").asString("")).isEqualTo("S");
      }
    }
  }

  @Test
  void verifiesNoDamagedCallback() {
    var bodies = notifications().stream().map(AntomFixtures::bytes).toList();
    for (int round = 0; round < ROUNDS; round++) {
      var body = bodies.get(dice.nextInt(bodies.size()));
      var changed = damaged(body);
      if (!Arrays.equals(changed, body)) {
        assertThat(antom.read(callback(changed, SIGNATURES.get(bodies.indexOf(body))), account()))
            .as(said(changed))
            .isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void readsAnyCallbackThatAntomMightSign() {
    var bodies = notifications().stream().map(AntomFixtures::bytes).toList();
    for (int round = 0; round < SIGNED_ROUNDS; round++) {
      var changed = damaged(bodies.get(dice.nextInt(bodies.size())));
      var root = tree(changed);
      switch (antom.read(signedCallback(changed), account())) {
        case Verified(var id, var amount, Approved _) -> {
          assertThat(root.path("paymentRequestId").asString(""))
              .as(said(changed))
              .isEqualTo(id.toString());
          assertThat(root.at("/paymentAmount/value").asString(""))
              .as(said(changed))
              .isEqualTo(Long.toString(amount.minorUnits()));
          assertThat(root.path("notifyType").asString("")).isEqualTo("PAYMENT_RESULT");
        }
        case VerifiedOperation(var id, _, Done _) ->
            assertThat(root.toString()).as(said(changed)).contains(id.value());
        default -> {}
      }
    }
  }

  @Test
  void readsAnySettlementWithoutFailingOtherwiseThanAsUnavailable() {
    var file = AntomSettlementRowsTest.FILE.getBytes(StandardCharsets.UTF_8);
    var rows = new AntomSettlementRows(account(), alarms);
    for (int round = 0; round < ROUNDS / 2; round++) {
      var changed = damaged(file);
      try {
        assertThat(rows.read(changed)).as(said(changed)).hasSizeLessThanOrEqualTo(4);
      } catch (StatementUnavailable expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  private static List<ObjectNode> notifications() {
    return List.of(
        paid(order(), "S", "SUCCESS")
            .put("notifyType", "PAYMENT_RESULT")
            .put("paymentMethodType", "GCASH"),
        refund().put("notifyType", "REFUND_RESULT").put("refundStatus", "SUCCESS"),
        result("S", "SUCCESS")
            .put("authorizationNotifyType", "TOKEN_CREATED")
            .put("authState", AGREEMENT.value())
            .put("accessToken", "2810111301lGzcM9"));
  }

  private static ObjectNode refund() {
    var refund =
        result("S", "SUCCESS").put("refundRequestId", OPERATION.value()).put("refundId", REFUND_ID);
    amount(refund, "refundAmount", "500");
    return refund;
  }

  private void assertAmount(JsonNode amount, String value, byte[] body) {
    assertThat(amount.path("value").asString("")).as(said(body)).isEqualTo(value);
    assertThat(amount.path("currency").asString("")).as(said(body)).isEqualTo("PHP");
  }

  private String said(byte[] body) {
    return "seed " + seed + ", " + new String(body, StandardCharsets.UTF_8);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  /** One to three of: a flipped bit, a cut, a part left out, doubled, or replaced. */
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
            default -> joined(body, from, fragment(), to);
          };
    }
    return body;
  }

  private byte[] fragment() {
    return FRAGMENTS.get(dice.nextInt(FRAGMENTS.size())).getBytes(StandardCharsets.UTF_8);
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
