package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.AMOUNT;
import static io.tollgate.channels.paypal.PayPalFixtures.NOON;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.error;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class PayPalStatementTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final String REPORT = "GET /v1/reporting/transactions";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final PayPalChannel paypal = new PayPalChannel(edges, NOON);
  private ScriptedPayPal server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedPayPal();
  }

  @AfterEach
  void stop() throws IOException {
    edges.close();
    server.close();
  }

  @Test
  void readsWhatMovedMoneyOnADay() {
    server.on(REPORT, 200, recorded("transactions.json"));

    assertThat(rows())
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                "3C679366HH908993F",
                AMOUNT,
                Money.of(80, "EUR"),
                Instant.parse("2026-03-01T12:00:00Z")),
            new StatementRow(
                Kind.REFUND,
                "ref_1",
                "1JU08902781691411",
                Money.of(-500, "EUR"),
                null,
                Instant.parse("2026-03-01T14:00:00Z")),
            new StatementRow(
                Kind.CHARGEBACK,
                null,
                "77A12345BC678901D",
                Money.of(-799, "EUR"),
                Money.of(1600, "EUR"),
                Instant.parse("2026-03-01T15:00:00Z")),
            new StatementRow(
                Kind.PAYOUT,
                null,
                "88A12345BC678901D",
                Money.of(-12000, "JPY"),
                null,
                Instant.parse("2026-03-01T16:00:00Z")));
    assertThat(server.seen())
        .containsExactly(
            "GET /v1/reporting/transactions?start_date=2026-03-01T00%3A00%3A00Z"
                + "&end_date=2026-03-01T23%3A59%3A59Z&fields=transaction_info"
                + "&page_size=500&page=1");
  }

  @ParameterizedTest
  @CsvSource({
    "T0000, PAYMENT",
    "T0006, PAYMENT",
    "T0100, FEE",
    "T0400, PAYOUT",
    "T0700, OTHER",
    "T1106, CHARGEBACK",
    "T1107, REFUND",
    "T1108, FEE",
    "T1201, CHARGEBACK",
    "T1202, CHARGEBACK",
    "T1503, OTHER",
    "T2106, OTHER",
    "'', OTHER",
    "X, OTHER",
  })
  void sortsEventCodesIntoKinds(String code, Kind kind) {
    var report = recorded("transactions.json");
    info(report, 0).put("transaction_event_code", code);
    server.on(REPORT, 200, report);

    assertThat(rows().getFirst().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"S, 4", "V, 4", "P, 3", "D, 3"})
  void countsOnlyWhatMovedMoney(String status, int rows) {
    var report = recorded("transactions.json");
    info(report, 0).put("transaction_status", status);
    server.on(REPORT, 200, report);

    assertThat(rows()).hasSize(rows);
  }

  @Test
  void turnsThePages() {
    var first = recorded("transactions.json").put("total_pages", 2);
    var second = recorded("transactions.json").put("total_pages", 2);
    server.on(
        REPORT,
        (socket, request) ->
            WireServer.answering(200, (request.contains("&page=1 ") ? first : second).toString())
                .answer(socket, request));

    assertThat(rows()).hasSize(8);
    assertThat(server.seen()).hasSize(2);
  }

  @Test
  void asksForHalvesOfWhatIsTooMuch() {
    server.on(
        REPORT,
        (socket, request) ->
            (request.contains("start_date=2026-03-01T00%3A00%3A00Z&end_date=2026-03-01T23")
                    ? WireServer.answering(400, error("RESULTSET_TOO_LARGE").toString())
                    : WireServer.answering(200, recorded("transactions.json").toString()))
                .answer(socket, request));

    assertThat(rows()).hasSize(8);
    assertThat(server.seen())
        .hasSize(3)
        .anyMatch(it -> it.contains("00%3A00%3A00Z&end_date=2026-03-01T11%3A59%3A59Z"))
        .anyMatch(it -> it.contains("T12%3A00%3A00Z&end_date=2026-03-01T23%3A59%3A59Z"));
  }

  @Test
  void givesUpWhereEvenASecondHasTooMuch() {
    server.on(REPORT, 400, error("RESULTSET_TOO_LARGE"));

    assertUnavailable(false);
  }

  @Test
  void waitsForAReportThatDoesNotReachTheEndOfTheDay() {
    server.on(
        REPORT,
        200,
        recorded("transactions.json").put("last_refreshed_datetime", "2026-03-01T23:30:00+0000"));

    assertUnavailable(true);
  }

  @ParameterizedTest
  @CsvSource({
    "500, true",
    "503, true",
    "429, true",
    "400, false",
    "403, false",
  })
  void saysWhetherAskingLaterMayHelp(int status, boolean later) {
    server.on(REPORT, status, error("NOT_AUTHORIZED"));

    assertUnavailable(later);
  }

  @Test
  void asksLaterWhereThereWasNoAnswer() {
    server.on(REPORT, WireServer.silent());
    assertUnavailable(true);

    server.on("POST /v1/oauth2/token", 500, "{}");
    var other = PayPalFixtures.account(server.url().toString(), Map.of("x", "y"));
    StepVerifier.create(paypal.statement(DAY, other))
        .expectErrorSatisfies(
            thrown -> assertThat(((StatementUnavailable) thrown).later()).isTrue())
        .verify(SOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transaction_amount",
        "transaction_initiation_date",
        "transaction_status",
      })
  void usesNoRowOfAReportThatCannotBeRead(String missing) {
    var report = recorded("transactions.json");
    info(report, 2).remove(missing);
    server.on(REPORT, 200, report);

    assertUnavailable(false);
  }

  @Test
  void refusesAReportInWordsThatItDoesNotKnow() {
    var report = recorded("transactions.json");
    info(report, 1).put("transaction_status", "Z");
    server.on(REPORT, 200, report);
    assertUnavailable(false);
    assertThat(meters.get("tollgate.channel.alarms").tag("alarm", "unmapped").counter().count())
        .isOne();

    server.on(REPORT, 200, "{}");
    assertUnavailable(false);
    server.on(REPORT, 200, "{\"transaction_details\":[{}]}");
    assertUnavailable(false);
    server.on(REPORT, 200, "<html>");
    assertUnavailable(false);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00+0000, 2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00-07:00, 2026-03-01T19:00:00Z",
    "2026-03-01T12:00:00.123Z, 2026-03-01T12:00:00.123Z",
    "2026-03-01T12:00Z, 2026-03-01T12:00:00Z",
  })
  void readsEveryWayOfWritingATime(String text, Instant time) {
    assertThat(PayPalReport.time(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-03-01", "2026-03-01T12:00:00", "2026-13-01T12:00:00Z"})
  void readsNoTimeOutOfWhatIsNone(String text) {
    assertThat(PayPalReport.time(text)).isEmpty();
  }

  private List<StatementRow> rows() {
    return paypal.statement(DAY, account()).collectList().block(SOON);
  }

  private void assertUnavailable(boolean later) {
    StepVerifier.create(paypal.statement(DAY, account()))
        .expectErrorSatisfies(thrown -> {
          assertThat(thrown).isInstanceOf(StatementUnavailable.class);
          assertThat(((StatementUnavailable) thrown).later()).isEqualTo(later);
        })
        .verify(SOON);
  }

  private static ObjectNode info(ObjectNode report, int row) {
    return (ObjectNode) report.at("/transaction_details/" + row + "/transaction_info");
  }

  private ChannelAccount account() {
    return PayPalFixtures.account(server.url().toString(), Map.of());
  }
}
