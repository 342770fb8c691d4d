package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.INVOICE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.JSON;
import static io.tollgate.channels.btcpay.BtcPayFixtures.NOW;
import static io.tollgate.channels.btcpay.BtcPayFixtures.attempt;
import static io.tollgate.channels.btcpay.BtcPayFixtures.invoice;
import static io.tollgate.channels.btcpay.BtcPayFixtures.list;
import static io.tollgate.channels.btcpay.BtcPayFixtures.order;
import static io.tollgate.channels.btcpay.BtcPayFixtures.recordedText;
import static io.tollgate.channels.btcpay.BtcPayFixtures.unpaid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class BtcPayStatementTest {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final Instant MADE = Instant.ofEpochSecond(1772366400);

  private final BtcPayWire wire = new BtcPayWire();
  private final BtcPayChannel btcpay = wire.at(NOW.plus(Duration.ofDays(1)));

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void tellsWhatWasPaidAndWhen() {
    wire.answer(page(0), list(withPayments(invoice("Settled", "None"))));

    assertThat(rows())
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                INVOICE,
                Money.of(1299, "EUR"),
                null,
                Instant.ofEpochSecond(1772366760)));
  }

  @ParameterizedTest
  @CsvSource({
    // status, additional status, what was paid, what the statement has; nothing: no line
    "Settled, None, 12.99, 1299",
    "Settled, PaidOver, 20.00, 2000",
    "Settled, Marked, 0.0, 0",
    "Expired, None, 0, ",
    "Expired, PaidPartial, 5.0000000000, 500",
    "Expired, PaidLate, 12.99, 1299",
    "Invalid, None, 12.99, 1299",
    "Invalid, Marked, 0, ",
  })
  void hasALineForEveryInvoiceThatMoneyCameFor(
      String status, String additional, String paid, Long gross) {
    wire.answer(page(0), list(invoice(status, additional).put("paidAmount", paid)));

    assertThat(rows())
        .extracting(StatementRow::gross, StatementRow::at)
        .isEqualTo(gross == null ? List.of() : List.of(tuple(Money.of(gross, "EUR"), MADE)));
  }

  @Test
  void keepsLinesThatAreNotOurs() {
    var tip = invoice("Settled", "None").put("id", "Tip1");
    tip.putObject("metadata");
    wire.answer(page(0), list(tip));

    assertThat(rows()).extracting(StatementRow::requestId).containsExactly((String) null);
  }

  @Test
  void leavesOutWhatIsNoneOfOurCurrencies() {
    wire.answer(page(0), list(invoice("Settled", "None").put("currency", "SATS")));

    assertThat(rows()).isEmpty();
  }

  @Test
  void leavesOutTheFirstSecondOfTheNextDay() {
    wire.answer(page(0), list(invoice("Settled", "None").put("createdTime", 1772409600)));

    assertThat(rows()).isEmpty();
  }

  @Test
  void readsAllPages() {
    wire.answer(page(0), invoices(0, 100))
        .answer(page(100), invoices(100, 100))
        .answer(page(200), list());

    assertThat(rows())
        .extracting(StatementRow::channelReference)
        .doesNotHaveDuplicates()
        .hasSize(200);
    assertThat(wire.seen()).containsExactly(page(0), page(100), page(200));
  }

  @Test
  void doesNotTurnTheSamePageForEver() {
    wire.answer(page(0), invoices(0, 100)).answer(page(100), invoices(0, 100));

    assertUnavailable(false);
  }

  @Test
  void isThereOnceTheDayIsOver() {
    assertThatThrownBy(() -> wire.at(NOW).statement(DAY, wire.account()).blockLast())
        .isInstanceOfSatisfying(
            StatementUnavailable.class, early -> assertThat(early.later()).isTrue());
    assertThat(wire.seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"New", "Processing"})
  void isThereOnceNoInvoiceOfOursIsOpen(String status) {
    wire.answer(page(0), list(invoice("Settled", "None"), unpaid(status)));
    assertUnavailable(true);
  }

  @Test
  void waitsForNobodyElsesInvoices() {
    var another = unpaid("New");
    ((ObjectNode) another.get("metadata")).put("orderId", "order 7");
    wire.answer(page(0), list(another));

    assertThat(rows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', false",
    "403, '', false",
    "404, '', false",
    "429, '', true",
    "500, '', true",
    "200, <html>, false",
    "200, '[null]', false",
    "200, '[{}]', false",
  })
  void saysWhetherAskingLaterMayHelp(int status, String body, boolean later) {
    wire.answer(page(0), status, body);

    assertUnavailable(later);
  }

  @Test
  void readsNoLineThatIsNotWhole() {
    for (var damaged :
        List.of(
            invoice("Settled", "None").put("paidAmount", "much"),
            invoice("Settled", "None").put("paidAmount", "12.999"),
            invoice("Settled", "None").putNull("currency"),
            invoice("Settled", "None").putNull("createdTime"),
            invoice("Settled", "None").put("createdTime", 1772323199),
            invoice("Settled", "None").put("createdTime", 1772409601),
            paidAt(1772366399),
            paidAt(Long.MAX_VALUE),
            invoice("Sometime", "None"))) {
      try (var other = new BtcPayWire()) {
        other.answer(page(0), list(damaged));
        assertThatThrownBy(() ->
                other.at(NOW.plus(Duration.ofDays(1))).statement(DAY, other.account()).blockLast())
            .as(damaged.toString())
            .isInstanceOfSatisfying(
                StatementUnavailable.class, found -> assertThat(found.later()).isFalse());
        assertThat(other.alarms()).doesNotContainKey("defect");
      } catch (IOException broken) {
        throw new AssertionError(broken);
      }
    }
  }

  private List<StatementRow> rows() {
    return btcpay.statement(DAY, wire.account()).collectList().block(Duration.ofSeconds(10));
  }

  private void assertUnavailable(boolean later) {
    assertThatThrownBy(this::rows)
        .isInstanceOfSatisfying(
            StatementUnavailable.class, found -> assertThat(found.later()).isEqualTo(later));
  }

  private static String page(int skip) {
    return "GET "
        + BtcPayWire.INVOICES
        + "?startDate=1772323200&endDate=1772409600&skip="
        + skip
        + "&take=100&includePaymentMethods=true&includeArchived=true";
  }

  private static ArrayNode invoices(int from, int count) {
    return list(
        IntStream.range(from, from + count)
            .mapToObj(number -> invoice("Settled", "None").put("id", "Invoice" + number))
            .toArray(ObjectNode[]::new));
  }

  private static ObjectNode withPayments(ObjectNode invoice) {
    invoice.set("paymentMethods", JSON.readTree(recordedText("payment-methods.json")));
    return invoice;
  }

  private static ObjectNode paidAt(long seconds) {
    var invoice = withPayments(invoice("Settled", "None"));
    ((ObjectNode) invoice.at("/paymentMethods/1/payments/0")).put("receivedDate", seconds);
    ((ObjectNode) invoice.at("/paymentMethods/1/payments/1")).put("receivedDate", seconds);
    return invoice;
  }
}
