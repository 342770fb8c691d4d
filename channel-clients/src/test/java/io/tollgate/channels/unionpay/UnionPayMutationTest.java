package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPayFixtures.AGREEMENT;
import static io.tollgate.channels.unionpay.UnionPayFixtures.MER_ID;
import static io.tollgate.channels.unionpay.UnionPayFixtures.OPERATION;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TOKEN;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TXN_TIME;
import static io.tollgate.channels.unionpay.UnionPayFixtures.account;
import static io.tollgate.channels.unionpay.UnionPayFixtures.callback;
import static io.tollgate.channels.unionpay.UnionPayFixtures.calls;
import static io.tollgate.channels.unionpay.UnionPayFixtures.form;
import static io.tollgate.channels.unionpay.UnionPayFixtures.known;
import static io.tollgate.channels.unionpay.UnionPayFixtures.notice;
import static io.tollgate.channels.unionpay.UnionPayFixtures.order;
import static io.tollgate.channels.unionpay.UnionPayFixtures.raw;
import static io.tollgate.channels.unionpay.UnionPayFixtures.said;
import static io.tollgate.channels.unionpay.UnionPayFixtures.signed;
import static io.tollgate.channels.unionpay.UnionPayFixtures.transaction;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.unionpay.UnionPayAnswers.Found;
import io.tollgate.channels.unionpay.UnionPayAnswers.Said;
import io.tollgate.channels.unionpay.UnionPayCodes.Meaning;
import io.tollgate.channels.unionpay.UnionPayQuestions.Answer;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Damages every kind of message at random; a failure prints the seed and the message. */
class UnionPayMutationTest {

  private static final int ROUNDS = 1_500;
  private static final List<String> FRAGMENTS =
      List.of(
          "&",
          "=",
          "{",
          "}",
          "[",
          "]",
          "%",
          "+",
          "00",
          "A6",
          "05",
          "156",
          "8888",
          "-1",
          "\u0000",
          "respCode=00&",
          "&origRespCode=00",
          "&txnAmt=8888",
          "99999999999999999999",
          "@",
          "银");

  private static final UnionPayTransaction OPERATED =
      new UnionPayTransaction(
          UnionPayIds.of(OPERATION), TXN_TIME, "04", "000201", Money.of(500, "CNY"));

  private static final UnionPayTransaction AGREED =
      new UnionPayTransaction(
          UnionPayIds.of(AGREEMENT), TXN_TIME, "79", "000902", Money.of(1, "CNY"));

  private static final List<Map<String, String>> ANSWERS =
      List.of(
          known(transaction(order()), "00"),
          known(transaction(order()), "05"),
          known(OPERATED, "00"),
          known(OPERATED, "64"),
          said(transaction(order()), "00"),
          said(transaction(order()), "34"));

  private static final List<Map<String, String>> NOTICES =
      List.of(
          notice(transaction(order())),
          notice(OPERATED),
          with(said(AGREED, "00"), "tokenPayData", "{token=" + TOKEN + "&trId=62000000001}"));

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final UnionPayAnswers answers = new UnionPayAnswers(calls(), alarms);
  private final UnionPayReplies replies =
      new UnionPayReplies(UnionPayScene.PAGE, answers, calls().times());
  private final UnionPayOperationReplies operations = new UnionPayOperationReplies(answers);
  private final UnionPayChannel channel = new UnionPayChannel(edges, UnionPayFixtures.CLOCK);

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
  void learnsNothingFromADamagedAnswer() {
    var payloads = ANSWERS.stream().map(fields -> raw(signed(fields))).toList();

    for (int round = 0; round < ROUNDS; round++) {
      var original = payloads.get(dice.nextInt(payloads.size()));
      var changed = damaged(original);
      var answer = new Answered(new int[] {200, 200, 201, 404, 500}[dice.nextInt(5)], changed);
      for (var about : List.of(transaction(order()), OPERATED)) {
        var found = answers.toQuestion(answer, about);
        var said = answers.toRequest(answer, about);
        replies.state(found, about);
        operations.state(new Answer(about, found));
        if (!(found instanceof Found.Unanswered) || !(said instanceof Said.Unclear)) {
          assertThat(content(UnionPayMessage.read(changed)))
              .as("seed %d, %s", seed, text(changed))
              .isEqualTo(content(UnionPayMessage.read(original)));
        }
      }
    }
  }

