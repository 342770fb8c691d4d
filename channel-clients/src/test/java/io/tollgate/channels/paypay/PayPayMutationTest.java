package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayFixtures.AGREEMENT;
import static io.tollgate.channels.paypay.PayPayFixtures.JSON;
import static io.tollgate.channels.paypay.PayPayFixtures.NOW;
import static io.tollgate.channels.paypay.PayPayFixtures.OPERATION;
import static io.tollgate.channels.paypay.PayPayFixtures.PAYMENT_ID;
import static io.tollgate.channels.paypay.PayPayFixtures.TOKEN;
import static io.tollgate.channels.paypay.PayPayFixtures.account;
import static io.tollgate.channels.paypay.PayPayFixtures.answer;
import static io.tollgate.channels.paypay.PayPayFixtures.attempt;
import static io.tollgate.channels.paypay.PayPayFixtures.authorization;
import static io.tollgate.channels.paypay.PayPayFixtures.byCode;
import static io.tollgate.channels.paypay.PayPayFixtures.byToken;
import static io.tollgate.channels.paypay.PayPayFixtures.bytes;
import static io.tollgate.channels.paypay.PayPayFixtures.callback;
import static io.tollgate.channels.paypay.PayPayFixtures.captured;
import static io.tollgate.channels.paypay.PayPayFixtures.claims;
import static io.tollgate.channels.paypay.PayPayFixtures.code;
import static io.tollgate.channels.paypay.PayPayFixtures.coming;
import static io.tollgate.channels.paypay.PayPayFixtures.held;
import static io.tollgate.channels.paypay.PayPayFixtures.operation;
import static io.tollgate.channels.paypay.PayPayFixtures.payment;
import static io.tollgate.channels.paypay.PayPayFixtures.refund;
import static io.tollgate.channels.paypay.PayPayFixtures.refused;
import static io.tollgate.channels.paypay.PayPayFixtures.reverted;
import static io.tollgate.channels.paypay.PayPayFixtures.success;
import static io.tollgate.channels.paypay.PayPayFixtures.token;
import static io.tollgate.channels.paypay.PayPayFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypay.PayPayConsent.Reading;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.payment.Order;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Damages payloads at random; a failure prints the seed and the payload. */
class PayPayMutationTest {

