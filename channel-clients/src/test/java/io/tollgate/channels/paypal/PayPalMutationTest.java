package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.AMOUNT;
import static io.tollgate.channels.paypal.PayPalFixtures.JSON;
import static io.tollgate.channels.paypal.PayPalFixtures.NOON;
import static io.tollgate.channels.paypal.PayPalFixtures.ORDER_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.account;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.bytes;
import static io.tollgate.channels.paypal.PayPalFixtures.headers;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.WireServer;
import io.tollgate.channels.paypal.PayPalFound.Over;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.sandbox.paypal.PayPalCertificate;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Damages recorded payloads at random; a failure prints the seed and the payload. */
class PayPalMutationTest {

  private static final int ROUNDS = 2_000;
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
          "\"APPROVED\"",
          "{\"a\":{}}",
          "USD");

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final PayPalReplies replies =
      new PayPalReplies(attempt(order()), order(), edges.alarms(account().id()));
  private final PayPalChannel paypal = new PayPalChannel(edges, NOON);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoDamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        Stream.of(
                "order-created.json",
                "order-completed.json",
                "order-authorized.json",
                "capture-completed.json",
                "error-declined.json")
            .map(name -> bytes(recorded(name)))
            .toList();

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var status = new int[] {200, 201, 400, 409, 422, 500}[dice.nextInt(6)];
      var answer = new Answered(status, body);
      judge(replies.toCreation(answer), answer);
      judge(replies.toRepetition(answer), answer);
      judge(replies.toQuestion(answer), answer);
      judge(replies.toCompletion(answer, ORDER_ID), answer);
      assertThat(replies.own(answer)).isNotNull();
      assertThat(PayPalProblem.of(answer, edges.alarms(account().id()))).isNotNull();
    }
  }

  @Test
  void finishesNoOperationThatADamagedAnswerDoesNotSpeakOf() throws Exception {
    try (var server = new ScriptedPayPal()) {
      var account = PayPalFixtures.account(server.url().toString(), Map.of());
      var operation =
          PayPalFixtures.operation("ref_1", order(), io.tollgate.domain.money.Money.of(500, "EUR"));
      var refund = bytes(recorded("refund-completed.json"));
      for (int round = 0; round < ROUNDS / 20; round++) {
        var body = damaged(refund);
        server.on(
            "GET /v2/payments/refunds/1JU",
            (socket, _) -> {
              // In one piece: a body that comes later waits for the head to be acknowledged.
              var out = new BufferedOutputStream(socket.getOutputStream());
              out.write(WireServer.head(200, body.length).getBytes());
              out.write(body);
              out.flush();
            });
        var outcome =
            paypal
                .queryRefund(PayPalFixtures.operationQuery(operation, "1JU08902781691411"), account)
                .block(Duration.ofSeconds(10));
        if (outcome instanceof OperationOutcome.Done) {
          assertThat(tree(body).path("status").asString("")).as(said(body)).isEqualTo("COMPLETED");
          assertThat(tree(body).path("invoice_id").asString("")).as(said(body)).isEqualTo("ref_1");
          assertThat(tree(body).at("/amount/value").asString("")).as(said(body)).startsWith("5.0");
        } else {
          assertThat(outcome)
              .as(said(body))
              .isNotInstanceOf(OperationOutcome.NotSent.class)
              .isNotInstanceOf(OperationOutcome.Absent.class);
        }
      }
    }
  }

  @Test
  void verifiesNoDamagedCallback() throws Exception {
    var names =
        List.of(
            "event-order-approved.json",
            "event-capture-completed.json",
            "event-authorization-created.json",
            "event-capture-refunded.json");
    try (var site = new Site()) {
      var genuine = names.stream().map(name -> site.signs(bytes(recorded(name)))).toList();
      for (int round = 0; round < ROUNDS; round++) {
        var callback = genuine.get(dice.nextInt(genuine.size()));
        var body = callback.body();
        var signature = callback.header("paypal-transmission-sig").orElseThrow();
        var changed = damaged(body);
        if (!Arrays.equals(changed, body)) {
          assertThat(site.read(changed, headers(site.address, signature)))
              .as(said(changed))
              .isInstanceOf(Refused.class);
        }
        var headers = new HashMap<>(headers(site.address, signature));
        var header = List.copyOf(headers.keySet()).get(dice.nextInt(headers.size()));
        var before = headers.get(header);
        headers.put(header, new String(damaged(before.getBytes())));
        if (!header.equals("paypal-cert-url") && isChanged(header, before, headers.get(header))) {
          assertThat(site.read(body, headers))
              .as("%s: %s", header, said(headers.get(header).getBytes()))
              .isInstanceOf(Refused.class);
        }
      }
    }
  }

  @Test
  void readsAnyEventThatPayPalMightSignWithoutFailing() throws Exception {
    var names = List.of("event-capture-completed.json", "event-capture-refunded.json");
    try (var site = new Site()) {
      for (int round = 0; round < ROUNDS / 4; round++) {
        var body = damaged(bytes(recorded(names.get(dice.nextInt(names.size())))));
        switch (site.read(site.signs(body))) {
          case Verified(_, _, ChannelOutcome.Approved _) -> assertCompleted(body);
          case VerifiedOperation(_, _, OperationOutcome.Done _) -> assertCompleted(body);
          case CallbackReading other -> assertThat(other).isNotNull();
        }
      }
    }
  }

  /** The last bits and the padding of a signature's base64 say nothing. */
  private static boolean isChanged(String header, String before, String after) {
    return header.equals("paypal-transmission-sig")
        ? !Arrays.equals(decoded(before), decoded(after))
        : !after.equalsIgnoreCase(before);
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private void assertCompleted(byte[] body) {
    assertThat(tree(body).at("/resource/status").asString(""))
        .as(said(body))
        .isEqualTo("COMPLETED");
  }

  private void judge(PayPalFound found, Answered answer) {
    var said = "HTTP " + answer.status() + ", " + said(answer.body());
    if (!(found instanceof Over(var outcome))) {
      assertThat(found).isNotNull();
      return;
    }
    switch (outcome) {
      case ChannelOutcome.Approved _ -> assertPaid(answer, "captures", "COMPLETED", said);
      case ChannelOutcome.Authorized _ -> assertPaid(answer, "authorizations", "CREATED", said);
      case ChannelOutcome.Declined _ ->
          assertThat(tree(answer.body()).isObject()).as(said).isTrue();
      case ChannelOutcome.NotSent _, ChannelOutcome.Absent _ -> throw new AssertionError(said);
      default -> assertThat(outcome).isNotNull();
    }
  }

  private static void assertPaid(Answered answer, String kind, String status, String said) {
    var root = tree(answer.body());
    var unit = root.at("/purchase_units/0");
    assertThat(answer.isSuccess()).as(said).isTrue();
    assertThat(root.path("status").asString("")).as(said).isEqualTo("COMPLETED");
    assertThat(unit.path("custom_id").asString(unit.path("reference_id").asString("")))
        .as(said)
        .isEqualTo(attempt(order()).toString());
    assertThat(unit.at("/amount/currency_code").asString("")).as(said).isEqualTo("EUR");
    assertThat(PayPalAmounts.decode(new PayPalAmount("EUR", unit.at("/amount/value").asString(""))))
        .as(said)
        .contains(AMOUNT);
    assertThat(unit.at("/payments/" + kind + "/0/status").asString("")).as(said).isEqualTo(status);
  }

  /** A site with a certificate that the account trusts and has fetched already. */
  private final class Site implements AutoCloseable {

    private final PayPalCertificate certificate =
        PayPalCertificate.issue("messageverificationcerts.paypal.com", Duration.ofHours(20));
    private final WireServer server = new WireServer(WireServer.answering(200, certificate.pem()));
    private final ChannelAccount account =
        PayPalFixtures.account(server.url().toString(), Map.of(), certificate.rootPem());
    private final String address = server.url() + "/v1/notifications/certs/CERT-1";
    private final PayPalChannel channel = new PayPalChannel(edges, java.time.Clock.systemUTC());

    Site() throws java.io.IOException {
      var genuine = signs(bytes(recorded("event-capture-completed.json")));
      await().atMost(Duration.ofSeconds(10)).until(() -> read(genuine) instanceof Verified);
    }

    RawCallback signs(byte[] body) {
      return callback(
          body,
          headers(
              address,
              certificate.sign("tx-1", "2026-03-01T12:00:00Z", PayPalFixtures.WEBHOOK_ID, body)));
    }

    /** Now, which its certificate is valid for. */
    private RawCallback callback(byte[] body, Map<String, String> headers) {
      return PayPalFixtures.callback(body, headers, Instant.now());
    }

    CallbackReading read(byte[] body, Map<String, String> headers) {
      return read(callback(body, headers));
    }

    CallbackReading read(RawCallback callback) {
      return channel.read(callback, account);
    }

    @Override
    public void close() throws java.io.IOException {
      server.close();
    }
  }

  private String said(byte[] body) {
    return "seed " + seed + ", " + new String(body);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
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
