package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.JSON;
import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static io.tollgate.channels.adyen.AdyenFixtures.acting;
import static io.tollgate.channels.adyen.AdyenFixtures.agreement;
import static io.tollgate.channels.adyen.AdyenFixtures.answer;
import static io.tollgate.channels.adyen.AdyenFixtures.attempt;
import static io.tollgate.channels.adyen.AdyenFixtures.bytes;
import static io.tollgate.channels.adyen.AdyenFixtures.callback;
import static io.tollgate.channels.adyen.AdyenFixtures.error;
import static io.tollgate.channels.adyen.AdyenFixtures.hmac;
import static io.tollgate.channels.adyen.AdyenFixtures.hosted;
import static io.tollgate.channels.adyen.AdyenFixtures.item;
import static io.tollgate.channels.adyen.AdyenFixtures.link;
import static io.tollgate.channels.adyen.AdyenFixtures.modified;
import static io.tollgate.channels.adyen.AdyenFixtures.operation;
import static io.tollgate.channels.adyen.AdyenFixtures.order;
import static io.tollgate.channels.adyen.AdyenFixtures.received;
import static io.tollgate.channels.adyen.AdyenFixtures.reference;
import static io.tollgate.channels.adyen.AdyenFixtures.refused;
import static io.tollgate.channels.adyen.AdyenFixtures.sign;
import static io.tollgate.channels.adyen.AdyenFixtures.tokenEvent;
import static io.tollgate.channels.adyen.AdyenFixtures.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Damages payloads at random; a failure prints the seed and the payload. */
class AdyenMutationTest {

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
          "\"Authorised\"",
          "true",
          "\\u0000",
          "\"Refused\"",
          "{\"a\":{}}",
          "USD");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AdyenChannel channel = new AdyenChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoDamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(answer(order(), "Authorised")),
            bytes(answer(order(), "Received")),
            bytes(refused("12")),
            bytes(acting("RedirectShopper", Map.of("type", "redirect", "url", "https://a.b/c"))),
            bytes(error(422, "101", "validation")));
    var replies =
        new AdyenReplies(attempt(order()), order(), account(), edges.alarms(account().id()));

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var answer = new Answered(new int[] {200, 201, 400, 422, 500}[dice.nextInt(5)], body);
      judge(replies.toPay(answer), answer);
      judge(replies.toRepeat(answer, dice.nextBoolean()), answer);
      judge(replies.toDetails(answer), answer);
      assertThat(replies.toCancel(answer, null)).isNotNull();
    }
  }

  @Test
  void approvesNoDamagedPaymentLinkThatDoesNotStillSayAllOfIt() {
    var account = account(Map.of(AdyenOptions.COMPLETED_LINK_IS_PAID, "true"));
    var replies =
        new AdyenReplies(attempt(hosted()), hosted(), account, edges.alarms(account.id()));
    var body = bytes(link(hosted(), "completed"));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = new Answered(200, damaged(body));
      if (replies.toLinkState(answer) instanceof Approved) {
        var said = "seed " + seed + ", " + new String(answer.body());
        var link = tree(answer.body());
        assertThat(link.path("status").asString("")).as(said).isIn("completed", "paid");
        assertThat(link.path("reference").asString("")).as(said).isEqualTo(reference(hosted()));
        assertThat(link.at("/amount/value").asLong(0)).as(said).isEqualTo(1299);
      }
    }
  }

  @Test
  void readsDamagedAnswersAboutOperationsAndAgreementsWithoutFailing() {
    var operations =
        new AdyenOperationReplies(
            operation("re_1", 300, true), account(), edges.alarms(account().id()));
    var agreements =
        new AdyenAgreementReplies(agreement(), account(), edges.alarms(account().id()));
    var list =
        JSON.readTree(
            """
            {"merchantAccount":"TollgateECOM","shopperReference":"tollgate.agr_1",
             "storedPaymentMethods":[{"id":"M5N7TQ4T","type":"scheme"}]}\
            """);
    var payloads = List.of(bytes(received("re_1", 300L)), bytes(list), bytes(refused("2")));

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var answer = new Answered(new int[] {200, 201, 422}[dice.nextInt(3)], body);
      if (operations.to(answer, true) instanceof OperationOutcome.Pending) {
        assertThat(tree(body).at("/amount/value").asLong(0))
            .as("seed %d, %s", seed, new String(body))
            .isEqualTo(300);
      }
      assertThat(agreements.toSign(answer)).isNotNull();
      assertThat(agreements.toStored(answer)).isNotNull();
      assertThat(agreements.toEnd(answer)).isNotNull();
    }
  }

  /**
   * A signature covers eight fields, so that damage elsewhere may pass, and then changes nothing.
   */
  @Test
  void takesNoStateFromADamagedWebhook() {
    var events =
        List.of(
            item("AUTHORISATION", true, reference(order())),
            item("AUTHORISATION", false, reference(order())),
            modified("REFUND", true, "tollgate.re_1"),
            modified("RECURRING_CONTRACT", true, "tollgate.agr_1"));

    for (int round = 0; round < ROUNDS; round++) {
      var event = sign(events.get(dice.nextInt(events.size())));
      var before = channel.read(callback(event), account());
      var changed = damaged(bytes(webhook(event)));
      var after = channel.read(callback(changed, Map.of()), account());
      if (isState(after)) {
        assertThat(stripped(after))
            .as("seed %d, %s", seed, new String(changed))
            .isEqualTo(stripped(before));
      }
    }
  }

  @Test
  void verifiesNoDamagedWebhookThatIsSignedAsAWhole() {
    var event = tokenEvent("recurring.token.created", "tollgate.agr_1");

    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(event.body());
      if (!Arrays.equals(changed, event.body())) {
        assertThat(channel.read(callback(changed, event.headers()), account()))
            .as("seed %d, %s", seed, new String(changed))
            .isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void readsAnyWebhookThatAdyenMightSignWithoutFailing() {
    var body = tokenEvent("recurring.token.created", "tollgate.agr_1").body();

    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(body);
      var headers = Map.of("hmacsignature", List.of(hmac(changed)));
      assertThat(channel.read(callback(changed, headers), account()))
          .as("seed %d, %s", seed, new String(changed))
          .isNotNull();
    }
  }

  @Test
  void readsDamagedReportsWithoutFailing() {
    var file =
        """
        Merchant Account,Psp Reference,Merchant Reference,Creation Date,TimeZone,Type,\
        Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,\
        Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC)
        TollgateECOM,QFQTPCQ8HXSKGK82,tollgate.re_1,2026-02-28 23:30:00,CET,Settled,,EUR,,5.00,EUR,,4.88,\
        ,0.04,0.01,0.07
        """
            .getBytes(UTF_8);

    for (int round = 0; round < ROUNDS; round++) {
      var answer = new Answered(200, damaged(file));
      assertThat(AdyenReport.of(answer, account(), edges.alarms(account().id())))
          .as("seed %d, %s", seed, new String(answer.body()))
          .isNotNull();
    }
  }

  private void judge(ChannelOutcome outcome, Answered answer) {
    var said = "seed " + seed + ", HTTP " + answer.status() + " " + new String(answer.body());
    assertThat(outcome).as(said).isNotInstanceOf(NotSent.class).isNotInstanceOf(Authorized.class);
    if (outcome instanceof Approved) {
      var root = tree(answer.body());
      assertThat(answer.isSuccess()).as(said).isTrue();
      assertThat(root.path("resultCode").asString("")).as(said).isEqualTo("Authorised");
      assertThat(root.path("merchantReference").asString(""))
          .as(said)
          .isEqualTo(reference(order()));
      assertThat(root.at("/amount/value").asLong(0)).as(said).isEqualTo(1299);
      assertThat(root.at("/amount/currency").asString("")).as(said).isEqualTo("EUR");
    }
  }

  private static boolean isState(CallbackReading reading) {
    return switch (reading) {
      case Verified _, VerifiedOperation _, VerifiedAgreement _ -> true;
      case Hint _, Irrelevant _, Refused _ -> false;
    };
  }

  /** Without the reason of a refusal, which no signature covers. */
  private static String stripped(CallbackReading reading) {
    return reading.toString().replaceAll("DeclineReason\\[[^]]*]", "");
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
