package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPayFixtures.NOW;
import static io.tollgate.channels.unionpay.UnionPayFixtures.OPERATION;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TRADED;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TXN_TIME;
import static io.tollgate.channels.unionpay.UnionPayFixtures.account;
import static io.tollgate.channels.unionpay.UnionPayFixtures.answer;
import static io.tollgate.channels.unionpay.UnionPayFixtures.charge;
import static io.tollgate.channels.unionpay.UnionPayFixtures.known;
import static io.tollgate.channels.unionpay.UnionPayFixtures.order;
import static io.tollgate.channels.unionpay.UnionPayFixtures.page;
import static io.tollgate.channels.unionpay.UnionPayFixtures.said;
import static io.tollgate.channels.unionpay.UnionPayFixtures.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.unionpay.UnionPayAnswers.Found;
import io.tollgate.channels.unionpay.UnionPayAnswers.Said;
import io.tollgate.channels.unionpay.UnionPayQuestions.Answer;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code that the facts name, in every place where it can stand. */
class UnionPayRepliesTest {

  private static final Instant TOO_LATE = NOW.plusSeconds(3_600);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "A6"})
  void isPaidOnlyByTheCodeOfThePaymentItself(String code) {
    var payment = transaction(order());

    assertThat(asked(order(), known(payment, code), NOW)).isEqualTo(new Approved(TRADED));
    assertThat(
            asked(
                page(CaptureMode.MANUAL), known(transaction(page(CaptureMode.MANUAL)), code), NOW))
        .isEqualTo(new Authorized(TRADED));
    assertThat(asked(order(), said(payment, code), NOW)).isInstanceOf(Unknown.class);
    assertThat(alarms()).isEmpty();
  }

  /** What a payment under a token is by its own code; the same before and after any time. */
  @ParameterizedTest
  @CsvSource({
    "03, pending",
    "04, pending",
    "05, pending",
    "70, pending",
    "83, pending",
    "34, absent",
    "42, closed",
    "06, unknown",
    "37, unknown",
    "74, unknown",
    "75, unknown",
    "99, unknown",
    "12, unknown",
    "01, DO_NOT_HONOR",
    "02, OTHER",
    "10, REQUEST_REFUSED",
    "11, REQUEST_REFUSED",
    "13, REQUEST_REFUSED",
    "14, REQUEST_REFUSED",
    "30, DO_NOT_HONOR",
    "31, REQUEST_REFUSED",
    "32, REQUEST_REFUSED",
    "33, LIMIT_EXCEEDED",
    "35, REQUEST_REFUSED",
    "36, REQUEST_REFUSED",
    "38, SUSPECTED_FRAUD",
    "39, REQUEST_REFUSED",
    "40, AUTHENTICATION_FAILED",
    "41, REQUEST_REFUSED",
    "43, REQUEST_REFUSED",
    "44, INVALID_METHOD",
    "45, REQUEST_REFUSED",
    "46, OTHER",
    "60, DO_NOT_HONOR",
    "61, INVALID_METHOD",
    "62, DO_NOT_HONOR",
    "63, INVALID_METHOD",
    "64, INSUFFICIENT_FUNDS",
    "65, AUTHENTICATION_FAILED",
    "66, AUTHENTICATION_FAILED",
    "67, LIMIT_EXCEEDED",
    "68, INVALID_METHOD",
    "69, AUTHENTICATION_FAILED",
    "71, AUTHENTICATION_FAILED",
    "72, INVALID_METHOD",
    "73, EXPIRED_METHOD",
    "76, AUTHENTICATION_FAILED",
    "77, INVALID_METHOD",
    "78, DO_NOT_HONOR",
    "79, INVALID_METHOD",
    "80, EXPIRED_METHOD",
    "81, LIMIT_EXCEEDED",
    "82, AUTHENTICATION_FAILED",
    "85, OTHER",
    "86, OTHER",
    "87, LIMIT_EXCEEDED",
    "88, OTHER",
    "89, INVALID_METHOD",
    "90, INSUFFICIENT_FUNDS",
    "91, AUTHENTICATION_FAILED",
    "92, REQUEST_REFUSED",
    "93, REQUEST_REFUSED",
    "94, REQUEST_REFUSED",
    "95, REQUEST_REFUSED",
    "96, REQUEST_REFUSED",
    "98, REQUEST_REFUSED",
  })
  void readsEveryCodeOfACharge(String code, String meaning) {
    var order = charge("6235");
    var answer = known(transaction(order), code);
    var operated = operated(known(operation(), code));

    for (var now : new Instant[] {NOW, TOO_LATE}) {
      var outcome = asked(order, answer, now);
      switch (meaning) {
        case "pending" -> assertThat(outcome).isEqualTo(new Pending(TXN_TIME));
        case "absent" -> assertThat(outcome).isEqualTo(new Absent());
        case "closed" -> assertThat(outcome).isEqualTo(new Closed(true, TXN_TIME));
        case "unknown" -> assertThat(outcome).isInstanceOf(Unknown.class);
        default ->
            assertThat(outcome)
                .isEqualTo(
                    new Declined(new DeclineReason(Category.valueOf(meaning), code), TXN_TIME));
      }
    }
    switch (meaning) {
      case "pending" -> assertThat(operated).isEqualTo(new OperationOutcome.Pending(TXN_TIME));
      case "absent" -> assertThat(operated).isEqualTo(new OperationOutcome.Absent());
      case "unknown" -> assertThat(operated).isInstanceOf(OperationOutcome.Unknown.class);
      default -> assertThat(operated).isInstanceOf(OperationOutcome.Refused.class);
    }
    assertThat(alarms()).doesNotContainKey("unmapped");
  }

  /** At a page the payer may try another card, until the time is over that he was given. */
  @ParameterizedTest
  @CsvSource({
    "64, pending, declined",
    "60, pending, declined",
    "05, pending, closed",
    "03, pending, closed",
    "34, pending, absent",
    "42, closed, closed",
    "99, unknown, unknown",
    "Z9, unknown, unknown",
  })
  void letsThePayerTryUntilTheTimeIsOver(String code, String before, String after) {
    assertThat(word(asked(order(), known(transaction(order()), code), NOW))).isEqualTo(before);
    assertThat(word(asked(order(), known(transaction(order()), code), TOO_LATE))).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    "00, accepted",
    "A6, accepted",
    "03, accepted",
    "04, accepted",
    "05, accepted",
    "12, repeated",
    "64, refused",
    "10, refused",
    "99, unclear",
    "34, unclear",
    "42, unclear",
    "Z9, unclear",
  })
  void takesNoAcceptanceForAPayment(String code, String expected) {
    var payment = transaction(charge("6235"));
    var said = answers(Map.of(), NOW).toRequest(answer(said(payment, code)), payment);

    assertThat(
            switch (said) {
              case Said.Accepted _ -> "accepted";
              case Said.Repeated _ -> "repeated";
              case Said.Refused _ -> "refused";
              case Said.NotSent _ -> "not sent";
              case Said.Unclear _ -> "unclear";
            })
        .isEqualTo(expected);
  }

  /** The code of the question itself says nothing about the payment. */
  @ParameterizedTest
  @ValueSource(strings = {"03", "10", "11", "12", "31", "37", "42", "64", "99", "Z9"})
  void learnsNothingFromAQuestionThatFailed(String code) {
    assertThat(asked(order(), said(transaction(order()), code), TOO_LATE))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void knowsOfNoPaymentThatUnionPayDenies() {
    var denied = said(transaction(order()), "34");

    assertThat(asked(order(), denied, NOW)).isEqualTo(new Pending(null));
    assertThat(asked(order(), denied, TOO_LATE)).isEqualTo(new Absent());
    assertThat(asked(charge("6235"), said(transaction(charge("6235")), "34"), NOW))
        .isEqualTo(new Absent());
  }

  @Test
  void raisesAnAlarmOnACodeThatIsNotMapped() {
    assertThat(asked(order(), known(transaction(order()), "Z9"), NOW)).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "31", "32", "43"})
  void raisesAnAlarmWhereUnionPayRefusesUs(String code) {
    var payment = transaction(charge("6235"));

    assertThat(answers(Map.of(), NOW).toRequest(answer(said(payment, code)), payment))
        .isInstanceOf(Said.Refused.class);
    assertThat(alarms()).containsEntry("credentials_refused", 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "merId, 777290058110049", "orderId, P01234567890123456789012341", "txnTime, 20260301200001",
    "txnAmt, 8889", "txnAmt, ''", "currencyCode, 840",
  })
  void believesNoAnswerAboutSomethingElse(String field, String value) {
    var answer = known(transaction(order()), "00");
    answer.put(field, value);

    assertThat(asked(order(), answer, NOW)).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("mismatch", 1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orderId", "txnAmt", "currencyCode"})
  void believesNoAnswerToAnOperationAboutSomethingElse(String field) {
    var answer = known(operation(), "00");
    answer.put(field, "840");

    assertThat(operated(answer)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsEntry("mismatch", 1.0);
    assertThat(operated(known(operation(), "00"))).isEqualTo(new OperationOutcome.Done(TRADED));
  }

  @Test
  void isUnknownWhereTheNumberIsMissing() {
    var answer = known(transaction(order()), "00");
    answer.remove("queryId");

    assertThat(asked(order(), answer, NOW)).isInstanceOf(Unknown.class);
  }

  @Test
  void saysNothingWithoutAProof() {
    var unsigned =
        new Exchange.Answered(200, UnionPayFixtures.raw(known(transaction(order()), "00")));
    var broken = new Exchange.Answered(502, new byte[0]);

    for (Exchange exchange :
        new Exchange[] {
          unsigned,
          broken,
          new Exchange.Answered(200, "<html>busy</html>".getBytes()),
          new Exchange.Unknown("silence"),
          new Exchange.NotSent("no connection")
        }) {
      assertThat(asked(order(), exchange, TOO_LATE, Map.of())).isInstanceOf(Unknown.class);
    }
    assertThat(alarms()).containsOnly(Map.entry("credentials_refused", 1.0));
  }

  @Test
  void letsTheAccountSayWhatCodesMean() {
    var payment = transaction(charge("6235"));
    var options =
        Map.of(
            "busy-codes", "02", "pending-codes", "Z1", "absent-codes", "Z2", "unclear-codes", "64");

    assertThat(answers(options, NOW).toRequest(answer(said(payment, "02")), payment))
        .isInstanceOf(Said.NotSent.class);
    assertThat(answers(options, NOW).toRequest(answer(said(payment, "64")), payment))
        .isInstanceOf(Said.Unclear.class);
    assertThat(asked(charge("6235"), answer(known(payment, "Z1")), NOW, options))
        .isInstanceOf(Pending.class);
    assertThat(asked(charge("6235"), answer(said(payment, "Z2")), NOW, options))
        .isInstanceOf(Absent.class);
  }

  private ChannelOutcome asked(Order order, Map<String, String> answer, Instant now) {
    return asked(order, answer(answer), now, Map.of());
  }

  private ChannelOutcome asked(
      Order order, Exchange exchange, Instant now, Map<String, String> options) {
    var calls = calls(options, now);
    var answers = new UnionPayAnswers(calls, alarms);
    var scene = UnionPayScene.of(order).orElseThrow();
    return new UnionPayReplies(scene, answers, calls.times())
        .state(answers.toQuestion(exchange, transaction(order)), transaction(order));
  }

  private OperationOutcome operated(Map<String, String> answer) {
    var answers = answers(Map.of(), NOW);
    Found found = answers.toQuestion(answer(answer), operation());
    return new UnionPayOperationReplies(answers).state(new Answer(operation(), found));
  }

  private static UnionPayTransaction operation() {
    return new UnionPayTransaction(
        UnionPayIds.of(OPERATION), TXN_TIME, "04", "000201", Money.of(500, "CNY"));
  }

  private UnionPayAnswers answers(Map<String, String> options, Instant now) {
    return new UnionPayAnswers(calls(options, now), alarms);
  }

  private static UnionPayCalls calls(Map<String, String> options, Instant now) {
    return new UnionPayCalls(account(options), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static String word(ChannelOutcome outcome) {
    return switch (outcome) {
      case Pending _ -> "pending";
      case Declined _ -> "declined";
      case Closed(var byTime, _) -> byTime ? "closed" : "closed by hand";
      case Absent _ -> "absent";
      case Unknown _ -> "unknown";
      default -> outcome.toString();
    };
  }

  private Map<String, Double> alarms() {
    return meters.find("tollgate.channel.alarms").counters().stream()
        .collect(Collectors.toMap(it -> it.getId().getTag("alarm"), Counter::count));
  }
}
