package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.AGREEMENT_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.AUTH_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.JSON;
import static io.tollgate.channels.alipay.AlipayFixtures.TRADE_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.account;
import static io.tollgate.channels.alipay.AlipayFixtures.attempt;
import static io.tollgate.channels.alipay.AlipayFixtures.callback;
import static io.tollgate.channels.alipay.AlipayFixtures.failed;
import static io.tollgate.channels.alipay.AlipayFixtures.form;
import static io.tollgate.channels.alipay.AlipayFixtures.notification;
import static io.tollgate.channels.alipay.AlipayFixtures.ok;
import static io.tollgate.channels.alipay.AlipayFixtures.operation;
import static io.tollgate.channels.alipay.AlipayFixtures.order;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static io.tollgate.channels.alipay.AlipayFixtures.signed;
import static io.tollgate.channels.alipay.AlipayFixtures.trade;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Damages answers and notifications at random; a failure prints the seed and the payload. */
class AlipayMutationTest {

  private static final int ROUNDS = 4_000;

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
          "12.5",
          "\"10000\"",
          "\"TRADE_SUCCESS\"",
          "\"SUCCESS\"",
          "\\u0000",
          "{\"a\":{}}",
          "支",
          "88.88",
          "=",
          "&");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AlipayReplies replies =
      new AlipayReplies(attempt(order()), order(), account(), edges.alarms(account().id()));
  private final AlipayOperationReplies operations =
      new AlipayOperationReplies(operation(order(), 100), account(), edges.alarms(account().id()));
  private final AlipayChannel alipay = new AlipayChannel(edges, AlipayFixtures.CLOCK);

  /**
   * An answer to one of our requests.
   *
   * @param reading what it means, the empty meaning aside
   */
  private record Payload(String method, ObjectNode node, Function<Exchange, Object> reading) {

    byte[] body() {
      return signed(method, node.toString());
    }
  }

  private final List<Payload> payloads =
      List.of(
          new Payload(AlipayRequests.PAY, trade("TRADE_SUCCESS"), told(replies::toCharge)),
          new Payload(
              AlipayRequests.PAY, failed("40004", "ACQ.PAYMENT_FAIL"), told(replies::toCharge)),
          new Payload(
              AlipayRequests.QUERY, trade("TRADE_SUCCESS"), it -> replies.toQuery(it, false)),
          new Payload(
              AlipayRequests.PRECREATE,
              ok().put("out_trade_no", out(order())).put("qr_code", "https://qr.alipay.com/x"),
              told(replies::toPrecreate)),
          new Payload(
              AlipayRequests.CANCEL,
              trade("x").put("retry_flag", "N").put("action", "refund"),
              told(replies::toCancel)),
          new Payload(
              AlipayAuthRequests.DETAIL,
              AlipayFixtures.auth(out(order()), "88.88", "SUCCESS").put("rest_amount", "88.88"),
              it -> replies.toFreezeQuery(it, false)),
          new Payload(
              AlipayAuthRequests.UNFREEZE,
              AlipayFixtures.auth("op_1Za", "1.00", "SUCCESS"),
              told(operations::toRelease)),
          new Payload(
              AlipayRequests.REFUND,
              ok().put("out_trade_no", out(order()))
                  .put("fund_change", "Y")
                  .put("refund_fee", "1.00"),
              told(operations::toRefund)),
          new Payload(
              AlipayRequests.REFUND_QUERY,
              ok().put("out_trade_no", out(order()))
                  .put("out_request_no", "op_1Za")
                  .put("refund_amount", "1.00")
                  .put("refund_status", "REFUND_SUCCESS"),
              operations::toRefundQuery));

  @AfterEach
  void close() {
    edges.close();
  }

  /** What leaves the signed node as it was, say a blank beside it, is still Alipay's. */
  @Test
  void believesNoAnswerThatWasDamaged() {
    var bodies = payloads.stream().map(Payload::body).toList();
    var meanings =
        payloads.stream().map(it -> it.reading().apply(new Answered(200, it.body()))).toList();
    for (int round = 0; round < ROUNDS; round++) {
      int at = dice.nextInt(payloads.size());
      var changed = damaged(bodies.get(at));
      var meaning = payloads.get(at).reading().apply(new Answered(200, changed));
      assertThat(isUnknown(meaning) || meaning.equals(meanings.get(at)))
          .as("seed %d, %s: %s", seed, new String(changed, UTF_8), meaning)
          .isTrue();
    }
  }

  @Test
  void readsAnyAnswerThatAlipayMightSignAndBelievesNoneThatDoesNotSayAllOfIt() {
    for (int round = 0; round < SIGNED_ROUNDS; round++) {
      var payload = payloads.get(dice.nextInt(payloads.size()));
      var node = new String(damaged(payload.node().toString().getBytes(UTF_8)), UTF_8);
      var answer = new Answered(200, signed(payload.method(), node));
      var tree = tree(node);
      var said = "seed " + seed + ", " + node;
      switch (payload.reading().apply(answer)) {
        case Approved _ -> {
          assertThat(tree.path("out_trade_no").asString("")).as(said).isEqualTo(out(order()));
          assertIs(order().amount(), tree.path("total_amount"), said);
        }
        case Authorized _ -> {
          assertThat(tree.path("out_request_no").asString("")).as(said).isEqualTo(out(order()));
          assertIs(order().amount(), tree.path("amount"), said);
        }
        case Done _ when tree.path("fund_change").isMissingNode() -> {
          var field =
              payload.method().equals(AlipayRequests.REFUND_QUERY) ? "refund_amount" : "amount";
          assertIs(Money.of(100, "CNY"), tree.path(field), said);
        }
        case ChannelOutcome.NotSent _, OperationOutcome.NotSent _ -> throw new AssertionError(said);
        default -> {}
      }
    }
  }

  @Test
  void verifiesNoDamagedNotification() {
    var forms = notifications().stream().map(AlipayFixtures::form).toList();
    var meanings = forms.stream().map(this::reading).toList();
    for (int round = 0; round < ROUNDS; round++) {
      int at = dice.nextInt(forms.size());
      var changed = damaged(forms.get(at));
      var meaning = reading(changed);
      assertThat(meaning instanceof Refused || meaning.equals(meanings.get(at)))
          .as("seed %d, %s: %s", seed, new String(changed, UTF_8), meaning)
          .isTrue();
    }
  }

  @Test
  void readsAnyNotificationThatAlipayMightSign() {
    for (int round = 0; round < SIGNED_ROUNDS; round++) {
      var fields = new TreeMap<>(notifications().get(dice.nextInt(3)));
      var name = List.copyOf(fields.keySet()).get(dice.nextInt(fields.size()));
      fields.compute(name, (_, value) -> new String(damaged(value.getBytes(UTF_8)), UTF_8));
      if (reading(form(fields)) instanceof Verified(var id, var amount, var outcome)) {
        var said = "seed " + seed + ", " + fields;
        assertThat(fields.values()).as(said).contains(AlipayIds.out(id));
        if (outcome instanceof Approved) {
          assertThat(fields.get("trade_status")).as(said).startsWith("TRADE_");
          assertThat(AlipayAmounts.is(amount, fields.get("total_amount"))).as(said).isTrue();
        }
      }
    }
  }

  private CallbackReading reading(byte[] form) {
    return alipay.read(callback(form), account());
  }

  private static List<Map<String, String>> notifications() {
    return List.of(
        notification("TRADE_SUCCESS"),
        Map.of(
            "app_id",
            AlipayFixtures.APP_ID,
            "auth_no",
            AUTH_NO,
            "out_order_no",
            out(order()),
            "out_request_no",
            out(order()),
            "operation_type",
            "FREEZE",
            "amount",
            "88.88",
            "status",
            "SUCCESS"),
        Map.of(
            "app_id",
            AlipayFixtures.APP_ID,
            "external_agreement_no",
            "agr_1",
            "agreement_no",
            AGREEMENT_NO,
            "trade_no",
            TRADE_NO,
            "status",
            "NORMAL"));
  }

  private static <T> Function<Exchange, Object> told(Function<Exchange, Optional<T>> reading) {
    return exchange -> reading.apply(exchange).<Object>map(it -> it).orElse("only asking tells");
  }

  private static boolean isUnknown(Object meaning) {
    return meaning instanceof ChannelOutcome.Unknown || meaning instanceof OperationOutcome.Unknown;
  }

  private static void assertIs(Money amount, JsonNode text, String said) {
    assertThat(AlipayAmounts.is(amount, text.asString(""))).as(said).isTrue();
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
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
    return FRAGMENTS.get(dice.nextInt(FRAGMENTS.size())).getBytes(UTF_8);
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
