package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackFixtures.EMAIL;
import static io.tollgate.channels.paystack.PaystackFixtures.JSON;
import static io.tollgate.channels.paystack.PaystackFixtures.OPERATION;
import static io.tollgate.channels.paystack.PaystackFixtures.PART;
import static io.tollgate.channels.paystack.PaystackFixtures.account;
import static io.tollgate.channels.paystack.PaystackFixtures.agreement;
import static io.tollgate.channels.paystack.PaystackFixtures.attempt;
import static io.tollgate.channels.paystack.PaystackFixtures.bytes;
import static io.tollgate.channels.paystack.PaystackFixtures.callback;
import static io.tollgate.channels.paystack.PaystackFixtures.data;
import static io.tollgate.channels.paystack.PaystackFixtures.error;
import static io.tollgate.channels.paystack.PaystackFixtures.event;
import static io.tollgate.channels.paystack.PaystackFixtures.notFound;
import static io.tollgate.channels.paystack.PaystackFixtures.operation;
import static io.tollgate.channels.paystack.PaystackFixtures.order;
import static io.tollgate.channels.paystack.PaystackFixtures.recorded;
import static io.tollgate.channels.paystack.PaystackFixtures.recordedText;
import static io.tollgate.channels.paystack.PaystackFixtures.reference;
import static io.tollgate.channels.paystack.PaystackFixtures.signature;
import static io.tollgate.channels.paystack.PaystackFixtures.signed;
import static io.tollgate.channels.paystack.PaystackFixtures.transaction;
import static io.tollgate.channels.paystack.PaystackFixtures.underWay;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.Operation;
import io.tollgate.channels.paystack.PaystackAgreementReplies.Read;
import io.tollgate.channels.paystack.PaystackReplies.Said;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.StatementUnavailable;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Damages recorded payloads at random; a failure prints the seed and the payload. */
class PaystackMutationTest {

