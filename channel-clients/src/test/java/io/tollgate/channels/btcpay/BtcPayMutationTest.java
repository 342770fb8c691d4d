package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.INVOICE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.JSON;
import static io.tollgate.channels.btcpay.BtcPayFixtures.PART;
import static io.tollgate.channels.btcpay.BtcPayFixtures.STORE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.WEBHOOK_SECRET;
import static io.tollgate.channels.btcpay.BtcPayFixtures.account;
import static io.tollgate.channels.btcpay.BtcPayFixtures.attempt;
import static io.tollgate.channels.btcpay.BtcPayFixtures.callback;
import static io.tollgate.channels.btcpay.BtcPayFixtures.invoice;
import static io.tollgate.channels.btcpay.BtcPayFixtures.list;
import static io.tollgate.channels.btcpay.BtcPayFixtures.operation;
import static io.tollgate.channels.btcpay.BtcPayFixtures.order;
import static io.tollgate.channels.btcpay.BtcPayFixtures.payout;
import static io.tollgate.channels.btcpay.BtcPayFixtures.problem;
import static io.tollgate.channels.btcpay.BtcPayFixtures.pullPayment;
import static io.tollgate.channels.btcpay.BtcPayFixtures.recordedText;
import static io.tollgate.channels.btcpay.BtcPayFixtures.signature;
import static io.tollgate.channels.btcpay.BtcPayFixtures.unpaid;
import static io.tollgate.channels.btcpay.BtcPayFixtures.wrongField;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.btcpay.BtcPayRefundReplies.Look;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import java.math.BigDecimal;
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

/** Damages recorded payloads at random; a failure prints the seed and the payload. */
class BtcPayMutationTest {

