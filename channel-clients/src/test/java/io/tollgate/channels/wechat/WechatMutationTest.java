package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.JSON;
import static io.tollgate.channels.wechat.WechatFixtures.MCHID;
import static io.tollgate.channels.wechat.WechatFixtures.NOW;
import static io.tollgate.channels.wechat.WechatFixtures.answered;
import static io.tollgate.channels.wechat.WechatFixtures.attempt;
import static io.tollgate.channels.wechat.WechatFixtures.bytes;
import static io.tollgate.channels.wechat.WechatFixtures.callback;
import static io.tollgate.channels.wechat.WechatFixtures.error;
import static io.tollgate.channels.wechat.WechatFixtures.keys;
import static io.tollgate.channels.wechat.WechatFixtures.notice;
import static io.tollgate.channels.wechat.WechatFixtures.number;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.ours;
import static io.tollgate.channels.wechat.WechatFixtures.refund;
import static io.tollgate.channels.wechat.WechatFixtures.refundNotice;
import static io.tollgate.channels.wechat.WechatFixtures.refundOf500;
import static io.tollgate.channels.wechat.WechatFixtures.resource;
import static io.tollgate.channels.wechat.WechatFixtures.seal;
import static io.tollgate.channels.wechat.WechatFixtures.signing;
import static io.tollgate.channels.wechat.WechatFixtures.transaction;
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
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Damages messages at random; a failure prints the seed and the message. */
class WechatMutationTest {