  private static final int ROUNDS = 2_000;
  private static final int[] STATUSES = {200, 200, 400, 401, 404, 429, 500};
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
          "\"success\"",
          "true",
          "false",
          "\\u0000",
          "\"processed\"",
          "{\"a\":{}}",
          "USD",
          "\"250000\"");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final PaystackReplies replies =
      new PaystackReplies(attempt(order()), order(), account(), edges.alarms(account().id()));
  private final PaystackRefundReplies refunds =
      new PaystackRefundReplies(operation(order(), PART), account(), edges.alarms(account().id()));
  private final PaystackAgreementReplies agreements =
      new PaystackAgreementReplies(agreement("direct_debit", "ref1"), edges.alarms(account().id()));
  private final PaystackChannel channel = new PaystackChannel(edges, Clock.systemUTC());

  /** Thousands of alarms are raised here on purpose. */
  @BeforeEach
  void hush() {
    ((Logger) LoggerFactory.getLogger(Alarms.class)).setLevel(Level.OFF);
  }

  @AfterEach
  void close() {
    ((Logger) LoggerFactory.getLogger(Alarms.class)).setLevel(null);
    edges.close();
  }

  @Test
  void endsNoAttemptByADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(transaction("success")),
            bytes(transaction("failed")),
            bytes(transaction("abandoned")),
            bytes(underWay("send_otp")),
            bytes(recorded("initialized.json")),
            bytes(notFound()),
            bytes(error("validation_error", "invalid_params")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      judge(outcome(replies.toCharge(answer)), answer, true);
      judge(outcome(replies.toInitialize(answer)), answer, true);
      judge(replies.toVerify(answer), answer, false);
      judge(replies.toClose(answer), answer, false);
    }
  }

  @Test
  void refundsNothingByADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(recorded("refund-created.json")),
            bytes(recorded("refund-fetched.json")),
            bytes(error("validation_error", "invalid_params")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var outcome : List.of(refunds.toRefund(answer), refunds.toFetch(answer))) {
        if (outcome instanceof Done) {
          var said = said(answer);
          var refund = tree(answer.body()).path("data");
          assertThat(refund.path("status").asString("")).as(said).isEqualTo("processed");
          assertThat(refund.path("amount").asString("")).as(said).isEqualTo("50000");
          assertThat(refund.path("currency").asString("")).as(said).isEqualTo("NGN");
          assertThat(refund.path("merchant_note").asString(""))
              .as(said)
              .isEqualTo("tollgate " + OPERATION);
        }
      }
    }
  }

  @Test
  void believesInNoMandateThatADamagedAnswerDoesNotStillSay() {
    var payloads = List.of(bytes(recorded("mandate-verified.json")), bytes(error(null, null)));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      if (agreements.toVerify(answer) instanceof Read.Mandate(var code, var email, var active)
          && active) {
        var said = said(answer);
        var mandate = tree(answer.body()).path("data");
        assertThat(mandate.path("active").booleanValue()).as(said).isTrue();
        assertThat(email).as(said).isEqualToIgnoringCase(EMAIL);
        assertThat(code).as(said).matches("[A-Za-z0-9._=-]+");
      }
      assertThat(agreements.toInitialize(answer)).isNotNull();
      assertThat(agreements.toDeactivate(answer)).isNotNull();
    }
  }

  @Test
  void verifiesNoDamagedCallback() {
    var events = events();
    for (int round = 0; round < ROUNDS; round++) {
      var body = events.get(dice.nextInt(events.size()));
      var signature = signature(body);
      var changed = damaged(body);
      if (!Arrays.equals(changed, body)) {
        assertThat(channel.read(callback(changed, signature), account()))
            .as("seed %d, %s", seed, new String(changed, UTF_8))
            .isInstanceOf(Refused.class);
      }
      var header = new String(damaged(signature.getBytes(UTF_8)), UTF_8);
      if (!header.equals(signature)) {
        assertThat(channel.read(callback(body, header), account()))
            .as("seed %d, %s", seed, header)
            .isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void readsAnyEventThatPaystackMightSignWithoutFailing() {
    var events = events();
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(events.get(dice.nextInt(events.size())));
      if (channel.read(signed(changed), account()) instanceof Verified verified
          && verified.outcome() instanceof Approved) {
        assertThat(tree(changed).at("/data/status").asString(""))
            .as("seed %d, %s", seed, new String(changed, UTF_8))
            .isIn("success", "reversed");
        assertThat(tree(changed).at("/data/amount").asLong(0))
            .isEqualTo(verified.amount().minorUnits());
      }
    }
  }

  @Test
  void readsAnyStatementWithoutFailingOtherwiseThanAsUnavailable() {
    var file = recordedText("export.csv").getBytes(UTF_8);
    var settlements = recorded("settlements.json").toString().getBytes(UTF_8);
    var export = export();
    for (int round = 0; round < ROUNDS; round++) {
      try {
        assertThat(export.read(damaged(file))).hasSizeLessThanOrEqualTo(4);
      } catch (StatementUnavailable expected) {
        assertThat(expected.later()).isFalse();
      }
      var answer = new Answered(200, damaged(settlements));
      var page =
          PaystackAnswer.accepted(answer)
              .flatMap(said -> PaystackPage.of(said, PaystackSettlement.class));
      page.ifPresent(read -> read.items().forEach(item -> assertThat(item.day()).isNotNull()));
    }
  }

  /** The reader of files alone: nothing is asked for. */
  private PaystackExport export() {
    var exports = new PaystackExport[1];
    edges
        .run(
            account(),
            Operation.QUERY,
            attempt(order()),
            edge -> {
              exports[0] = new PaystackExport(1, account(), edge);
              return Mono.just(new Absent());
            })
        .block();
    return exports[0];
  }

  private static List<byte[]> events() {
    return List.of(
        bytes(event("charge.success", data(transaction("success")))),
        bytes(recorded("event-refund.json")));
  }

  private Answered answer(List<byte[]> payloads) {
    var body = damaged(payloads.get(dice.nextInt(payloads.size())));
    return new Answered(STATUSES[dice.nextInt(STATUSES.length)], body);
  }

  private String said(Answered answer) {
    return "seed " + seed + ", HTTP " + answer.status() + " " + new String(answer.body(), UTF_8);
  }

  private void judge(ChannelOutcome outcome, Answered answer, boolean isRequest) {
    var said = said(answer);
    var root = tree(answer.body());
    switch (outcome) {
      case Approved _ -> {
        assertAllOf(root, said);
        assertThat(root.at("/data/status").asString("")).as(said).isIn("success", "reversed");
      }
      case Closed _ -> {
        assertAllOf(root, said);
        assertThat(root.at("/data/status").asString("")).as(said).isEqualTo("abandoned");
      }
      case Declined(_, var reference) -> {
        if (reference == null) {
          assertThat(isRequest && root.path("status").asString("").equals("false"))
              .as(said)
              .isTrue();
        } else {
          assertAllOf(root, said);
        }
      }
      case NotSent _ -> assertThat(isRequest && answer.status() == 429).as(said).isTrue();
      case Absent _ -> assertThat(root.path("status").asString("")).as(said).isEqualTo("false");
      default -> assertThat(outcome).isNotNull();
    }
  }

  private static void assertAllOf(JsonNode root, String said) {
    assertThat(root.at("/data/reference").asString("")).as(said).isEqualTo(reference());
    assertThat(root.at("/data/amount").asLong(0)).as(said).isEqualTo(250_000);
    assertThat(root.at("/data/currency").asString("")).as(said).isEqualTo("NGN");
  }

  private static ChannelOutcome outcome(Said said) {
    return switch (said) {
      case Said.Firm(var outcome) -> outcome;
      case Said.Doubtful(var outcome) -> outcome;
    };
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
