package io.tollgate.channels.camara;

import static io.tollgate.channels.camara.CamaraFixtures.PAYMENT_ID;
import static io.tollgate.channels.camara.CamaraFixtures.REFUND_ID;
import static io.tollgate.channels.camara.CamaraFixtures.attempt;
import static io.tollgate.channels.camara.CamaraFixtures.order;
import static io.tollgate.channels.camara.CamaraFixtures.payment;
import static io.tollgate.channels.camara.CamaraFixtures.recordedText;
import static io.tollgate.channels.camara.CamaraFixtures.refund;
import static io.tollgate.channels.camara.CamaraFixtures.totalRefund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CamaraStatementTest {

  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final Instant AFTER = Instant.parse("2026-03-02T00:00:00Z");
  private static final String LIST = "GET /payments";
  private static final String REFUNDS =
      "GET /carrier-billing-refund/v0.3/payments/" + PAYMENT_ID + "/refunds";
  private static final String FILE = "GET /files/2026-03-01.csv";
  private static final String COLUMNS =
      "request=Vorgang,amount=Betrag,currency=Waehrung,time=Datum,kind=Art,fee=Gebuehr,"
          + "reference=Zahlung";

  private final CamaraWire wire = new CamaraWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void listsWhatWasPaidAndGivenBackOnTheDay() {
    var denied = payment("denied").put("paymentId", "denied");
    var earlier = payment("succeeded").put("paymentId", "earlier");
    earlier.put("paymentDate", "2026-02-28T23:59:59Z");
    wire.page(LIST, 3, denied, earlier)
        .page(LIST, 3, payment("succeeded"))
        .page(REFUNDS.replace(PAYMENT_ID, "earlier"), 0)
        .page(REFUNDS, 2, refund("succeeded"), totalRefund("processing").put("refundId", "R2"));

    assertThat(rows(Map.of()))
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                PAYMENT_ID,
                Money.of(1299, "EUR"),
                null,
                Instant.parse("2026-03-01T11:00:01.312Z")),
            new StatementRow(
                Kind.REFUND,
                "op_1",
                REFUND_ID,
                Money.of(-500, "EUR"),
                null,
                Instant.parse("2026-03-01T13:00:01Z")));
  }

  @Test
  void givesAllOfAPaymentBackWhereTheRefundIsTotal() {
    wire.page(LIST, 1, payment("succeeded")).page(REFUNDS, 1, totalRefund("succeeded"));

    assertThat(rows(Map.of())).extracting(StatementRow::gross).contains(Money.of(-1299, "EUR"));
    assertThat(rows(Map.of("statement-refunds", "none"))).hasSize(1);
  }

  @Test
  void countsDaysInTheOperatorsZone() {
    wire.page(LIST, 1, payment("succeeded").put("paymentDate", "2026-02-28T23:30:00Z"));

    assertThat(rows(Map.of("statement-refunds", "none"))).isEmpty();
    assertThat(rows(Map.of("statement-refunds", "none", "time-zone", "Europe/Madrid"))).hasSize(1);
  }

  @Test
  void hasNoStatementOfADayThatIsNotOver() {
    assertThatThrownBy(() ->
            wire.at(AFTER.minusSeconds(1))
                .statement(DAY, wire.account())
                .collectList()
                .block(Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            StatementUnavailable.class, unavailable -> assertThat(unavailable.later()).isTrue());
    assertThat(wire.seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "500, INTERNAL, true",
    "429, TOO_MANY_REQUESTS, true",
    "400, CARRIER_BILLING.TOO_MANY_MATCHING_RECORDS, false",
    "403, PERMISSION_DENIED, false",
  })
  void saysWhetherAskingLaterMayHelp(int status, String code, boolean later) {
    wire.error(LIST, status, code);

    assertUnavailable(Map.of(), later);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.999", "\"x\"", "null", "1e400"})
  void refusesAListWithAnAmountThatIsNone(String amount) {
    wire.answer(LIST, 200, "[" + payment("succeeded").toString().replace("12.99", amount) + "]");

    assertUnavailable(Map.of(), false);
  }

  @Test
  void refusesAListWithATimeThatIsNone() {
    wire.page(LIST, 1, payment("succeeded").put("paymentDate", "yesterday"));

    assertUnavailable(Map.of("statement-refunds", "none"), false);
  }

  @Test
  void readsTheOperatorsOwnFileByTheNamesOfItsColumns() {
    wire.answer(FILE, 200, recordedText("statement.csv"));

    assertThat(rows(file(Map.of())))
        .containsExactly(
            row(Kind.PAYMENT, "pay_1-1", "P1", 1299, Money.of(65, "EUR"), "09:00:00"),
            row(Kind.REFUND, "op_1", "R1", -500, null, "09:00:00"),
            row(Kind.OTHER, null, "A1", -200, null, "11:00:00"));
    assertThat(wire.alarms()).containsOnly(Map.entry("unmapped", 1.0));
  }

  @Test
  void goesByTheSignWhereNoColumnSaysTheKind() {
    wire.answer(FILE, 200, recordedText("statement.csv"));
    var columns = "request=Vorgang,amount=Betrag,currency=Waehrung,time=Datum";

    assertThat(rows(file(Map.of("file-columns", columns))))
        .extracting(StatementRow::kind)
        .containsExactly(Kind.PAYMENT, Kind.PAYMENT, Kind.REFUND);
  }

  @Test
  void refusesAFileWithAnotherHeadingOrACellThatCannotBeRead() {
    var file = recordedText("statement.csv");
    wire.answer(FILE, 200, file.replace("Betrag", "Summe"))
        .answer(FILE, 200, file.replace("12.99", "12,99"))
        .answer(FILE, 200, file.replace("2026-03-01 09", "1.3.26 09"))
        .answer(FILE, 200, "");

    for (int time = 0; time < 4; time++) {
      assertUnavailable(file(Map.of()), false);
    }
  }

  @Test
  void asksLaterForAFileThatIsNotThereYet() {
    wire.answer(FILE, 503, "").answer(FILE, 404, "");

    assertUnavailable(file(Map.of()), true);
    assertUnavailable(file(Map.of()), false);
  }

  private Map<String, String> file(Map<String, String> options) {
    var all = new HashMap<>(Map.of("statement", "file", "file-columns", COLUMNS));
    all.put("file-url", wire.account().baseUrl() + "/files/{day}.csv");
    all.putAll(options);
    return all;
  }

  private static StatementRow row(
      Kind kind, String request, String reference, long minor, Money fee, String time) {
    return new StatementRow(
        kind,
        request,
        reference,
        Money.of(minor, "EUR"),
        fee,
        Instant.parse("2026-03-01T" + time + "Z"));
  }

  private List<StatementRow> rows(Map<String, String> options) {
    return wire.at(AFTER)
        .statement(DAY, wire.account(options))
        .collectList()
        .block(Duration.ofSeconds(10));
  }

  private void assertUnavailable(Map<String, String> options, boolean later) {
    assertThatThrownBy(() -> rows(options))
        .isInstanceOfSatisfying(
            StatementUnavailable.class,
            unavailable -> assertThat(unavailable.later()).isEqualTo(later));
  }
}
