package io.tollgate.channels.camara;

import static io.tollgate.channels.camara.CamaraFixtures.JSON;
import static io.tollgate.channels.camara.CamaraFixtures.OPERATION;
import static io.tollgate.channels.camara.CamaraFixtures.PAYMENT_ID;
import static io.tollgate.channels.camara.CamaraFixtures.account;
import static io.tollgate.channels.camara.CamaraFixtures.asking;
import static io.tollgate.channels.camara.CamaraFixtures.attempt;
import static io.tollgate.channels.camara.CamaraFixtures.bytes;
import static io.tollgate.channels.camara.CamaraFixtures.callback;
import static io.tollgate.channels.camara.CamaraFixtures.error;
import static io.tollgate.channels.camara.CamaraFixtures.operation;
import static io.tollgate.channels.camara.CamaraFixtures.order;
import static io.tollgate.channels.camara.CamaraFixtures.payment;
import static io.tollgate.channels.camara.CamaraFixtures.recorded;
import static io.tollgate.channels.camara.CamaraFixtures.recordedText;
import static io.tollgate.channels.camara.CamaraFixtures.refund;
import static io.tollgate.channels.camara.CamaraFixtures.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.camara.CamaraErrors.Failure;
import io.tollgate.channels.camara.CamaraSighting.Missing;
import io.tollgate.channels.camara.CamaraSighting.Seen;
import io.tollgate.channels.camara.CamaraSighting.Unclear;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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

/** Damages recorded payloads at random; a failure prints the seed and the payload. */
class CamaraMutationTest {

