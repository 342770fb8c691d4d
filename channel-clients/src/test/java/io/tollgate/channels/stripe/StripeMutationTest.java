package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.JSON;
import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.bytes;
import static io.tollgate.channels.stripe.StripeFixtures.callback;
import static io.tollgate.channels.stripe.StripeFixtures.error;
import static io.tollgate.channels.stripe.StripeFixtures.intent;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.recorded;
import static io.tollgate.channels.stripe.StripeFixtures.signature;
import static io.tollgate.channels.stripe.StripeFixtures.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import java.io.ByteArrayOutputStream;
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

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final StripeReplies replies =
      new StripeReplies(attempt(order()), order(), account(), edges.alarms(account().id()));
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
      assertThat(replies.toLookup(answer)).isNotNull();
    }
  }

  @Test
  void verifiesNoDamagedCallback() {
    var body = bytes(recorded("event-succeeded.json"));
    var signature = signature(body, StripeFixtures.WEBHOOK_SECRET, StripeFixtures.NOW);

    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(body);
      if (!Arrays.equals(changed, body)) {
        assertThat(channel.read(callback(changed, signature), account()))
            .as("seed %d, %s", seed, new String(changed))
            .isInstanceOf(Refused.class);
      }
      var header = new String(damaged(signature.getBytes()));
      if (!header.equals(signature)
          && channel.read(callback(body, header), account()) instanceof Verified) {
        assertThat(header)
            .as("seed %d", seed)
            .contains(signature.substring(signature.indexOf("v1=")));
      }
    }
  }

  @Test
  void readsAnyEventThatStripeMightSignWithoutFailing() {
    var body = bytes(recorded("event-succeeded.json"));

    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(body);
      if (channel.read(signed(changed), account()) instanceof Verified verified
          && verified.outcome() instanceof Approved) {
        assertThat(tree(changed).at("/data/object/status").asString(""))
            .as("seed %d, %s", seed, new String(changed))
            .isEqualTo("succeeded");
      }
    }
  }

  private void judge(ChannelOutcome outcome, Answered answer) {
    var said = "seed " + seed + ", HTTP " + answer.status() + " " + new String(answer.body());
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
