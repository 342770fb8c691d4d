package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.MERCHANT;
import static io.tollgate.channels.adyen.AdyenFixtures.OWN;
import static io.tollgate.channels.adyen.AdyenFixtures.PSP;
import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static io.tollgate.channels.adyen.AdyenFixtures.attempt;
import static io.tollgate.channels.adyen.AdyenFixtures.held;
import static io.tollgate.channels.adyen.AdyenFixtures.order;
import static io.tollgate.channels.adyen.AdyenFixtures.reference;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.adyen.AdyenReport.Missing;
import io.tollgate.channels.adyen.AdyenReport.Whole;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class AdyenReportTest {

  private static final String HEADINGS =
      "Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,"
          + "Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),"
          + "Gross Credit (GC),Exchange Rate,Net Currency,Net Debit (NC),Net Credit (NC),"
          + "Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),"
          + "Payment Method Variant,Modification Merchant Reference,Batch Number\n";
  private static final Instant AT = Instant.parse("2026-02-28T22:30:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsWhatWasPaid() {
    assertThat(row(line("Settled", "", "GBP,,5.00,1,GBP,,4.88,,0.04,0.01,0.07", "")))
        .isEqualTo(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                PSP,
                Money.of(500, "GBP"),
                Money.of(12, "GBP"),
                AT));
  }

  @Test
  void readsWhatWasGivenBackByTheOperationsOwnId() {
    assertThat(row(line("Refunded", OWN, "EUR,3.00,,1,EUR,3.00,,,,,", "tollgate.re_1")))
        .isEqualTo(new StatementRow(Kind.REFUND, "re_1", OWN, Money.of(-300, "EUR"), null, AT));
    assertThat(
            row(line("RefundedReversed", OWN, "EUR,,3.00,1,EUR,,3.00,,,,", "tollgate.re_1"))
                .gross())
        .isEqualTo(Money.of(300, "EUR"));
    assertThat(row(line("Settled", OWN, "EUR,,3.00,1,EUR,,3.00,,,,", "tollgate.cap_1")).requestId())
        .isEqualTo("cap_1");
  }

  @Test
  void readsAChargebackInTheTwoCurrencies() {
    assertThat(row(line("Chargeback", OWN, "CLP,349,,0.001,EUR,357.49,,7.5,,,", "")))
        .isEqualTo(
            new StatementRow(
                Kind.CHARGEBACK,
                attempt(order()).toString(),
                OWN,
                Money.of(-349, "CLP"),
                Money.of(750, "EUR"),
                AT));
  }

  @Test
  void readsFeesAndPayoutsByTheirNetAmount() {
    var fee = line("Fee", "Transaction Fees February", ",,,,EUR,12.40,,,,,", "").replace(PSP, "");
    var payout = line("MerchantPayout", "TX1", ",,,,EUR,1000.00,,,,,", "").replace(PSP, "");

    assertThat(row(fee))
        .isEqualTo(
            new StatementRow(
                Kind.FEE, attempt(order()).toString(), null, Money.of(-1240, "EUR"), null, AT));
    assertThat(row(payout).kind()).isEqualTo(Kind.PAYOUT);
    assertThat(row(payout).gross()).isEqualTo(Money.of(-100_000, "EUR"));
  }

  @ParameterizedTest
  @CsvSource({
    "Settled, PAYMENT",
    "Refunded, REFUND",
    "RefundedReversed, REFUND",
    "Chargeback, CHARGEBACK",
    "SecondChargeback, CHARGEBACK",
    "ChargebackReversed, CHARGEBACK",
    "Fee, FEE",
    "MiscCosts, FEE",
    "PaymentCost, FEE",
    "InvoiceDeduction, FEE",
    "MerchantPayout, PAYOUT",
    "PaidOut, PAYOUT",
    "PaidOutReversed, PAYOUT",
    "EpaPaid, PAYOUT",
    "BankInstructionReturned, PAYOUT",
    "DepositCorrection, OTHER",
    "MatchedStatement, OTHER",
    "ManualCorrected, OTHER",
    "Balancetransfer, OTHER",
    "SomethingNew, OTHER",
  })
  void knowsEveryTypeOfLine(String type, Kind kind) {
    assertThat(row(line(type, "", "EUR,,5.00,1,EUR,,5.00,,,,", "")).kind()).isEqualTo(kind);
    assertThat(alarm("unmapped")).isEqualTo(type.equals("SomethingNew") ? 1 : 0);
  }

  @Test
  void findsOurIdBehindTheMarksOfAReference() {
    var line =
        line("Settled", "", "EUR,,5.00,1,EUR,,5.00,,,,", "")
            .replace(reference(order()), reference(held()));

    assertThat(row(line).requestId()).isEqualTo(attempt(held()).toString());
    assertThat(row(line.replace(reference(held()), "ORDER 7")).requestId()).isNull();
  }

  @Test
  void readsColumnsByTheirNamesInAnyOrder() {
    var shuffled =
        "\uFEFFType,Psp Reference,Merchant Account,TimeZone,Creation Date,Merchant Reference,"
            + "Net Currency,Net Credit (NC),Net Debit (NC),Gross Currency,Gross Credit (GC),"
            + "Gross Debit (GC),Modification Reference,Interchange (NC),Markup (NC),"
            + "Commission (NC),Scheme Fees (NC)\n"
            + "Settled,"
            + PSP
            + ","
            + MERCHANT
            + ",CET,2026-02-28 23:30:00,"
            + reference(order())
            + ",EUR,4.9,,EUR,\"5.00\",,,,0.1,,\n";

    assertThat(whole(shuffled).rows())
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                PSP,
                Money.of(500, "EUR"),
                Money.of(10, "EUR"),
                AT));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 23:30",
    "CET, 22:30",
    "CEST, 21:30",
    "BST, 22:30",
    "EST, 04:30",
    "SGT, 15:30",
  })
  void readsMomentsInTheirZone(String zone, String time) {
    var line =
        line("Settled", "", "EUR,,5.00,1,EUR,,5.00,,,,", "").replace(",CET,", "," + zone + ",");

    assertThat(row(line).at().toString()).contains("T" + time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EUR,,5.001,1,EUR,,5.00,,,,",
        "EUR,,5;00,1,EUR,,5.00,,,,",
        "EUR,,1e3,1,EUR,,5.00,,,,",
        "EURO,,5.00,1,EUR,,5.00,,,,",
        ",,5.00,1,,,5.00,,,,",
        "EUR,,5.00,1,EUR,,5.00,,0.001,,",
        "EUR,,5.00,1,,,5.00,0.10,,,",
        "JPY,,5.50,1,EUR,,5.00,,,,",
      })
  void makesNothingOfAReportWithALineThatCannotBeRead(String amounts) {
    var file = HEADINGS + line("Settled", "", amounts, "");

    assertThat(read(file)).isEqualTo(new Missing("line 2 of the report is unreadable", false));
  }

  @Test
  void makesNothingOfALineOfAnotherAccountOrAnUnknownTime() {
    var good = HEADINGS + line("Settled", "", "EUR,,5.00,1,EUR,,5.00,,,,", "");

    assertThat(read(good)).isInstanceOf(Whole.class);
    assertThat(read(good.replace(MERCHANT, "Other"))).isInstanceOf(Missing.class);
    assertThat(read(good.replace(",CET,", ",IST,"))).isInstanceOf(Missing.class);
    assertThat(read(good.replace("2026-02-28", "28/02/26"))).isInstanceOf(Missing.class);
    assertThat(read(good.replace("2026-02-28", "2026-02-30"))).isInstanceOf(Missing.class);
    assertThat(read(good.replace("Gross Credit (GC)", "Gross"))).isInstanceOf(Missing.class);
    assertThat(read("")).isInstanceOf(Missing.class);
    assertThat(read("<html>")).isInstanceOf(Missing.class);
    assertThat(read(HEADINGS)).isEqualTo(new Whole(List.of()));
  }

  @ParameterizedTest
  @CsvSource({"401, false", "403, false", "404, true", "429, true", "500, true"})
  void saysWhetherAskingLaterMayHelp(int status, boolean later) {
    var report = of(new Answered(status, new byte[0]));

    assertThat(report).isEqualTo(new Missing("HTTP " + status, later));
    assertThat(alarm("credentials_refused")).isEqualTo(later ? 0 : 1);
    StepVerifier.create(report.listed())
        .expectErrorMatches(thrown ->
            thrown instanceof StatementUnavailable unavailable && unavailable.later() == later)
        .verify();
    assertThat(of(new Exchange.NotSent("x"))).isEqualTo(new Missing("x", true));
    assertThat(of(new Exchange.Unknown("x"))).isEqualTo(new Missing("x", true));
  }

  /** A line about the default order, with the eleven cells of its amounts as they stand. */
  private static String line(String type, String modification, String amounts, String ours) {
    return "Tollgate,%s,%s,%s,visa,2026-02-28 23:30:00,CET,%s,%s,%s,visaclassic,%s,4\n"
        .formatted(MERCHANT, PSP, reference(order()), type, modification, amounts, ours);
  }

  private StatementRow row(String line) {
    return whole(HEADINGS + line).rows().getFirst();
  }

  private Whole whole(String file) {
    return (Whole) read(file);
  }

  private AdyenReport read(String file) {
    return of(new Answered(200, file.getBytes(UTF_8)));
  }

  private AdyenReport of(Exchange exchange) {
    return AdyenReport.of(exchange, account(), edges.alarms(account().id()));
  }

  private double alarm(String alarm) {
    return meters.find("tollgate.channel.alarms").tag("alarm", alarm).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