  private static final int ROUNDS = 5_000;
  private static final String[] SCRAPS = {
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
    "1e-999999999",
    "9".repeat(20),
    "\"succeeded\"",
    "\"reserved\"",
    "true",
    "\\u0000",
    "{\"a\":{}}",
    "USD",
    "0.001",
    "/../"
  };

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final CamaraReplies replies = new CamaraReplies(attempt(order()), order(), alarms);
  private final CamaraRefundReplies refunds =
      new CamaraRefundReplies(operation(order(), PAYMENT_ID, Money.of(500, "EUR")), alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void seesNoPaymentInADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(payment("succeeded")),
            bytes(payment("denied")),
            bytes(asking("pending_validation")),
            bytes(error(409, "ALREADY_EXISTS")));
    var seen = 0;

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var sighting :
          List.of(
              replies.toCreation(answer),
              replies.toRetrieve(answer, CamaraReference.of(PAYMENT_ID)))) {
        switch (sighting) {
          case Seen it -> {
            seen++;
            assertSaysAll(it, answer);
            assertThat(replies.outcome(it)).isNotNull();
            assertThat(replies.firstOutcome(it)).isNotNull();
          }
          case Missing _ -> throw new AssertionError(said(answer));
          case Unclear(var why) -> assertThat(why).isNotBlank();
        }
      }
    }
    assertThat(seen).as("damage that leaves all of it").isPositive();
  }

  @Test
  void seesNoRefundInADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads = List.of(bytes(refund("succeeded")), bytes(refund("processing")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      if (refunds.toRefund(answer) instanceof Done) {
        var root = tree(answer.body());
        assertThat(root.path("refundStatus").asString("")).as(said(answer)).isEqualTo("succeeded");
        assertThat(root.at("/amountTransaction/referenceCode").asString(""))
            .as(said(answer))
            .isEqualTo(OPERATION.value());
        assertAmount(root.at("/amountTransaction/refundAmount/chargingInformation"), "5", answer);
      }
      assertThat(refunds.toRefundQuery(answer, "R1")).isNotNull();
    }
  }

  @Test
  void refusesNothingByADamagedErrorThatDoesNotStillSayACode() {
    var payloads =
        List.of(
            bytes(error(403, "CARRIER_BILLING.PAYMENT_DENIED")),
            bytes(error(400, "INVALID_ARGUMENT")),
            bytes(error(400, "CARRIER_BILLING.INVALID_CODE")));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      if (!(CamaraErrors.failure(answer, alarms) instanceof Failure.Unclear)) {
        assertThat(List.of(400, 403)).as(said(answer)).contains(answer.status());
        assertThat(tree(answer.body()).path("code").asString(""))
            .as(said(answer))
            .isIn(
                "CARRIER_BILLING.PAYMENT_DENIED",
                "INVALID_ARGUMENT",
                "CARRIER_BILLING.INVALID_CODE");
      }
    }
  }

  @Test
  void believesNoEventWhoseTokenIsDamagedAndReadsAnyBodyWithoutFailing() {
    var body = bytes(recorded("event-completed.json"));
    for (int round = 0; round < ROUNDS; round++) {
      var header = new String(damaged(shown().getBytes(StandardCharsets.UTF_8)));
      if (!header.equalsIgnoreCase(shown())) {
        assertThat(read(body, header)).as("seed %d, %s", seed, header).isInstanceOf(Refused.class);
      }
      switch (read(damaged(body), shown())) {
        case Hint(var about) -> assertThat(about).isEqualTo(attempt(order()));
        case Irrelevant _, Refused _ -> {}
        case CallbackReading other -> throw new AssertionError("seed " + seed + ", " + other);
      }
      var query = new String(damaged(("attempt=" + attempt(order())).getBytes()));
      if (CamaraCallbacks.read(callback(query, body, shown()), account())
          instanceof Hint(var about)) {
        assertThat(about).as("seed %d, %s", seed, query).isEqualTo(attempt(order()));
      }
    }
  }

  @Test
  void readsAnyFileWithoutFailingOtherwiseThanAsUnavailable() {
    var file = recordedText("statement.csv").getBytes(StandardCharsets.UTF_8);
    var columns = "request=Vorgang,amount=Betrag,currency=Waehrung,time=Datum,kind=Art";
    var settings =
        new CamaraSettings(account("http://127.0.0.1:1", Map.of("file-columns", columns)));
    var rows = new CamaraFile(settings, alarms);

    for (int round = 0; round < ROUNDS / 5; round++) {
      try {
        assertThat(rows.read(damaged(file))).hasSizeLessThan(10);
      } catch (StatementUnavailable expected) {
        assertThat(expected.later()).isFalse();
      }
    }
  }

  private void assertSaysAll(Seen seen, Answered answer) {
    var root = tree(answer.body());
    var said = said(answer);
    assertThat(root.path("paymentStatus").asString("null"))
        .as(said)
        .isEqualTo(String.valueOf(seen.payment().paymentStatus()));
    assertThat(root.at("/amountTransaction/referenceCode").asString(""))
        .as(said)
        .isEqualTo(attempt(order()).toString());
    assertAmount(root.at("/amountTransaction/paymentAmount/chargingInformation"), "12.99", answer);
  }

  private void assertAmount(JsonNode charge, String amount, Answered answer) {
    assertThat(charge.path("amount").decimalValue()).as(said(answer)).isEqualByComparingTo(amount);
    assertThat(charge.path("currency").asString("")).as(said(answer)).isEqualTo("EUR");
  }

  private static CallbackReading read(byte[] body, String shown) {
    return CamaraCallbacks.read(callback(body, shown), account());
  }

  private Answered answer(List<byte[]> payloads) {
    var status = new int[] {200, 200, 201, 400, 403, 409, 500}[dice.nextInt(7)];
    return new Answered(status, damaged(payloads.get(dice.nextInt(payloads.size()))));
  }

  private String said(Answered answer) {
    return "seed " + seed + ", HTTP " + answer.status() + " " + new String(answer.body());
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  /**
   * A bit flipped, the end cut off, or a piece left out, doubled or replaced; up to three times.
   */
  private byte[] damaged(byte[] whole) {
    var body = whole;
    for (int times = dice.nextInt(1, 4); times > 0 && body.length > 1; times--) {
      int from = dice.nextInt(body.length);
      int to = Math.min(body.length, from + dice.nextInt(1, 12));
      body =
          switch (dice.nextInt(5)) {
            case 0 -> flipped(body, from);
            case 1 -> Arrays.copyOf(body, from);
            case 2 -> spliced(body, from, "", to);
            case 3 -> spliced(body, to, new String(Arrays.copyOfRange(body, from, to)), to);
            default -> spliced(body, from, SCRAPS[dice.nextInt(SCRAPS.length)], to);
          };
    }
    return body;
  }

  private byte[] flipped(byte[] body, int at) {
    var changed = body.clone();
    changed[at] ^= (byte) (1 << dice.nextInt(8));
    return changed;
  }

  private static byte[] spliced(byte[] body, int until, String middle, int from) {
    var out = new ByteArrayOutputStream();
    out.write(body, 0, until);
    out.writeBytes(middle.getBytes(StandardCharsets.UTF_8));
    out.write(body, from, body.length - from);
    return out.toByteArray();
  }
}
