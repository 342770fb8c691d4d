package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackFixtures.KEY;
import static io.tollgate.channels.paystack.PaystackFixtures.PART;
import static io.tollgate.channels.paystack.PaystackFixtures.PRICE;
import static io.tollgate.channels.paystack.PaystackFixtures.attempt;
import static io.tollgate.channels.paystack.PaystackFixtures.data;
import static io.tollgate.channels.paystack.PaystackFixtures.error;
import static io.tollgate.channels.paystack.PaystackFixtures.order;
import static io.tollgate.channels.paystack.PaystackFixtures.page;
import static io.tollgate.channels.paystack.PaystackFixtures.recorded;
import static io.tollgate.channels.paystack.PaystackFixtures.recordedText;
import static io.tollgate.channels.paystack.PaystackFixtures.reference;
import static io.tollgate.channels.paystack.PaystackFixtures.refund;
import static io.tollgate.channels.paystack.PaystackFixtures.transaction;
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

/** A day's statement, as lists and as a file. */
@Timeout(60)
class PaystackStatementTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final Instant NEXT_DAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final String SETTLEMENTS = "GET /settlement?";
  private static final String TRANSACTIONS = "GET /transaction?settlement=3090024&";
  private static final String EXPORT = "GET /transaction/export?settlement=3090024&status=all ";
  private static final String REFUNDS =
      "GET /refund?perPage=100&page=1&from=2026-03-01T00%3A00%3A00Z&to=2026-03-02T00%3A00%3A00Z ";

  private final PaystackWire wire = new PaystackWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void listsWhatWasPaidOutWhatIsInItAndWhatWasGivenBack() {
    var elsewhere = data(transaction("reversed")).put("reference", "elsewhere").putNull("fees");
    var failed = data(refund("failed"));
    var late = data(refund("pending")).put("createdAt", "2026-03-02T00:00:00.000Z");
    var others = data(refund("pending")).put("merchant_note", "because").put("amount", "7");
    wire.answer(SETTLEMENTS, recorded("settlements.json"))
        .answerOnce(TRANSACTIONS, page(1, 2, data(transaction("success"))))
        .answer(TRANSACTIONS, page(2, 2, elsewhere))
        .answer(REFUNDS, page(1, 1, data(refund("processed")), failed, late, others));

    assertThat(rows(Map.of()))
        .extracting(
            StatementRow::kind,
            StatementRow::requestId,
            StatementRow::channelReference,
            StatementRow::gross,
            StatementRow::fee)
        .containsExactly(
            tuple(Kind.PAYOUT, null, "3090024", ngn(-236_250), null),
            tuple(Kind.PAYMENT, ours(), reference(), PRICE, ngn(13_750)),
            tuple(Kind.PAYMENT, null, "elsewhere", PRICE, null),
            tuple(Kind.REFUND, "op_1", "15107322", ngn(-PART.minorUnits()), null),
            tuple(Kind.REFUND, null, "15107322", ngn(-7), null));
    assertThat(wire.seen()).hasSize(4);
  }

  @Test
  void countsASettlementOnceThatALongerListMovesToTheNextPage() {
    var settlement = (ObjectNode) recorded("settlements.json").at("/data/1");
    wire.answerOnce(SETTLEMENTS, page(1, 2, settlement))
        .answer(SETTLEMENTS, page(2, 2, settlement))
        .answer(TRANSACTIONS, page(1, 1, data(transaction("success"))))
        .answer(REFUNDS, page(1, 1));

    assertThat(rows(Map.of()))
        .extracting(StatementRow::kind)
        .containsExactly(Kind.PAYOUT, Kind.PAYMENT);
  }

  @Test
  void hasNothingForADayOnWhichNothingHappened() {
    wire.answer(SETTLEMENTS, page(1, 0)).answer(REFUNDS, page(1, 0));

    assertThat(rows(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"pending, true", "processing, true", "invented, false", ", false"})
  void waitsForWhatIsNotPaidOut(String status, boolean later) {
    var settlements = recorded("settlements.json");
    ((ObjectNode) settlements.at("/data/1")).put("status", status);
    wire.answer(SETTLEMENTS, settlements);

    assertUnavailable(Map.of(), later);
  }

  @Test
  void leavesOutASettlementThatFailed() {
    var settlements = recorded("settlements.json");
    ((ObjectNode) settlements.at("/data/1")).put("status", "failed");
    wire.answer(SETTLEMENTS, settlements).answer(REFUNDS, page(1, 1));

    assertThat(rows(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "status, abandoned",
    "amount, -1",
    "currency, EUR",
    "paid_at, yesterday",
  })
  void readsNoLineThatItDoesNotUnderstand(String field, String value) {
    var line = data(transaction("success"));
    if (field.equals("amount")) {
      line.put(field, Long.parseLong(value));
    } else {
      line.put(field, value);
    }
    wire.answer(SETTLEMENTS, recorded("settlements.json")).answer(TRANSACTIONS, page(1, 1, line));

    assertUnavailable(Map.of(), false);
  }

  @Test
  void readsNoListThatDoesNotSayWhereItEnds() {
    var uncertain = recorded("settlements.json");
    uncertain.remove("meta");
    wire.answer(SETTLEMENTS, uncertain);

    assertUnavailable(Map.of(), false);
  }

  @Test
  void readsNoListThatLeadsBackToItself() {
    wire.answer(SETTLEMENTS, page(1, 2));

    assertUnavailable(Map.of(), false);
  }

  @ParameterizedTest
  @CsvSource({"401, false", "400, false", "429, true", "500, true"})
  void saysWhetherAskingLaterMayHelp(int status, boolean later) {
    wire.answer(SETTLEMENTS, status, error("validation_error", "x").toString());

    assertUnavailable(Map.of(), later);
  }

  @Test
  void refusesWhatIsRefusedWithAStatusOfSuccess() {
    wire.answer(SETTLEMENTS, error("validation_error", "x"));

    assertUnavailable(Map.of(), false);
  }

  @Test
  void hasNoStatementOfADayThatIsNotOver() {
    StepVerifier.create(wire.at(NEXT_DAY.minusMillis(1)).statement(DAY, wire.account()))
        .verifyErrorMatches(thrown -> ((StatementUnavailable) thrown).later());
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void readsASettlementFromAFileThatIsFetchedWithoutTheKey() {
    exporting(wire.url() + "/exports/1.csv");
    wire.answer("GET /exports/1.csv ", 200, recordedText("export.csv"));

    assertThat(rows(Map.of("statement", "export")))
        .extracting(
            StatementRow::requestId,
            StatementRow::channelReference,
            StatementRow::gross,
            StatementRow::fee,
            StatementRow::at)
        .containsExactly(
            tuple(null, "3090024", ngn(-236_250), null, Instant.parse("2026-03-01T00:00:00Z")),
            tuple(ours(), reference(), PRICE, ngn(13_750), Instant.parse("2026-03-01T12:00:05Z")),
            tuple(null, "elsewhere", ngn(1_000), null, Instant.parse("2026-03-01T13:00:00Z")));
    assertThat(wire.requests())
        .filteredOn(request -> request.startsWith("GET /exports/"))
        .hasSize(1)
        .noneMatch(request -> request.contains(KEY));
  }

  @Test
  void readsTheColumnsAndTheUnitThatTheAccountNames() {
    exporting(wire.url() + "/exports/1.csv");
    wire.answer(
        "GET /exports/1.csv ",
        200,
        "Ref,Total,Fee,Cur,When\nT1,250000,100,NGN,2026-03-01T12:00:00Z\n");
    var options =
        Map.of(
            "statement", "export",
            "export-columns", "Ref, Total, Fee, Cur, When",
            "export-amounts", "minor");

    assertThat(rows(options))
        .extracting(StatementRow::gross, StatementRow::fee)
        .contains(tuple(PRICE, ngn(100)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reference,amount,fees,currency\nT1,1,1,NGN\n",
        "Reference,Amount,Fees,Currency,Paid At\n",
        "reference,amount,fees,currency,paid_at\nT1,1.234,0,NGN,2026-03-01T12:00:00Z\n",
        "reference,amount,fees,currency,paid_at\nT1,-1,0,NGN,2026-03-01T12:00:00Z\n",
        "reference,amount,fees,currency,paid_at\nT1,1,x,NGN,2026-03-01T12:00:00Z\n",
        "reference,amount,fees,currency,paid_at\nT1,1,0,,2026-03-01T12:00:00Z\n",
        "reference,amount,fees,currency,paid_at\nT1,1,0,NGN,01.03.2026\n",
        "",
      })
  void refusesAFileThatItDoesNotUnderstand(String file) {
    exporting(wire.url() + "/exports/1.csv");
    wire.answer("GET /exports/1.csv ", 200, file);

    assertUnavailable(Map.of("statement", "export"), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://files.paystack.co.evil.example/1.csv",
        "http://files.paystack.co/1.csv",
        "https://s3.eu-west-1.amazonaws.com/files.paystack.co/1.csv",
        "file:///etc/passwd",
      })
  void fetchesNoFileFromAnybodyElse(String path) {
    exporting(path);

    assertUnavailable(Map.of("statement", "export"), false);
    assertThat(wire.alarms()).containsEntry("mismatch", 1.0);
  }

  private void exporting(String path) {
    var data = PaystackFixtures.JSON.createObjectNode().put("path", path);
    wire.answer(SETTLEMENTS, recorded("settlements.json"))
        .answer(EXPORT, PaystackFixtures.accepted(data))
        .answer(REFUNDS, page(1, 1));
  }

  private List<StatementRow> rows(Map<String, String> options) {
    return wire.at(NEXT_DAY).statement(DAY, wire.account(options)).collectList().block(SOON);
  }

  private void assertUnavailable(Map<String, String> options, boolean later) {
    StepVerifier.create(wire.at(NEXT_DAY).statement(DAY, wire.account(options)))
        .thenConsumeWhile(_ -> true)
        .expectErrorMatches(thrown ->
            thrown instanceof StatementUnavailable unavailable && unavailable.later() == later)
        .verify(SOON);
  }

  private static String ours() {
    return attempt(order()).toString();
  }

  private static Money ngn(long minor) {
    return Money.of(minor, "NGN");
  }
}
