package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.CARD_TOKEN;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.CUSTOMER;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.NOW;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PART;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAYMENT;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.SAVED;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.account;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.agreement;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.attempt;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.bytes;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.callback;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.error;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.held;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.list;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.operation;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.order;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.payment;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.recorded;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.recordedText;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.refund;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.search;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.StatementUnavailable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Damages recorded payloads at random; a failure prints the seed and the payload. */
class MercadoPagoMutationTest {

  private static final int ROUNDS = 4_000;
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Set<String> PAID =
      Set.of("approved", "in_mediation", "refunded", "charged_back");
  private static final String[] FRAGMENTS = {
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
    "\"approved\"",
    "true",
    "\\u0000",
    "\"cancelled\"",
    "{\"a\":{}}",
    "ARS",
    "0",
    ".9",
    "E5"
  };

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final MercadoPagoReplies replies =
      new MercadoPagoReplies(attempt(order()), order(), alarms);
  private final MercadoPagoOperationReplies operations =
      new MercadoPagoOperationReplies(operation(held(), PART), PAYMENT, alarms);
  private final MercadoPagoAgreementReplies agreements =
      new MercadoPagoAgreementReplies(agreement(CARD_TOKEN, null), alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNoDamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(payment("approved", "accredited")),
            bytes(payment("pending", "pending_waiting_payment")),
            bytes(search(payment("rejected", "x"), payment("approved", "accredited"))),
            bytes(recorded("preference.json")),
            bytes(error(400, 2001)));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      var found = MercadoPagoFound.read(answer, attempt(order()), alarms);
      Stream.of(
              replies.toPay(answer),
              replies.toRetrieve(answer),
              replies.toSearch(found),
              replies.toPage(answer),
              replies.toPageState(answer, NOW))
          .forEach(outcome -> {
            if (outcome instanceof Approved(var reference)) {
              assertThat(candidates(answer))
                  .as(said(answer))
                  .anyMatch(it -> isPaid(it, reference, "129.9"));
            }
            if (outcome instanceof NeedsAction(_, var reference) && reference.contains("-")) {
              assertThat(tree(answer).at("/items/0/unit_price").decimalValue())
                  .as(said(answer))
                  .isEqualByComparingTo("129.9");
            }
          });
      assertThat(replies.toCancel(answer)).isNotNull();
      assertThat(replies.toToken(answer)).isNotNull();
    }
  }

  @Test
  void doesNoOperationByADamagedAnswerThatDoesNotStillSayAllOfIt() {
    var payloads =
        List.of(
            bytes(refund("approved")),
            bytes(payment("approved", "accredited").put("transaction_amount", 50)),
            bytes(payment("cancelled", "by_collector")),
            bytes(list(refund("approved"), refund("rejected"))),
            bytes(error(400, 2018)));

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      if (operations.toRefund(answer) instanceof Done) {
        var refund = tree(answer);
        assertThat(refund.path("status").asString()).as(said(answer)).isEqualTo("approved");
        assertThat(refund.path("payment_id").asString()).as(said(answer)).isEqualTo(PAYMENT);
        assertThat(refund.path("amount").decimalValue())
            .as(said(answer))
            .isEqualByComparingTo("50");
      }
      if (operations.toCapture(answer) instanceof Done) {
        var payment = tree(answer);
        assertThat(
                isPaid(payment, PAYMENT, "50")
                    || isPaid(payment, PAYMENT, "129.9")
                        && payment.at("/transaction_details/total_paid_amount").asInt() == 50)
            .as(said(answer))
            .isTrue();
      }
      if (operations.toRelease(answer) instanceof Done) {
        assertThat(tree(answer).path("status").asString())
            .as(said(answer))
            .isIn("cancelled", "rejected");
      }
      assertThat(operations.toRefundList(answer, NOW)).isNotInstanceOf(Done.class);
      assertThat(operations.toRefundQuery(answer)).isNotInstanceOf(NotSent.class);
    }
  }

  @Test
  void believesInNoAgreementThatADamagedAnswerDoesNotStillSay() {
    var payloads =
        List.of(
            bytes(recorded("card.json")),
            bytes(recorded("customer.json")),
            bytes(recorded("card-token.json")),
            bytes(list(recorded("card.json"))),
            bytes(error(400, 101)));
    var saved = MercadoPagoSource.parse(SAVED).orElseThrow();

    for (int round = 0; round < ROUNDS; round++) {
      var answer = answer(payloads);
      for (var outcome :
          List.of(agreements.toSave(answer, CUSTOMER), agreements.toRetrieve(answer, saved))) {
        if (outcome instanceof Active(var token, _)) {
          assertThat(tree(answer).path("customer_id").asString())
              .as(said(answer))
              .isEqualTo(CUSTOMER);
          assertThat(MercadoPagoSource.parse(token)).as(said(answer)).isPresent();
        }
      }
      assertThat(agreements.toCustomer(answer)).isNotNull();
      assertThat(agreements.toSearch(answer)).isNotNull();
      assertThat(agreements.toToken(answer)).isNotNull();
      assertThat(agreements.toDelete(answer)).isNotNull();
    }
  }

  @Test
  void readsAnyReportWithoutFailingOtherwiseThanAsUnavailable() {
    var file = recordedText("report.csv").getBytes(UTF_8);
    var rows = new MercadoPagoReportRows(account(), alarms);
    int whole = rows.read(file).size();

    for (int round = 0; round < ROUNDS / 4; round++) {
      try {
        assertThat(rows.read(damaged(file))).hasSizeLessThanOrEqualTo(2 * whole);
      } catch (StatementUnavailable expected) {
        assertThat(expected.later()).isFalse();
      }
    }
  }

  @Test
  void takesNoDamagedNotificationForMoreThanAHint() {
    var query = "attempt=" + attempt(order()) + "&data.id=" + PAYMENT + "&type=payment";
    var headers = MercadoPagoCallbacksTest.headers(MercadoPagoCallbacksTest.signature(PAYMENT));
    var body = MercadoPagoCallbacksTest.body("payment", "\"" + PAYMENT + "\"");

    for (int round = 0; round < ROUNDS; round++) {
      var changedQuery = dice.nextBoolean() ? query : text(damaged(query.getBytes(UTF_8)));
      var changedBody = dice.nextBoolean() ? body : text(damaged(body.getBytes(UTF_8)));
      var said = MercadoPagoCallbacks.read(callback(changedQuery, headers, changedBody), account());
      assertThat(said)
          .as("seed %d, %s %s", seed, changedQuery, changedBody)
          .isInstanceOfAny(Hint.class, Irrelevant.class, Refused.class);
      if (said instanceof Hint) {
        assertThat(changedQuery).as("seed %d", seed).contains("data.id=" + PAYMENT);
      }
    }
  }

  private Answered answer(List<byte[]> payloads) {
    var body = damaged(payloads.get(dice.nextInt(payloads.size())));
    return new Answered(new int[] {200, 201, 200, 400, 404, 423, 500}[dice.nextInt(7)], body);
  }

  /** The payments that an answer may be about. */
  private static List<JsonNode> candidates(Answered answer) {
    var root = tree(answer);
    return Stream.concat(Stream.of(root), root.path("results").valueStream()).toList();
  }

  private static boolean isPaid(JsonNode payment, String reference, String amount) {
    var said = payment.path("transaction_amount");
    return PAID.contains(payment.path("status").asString(""))
        && payment.path("id").asString("").equals(reference)
        && payment.path("currency_id").asString("").equals("BRL")
        && payment.path("external_reference").asString("").equals(attempt(order()).toString())
        && said.isNumber()
        && said.decimalValue().compareTo(new BigDecimal(amount)) == 0;
  }

  private String said(Answered answer) {
    return "seed " + seed + ", HTTP " + answer.status() + " " + text(answer.body());
  }

  private static JsonNode tree(Answered answer) {
    try {
      return EXACT.readTree(answer.body());
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** One to three times: a bit is flipped, or a piece is cut out, doubled or replaced. */
  private byte[] damaged(byte[] whole) {
    var text = text(whole);
    for (int times = dice.nextInt(1, 4); times > 0 && text.length() > 1; times--) {
      int from = dice.nextInt(text.length());
      int to = Math.min(text.length(), from + dice.nextInt(1, 12));
      var piece =
          switch (dice.nextInt(4)) {
            case 0 -> flipped(text.charAt(from)) + text.substring(from + 1, to);
            case 1 -> "";
            case 2 -> text.substring(from, to).repeat(2);
            default -> FRAGMENTS[dice.nextInt(FRAGMENTS.length)];
          };
      text = text.substring(0, from) + piece + text.substring(to);
    }
    return dice.nextInt(12) == 0
        ? Arrays.copyOf(whole, dice.nextInt(whole.length))
        : text.getBytes(ISO_8859_1);
  }

  private String flipped(char letter) {
    return Character.toString(letter ^ 1 << dice.nextInt(8));
  }
}
