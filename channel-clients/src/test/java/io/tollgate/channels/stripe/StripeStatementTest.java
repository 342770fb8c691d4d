package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.error;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.page;
import static io.tollgate.channels.stripe.StripeFixtures.recorded;
import static io.tollgate.channels.stripe.StripeFixtures.recordedText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.IOException;
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

/** A day's statement, as a list and as a file. */
@Timeout(60)
class StripeStatementTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final Instant NEXT_DAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final String LIST = "GET /v1/balance_transactions?";
  private static final String TYPE =
      "GET /v1/reporting/report_types/balance_change_from_activity.itemized.3";
  private static final String RUNS = "/v1/reporting/report_runs";
  private static final Map<String, String> REPORT = Map.of("statement", "report");

  private final StripeWire wire = new StripeWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void readsWhatEachLineOfTheListIsAbout() {
    wire.answer(LIST, recorded("balance-transactions.json"));

    assertThat(rows(Map.of()))
        .extracting(
            StatementRow::kind,
            StatementRow::requestId,
            StatementRow::channelReference,
            StatementRow::gross,
            StatementRow::fee)
        .containsExactly(
            tuple(Kind.PAYOUT, null, "po_1", eur(-98765), eur(0)),
            tuple(Kind.FEE, null, "txn_7", eur(-125), eur(0)),
            tuple(Kind.CHARGEBACK, null, "pi_1", eur(-1299), eur(1500)),
            tuple(Kind.REFUND, "op_1", "re_1", eur(500), eur(0)),
            tuple(Kind.REFUND, "op_1", "re_1", eur(-500), eur(0)),
            tuple(Kind.PAYMENT, null, "pi_2", eur(-300), eur(0)),
            tuple(
                Kind.PAYMENT, attempt(order()).toString(), "pi_3", Money.of(1500, "JPY"), eur(38)),
            tuple(Kind.PAYMENT, attempt(order()).toString(), "pi_1", eur(1299), eur(43)));
    assertThat(rows(Map.of()).getLast().at()).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(wire.alarms()).isEmpty();
  }

  @Test
  void turnsThePagesOfTheList() {
    var all = recorded("balance-transactions.json");
    var first = (ObjectNode) all.at("/data/0");
    var second = (ObjectNode) all.at("/data/1");
    wire.answer("starting_after=txn_8", page(false, second)).answer(LIST, page(true, first));

    assertThat(rows(Map.of()))
        .extracting(StatementRow::kind)
        .containsExactly(Kind.PAYOUT, Kind.FEE);
    assertThat(wire.seen()).hasSize(2);
  }

  @Test
  void isEmptyOnADayWithoutAnything() {
    wire.answer(LIST, page(false));

    assertThat(rows(Map.of())).isEmpty();
  }

  @Test
  void isNotThereBeforeTheDayIsOver() {
    wire.at(NEXT_DAY.minusNanos(1))
        .statement(DAY, wire.account())
        .as(StepVerifier::create)
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, true))
        .verify(SOON);
    assertThat(wire.seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500, true", "429, true", "400, false", "401, false"})
  void isUnavailableWhereItCannotBeAsked(int status, boolean later) {
    wire.answer(LIST, status, error("api_error").toString());

    assertUnavailable(Map.of(), later);
  }

  @Test
  void isUnavailableWhereAPageOfManyFails() {
    var first = (ObjectNode) recorded("balance-transactions.json").at("/data/0");
    wire.answer("starting_after=txn_8", 500, "{}").answer(LIST, page(true, first));

    wire.at(NEXT_DAY)
        .statement(DAY, wire.account())
        .as(StepVerifier::create)
        .expectNextCount(1)
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, true))
        .verify(SOON);
  }

  @Test
  void isUnavailableWhereTheListTurnsInACircle() {
    var first = (ObjectNode) recorded("balance-transactions.json").at("/data/0");
    wire.answer(LIST, page(true, first));

    wire.at(NEXT_DAY)
        .statement(DAY, wire.account())
        .as(StepVerifier::create)
        .thenConsumeWhile(_ -> true)
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, false))
        .verify(SOON);
    assertThat(wire.seen()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "amount, null",
    "amount, 1.5",
    "amount, -9223372036854775808",
    "currency, null",
    "currency, \"xyz\"",
    "created, null",
    "created, 9223372036854775807",
    "created, 1772323199",
    "created, 1772409600",
    "reporting_category, null",
    "fee, \"free\"",
  })
  void isUnavailableWhereALineCannotBeRead(String field, String value) {
    var line = (ObjectNode) recorded("balance-transactions.json").at("/data/7");
    line.set(field, StripeFixtures.JSON.readTree(value));
    wire.answer(LIST, page(false, line));

    assertUnavailable(Map.of(), false);
    assertThat(wire.alarms()).doesNotContainKey("defect");
  }

  @Test
  void keepsALineOfAnUnknownCategoryAndRaisesAnAlarm() {
    var line = (ObjectNode) recorded("balance-transactions.json").at("/data/7");
    wire.answer(LIST, page(false, line.put("reporting_category", "moonlight")));

    assertThat(rows(Map.of())).extracting(StatementRow::kind).containsExactly(Kind.OTHER);
    assertThat(wire.alarms()).containsOnly(Map.entry("unmapped", 1.0));
  }

  @Test
  void knowsEveryCategoryThatTheDescriptionNames() {
    OfficialDescription.assume();
    var categories =
        OfficialDescription.words(
            "/paths/~1v1~1reporting~1report_runs/post/requestBody/content"
                + "/application~1x-www-form-urlencoded/schema/properties/parameters/properties"
                + "/reporting_category/enum");
    var line = (ObjectNode) recorded("balance-transactions.json").at("/data/7");
    wire.answer(
        LIST,
        page(
            false,
            categories.stream()
                .map(category -> line.deepCopy().put("reporting_category", category))
                .toArray(ObjectNode[]::new)));

    assertThat(rows(Map.of())).hasSameSizeAs(categories);
    assertThat(wire.alarms()).isEmpty();
  }

  @Test
  void readsTheReportFile() {
    report(run("succeeded", wire.url() + "/v1/files/file_1/contents"))
        .answer("GET /v1/files/file_1/contents ", 200, recordedText("report.csv"));

    assertThat(rows(REPORT))
        .extracting(
            StatementRow::kind,
            StatementRow::requestId,
            StatementRow::channelReference,
            StatementRow::gross,
            StatementRow::fee)
        .containsExactly(
            tuple(Kind.PAYMENT, attempt(order()).toString(), "pi_1", eur(1299), eur(43)),
            tuple(
                Kind.PAYMENT, attempt(order()).toString(), "pi_3", Money.of(1500, "JPY"), eur(38)),
            tuple(Kind.PAYMENT, null, "pi_2", eur(-300), eur(0)),
            tuple(Kind.REFUND, "op_1", "re_1", eur(-500), eur(0)),
            tuple(Kind.CHARGEBACK, attempt(order()).toString(), "pi_1", eur(-1299), eur(1500)),
            tuple(Kind.FEE, null, "txn_7", eur(-125), eur(0)),
            tuple(Kind.PAYOUT, null, "po_1", eur(-98765), eur(0)));
    assertThat(rows(REPORT).get(1).at()).isEqualTo("2026-03-01T14:06:40Z");
    assertThat(wire.seen().subList(0, 4))
        .containsExactly(
            TYPE, "POST " + RUNS, "GET " + RUNS + "/frr_1", "GET /v1/files/file_1/contents");
  }

  @Test
  void readsAmountsInMinorUnitsWhereTheAccountSaysSo() {
    var file =
        recordedText("report.csv").lines().limit(1).toList().getFirst()
            + "\ntxn_1,2026-03-01 00:00:00,isk,500,100,charge,ch_1,500,isk,pi_1,,\n";
    report(run("succeeded", wire.url() + "/v1/files/file_1/contents"))
        .answer("GET /v1/files/file_1/contents ", 200, file);

    assertThat(rows(Map.of("statement", "report", "report-amounts", "minor")))
        .extracting(StatementRow::gross, StatementRow::fee)
        .containsExactly(tuple(Money.of(5, "ISK"), Money.of(1, "ISK")));
  }

  @ParameterizedTest
  @CsvSource({"pending, true", "failed, true", "invented, false"})
  void isUnavailableWhileThereIsNoReport(String status, boolean later) {
    report(run(status, null));

    assertUnavailable(REPORT, later);
    assertThat(wire.alarms().containsKey("unmapped")).isEqualTo(status.equals("invented"));
  }

  @Test
  void asksForNoReportBeforeStripesDataAreComplete() {
    wire.answer(TYPE, StripeFixtures.JSON.createObjectNode().put("data_available_end", 1772409600));

    assertUnavailable(REPORT, true);
    assertThat(wire.seen()).containsExactly(TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://files.stripe.com.evil.example/x",
        "http://files.stripe.com/x",
        "https://evil.example/x",
        ""
      })
  void sendsItsKeyToNobodyElse(String url) {
    report(run("succeeded", url));

    assertUnavailable(REPORT, false);
    assertThat(wire.seen()).hasSize(3);
    assertThat(wire.alarms()).containsOnly(Map.entry("mismatch", 1.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "balance_transaction_id,gross\ntxn_1,1.00\n",
        "$HEAD\ntxn_1,2026-03-01 00:00:00,eur,12.999,0.43,charge,ch_1,,,pi_1,,\n",
        "$HEAD\ntxn_1,2026-03-01 00:00:00,xyz,12.99,0.43,charge,ch_1,,,pi_1,,\n",
        "$HEAD\ntxn_1,yesterday,eur,12.99,0.43,charge,ch_1,,,pi_1,,\n",
        "$HEAD\ntxn_1,2026-03-01 00:00:00,eur,12.99,,charge,ch_1,,,pi_1,,\n",
        "$HEAD\ntxn_1,2026-03-01 00:00:00,eur,12.99,0.43,,ch_1,,,pi_1,,\n",
      })
  void isUnavailableWhereTheFileCannotBeRead(String file) {
    var head = recordedText("report.csv").lines().findFirst().orElseThrow();
    report(run("succeeded", wire.url() + "/v1/files/file_1/contents"))
        .answer("GET /v1/files/file_1/contents ", 200, file.replace("$HEAD", head));

    assertUnavailable(REPORT, false);
    assertThat(wire.alarms()).doesNotContainKey("defect");
  }

  private StripeWire report(ObjectNode run) {
    return wire.answer(
            TYPE, StripeFixtures.JSON.createObjectNode().put("data_available_end", 1772409601))
        .answer("POST " + RUNS, run("pending", null))
        .answer("GET " + RUNS + "/frr_1", run);
  }

  private static ObjectNode run(String status, String url) {
    var run = StripeFixtures.JSON.createObjectNode().put("id", "frr_1").put("status", status);
    if (url != null) {
      run.putObject("result").put("url", url);
    }
    return run;
  }

  private List<StatementRow> rows(Map<String, String> options) {
    return wire.at(NEXT_DAY).statement(DAY, wire.account(options)).collectList().block(SOON);
  }

  private void assertUnavailable(Map<String, String> options, boolean later) {
    wire.at(NEXT_DAY)
        .statement(DAY, wire.account(options))
        .as(StepVerifier::create)
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, later))
        .verify(SOON);
  }

  private static void assertUnavailable(Throwable thrown, boolean later) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            StatementUnavailable.class,
            unavailable -> assertThat(unavailable.later()).isEqualTo(later));
  }

  private static Money eur(long minorUnits) {
    return Money.of(minorUnits, "EUR");
  }
}
