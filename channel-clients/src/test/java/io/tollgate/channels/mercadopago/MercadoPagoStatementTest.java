package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.JSON;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAYMENT;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.attempt;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.error;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.list;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.order;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.recordedText;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.node.ObjectNode;

/** A day's report: ordered, awaited, fetched and read. */
@Timeout(60)
class MercadoPagoStatementTest {

  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final Instant NEXT_DAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final String REPORTS = "/v1/account/settlement_report";
  private static final String FILE = "settlement-report-448870796-2026-03-02.csv";

  private final MercadoPagoWire wire = new MercadoPagoWire();

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void readsEveryLineOfTheReport() {
    ready(recordedText("report.csv"));
    var attempt = attempt(order()).toString();

    assertThat(rows(Map.of()))
        .containsExactly(
            row(Kind.PAYMENT, attempt, PAYMENT, 12990, 648L, "12:00:05"),
            row(Kind.REFUND, attempt, PAYMENT, -5000, -249L, "12:10:00"),
            row(Kind.PAYMENT, null, "90000000002", 7900, 394L, "13:00:00"),
            row(Kind.CHARGEBACK, attempt, PAYMENT, -7990, 0L, "14:00:00"),
            row(Kind.PAYOUT, null, "90000000003", -10000, null, "15:00:00"));
  }

  @Test
  void ordersTheReportOfADayOnceAndComesBackForIt() {
    wire.answer(
            "GET " + REPORTS + "/list", list(report(FILE).put("end_date", "2026-03-01T23:59:58Z")))
        .answer("POST " + REPORTS, 202, report(null));

    assertUnavailable(true);
    assertThat(wire.seen()).containsExactly("GET " + REPORTS + "/list", "POST " + REPORTS);
    assertThat(wire.requests().getLast())
        .endsWith(
            "{\"begin_date\":\"2026-03-01T00:00:00Z\",\"end_date\":\"2026-03-01T23:59:59Z\"}");
  }

  @Test
  void waitsForAReportThatIsBeingMade() {
    wire.answer("GET " + REPORTS + "/list", list(report(null).put("status", "pending")));

    assertUnavailable(true);
    assertThat(wire.seen()).hasSize(1);
  }

  @Test
  void givesUpAReportThatCouldNotBeMade() {
    wire.answer("GET " + REPORTS + "/list", list(report(null).put("status", "failed")));

    assertUnavailable(false);
  }

  @Test
  void readsAListInsideOfAnObjectToo() {
    var page = JSON.createObjectNode();
    page.putArray("results").add(report(FILE).put("begin_date", "2026-02-28T20:00:00-04:00"));
    wire.answer("GET " + REPORTS + "/list", page)
        .answer("GET " + REPORTS + "/" + FILE, recordedText("report.csv"));

    assertThat(rows(Map.of())).hasSize(5);
  }

  @Test
  void hasNoStatementBeforeTheDayIsOver() {
    var channel = wire.at(NEXT_DAY.minusMillis(1));

    StepVerifier.create(channel.statement(DAY, wire.account()))
        .verifyErrorSatisfies(
            thrown -> assertThat(((StatementUnavailable) thrown).later()).isTrue());
    assertThat(wire.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../config", "a/b.csv", "https://evil.example/x.csv", "x.xlsx", ".csv", "a b.csv"})
  void fetchesNoFileWhoseNameLeadsElsewhere(String file) {
    wire.answer("GET " + REPORTS + "/list", list(report(file)));

    assertUnavailable(true);
    assertThat(wire.seen()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401, false", "403, false", "404, false", "429, true", "500, true"})
  void tellsWhetherAskingLaterMayHelp(int status, boolean later) {
    wire.answer("GET " + REPORTS + "/list", status, error(status));

    assertUnavailable(later);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SOURCE_ID",
        "EXTERNAL_REFERENCE",
        "TRANSACTION_TYPE",
        "TRANSACTION_AMOUNT",
        "FEE_AMOUNT",
        "SETTLEMENT_DATE"
      })
  void refusesAFileThatLacksAColumn(String column) {
    ready(recordedText("report.csv").replaceFirst("(^|;)" + column + ";", "$1X;"));

    assertUnavailable(false);
  }

  @ParameterizedTest
  @CsvSource({
    "129.90;BRL, 129.901;BRL",
    "129.90;BRL, 1e2;BRL",
    "129.90;BRL, ;BRL",
    "129.90;BRL, 129.90;XXX",
    "2026-03-01T08:00:05.000-04:00, 2026-03-01 08:00:05",
    "SETTLEMENT;129.90, ;129.90",
  })
  void refusesAFileWithALineThatCannotBeRead(String said, String instead) {
    ready(recordedText("report.csv").replace(said, instead));

    assertUnavailable(false);
  }

  @Test
  void readsAFileWhoseCellsAreSeparatedOtherwiseWhereTheAccountSaysSo() {
    ready(recordedText("report.csv").replace(";", ","));

    assertThat(rows(Map.of("report-separator", ","))).hasSize(5);
  }

  @Test
  void usesTheAccountsCurrencyWhereTheFileNamesNone() {
    var file =
        recordedText("report.csv")
            .replace("TRANSACTION_CURRENCY", "A")
            .replace("SETTLEMENT_CURRENCY", "B");
    ready(file);

    assertThat(rows(Map.of()).getFirst().gross()).isEqualTo(Money.of(12990, "BRL"));
  }

  @Test
  void raisesAnAlarmOnALineOfAKindThatIsNotMapped() {
    ready(recordedText("report.csv").replace("WITHDRAWAL", "GIFT"));

    assertThat(rows(Map.of()).getLast().kind()).isEqualTo(Kind.OTHER);
    assertThat(wire.alarms()).containsOnlyKeys("unmapped");
  }

  private void ready(String file) {
    wire.answer("GET " + REPORTS + "/list", list(report(FILE)))
        .answer("GET " + REPORTS + "/" + FILE, file);
  }

  private List<StatementRow> rows(Map<String, String> options) {
    return wire.at(NEXT_DAY)
        .statement(DAY, wire.account(options))
        .collectList()
        .block(Duration.ofSeconds(10));
  }

  private void assertUnavailable(boolean later) {
    StepVerifier.create(wire.at(NEXT_DAY).statement(DAY, wire.account()))
        .expectErrorSatisfies(thrown ->
            assertThat(thrown)
                .isInstanceOfSatisfying(
                    StatementUnavailable.class,
                    unavailable -> assertThat(unavailable.later()).isEqualTo(later)))
        .verify(Duration.ofSeconds(10));
  }

  private static ObjectNode report(String file) {
    return JSON.createObjectNode()
        .put("id", 12345678)
        .put("begin_date", "2026-03-01T00:00:00Z")
        .put("end_date", "2026-03-01T23:59:59Z")
        .put("created_from", "manual")
        .put("file_name", file);
  }

  private static StatementRow row(
      Kind kind, String attempt, String payment, long gross, Long fee, String time) {
    return new StatementRow(
        kind,
        attempt,
        payment,
        Money.of(gross, "BRL"),
        fee == null ? null : Money.of(fee, "BRL"),
        Instant.parse("2026-03-01T" + time + "Z"));
  }
}