  private static final int ROUNDS = 3_000;
  private static final int[] STATUSES = {200, 200, 200, 400, 401, 404, 422, 500};
  private static final List<String> FRAGMENTS =
      List.of(
          "null",
          "{",
          "]",
          "\"",
          ",",
          ":",
          "-",
          "1e999",
          "99999999999999999999",
          "12.5",
          "true",
          "\"Settled\"",
          "\"Completed\"",
          "\"0\"",
          "\\u0000",
          "{\"a\":[]}",
          "é");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final BtcPayReplies replies =
      new BtcPayReplies(attempt(order()), order(), account(), edges.alarms(account().id()));
  private final BtcPayRefundReplies refunds =
      new BtcPayRefundReplies(operation(INVOICE, PART), edges.alarms(account().id()));
  private final BtcPayChannel channel = new BtcPayChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoDamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            invoice("Settled", "None").toString(),
            unpaid("New").toString(),
            list(unpaid("Expired"), invoice("Settled", "PaidOver")).toString(),
            problem("generic-error"),
            wrongField("amount"));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      var said = said(answer);
      for (var outcome :
          List.of(replies.toCreate(answer), replies.toRetrieve(answer), replies.toLookup(answer))) {
        assertThat(outcome).as(said).isNotInstanceOf(NotSent.class);
        if (outcome instanceof Approved) {
          assertSaysSettled(answer);
        }
      }
      assertThat(replies.toClose(answer)).as(said).isNotNull();
      assertThat(replies.toFirstLook(answer)).as(said).isNotNull();
    }
  }

  @Test
  void givesNothingBackByADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var made = pullPayment();
    var payloads =
        List.of(
            made.toString(),
            list(pullPayment().put("name", "Refund op_2"), made).toString(),
            problem("non-refundable"));
    var claims =
        List.of(list(payout("Completed")).toString(), list(payout("Cancelled")).toString());
    var refund = BtcPayPullPayment.read(made.toString().getBytes(UTF_8)).orElseThrow();

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var look :
          List.of(
              refunds.toFirstLook(answer), refunds.toLookup(answer), refunds.toRetrieve(answer))) {
        if (look instanceof Look.Found) {
          assertSaysRefund(answer);
        }
      }
      if (refunds.toRefund(answer) instanceof Pending) {
        assertSaysRefund(answer);
      }
      var claimed = answer(claims);
      if (refunds.toPayouts(claimed, refund) instanceof Done) {
        assertThat(tree(claimed.body()).toString())
            .as(said(claimed))
            .contains("\"Completed\"", BtcPayFixtures.REFUND, "\"EUR\"");
        assertThat(claimed.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void readsAnyListOfMethodsWithoutFailing() {
    var methods = List.of(recordedText("payment-methods.json"));

    for (int round = 0; round < ROUNDS / 5; round++) {
      var answer = answer(methods);
      assertThat(replies.toPaymentMethods(answer, "BTC-CHAIN")).as(said(answer)).isNotNull();
    }
  }

  @Test
  void verifiesNoDamagedCallback() {
    var body = recordedText("webhook-settled.json").getBytes(UTF_8);
    var good = signature(body, WEBHOOK_SECRET);

    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(body);
      var header = new String(damaged(good.getBytes(UTF_8)), UTF_8);
      if (!Arrays.equals(changed, body)) {
        assertThat(channel.read(callback(changed, good), account()))
            .as("seed %d, %s", seed, new String(changed, UTF_8))
            .isInstanceOf(Refused.class);
      }
      if (!header.equals(good)) {
        assertThat(channel.read(callback(body, header), account()))
            .as("seed %d, %s", seed, header)
            .isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void readsAnyEventThatMightBeSignedWithoutFailing() {
    var body = recordedText("webhook-settled.json").getBytes(UTF_8);

    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(body);
      var event = callback(changed, signature(changed, WEBHOOK_SECRET));
      if (channel.read(event, account()) instanceof Hint(var attempt)) {
        var said = tree(changed);
        assertThat(said.at("/metadata/orderId").asString("")).isEqualTo(attempt.toString());
        assertThat(said.path("storeId").asString("")).isEqualTo(STORE);
      }
    }
  }

  private void assertSaysSettled(Answered answer) {
    var root = tree(answer.body());
    var isSaid = false;
    for (var invoice : root.isArray() ? root : JSON.createArrayNode().add(root)) {
      isSaid |=
          invoice.path("status").asString("").equals("Settled")
              && isNumber(invoice.path("amount").asString(""), "12.99")
              && invoice.path("currency").asString("").equals("EUR")
              && invoice.path("storeId").asString("").equals(STORE)
              && invoice.at("/metadata/orderId").asString("").equals(attempt(order()).toString());
    }
    assertThat(isSaid).as(said(answer)).isTrue();
    assertThat(answer.status()).isEqualTo(200);
  }

  private void assertSaysRefund(Answered answer) {
    var root = tree(answer.body());
    var isSaid = false;
    for (var refund : root.isArray() ? root : JSON.createArrayNode().add(root)) {
      isSaid |=
          refund.path("name").asString("").equals("Refund op_1")
              && isNumber(refund.path("amount").asString(""), "5")
              && refund.path("currency").asString("").equals("EUR");
    }
    assertThat(isSaid).as(said(answer)).isTrue();
    assertThat(answer.status()).isEqualTo(200);
  }

  private static boolean isNumber(String text, String number) {
    return text.matches("[0-9.]+") && new BigDecimal(text).compareTo(new BigDecimal(number)) == 0;
  }

  private Answered answer(List<String> payloads) {
    var body = damaged(payloads.get(dice.nextInt(payloads.size())).getBytes(UTF_8));
    return new Answered(STATUSES[dice.nextInt(STATUSES.length)], body);
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

  /** One to three of: a flipped bit, a cut end, a part cut out, doubled, or replaced. */
  private byte[] damaged(byte[] original) {
    var body = original;
    for (int times = dice.nextInt(1, 4); times > 0 && body.length > 1; times--) {
      int from = dice.nextInt(body.length);
      int to = Math.min(body.length, from + dice.nextInt(1, 12));
      body =
          switch (dice.nextInt(5)) {
            case 0 -> flipped(body, from);
            case 1 -> Arrays.copyOf(body, from);
            case 2 -> joined(body, from, "", to);
            case 3 -> joined(body, to, new String(body, from, to - from, UTF_8), to);
            default -> joined(body, from, FRAGMENTS.get(dice.nextInt(FRAGMENTS.size())), to);
          };
    }
    return body;
  }

  private byte[] flipped(byte[] body, int at) {
    var changed = body.clone();
    changed[at] ^= (byte) (1 << dice.nextInt(8));
    return changed;
  }

  private static byte[] joined(byte[] body, int head, String middle, int tail) {
    var inserted = middle.getBytes(UTF_8);
    var out = Arrays.copyOf(body, head + inserted.length + body.length - tail);
    System.arraycopy(inserted, 0, out, head, inserted.length);
    System.arraycopy(body, tail, out, head + inserted.length, body.length - tail);
    return out;
  }
}
