package io.tollgate.channels.paypay;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.Table;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a day's file: CSV with a heading (www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode, "Transaction
 * Recon File"; that the items there are the headings is unconfirmed). PayPay makes one of payments
 * that are taken at once, with Japanese headings, and one of those that are captured later.
 *
 * <p>What the account may say otherwise:
 *
 * <ul>
 *   <li>{@value #COLUMNS}: the headings of payment, our id, status, time and amount, with commas
 *       between.
 *   <li>{@value #CHARSET}: {@code Shift_JIS} (default) or {@code UTF-8}.
 *   <li>{@value #TIME}: the pattern of times that are not ISO 8601 with an offset; {@code
 *       yyyy/MM/dd HH:mm:ss} (default), of Japan.
 * </ul>
 *
 * <p>Lines that moved no money are left out. The file tells no fee, and no id of PayPay's for a
 * refund. A line of a capture has our id of the capture.
 */
final class PayPayStatementRows {

  static final String COLUMNS = "statement-columns";
  static final String CHARSET = "statement-charset";
  static final String TIME = "statement-time";

  /** Shift_JIS as it is written in Japan, with the characters that vendors added to it. */
  private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

  private static final Columns AT_ONCE =
      new Columns("決済番号", "マーチャント決済ID", "取引ステータス", "取引日時", "取引金額");
  private static final Columns LATER =
      new Columns("orderId", "merchantPaymentId", "transactionStatus", "acceptedAt", "amount");

  private static final Map<String, Kind> KINDS =
      Map.of(
          "COMPLETED", Kind.PAYMENT,
          "取引完了", Kind.PAYMENT,
          "REFUNDED", Kind.REFUND,
          "返金完了", Kind.REFUND);
  private static final Set<String> MOVED_NOTHING =
      Set.of("AUTHORIZED", "CANCELED", "EXPIRED", "FAILED", "取引失敗", "返金失敗");

  private final LocalDate day;
  private final ChannelAccount account;
  private final Alarms alarms;

  PayPayStatementRows(LocalDate day, ChannelAccount account, Alarms alarms) {
    this.day = day;
    this.account = account;
    this.alarms = alarms;
  }

  /** The headings that we need. */
  private record Columns(String payment, String id, String status, String time, String amount) {

    List<String> all() {
      return List.of(payment, id, status, time, amount);
    }
  }

  /** The lines of a file, in its order; throws where one of them cannot be read. */
  List<StatementRow> read(byte[] file) {
    var table = Table.read(file, charset(), ',').orElseThrow(() -> unreadable("the heading"));
    var columns =
        layouts()
            .filter(layout -> table.has(layout.all()))
            .findFirst()
            .orElseThrow(() -> unreadable("the heading"));
    return table.rows().stream()
        .filter(row -> !MOVED_NOTHING.contains(text(row, columns.status())))
        .map(row -> row(row, columns))
        .toList();
  }

  private StatementRow row(Table.Row row, Columns columns) {
    var kind = kind(text(row, columns.status()));
    return new StatementRow(
        kind,
        row.text(columns.id()).orElse(null),
        kind == Kind.REFUND ? null : text(row, columns.payment()),
        gross(text(row, columns.amount()), kind),
        null,
        time(text(row, columns.time())));
  }

  private Kind kind(String status) {
    var kind = KINDS.get(status);
    if (kind == null) {
      alarms.raise(Alarm.UNMAPPED, "statement status " + PayPayCodes.word(status));
      return Kind.OTHER;
    }
    return kind;
  }

  /** One file writes refunds with a minus sign and the other without, so the status decides. */
  private static Money gross(String amount, Kind kind) {
    var read = Decimals.read(amount, "JPY").orElseThrow(() -> unreadable("an amount"));
    return switch (kind) {
      case PAYMENT -> new Money(Math.abs(read.minorUnits()), read.currency());
      case REFUND -> new Money(-Math.abs(read.minorUnits()), read.currency());
      case CHARGEBACK, FEE, PAYOUT, OTHER -> read;
    };
  }

  private Instant time(String text) {
    var time = instant(text);
    if (!time.atZone(PayPayStatement.JAPAN).toLocalDate().equals(day)) {
      throw unreadable("a line of another day");
    }
    return time;
  }

  private Instant instant(String text) {
    try {
      return text.indexOf('T') > 0
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text, pattern()).atZone(PayPayStatement.JAPAN).toInstant();
    } catch (DateTimeException unknownShape) {
      throw unreadable("a time");
    }
  }

  private DateTimeFormatter pattern() {
    return DateTimeFormatter.ofPattern(
        account.options().getOrDefault(TIME, "yyyy/MM/dd HH:mm:ss"), Locale.ROOT);
  }

  private Charset charset() {
    return "UTF-8".equals(account.options().get(CHARSET)) ? StandardCharsets.UTF_8 : SHIFT_JIS;
  }

  private Stream<Columns> layouts() {
    var set = account.options().get(COLUMNS);
    if (set == null) {
      return Stream.of(AT_ONCE, LATER);
    }
    var names = set.split(",", -1);
    if (names.length != 5) {
      throw unreadable("the option " + COLUMNS);
    }
    return Stream.of(new Columns(names[0], names[1], names[2], names[3], names[4]));
  }

  private static String text(Table.Row row, String column) {
    return row.text(column).orElseThrow(() -> unreadable(column));
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the statement cannot be read", false);
  }
}
