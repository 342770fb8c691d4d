package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.attempt;
import static io.tollgate.channels.wechat.WechatFixtures.number;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.money.Money;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatBillTest {

  private final List<String> unknownStates = new ArrayList<>();

  @Test
  void readsEveryRowOfADay() {
    assertThat(read(bill()))
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                "1217752501201407033233368018",
                Money.of(1299, "CNY"),
                Money.of(7, "CNY"),
                Instant.parse("2026-02-27T16:00:07Z")),
            new StatementRow(
                Kind.REFUND,
                "ref_1-500",
                "50000000382019052709732678859",
                Money.of(-500, "CNY"),
                Money.of(-3, "CNY"),
                Instant.parse("2026-02-28T02:11:12Z")),
            new StatementRow(
                Kind.PAYMENT,
                null,
                "4200000000000000000000000001",
                Money.of(1, "CNY"),
                null,
                Instant.parse("2026-02-28T05:14:15Z")),
            new StatementRow(
                Kind.OTHER,
                null,
                "4200000000000000000000000002",
                Money.of(2, "CNY"),
                Money.of(0, "CNY"),
                Instant.parse("2026-02-28T15:59:59Z")));
    assertThat(unknownStates).isEmpty();
  }

  @Test
  void readsABillWithoutAMarkAndWithOtherLineEnds() {
    assertThat(read(bill().substring(1).replace("\r\n", "\n"))).hasSize(4);
  }

  @Test
  void findsColumnsByTheirHeadings() {
    var moved =
        bill()
            .lines()
            .map(line ->
                line.startsWith("`2026")
                    ? "`new," + line
                    : line.startsWith("\uFEFF") ? "\uFEFF新列," + line.substring(1) : line)
            .toList();

    assertThat(read(String.join("\n", moved))).isEqualTo(read(bill()));
  }

  @Test
  void tellsOfAStateThatItDoesNotKnow() {
    assertThat(read(bill().replace(",`REVOKED,", ",`INVENTED,")))
        .extracting(StatementRow::kind)
        .endsWith(Kind.OTHER);
    assertThat(unknownStates).containsExactly("INVENTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", "\r\n", "a,b,c", "{\"code\":\"INVALID_REQUEST\"}", "`1,`2"})
  void readsNothingThatIsNoBill(String text) {
    assertThat(WechatBill.rows(text.getBytes(UTF_8), unknownStates::add)).isEmpty();
  }

  /** A heading less, an amount or a time that is none, a row that is torn, a row too many. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "商户退款单号 | 别的",
        ",`12.99, | ,`12.999,",
        ",`12.99, | ,`zwölf,",
        ",`CNY, | ,`CNX,",
        "2026-02-28 10:11:12 | 2026-02-30 10:11",
        "2026-02-28 10:11:12 | 28.2.2026",
        ",`ORIGINAL, | ,",
        "`4,`12.02 | `5,`12.02",
        "总交易单数 | 总数",
        "`2026-02-28 00 | 2026-02-28 00",
      })
  void readsNoBillThatIsDamaged(String part, String other) {
    var damaged = bill().replace(part, other);

    assertThat(damaged).isNotEqualTo(bill());
    assertThat(WechatBill.rows(damaged.getBytes(UTF_8), unknownStates::add)).isEmpty();
  }

  @Test
  void readsNoBillThatIsCutOff() {
    var lines = bill().lines().toList();
    for (int kept = 0; kept < lines.size(); kept++) {
      var cut = String.join("\n", lines.subList(0, kept));

      assertThat(WechatBill.rows(cut.getBytes(UTF_8), unknownStates::add)).as(cut).isEmpty();
    }
  }

  @Test
  void readsNoBillInAnotherEncoding() {
    assertThat(
            WechatBill.rows(
                bill().substring(1).getBytes(Charset.forName("GBK")), unknownStates::add))
        .isEmpty();
  }

  @Test
  void readsADayWithoutRows() {
    var lines = bill().lines().toList();
    var empty = lines.getFirst() + "\n" + lines.get(5) + "\n" + lines.get(6).replace("`4,", "`0,");

    assertThat(read(empty)).isEmpty();
  }

  private List<StatementRow> read(String bill) {
    return WechatBill.rows(bill.getBytes(UTF_8), unknownStates::add).orElseThrow();
  }

  private static String bill() {
    return new String(resource("bill-all.csv"), UTF_8).replace("$NUMBER", number(order()));
  }
}
