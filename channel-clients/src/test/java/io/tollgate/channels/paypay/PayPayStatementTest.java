package io.tollgate.channels.paypay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayPayStatementTest {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 30);
  private static final Clock NEXT_DAY =
      Clock.fixed(Instant.parse("2020-01-31T03:00:00Z"), ZoneOffset.UTC);
  private static final Charset SHIFT_JIS = Charset.forName("Shift_JIS");

  private static final String AT_ONCE =
      """
      決済番号,加盟店ID,屋号,店舗ID,店舗名,端末番号/PosID,取引ステータス,取引日時,取引金額,レシート番号,支払い方法,マーチャント決済ID,支払い詳細
      03104999834071171072,yy08181,本屋,1,本店,0,取引完了,2020/01/30 10:53:25,480,,PayPay残高,pay_1-1,"[{""amount"":480,""paymentMethod"":""PayPay残高""}]"
      03104999834071171072,yy08181,本屋,1,本店,0,返金完了,2020/01/30 23:59:59,-80,,PayPay残高,op_1,
      03104999834071171073,yy08181,本屋,1,本店,0,取引失敗,2020/01/30 11:00:00,100,,PayPay残高,pay_2-1,
      03104999834071171074,yy08181,本屋,1,本店,0,返金失敗,2020/01/30 11:00:00,-100,,PayPay残高,op_2,
      """;

  private static final String LATER =
      """
      orderId,merchantId,brandName,storeId,storeName,terminalId,transactionStatus,acceptedAt,amount,orderReceiptNumber,methodOfPayment,merchantPaymentId,paymentDetails
      xx123456,yy08181,brand,1,store,0,AUTHORIZED,2020-01-30T10:00:00+09:00,500,,wallet,pay_1-1,
      xx123456,yy08181,brand,1,store,0,COMPLETED,2020-01-30T10:53:25+09:00,480,,"wallet, point",cap_1,
      xx123456,yy08181,brand,1,store,0,REFUNDED,2020-01-30T16:53:25+09:00,480,,wallet,op_1,
      xx123457,yy08181,brand,1,store,0,EXPIRED,2020-02-28T16:53:25+09:00,480,,wallet,pay_3-1,
      xx123458,yy08181,brand,1,store,0,CANCELED,2020-01-30T16:53:25+09:00,480,,wallet,rev_1,
      xx123459,yy08181,brand,1,store,0,FAILED,2020-01-30T16:53:25+09:00,480,,wallet,pay_4-1,
      """;

  private final PayPayWire wire = new PayPayWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void readsTheFileOfWhatIsTakenAtOnce() {
    assertThat(rows(AT_ONCE, Map.of()))
        .containsExactly(
            row(Kind.PAYMENT, "pay_1-1", "03104999834071171072", 480, "2020-01-30T01:53:25Z"),
            row(Kind.REFUND, "op_1", null, -80, "2020-01-30T14:59:59Z"));
  }

  @Test
  void readsTheFileOfWhatIsCapturedLater() {
    assertThat(rows(LATER, Map.of()))
        .containsExactly(
            row(Kind.PAYMENT, "cap_1", "xx123456", 480, "2020-01-30T01:53:25Z"),
            row(Kind.REFUND, "op_1", null, -480, "2020-01-30T07:53:25Z"));
  }

  @Test
  void readsColumnsTimesAndCharactersAsTheAccountSays() {
    var options =
        Map.of(
            "statement-columns", "決済番号,加盟店決済ID,取引ステータス,取引日時,取引金額",
            "statement-charset", "UTF-8",
            "statement-time", "yyyyMMdd HHmmss");
    var file =
        "\uFEFF取引ステータス,決済番号,加盟店決済ID,取引金額,取引日時\n取引完了,1,pay_1-1,480,20200130 105325\n"
            .getBytes(StandardCharsets.UTF_8);

    assertThat(reader(options).read(file))
        .containsExactly(row(Kind.PAYMENT, "pay_1-1", "1", 480, "2020-01-30T01:53:25Z"));
  }

  @Test
  void raisesAnAlarmForAStatusThatIsNotKnown() {
    var file = LATER.replace("REFUNDED", "CHARGED_BACK");

    assertThat(rows(file, Map.of()))
        .extracting(StatementRow::kind)
        .containsExactly(Kind.PAYMENT, Kind.OTHER);
    assertThat(wire.alarms()).containsOnly(Map.entry("unmapped", 1.0));
  }

  @ParameterizedTest
  @CsvSource({
    "取引ステータス, 取引の状態",
    "2020/01/30 10:53:25, 30.01.2020",
    "2020/01/30 10:53:25, 2020/01/31 00:00:00",
    "2020/01/30 10:53:25, 2020-01-30T10:53:25",
    "'10:53:25,480', '10:53:25,4.80'",
    "'10:53:25,480', '10:53:25,'",
    "'03104999834071171072,yy08181,本屋,1,本店,0,取引完了', ',yy08181,本屋,1,本店,0,取引完了'",
  })
  void refusesAFileThatItCannotReadWhole(String part, String other) {
    assertThat(refusal(AT_ONCE.replace(part, other), Map.of()).later()).isFalse();
  }

  @Test
  void refusesFilesThatAreNone() {
    for (var file : List.of("", "\n", "a,b\n1,2\n", "\"", AT_ONCE.replace("決済番号,", "取引金額,"))) {
      assertThat(refusal(file, Map.of()).later()).isFalse();
    }
    assertThat(refusal(AT_ONCE, Map.of("statement-columns", "a,b")).later()).isFalse();
  }

  @Test
  void fetchesADaysFileWithoutTheKey() {
    var options = Map.of("statement-url", wire.url() + "/files/transaction_1_{day}_v2.csv");
    // The wire writes UTF-8.
    wire.then("/files/", 200, AT_ONCE);
    var account = wire.account(with(options, "statement-charset", "UTF-8"));

    var rows =
        wire.at(NEXT_DAY).statement(DAY, account).collectList().block(Duration.ofSeconds(10));

    assertThat(rows).hasSize(2);
    assertThat(wire.seen()).containsExactly("GET /files/transaction_1_20200130_v2.csv");
    assertThat(wire.whole().getFirst()).doesNotContainIgnoringCase("authorization");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 429, 500})
  void isAskedForAgainWhereThereIsNoFileYet(int status) {
    wire.then("/files/", status, "");

    assertThat(failure(NEXT_DAY, Map.of("statement-url", wire.url() + "/files/{day}")).later())
        .isTrue();
  }

  @Test
  void hasNoFileOfADayThatIsNotOverInJapanNorWithoutAnAddress() {
    var midnight = Clock.fixed(Instant.parse("2020-01-30T14:59:59Z"), ZoneOffset.UTC);

    assertThat(failure(midnight, Map.of("statement-url", wire.url())).later()).isTrue();
    assertThat(failure(NEXT_DAY, Map.of()).later()).isFalse();
    assertThat(wire.seen()).isEmpty();
  }

  private StatementUnavailable failure(Clock clock, Map<String, String> options) {
    try {
      wire.at(clock)
          .statement(DAY, wire.account(options))
          .collectList()
          .block(Duration.ofSeconds(10));
      throw new AssertionError("a statement");
    } catch (StatementUnavailable expected) {
      return expected;
    }
  }

  private StatementUnavailable refusal(String file, Map<String, String> options) {
    try {
      throw new AssertionError(rows(file, options).toString());
    } catch (StatementUnavailable expected) {
      return expected;
    }
  }

  private List<StatementRow> rows(String file, Map<String, String> options) {
    return reader(options).read(file.getBytes(SHIFT_JIS));
  }

  private PayPayStatementRows reader(Map<String, String> options) {
    var account = wire.account(options);
    return new PayPayStatementRows(DAY, account, wire.alarmsOf(account));
  }

  private static Map<String, String> with(Map<String, String> options, String key, String value) {
    var all = new java.util.HashMap<>(options);
    all.put(key, value);
    return all;
  }

  private static StatementRow row(Kind kind, String id, String reference, long yen, String at) {
    return new StatementRow(kind, id, reference, Money.of(yen, "JPY"), null, Instant.parse(at));
  }
}