  private static final int ROUNDS = 3_000;
  private static final Order HELD = held(TOKEN);
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
          "\"COMPLETED\"",
          "true",
          "\\u0000",
          "\"SUCCESS\"",
          "{\"a\":{}}",
          "JPY",
          "op_2");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final PayPayReplies charges =
      new PayPayReplies(attempt(byToken()), byToken(), null, alarms);
  private final PayPayReplies codes = new PayPayReplies(attempt(byCode()), byCode(), null, alarms);
  private final PayPayOperationReplies operations =
      new PayPayOperationReplies(operation(HELD, 500), account(), alarms);
  private final PayPayAgreementReplies agreements = new PayPayAgreementReplies(AGREEMENT, alarms);
  private final PayPayConsent consent = new PayPayConsent(account(), alarms);
  private final PayPayChannel channel = new PayPayChannel(edges, Clock.systemUTC());

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
            bytes(success(payment(byToken(), "COMPLETED"))),
            bytes(success(payment(byToken(), "AUTHORIZED"))),
            bytes(success(payment(byToken(), "FAILED"))),
            bytes(answer("REQUEST_ACCEPTED", payment(byToken(), "CREATED"))),
            bytes(success(code(byCode()))),
            bytes(refused("NO_SUFFICIENT_FUND")),
            bytes(refused("TRANSACTION_FAILED")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answered(payloads);
      judge(charges.toPay(answer), answer);
      judge(charges.toQuery(answer), answer);
      charges.toDelete(answer).ifPresent(outcome -> judge(outcome, answer));
      charges.toCancel(answer).ifPresent(outcome -> judge(outcome, answer));
      if (codes.toPay(answer) instanceof NeedsAction) {
        assertSays(answer, "merchantPaymentId", attempt(byCode()).toString(), 1_299);
      }
    }
  }

  @Test
  void doesNoOperationByADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(success(refund("REFUNDED", 500))),
            bytes(success(refund("CREATED", 500))),
            bytes(success(captured(HELD, "COMPLETED", OPERATION.value(), 500))),
            bytes(success(payment(HELD, "CANCELED"))),
            bytes(success(reverted("CANCELED"))),
            bytes(refused("ALREADY_CAPTURED")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answered(payloads);
      for (var outcome :
          List.of(
              operations.toRefund(answer, PAYMENT_ID),
              operations.toRefundQuery(answer, PAYMENT_ID))) {
        if (outcome instanceof Done) {
          assertSays(answer, "merchantRefundId", OPERATION.value(), 500);
        }
      }
      var captured = operations.toCapture(answer);
      if (captured instanceof Done) {
        var capture = tree(answer.body()).at("/data/captures/data");
        assertThat(capture.toString())
            .as(said(answer))
            .contains(OPERATION.value())
            .contains("COMPLETED")
            .contains("500");
      }
      if (operations.toRelease(answer, PAYMENT_ID) instanceof Done) {
        assertThat(tree(answer.body()).at("/data/status").asString("")).isEqualTo("CANCELED");
      }
      for (var question :
          List.of(operations.toCaptureQuery(answer), operations.toReleaseQuery(answer))) {
        assertThat(question).isNotInstanceOf(OperationOutcome.NotSent.class);
      }
    }
  }

  @Test
  void believesInNoAgreementThatADamagedAnswerDoesNotStillSay() {
    var payloads =
        List.of(
            bytes(success(authorization("ACTIVE", "agr_0", "agr_1"))),
            bytes(success(authorization("INACTIVE"))),
            bytes(refused("INVALID_USER_AUTHORIZATION_ID")),
            bytes(success(JSON.createObjectNode().put("linkQRCodeURL", "https://x.example/"))));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answered(payloads);
      if (agreements.toQuery(answer, TOKEN) instanceof Active) {
        var data = tree(answer.body()).path("data");
        assertThat(data.path("status").asString("")).as(said(answer)).isEqualTo("ACTIVE");
        assertThat(data.path("userAuthorizationId").asString("")).isEqualTo(TOKEN);
        assertThat(data.path("referenceIds").toString()).contains("\"agr_1\"");
      }
      assertThat(agreements.toSession(answer)).isNotInstanceOf(Active.class);
      assertThat(agreements.toEnd(answer)).isNotNull();
      assertThat(agreements.toEndQuery(answer, TOKEN))
          .isNotInstanceOf(OperationOutcome.NotSent.class);
    }
  }

  @Test
  void believesNoDamagedToken() {
    var token = token(claims());
    for (int round = 0; round < ROUNDS; round++) {
      var changed = new String(damaged(token.getBytes(UTF_8)), UTF_8);
      if (!changed.equals(token)) {
        assertThat(consent.read(changed, NOW))
            .as("seed %d, %s", seed, changed)
            .isInstanceOf(Reading.Unproved.class);
        assertThat(channel.read(coming("responseToken=" + changed), account()))
            .as("seed %d, %s", seed, changed)
            .isInstanceOfAny(Refused.class);
      }
    }
  }

  /** Whatever PayPay may sign is read without failing. */
  @Test
  void readsAnyClaimsWithoutFailing() {
    var claims = bytes(claims());
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(claims);
      var tree = tree(changed);
      if (tree.isObject()
          && consent.read(token((tools.jackson.databind.node.ObjectNode) tree), NOW)
              instanceof Reading.Proved(var agreement, AgreementOutcome outcome)) {
        assertThat(agreement).isEqualTo(AGREEMENT);
        if (outcome instanceof Active) {
          assertThat(tree.path("result").asString("")).isEqualTo("succeeded");
        }
      }
    }
  }

  @Test
  void isNeverMoreThanAskedToAskByANotification() {
    var notification = bytes(transaction(attempt(byCode()).toString()));
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(channel.read(callback(damaged(notification)), account()))
          .isInstanceOfAny(Hint.class, Irrelevant.class, Refused.class);
    }
  }

  @Test
  void readsAnyFileWithoutFailingOtherwiseThanAsUnavailable() {
    var file =
        """
        orderId,transactionStatus,acceptedAt,amount,merchantPaymentId
        1,COMPLETED,2020-01-30T10:53:25+09:00,480,pay_1-1
        1,REFUNDED,2020-01-30T16:53:25+09:00,-480,op_1
        """
            .getBytes(UTF_8);
    var account = account(Map.of("statement-charset", "UTF-8"));
    var rows = new PayPayStatementRows(LocalDate.of(2020, 1, 30), account, alarms);

    for (int round = 0; round < ROUNDS / 4; round++) {
      try {
        assertThat(rows.read(damaged(file))).hasSizeLessThanOrEqualTo(6);
      } catch (StatementUnavailable expected) {
        assertThat(expected.later()).isFalse();
      }
    }
  }

  private void judge(ChannelOutcome outcome, Answered answer) {
    switch (outcome) {
      case Approved _ -> {
        assertSays(answer, "merchantPaymentId", attempt(byToken()).toString(), 1_299);
        assertThat(tree(answer.body()).at("/data/status").asString(""))
            .as(said(answer))
            .isIn("COMPLETED", "REFUNDED");
        assertThat(tree(answer.body()).at("/resultInfo/code").asString("")).isEqualTo("SUCCESS");
      }
      case Declined _ -> assertThat(tree(answer.body()).isObject()).as(said(answer)).isTrue();
      default -> assertThat(outcome).isNotNull();
    }
  }

  private void assertSays(Answered answer, String idName, String id, long yen) {
    var data = tree(answer.body()).path("data");
    assertThat(data.path(idName).asString("")).as(said(answer)).isEqualTo(id);
    assertThat(data.at("/amount/amount").asLong(0)).as(said(answer)).isEqualTo(yen);
    assertThat(data.at("/amount/currency").asString("")).as(said(answer)).isEqualTo("JPY");
  }

  private Answered answered(List<byte[]> payloads) {
    var body = damaged(payloads.get(dice.nextInt(payloads.size())));
    return new Answered(new int[] {200, 201, 202, 400, 401, 404, 500, 503}[dice.nextInt(8)], body);
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
