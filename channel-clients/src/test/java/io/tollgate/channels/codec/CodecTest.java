package io.tollgate.channels.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

  @ParameterizedTest
  @CsvSource({"1299,EUR,12.99", "5,EUR,0.05", "1299,JPY,1299", "1299,BHD,1.299", "-5,USD,-0.05"})
  void writesAndReadsAmountsWithTheDecimalsOfTheirCurrency(long minor, String code, String text) {
    var amount = Money.of(minor, code);

    assertThat(Decimals.of(amount)).isEqualTo(text);
    assertThat(Decimals.read(text, code)).contains(amount);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://pay.example/a?b=c", "http://127.0.0.1:8080", "HTTPS://pay.example"})
  void sendsPayersToPagesOfTheWeb(String address) {
    assertThat(PayerPage.find(address)).contains(URI.create(address));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "//pay.example/a",
        "/a",
        "pay.example",
        "https:",
        "https:pay.example",
        "https://bank.example@evil.example/",
        "javascript://pay.example/%0aalert(1)",
        "alipays://platformapi/startapp",
        "https://pay.example/a b"
      })
  void sendsPayersNowhereElse(@Nullable String address) {
    assertThat(PayerPage.find(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12,99", "12.999", "1e3", "+1", " 1", "1.", ".5", "0x1", "１２"})
  void readsNoAmountThatIsNotPlain(String text) {
    assertThat(Decimals.read(text, "EUR")).isEmpty();
  }

  @Test
  void readsMoreDecimalsWhereTheyAreZeros() {
    assertThat(Decimals.read("12.9900", "EUR")).contains(Money.of(1299, "EUR"));
    assertThat(Decimals.read("12.0", "JPY")).contains(Money.of(12, "JPY"));
    assertThat(Decimals.read("12.5", "JPY")).isEmpty();
    assertThat(Decimals.read("12.50", "XXX")).isEmpty();
  }

  @Test
  void readsFormsInTheirOrderAndCharset() {
    var gbk = Charset.forName("GBK");
    var fields = FormFields.read("b=%D6%A7%B8%B6&a=1+2&empty=".getBytes(US_ASCII), gbk);

    assertThat(fields.orElseThrow())
        .containsExactly(
            java.util.Map.entry("b", "支付"),
            java.util.Map.entry("a", "1 2"),
            java.util.Map.entry("empty", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1&a=2", "a=%zz", "a=%4", "nothing", "a=1&b"})
  void readsNoFormThatCouldBeReadInTwoWays(String text) {
    assertThat(FormFields.read(text, UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.50", "1300.00", "1300", "0.05", "0.001", "9999999999999.99"})
  void writesDecimalsIntoJsonAsTheyAre(String number) {
    assertThat(new JsonBody().with("amount", new BigDecimal(number)).text())
        .isEqualTo("{\"amount\":" + number + "}");
  }

  @Test
  void writesJsonWithoutWhatIsMissing() {
    var body =
        new JsonBody()
            .with("name", "Grüße \" 支付")
            .with("missing", (String) null)
            .with("none", (JsonBody) null)
            .with("count", 3)
            .with("yes", true)
            .with("inner", new JsonBody().with("a", "b"))
            .with("list", List.of(new JsonBody().with("n", 1), new JsonBody().with("n", 2)))
            .withTexts("texts", List.of("x", "y"));

    assertThat(new String(body.bytes(), UTF_8))
        .isEqualTo(
            "{\"name\":\"Grüße \\\" 支付\",\"count\":3,\"yes\":true,\"inner\":{\"a\":\"b\"},"
                + "\"list\":[{\"n\":1},{\"n\":2}],\"texts\":[\"x\",\"y\"]}");
  }

  @Test
  void readsTablesInAnyCharset() {
    var gbk = Charset.forName("GBK");
    var file = "交易号\t金额\r\n\"a\tb\"\t12.50\r\n\r\n合计\t12.50\t1\r\n".getBytes(gbk);

    var rows = Csv.rows(file, gbk, '\t').orElseThrow();

    assertThat(rows).hasSize(3);
    assertThat(rows.get(1)).containsExactly("a\tb", "12.50");
    assertThat(rows.get(2)).containsExactly("合计", "12.50", "1");
    assertThat(Csv.rows("a,\"b".getBytes(UTF_8), UTF_8, ',')).isEmpty();
  }

  @Test
  void readsTablesByTheirHeadings() {
    var table =
        Table.read(
                "\uFEFFid, amount ,note\n1,12.50,\"a,b\"\n2,  ,\n3\n".getBytes(UTF_8), UTF_8, ',')
            .orElseThrow();

    assertThat(table.has(List.of("note", "id"))).isTrue();
    assertThat(table.has(List.of("id", "fee"))).isFalse();
    var rows = table.rows();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).text("id")).contains("1");
    assertThat(rows.get(0).text("amount")).contains("12.50");
    assertThat(rows.get(0).text("note")).contains("a,b");
    assertThat(rows.get(1).text("amount")).isEmpty();
    assertThat(rows.get(2).text("note")).isEmpty();
    assertThat(rows.get(0).text("fee")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b,a\n1,2,3", "a,\"b"})
  void readsNoTableWithoutOneHeadingForEachColumn(String text) {
    assertThat(Table.read(text.getBytes(UTF_8), UTF_8, ',')).isEmpty();
  }
}
