package io.tollgate.channels.mercadopago;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.Table;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the report: CSV in UTF-8 with a heading, whose columns the account's owner chooses at
 * Mercado Pago (facts, section 16, "Settlement"; the glossary of the report in
 * github.com/mercadopago/devsite-docs). They are found by their names; a file that lacks one of
 * ours is refused. That cells are parted by a semicolon is unconfirmed: the account's option
 * {@value #SEPARATOR} says by what.
 *
 * <p>A line's amount has the sign that the balance felt; its fee is negative where it was kept.
 * Where there is no column of currencies the amount is in the account's.
 */
final class MercadoPagoReportRows {

  static final String SEPARATOR = "report-separator";

  private static final List<String> COLUMNS =
      List.of(
          "SOURCE_ID",
          "EXTERNAL_REFERENCE",
          "TRANSACTION_TYPE",
          "TRANSACTION_AMOUNT",
          "FEE_AMOUNT",
          "SETTLEMENT_DATE");

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          entry("SETTLEMENT", Kind.PAYMENT),
          entry("REFUND", Kind.REFUND),
          entry("CHARGEBACK", Kind.CHARGEBACK),
          entry("DISPUTE", Kind.CHARGEBACK),
          entry("WITHDRAWAL", Kind.PAYOUT),
          entry("WITHDRAWAL_CANCEL", Kind.PAYOUT),
          entry("PAYOUT", Kind.PAYOUT),
          entry("PAYOUTS", Kind.PAYOUT),
          entry("CASHBACK", Kind.OTHER),
          entry("SETTLEMENT_SHIPPING", Kind.OTHER),
          entry("REFUND_SHIPPING", Kind.OTHER),
          entry("CHARGEBACK_SHIPPING", Kind.OTHER),
          entry("DISPUTE_SHIPPING", Kind.OTHER));

  private final ChannelAccount account;
  private final Alarms alarms;

  MercadoPagoReportRows(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** The lines of a file, in its order; throws where one of them cannot be read. */
  List<StatementRow> read(byte[] file) {
    var separator = account.options().getOrDefault(SEPARATOR, ";").charAt(0);
    return Table.read(file, UTF_8, separator)
        .filter(table -> table.has(COLUMNS))
        .orElseThrow(() -> unreadable("the heading"))
        .rows()
        .stream()
        .map(this::row)
        .toList();
  }

  private StatementRow row(Table.Row row) {
    var currency = row.text("TRANSACTION_CURRENCY").or(this::ownCurrency);
    var reference = row.text("EXTERNAL_REFERENCE").flatMap(ChannelRequestId::parse);
    return new StatementRow(
        kind(text(row, "TRANSACTION_TYPE")),
        reference.map(ChannelRequestId::toString).orElse(null),
        row.text("SOURCE_ID").orElse(null),
        money(text(row, "TRANSACTION_AMOUNT"), currency),
        row.text("FEE_AMOUNT")
            .map(fee -> kept(money(fee, row.text("SETTLEMENT_CURRENCY").or(() -> currency))))
            .orElse(null),
        time(text(row, "SETTLEMENT_DATE")));
  }

  private Kind kind(String type) {
    var kind = KINDS.get(type);
    if (kind == null) {
      alarms.raise(Alarm.UNMAPPED, "transaction type " + MercadoPagoDeclines.word(type));
    }
    return Objects.requireNonNullElse(kind, Kind.OTHER);
  }

  private Optional<String> ownCurrency() {
    return Optional.ofNullable(account.options().get(MercadoPagoAmounts.CURRENCY));
  }

  private static Money money(String amount, Optional<String> currency) {
    return currency
        .flatMap(code -> Decimals.read(amount, code))
        .orElseThrow(() -> unreadable("an amount"));
  }

  private static Money kept(Money fee) {
    return new Money(Math.negateExact(fee.minorUnits()), fee.currency());
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException unknownShape) {
      throw unreadable("a time");
    }
  }

  private static String text(Table.Row row, String column) {
    return row.text(column).orElseThrow(() -> unreadable(column));
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the report cannot be read", false);
  }
}
