package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPayFixtures.MER_ID;
import static io.tollgate.channels.unionpay.UnionPayFixtures.OPERATION;
import static io.tollgate.channels.unionpay.UnionPayFixtures.QUERY_ID;
import static io.tollgate.channels.unionpay.UnionPayFixtures.attempt;
import static io.tollgate.channels.unionpay.UnionPayFixtures.base64;
import static io.tollgate.channels.unionpay.UnionPayFixtures.calls;
import static io.tollgate.channels.unionpay.UnionPayFixtures.number;
import static io.tollgate.channels.unionpay.UnionPayFixtures.order;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bill's lines, by the widths that UnionPay's own example program has. */
class UnionPayBillTest {

  static final int[] WIDTHS = {
    3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21,
    15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 131
  };

  private static final Charset GBK = Charset.forName("GBK");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsPaymentsAndRefunds() {
    assertThat(read(line(payment()), line(refund())))
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                QUERY_ID,
                Money.of(476_800, "CNY"),
                Money.of(2_861, "CNY"),
                Instant.parse("2026-03-01T03:22:03Z")),
            new StatementRow(
                Kind.REFUND,
                OPERATION.value(),
                QUERY_ID,
                Money.of(-500, "CNY"),
                Money.of(-3, "CNY"),
                Instant.parse("2026-03-01T03:22:03Z")));
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "01, PAYMENT, 0",
    "03, PAYMENT, 0",
    "04, REFUND, 0",
    "31, REFUND, 0",
    "33, REFUND, 0",
    "02, OTHER, 0",
    "32, OTHER, 0",
    "99, OTHER, 1",
  })
  void sortsLinesByTheirType(String txnType, Kind kind, int alarms) {
    var rows = read(line(with(payment(), 20, txnType)));

    assertThat(rows).extracting(StatementRow::kind).containsExactly(kind);
    assertThat(rows.getFirst().gross().isPositive()).isEqualTo(kind != Kind.REFUND);
    assertThat(alarms().getOrDefault("unmapped", 0.0)).isEqualTo(alarms);
  }

  @Test
  void keepsOthersNumbersOut() {
    assertThat(read(line(with(payment(), 12, "M-2026"))))
        .extracting(StatementRow::requestId)
        .containsOnlyNulls();
  }

  /** A byte is a column, whatever its character is. */
  @Test
  void countsBytes() {
    assertThat(read(line(with(payment(), 31, "商户保留域"))))
        .extracting(StatementRow::gross)
        .containsExactly(Money.of(476_800, "CNY"));
  }

  @Test
  void tellsTheYearOfALine() {
    assertThat(read(LocalDate.of(2026, 1, 1), line(with(payment(), 5, "1231235959"))))
        .extracting(StatementRow::at)
        .containsExactly(Instant.parse("2025-12-31T15:59:59Z"));
    assertThat(read(LocalDate.of(2026, 1, 1), line(with(payment(), 5, "0101225959"))))
        .extracting(StatementRow::at)
        .containsExactly(Instant.parse("2026-01-01T14:59:59Z"));
    assertThat(read(LocalDate.of(2028, 3, 1), line(with(payment(), 5, "0229235959"))))
        .extracting(StatementRow::at)
        .containsExactly(Instant.parse("2028-02-29T15:59:59Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "28, 777290058110049",
    "28, ''",
    "7, 00000047680X",
    "7, ''",
    "16, 0000000002861",
    "16, D00000000286",
    "16, ''",
    "5, 0230112203",
    "5, ''",
  })
  void refusesALineThatCannotBe(int field, String value) {
    var text = line(with(payment(), field, value));

    if (field == 16 && value.equals("D00000000286")) {
      assertThat(read(text)).extracting(StatementRow::fee).containsExactly(Money.of(286, "CNY"));
    } else {
      assertThatThrownBy(() -> read(line(payment()), text)).satisfies(UnionPayBillTest::isFinal);
    }
  }

  @Test
  void refusesAFileOfAnotherLayout() {
    var line = line(payment());

    assertThatThrownBy(() -> read(" " + line)).satisfies(UnionPayBillTest::isFinal);
    assertThatThrownBy(() -> read(line.substring(1))).satisfies(UnionPayBillTest::isFinal);
    assertThatThrownBy(() -> read(line + "  ")).satisfies(UnionPayBillTest::isFinal);
    assertThatThrownBy(() -> read("transaction,amount")).satisfies(UnionPayBillTest::isFinal);
    assertThat(read(line.stripTrailing())).hasSize(1);
  }

  @Test
  void letsTheAccountSayWhereFieldsAre() {
    var bill =
        new UnionPayBill(
            DAY,
            calls(Map.of("bill-widths", "2,15,8,21,32,13,10", "bill-places", "7,3,4,5,6,1,2")),
            edges.alarms(UnionPayFixtures.account().id()));
    var line =
        "01 %-15s 00000500 %-21s %-32s D000000000003 0301112203"
            .formatted(MER_ID, QUERY_ID, number(order()));

    assertThat(bill.read(file("INN26030188ZM_" + MER_ID, line)))
        .extracting(StatementRow::gross)
        .containsExactly(Money.of(500, "CNY"));
  }

  @Test
  void refusesWhatIsNoBill() {
    for (var content :
        new String[] {
          null,
          "",
          "no Base64 at all!",
          base64("nothing packed".getBytes(GBK)),
          file("INN26030188ZME_" + MER_ID, line(payment())),
        }) {
      assertThatThrownBy(() -> bill(DAY).read(content))
          .as(content)
          .satisfies(UnionPayBillTest::isFinal);
    }
  }

  private List<StatementRow> read(String... lines) {
    return read(DAY, lines);
  }

  private List<StatementRow> read(LocalDate day, String... lines) {
    return bill(day).read(file("INN26030188ZM_" + MER_ID, String.join("\r\n", lines)));
  }

  private UnionPayBill bill(LocalDate day) {
    return new UnionPayBill(day, calls(), edges.alarms(UnionPayFixtures.account().id()));
  }

  static Map<Integer, String> payment() {
    var fields = new TreeMap<Integer, String>();
    fields.put(1, "S22");
    fields.put(4, "190624");
    fields.put(5, "0301112203");
    fields.put(6, "622609******0048");
    fields.put(7, "000000476800");
    fields.put(10, QUERY_ID);
    fields.put(12, number(order()));
    fields.put(16, "D000000002861");
    fields.put(17, "C000000473939");
    fields.put(20, "01");
    fields.put(22, "000201");
    fields.put(28, MER_ID);
    return fields;
  }

  private static Map<Integer, String> refund() {
    var fields = with(payment(), 7, "000000000500");
    fields.put(12, UnionPayIds.of(OPERATION));
    fields.put(16, "C000000000003");
    fields.put(20, "04");
    return fields;
  }

  private static Map<Integer, String> with(Map<Integer, String> line, int field, String value) {
    var changed = new TreeMap<>(line);
    changed.put(field, value);
    return changed;
  }

  /** A line as its bytes, each of which is shown as one character. */
  static String line(Map<Integer, String> fields) {
    var line = new ByteArrayOutputStream();
    for (int field = 1; field <= WIDTHS.length; field++) {
      var value = fields.getOrDefault(field, "").getBytes(GBK);
      var padded = Arrays.copyOf(value, WIDTHS[field - 1]);
      Arrays.fill(padded, value.length, padded.length, (byte) ' ');
      line.writeBytes(field == 1 ? new byte[0] : new byte[] {' '});
      line.writeBytes(padded);
    }
    return line.toString(ISO_8859_1);
  }

  /** An archive of that file and one that is none of ours. */
  static String file(String name, String lines) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(new DeflaterOutputStream(bytes), GBK)) {
      zip.putNextEntry(new ZipEntry("INN26030188ZMSUM_" + MER_ID));
      zip.write("sums".getBytes(GBK));
      zip.putNextEntry(new ZipEntry(name));
      zip.write(lines.getBytes(ISO_8859_1));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return base64(bytes.toByteArray());
  }

  private static void isFinal(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            StatementUnavailable.class, unavailable -> assertThat(unavailable.later()).isFalse());
  }

  private Map<String, Double> alarms() {
    return meters.find("tollgate.channel.alarms").counters().stream()
        .collect(Collectors.toMap(it -> it.getId().getTag("alarm"), Counter::count));
  }
}