  /** UnionPay may sign anything. */
  @Test
  void believesInNoPaymentThatASignedAnswerDoesNotSay() {
    for (int round = 0; round < ROUNDS; round++) {
      var fields = damaged(ANSWERS.get(dice.nextInt(ANSWERS.size())));
      var answer = UnionPayFixtures.answer(fields);
      for (var about : List.of(transaction(order()), OPERATED)) {
        var found = answers.toQuestion(answer, about);
        boolean isDone =
            replies.state(found, about) instanceof Approved
                | operations.state(new Answer(about, found)) instanceof Done;
        if (isDone) {
          var said = "seed " + seed + ", " + fields;
          assertThat(fields.get("origRespCode").trim()).as(said).isIn("00", "A6");
          assertThat(fields.get("orderId")).as(said).isEqualTo(about.orderId());
          assertThat(fields.get("merId")).as(said).isEqualTo(MER_ID);
          assertThat(fields.get("currencyCode")).as(said).isEqualTo("156");
          assertThat(Long.parseLong(fields.get("txnAmt")))
              .as(said)
              .isEqualTo(about.amount().minorUnits());
        }
        if (found instanceof Found.Known(Meaning.Success _, var message)) {
          assertThat(message.get("origRespCode")).isIn("00", "A6");
        }
      }
    }
  }

  @Test
  void verifiesNoDamagedNotice() {
    var payloads = NOTICES.stream().map(fields -> form(signed(fields))).toList();

    for (int round = 0; round < ROUNDS; round++) {
      var original = payloads.get(dice.nextInt(payloads.size()));
      var changed = damaged(original);
      if (!(channel.read(callback(changed), account()) instanceof Refused)) {
        assertThat(content(formed(changed)))
            .as("seed %d, %s", seed, text(changed))
            .isEqualTo(content(formed(original)));
      }
    }
  }

  @Test
  void readsAnyNoticeThatUnionPayMightSignWithoutFailing() {
    for (int round = 0; round < ROUNDS; round++) {
      var fields = damaged(NOTICES.get(dice.nextInt(NOTICES.size())));
      var isGood =
          switch (channel.read(callback(form(signed(fields))), account())) {
            case Verified(_, _, var outcome) -> outcome instanceof Approved;
            case VerifiedOperation(_, _, var outcome) -> outcome instanceof Done;
            case VerifiedAgreement(_, var outcome) -> outcome instanceof Active;
            case Hint _, Irrelevant _, Refused _ -> false;
          };
      if (isGood) {
        assertThat(fields.get("respCode")).as("seed %d, %s", seed, fields).isIn("00", "A6");
        assertThat(fields.get("merId")).as("seed %d, %s", seed, fields).isEqualTo(MER_ID);
      }
    }
  }

  @Test
  void readsAnyBillWithoutFailingOtherwiseThanAsUnavailable() {
    var bill = new UnionPayBill(LocalDate.of(2026, 3, 1), calls(), alarms);
    var line = UnionPayBillTest.line(UnionPayBillTest.payment());
    var lines = (line + "\r\n" + line).getBytes(ISO_8859_1);
    var packed = UnionPayBillTest.file("INN26030188ZM_" + MER_ID, line).getBytes(ISO_8859_1);

    for (int round = 0; round < ROUNDS / 4; round++) {
      var content =
          round % 2 == 0
              ? new String(damaged(packed), ISO_8859_1)
              : UnionPayBillTest.file(
                  "INN26030188ZM_" + MER_ID, new String(damaged(lines), ISO_8859_1));
      try {
        assertThat(bill.read(content)).hasSizeLessThanOrEqualTo(4);
      } catch (StatementUnavailable expected) {
        assertThat(expected.later()).isFalse();
      }
    }
  }

  /** What a message says and is signed by; blanks around values and spare bits say nothing. */
  private static Optional<String> content(Optional<UnionPayMessage> message) {
    return message.map(UnionPayMessage::content);
  }

  private static Optional<UnionPayMessage> formed(byte[] form) {
    return FormFields.read(form, UTF_8).map(UnionPayMessage::new);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  /** One or two of: a value damaged, a field left out, a field with another's value. */
  private Map<String, String> damaged(Map<String, String> original) {
    var fields = new TreeMap<>(original);
    for (int times = dice.nextInt(1, 3); times > 0; times--) {
      var names = List.copyOf(fields.keySet());
      var name = names.get(dice.nextInt(names.size()));
      switch (dice.nextInt(4)) {
        case 0 -> fields.remove(name);
        case 1 -> fields.put(name, fields.get(names.get(dice.nextInt(names.size()))));
        default -> {
          // A value with an ampersand would be another message altogether.
          var value = text(damaged(fields.get(name).getBytes(UTF_8))).replace("&", "");
          fields.put(name, value.replace("\uFFFD", "?"));
        }
      }
    }
    return fields;
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

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    var changed = new TreeMap<>(fields);
    changed.put(name, value);
    return changed;
  }
}
