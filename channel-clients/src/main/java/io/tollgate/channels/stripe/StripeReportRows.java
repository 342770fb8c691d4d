package io.tollgate.channels.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.Table;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the report file: CSV in UTF-8, with a heading (facts, section 1, "Settlement"; a public
 * script shows the columns). Its amounts are decimals of the major unit, which is unconfirmed: the
 * account's option {@value #AMOUNTS} is {@code major} (default) or {@code minor}, which is then the
 * unit that {@link StripeAmounts} explains.
 */
final class StripeReportRows {

  static final String AMOUNTS = "report-amounts";

  private static final String ATTEMPT = "payment_metadata[" + StripeRequests.ATTEMPT_ID + "]";
  private static final String REFUND = "refund_metadata[" + StripeRequests.REFUND_ID + "]";

  /** What a report is asked for, and has to have. */
  static final List<String> COLUMNS =
      List.of(
          "balance_transaction_id",
          "created_utc",
          "currency",
          "gross",
          "fee",
          "reporting_category",
          "source_id",
          "customer_facing_amount",
          "customer_facing_currency",
          "payment_intent_id",
          ATTEMPT,
          REFUND);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final ChannelAccount account;
  private final Alarms alarms;

  StripeReportRows(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** The lines of a file, in its order; throws where one of them cannot be read. */
  List<StatementRow> read(byte[] file) {
    return Table.read(file, UTF_8, ',')
        .filter(table -> table.has(COLUMNS))
        .orElseThrow(() -> unreadable("the heading"))
        .rows()
        .stream()
        .map(this::row)
        .toList();
  }

  private StatementRow row(Table.Row row) {
    var kind = StripeCategories.kind(text(row, "reporting_category"), alarms);
    return new StatementRow(
        kind,
        row.text(kind == Kind.REFUND ? REFUND : ATTEMPT).orElse(null),
        reference(row, kind),
        gross(row),
        money(text(row, "fee"), text(row, "currency")),
        time(text(row, "created_utc")));
  }

  private Money gross(Table.Row row) {
    var settled = money(text(row, "gross"), text(row, "currency"));
    var facing = row.text("customer_facing_amount");
    var currency = row.text("customer_facing_currency");
    return facing.isPresent() && currency.isPresent()
        ? StripeAmounts.withSignOf(settled, money(facing.get(), currency.get()))
        : settled;
  }

  private Money money(String amount, String currency) {
    var read =
        "minor".equals(account.options().get(AMOUNTS))
            ? whole(amount).flatMap(it -> StripeAmounts.decodeSigned(it, currency, account))
            : Decimals.read(amount, currency.toUpperCase(Locale.ROOT));
    return read.orElseThrow(() -> unreadable("an amount"));
  }

  private static Optional<Long> whole(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException notWhole) {
      return Optional.empty();
    }
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException unknownShape) {
      throw unreadable("a time");
    }
  }

  /** As in the list: payments and what disputes them by their intent, all else by itself. */
  private static @Nullable String reference(Table.Row row, Kind kind) {
    var intent = row.text("payment_intent_id");
    var own = row.text("source_id").or(() -> row.text("balance_transaction_id"));
    return (kind == Kind.REFUND ? own : intent.or(() -> own)).orElse(null);
  }

  private static String text(Table.Row row, String column) {
    return row.text(column).orElseThrow(() -> unreadable(column));
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the report cannot be read", false);
  }
}