  private static final int ROUNDS = 4_000;
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
          "\"SUCCESS\"",
          "true",
          "\\u0000",
          "\"REFUND\"",
          "{\"a\":{}}",
          "CNY",
          ",`",
          "`",
          "\r\n");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final WechatAccount account = ours();
  private final PlatformKeys keys = keys(account);
  private final WechatReplies replies =
      new WechatReplies(attempt(order()), order(), account, edges.alarms(account.account().id()));
  private final WechatRefundReplies refundReplies =
      new WechatRefundReplies(refund(order(), 500), account, edges.alarms(account.account().id()));
  private final WechatHandover handover = new WechatHandover(order(), account, signing());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void provesNoDamagedAnswer() {
    for (var body :
        List.of(bytes(transaction("SUCCESS")), bytes(error("ORDER_NOT_EXIST")), new byte[0])) {
      var headers = seal(body);
      for (int round = 0; round < ROUNDS / 4; round++) {
        int status = new int[] {200, 204, 400, 404}[dice.nextInt(4)];
        var changed = damaged(body);
        if (!Arrays.equals(changed, body)) {
          assertUnproved(answered(status, changed, headers));
        }
        var damagedHeaders = damaged(headers);
        if (isChanged(damagedHeaders, headers)
            && damagedHeaders.containsKey("wechatpay-signature")) {
          assertUnproved(answered(status, body, damagedHeaders));
        }
      }
    }
  }

  @Test
  void readsNothingIntoADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(transaction("SUCCESS")),
            bytes(transaction("NOTPAY")),
            bytes(refundOf500("SUCCESS")),
            bytes(error("NOT_ENOUGH")),
            "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=1\"}".getBytes(UTF_8));
    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var answer = new Answered(new int[] {200, 202, 400, 403, 404, 500}[dice.nextInt(6)], body);

      judge(replies.toOrder(answer, handover), answer);
      judge(replies.toQuery(answer), answer);
      replies.toClose(answer).ifPresent(outcome -> judge(outcome, answer));
      judge(refundReplies.toRefund(answer), answer);
      judge(refundReplies.toQuery(answer), answer);
    }
  }

  @Test
  void verifiesNoDamagedNotification() {
    for (var body :
        List.of(
            notice("TRANSACTION.SUCCESS", transaction("SUCCESS")),
            notice("REFUND.SUCCESS", refundNotice("SUCCESS")))) {
      var headers = seal(body);
      for (int round = 0; round < ROUNDS / 2; round++) {
        var changed = damaged(body);
        if (!Arrays.equals(changed, body)) {
          assertThat(read(changed, headers)).as(said(changed)).isInstanceOf(Refused.class);
        }
        var damagedHeaders = damaged(headers);
        if (isChanged(damagedHeaders, headers)) {
          assertThat(read(body, damagedHeaders))
              .as("seed %d, %s", seed, damagedHeaders)
              .isInstanceOf(Refused.class);
        }
      }
    }
  }

  @Test
  void readsAnythingThatWechatMightSealWithoutFailing() {
    for (int round = 0; round < ROUNDS / 4; round++) {
      var plain = damaged(bytes(transaction("SUCCESS")));
      var body = noticeOf(plain);

      if (read(body, seal(body)) instanceof Verified verified
          && verified.outcome() instanceof Approved) {
        var root = tree(plain);
        assertThat(root.path("trade_state").asString("")).as(said(plain)).isIn("SUCCESS", "REFUND");
        assertThat(root.path("mchid").asString("")).as(said(plain)).isEqualTo(MCHID);
      }
    }
  }

  @Test
  void readsAnyNoticeThatWechatMightSignWithoutFailing() {
    var notice = notice("TRANSACTION.SUCCESS", transaction("SUCCESS"));
    for (int round = 0; round < ROUNDS / 4; round++) {
      var body = damaged(notice);

      // What is sealed is sealed: whatever opens is what was sealed.
      if (read(body, seal(body)) instanceof Verified verified) {
        assertThat(verified.requestId()).as(said(body)).isEqualTo(attempt(order()));
      }
    }
  }

  @Test
  void readsAnyBillWithoutFailing() {
    var bill =
        new String(resource("bill-all.csv"), UTF_8)
            .replace("$NUMBER", number(order()))
            .getBytes(UTF_8);
    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(bill);

      WechatBill.rows(changed, _ -> {})
          .ifPresent(rows -> assertThat(rows).as(said(changed)).hasSizeLessThan(10));
    }
  }

  private void assertUnproved(Answered answer) {
    assertThat(WechatProof.of(answer, keys, NOW).orElse(new Exchange.Unknown("another key")))
        .as(
            "seed %d, HTTP %d %s %s",
            seed, answer.status(), answer.headers(), new String(answer.body(), UTF_8))
        .isInstanceOf(Exchange.Unknown.class);
  }

  private CallbackReading read(byte[] body, Map<String, String> headers) {
    return new WechatCallbacks(
            account, keys, new WechatCipher(), edges.alarms(account.account().id()))
        .read(callback(body, headers), () -> {});
  }

  private void judge(ChannelOutcome outcome, Answered answer) {
    var root = tree(answer.body());
    switch (outcome) {
      case Approved _ -> {
        assertThat(answer.status()).as(said(answer.body())).isEqualTo(200);
        assertThat(root.path("trade_state").asString(""))
            .as(said(answer.body()))
            .isIn("SUCCESS", "REFUND");
        assertThat(root.path("mchid").asString("")).as(said(answer.body())).isEqualTo(MCHID);
        assertThat(root.path("out_trade_no").asString(""))
            .as(said(answer.body()))
            .isEqualTo(number(order()));
        assertThat(root.at("/amount/total").asLong(0)).as(said(answer.body())).isEqualTo(1299);
        assertThat(root.at("/amount/currency").asString(""))
            .as(said(answer.body()))
            .isEqualTo("CNY");
      }
      case NotSent _ -> throw new AssertionError("not sent: " + said(answer.body()));
      case Absent _ ->
          assertThat(root.path("code").asString("")).as(said(answer.body())).contains("NOT");
      default -> assertThat(outcome).isNotNull();
    }
  }

  private void judge(OperationOutcome outcome, Answered answer) {
    var root = tree(answer.body());
    switch (outcome) {
      case OperationOutcome.Done _ -> {
        assertThat(root.path("status").asString("")).as(said(answer.body())).isEqualTo("SUCCESS");
        assertThat(root.path("out_refund_no").asString(""))
            .as(said(answer.body()))
            .isEqualTo("ref_1-500");
        assertThat(root.at("/amount/refund").asLong(0)).as(said(answer.body())).isEqualTo(500);
      }
      case OperationOutcome.NotSent _ ->
          throw new AssertionError("not sent: " + said(answer.body()));
      default -> assertThat(outcome).isNotNull();
    }
  }

  /** Base64 spells the same bytes in several ways. */
  private static boolean isChanged(Map<String, String> damaged, Map<String, String> headers) {
    var one = new TreeMap<>(damaged);
    var other = new TreeMap<>(headers);
    return !Arrays.equals(
            decoded(one.remove("wechatpay-signature")),
            decoded(other.remove("wechatpay-signature")))
        || !one.equals(other);
  }

  private static byte[] decoded(String base64) {
    try {
      return base64 == null ? null : Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static byte[] noticeOf(byte[] plain) {
    var json = JSON.createObjectNode().put("event_type", "TRANSACTION.SUCCESS");
    json.set("resource", WechatFixtures.sealed(plain, "transaction"));
    return bytes(json);
  }

  private String said(byte[] body) {
    return "seed " + seed + ", " + new String(body, UTF_8);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  /** One header damaged, or gone. */
  private Map<String, String> damaged(Map<String, String> headers) {
    var changed = new TreeMap<>(headers);
    var name = List.copyOf(headers.keySet()).get(dice.nextInt(headers.size()));
    if (dice.nextInt(5) == 0) {
      changed.remove(name);
    } else {
      var text = new String(damaged(headers.get(name).getBytes(UTF_8)), UTF_8);
      changed.put(name, text.replaceAll("[\\x00-\\x1f\\x7f]", "?"));
    }
    return changed;
  }

  /** One to three of: a flipped bit, a cut, a part doubled, a part replaced by a fragment. */
  private byte[] damaged(byte[] original) {
    var body = original.length == 0 ? "?".getBytes(UTF_8) : original;
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
