package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPayFixtures.NOW;
import static io.tollgate.channels.unionpay.UnionPayFixtures.QUERY_ID;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TXN_TIME;
import static io.tollgate.channels.unionpay.UnionPayFixtures.account;
import static io.tollgate.channels.unionpay.UnionPayFixtures.attempt;
import static io.tollgate.channels.unionpay.UnionPayFixtures.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.money.Money;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, times, references, amounts and messages as UnionPay writes them. */
class UnionPayNamesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 99})
  void namesAttemptsByLettersAndDigits(int number) {
    var attempt = new ChannelRequestId(order().paymentId(), number);

    assertThat(UnionPayIds.of(attempt)).matches("[0-9A-Za-z]{8,32}");
    assertThat(UnionPayIds.attempt(UnionPayIds.of(attempt))).contains(attempt);
    assertThat(UnionPayIds.operation(UnionPayIds.of(attempt))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "op_1-a", "r--_", "0123456789_123456789-123456789_12345678p"})
  void namesOperationsByLettersAndDigits(String id) {
    var operation = new OperationId(id);

    assertThat(UnionPayIds.of(operation)).matches("[0-9A-Za-z]{8,40}");
    assertThat(UnionPayIds.operation(UnionPayIds.of(operation))).contains(operation);
    assertThat(UnionPayIds.attempt(UnionPayIds.of(operation))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "PPPPPPPP", "pay_1-1", "M20260301123456", "a b", "{a}"})
  void takesNoStrangersNumberForOurs(String number) {
    assertThat(UnionPayIds.attempt(number)).isEmpty();
    assertThat(UnionPayIds.operation(number)).isEmpty();
  }

  @Test
  void sendsWithTheBeginningOfTheStep() {
    var times = times(NOW, Map.of());

    assertThat(times.now()).isEqualTo(TXN_TIME);
    assertThat(times.exactly()).isEqualTo("20260301200030");
    assertThat(times.about(NOW)).containsExactly(TXN_TIME, "20260301200100");
    assertThat(times.aboutNow()).containsExactly("20260301195900", TXN_TIME);
    assertThat(times(NOW, Map.of("txn-time-step", "1")).now()).isEqualTo("20260301200030");
  }

  @Test
  void findsWhatWasSentWithinAStepOfItsRecord() {
    for (long late = 0; late < 60; late++) {
      var recordedAt = Instant.parse("2026-12-31T15:59:12Z");
      var sent = times(recordedAt.plusSeconds(late), Map.of()).now();

      assertThat(times(NOW, Map.of()).about(recordedAt)).as("%d s late", late).contains(sent);
    }
  }

  @Test
  void givesThePayerItsTimeAndAGrace() {
    var sent = Instant.parse("2026-03-01T12:00:00Z");

    assertThat(times(sent, Map.of()).payTimeout()).isEqualTo("20260301201500");
    assertEnds(21 * 60, Map.of());
    assertEnds(36 * 60, Map.of("pay-minutes", "30"));
    assertEnds(18 * 60, Map.of("grace-minutes", "2"));
    assertEnds(20 * 60 + 10, Map.of("txn-time-step", "10"));
  }

  /** When it is over what was sent with the beginning of a step, at the latest at its end. */
  private static void assertEnds(int seconds, Map<String, String> options) {
    var end = Instant.parse("2026-03-01T12:00:00Z").plusSeconds(seconds);
    assertThat(times(end, options).isOver(TXN_TIME)).as("%s", options).isFalse();
    assertThat(times(end.plusSeconds(1), options).isOver(TXN_TIME)).as("%s", options).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T14:59:59Z, 20260301200000, true",
    "2026-03-01T15:00:00Z, 20260301200000, false",
    "2026-03-01T15:00:00Z, 20260301230000, true",
    "2026-03-02T14:59:59Z, 20260301230000, true",
    "2026-03-02T15:00:00Z, 20260301230000, false",
  })
  void endsADayAtElevenInTheEvening(Instant now, String sent, boolean isSame) {
    assertThat(times(now, Map.of()).isSameDay(sent)).isEqualTo(isSame);
    assertThat(times(now, Map.of()).isClosed(LocalDate.of(2026, 3, 1)))
        .isEqualTo(!now.isBefore(Instant.parse("2026-03-01T15:00:00Z")));
  }

  @Test
  void keepsTimeAndNumberInOneReference() {
    assertThat(UnionPayReference.parse(TXN_TIME)).contains(new UnionPayReference(TXN_TIME, null));
    assertThat(UnionPayReference.parse(TXN_TIME + "-" + QUERY_ID))
        .contains(new UnionPayReference(TXN_TIME, QUERY_ID))
        .get()
        .hasToString(TXN_TIME + "-" + QUERY_ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2026030120000",
        "20260230200000",
        "20260301200000-",
        "20260301200000-a b"
      })
  void takesNothingElseForAReference(String text) {
    assertThat(UnionPayReference.parse(text)).isEmpty();
  }

  @Test
  void writesFenAndReadsOnlyThem() {
    assertThat(UnionPayAmounts.of(Money.of(8888, "CNY"))).isEqualTo("8888");
    assertThat(UnionPayAmounts.read("8888", "156")).contains(Money.of(8888, "CNY"));
    assertThat(UnionPayAmounts.read("8888", "840")).isEmpty();
    assertThat(UnionPayAmounts.read("88.88", "156")).isEmpty();
    assertThat(UnionPayAmounts.read("-1", "156")).isEmpty();
    assertThat(UnionPayAmounts.read("0", "156")).isEmpty();
    assertThat(UnionPayAmounts.canTake(Money.of(999_999_999_999L, "CNY"))).isTrue();
    assertThat(UnionPayAmounts.canTake(Money.of(1_000_000_000_000L, "CNY"))).isFalse();
    assertThat(UnionPayAmounts.canTake(Money.of(1, "EUR"))).isFalse();
  }

  @Test
  void readsValuesThatHavePartsOfTheirOwn() {
    var answer = "a=1&customerInfo={x=1&y=[2&3]}&respMsg=成功[0000000]&signature=ab+/c==";
    var message = UnionPayMessage.read(answer.getBytes(UTF_8)).orElseThrow();

    assertThat(message.get("customerInfo")).isEqualTo("{x=1&y=[2&3]}");
    assertThat(message.get("signature")).isEqualTo("ab+/c==");
    assertThat(message.content()).isEqualTo("a=1&customerInfo={x=1&y=[2&3]}&respMsg=成功[0000000]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "=1", "a=1&a=2", "a=1&&b=2", "<html>"})
  void readsNothingElse(String answer) {
    assertThat(UnionPayMessage.read(answer.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void namesAnAttemptTheSameWheneverItIsAsked() {
    assertThat(UnionPayIds.of(attempt(order()))).isEqualTo(UnionPayIds.of(attempt(order())));
  }

  private static UnionPayTimes times(Instant now, Map<String, String> options) {
    return new UnionPayTimes(account(options), Clock.fixed(now, ZoneOffset.UTC));
  }
}
