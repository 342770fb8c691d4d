package io.tollgate.channels.antom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.Table;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads settlement details: CSV in UTF-8 with a heading, and a last line {@code <END>} without
 * which the file is not whole (facts, section 5, "Settlement"; columns also in
 * docs.antom.com/ac/amsapi/settlement, which says that times are ISO 8601 with an offset).
 *
 * <p>Amounts are whole numbers of the smallest unit, as in the API, which is unconfirmed: the
 * account's option {@value #AMOUNTS} is {@code minor} (default) or {@code major}. The columns'
 * names are partly unconfirmed, so those of times and fees are read where they are there.
 */
final class AntomSettlementRows {

  static final String AMOUNTS = "settlement-amounts";

  private static final String END = "<END>";
  private static final String ID = "transactionId";
  private static final String TYPE = "transactionType";
  private static final String OURS = "transactionRequestId";
  private static final String AMOUNT = "transactionAmountValue";
  private static final String CURRENCY = "transactionCurrency";

  private static final List<String> COLUMNS = List.of(ID, TYPE, OURS, AMOUNT, CURRENCY);
  private static final List<String> TIMES =
      List.of("transactionTime", "paymentTime", "settlementTime");

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          entry("PAYMENT", Kind.PAYMENT),
          entry("CAPTURE", Kind.PAYMENT),
          entry("REFUND", Kind.REFUND),
          entry("CANCEL", Kind.REFUND),
          entry("CHARGEBACK", Kind.CHARGEBACK),
          entry("DISPUTE", Kind.CHARGEBACK),
          entry("FEE", Kind.FEE));

  private final ChannelAccount account;
  private final Alarms alarms;

  AntomSettlementRows(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** The lines of a file, in its order; throws where one of them cannot be read. */
  List<StatementRow> read(byte[] file) {
    var rows =
        Table.read(file, UTF_8, ',')
            .filter(table -> table.has(COLUMNS))
            .orElseThrow(() -> unreadable("the heading"))
            .rows();
    if (rows.isEmpty() || !isEnd(rows.getLast(), file)) {
      throw new StatementUnavailable("the settlement is cut off", true);
    }
    return rows.subList(0, rows.size() - 1).stream().map(this::row).toList();
  }

  /** The mark stands alone in its line, whichever column comes first. */
  private static boolean isEnd(Table.Row last, byte[] file) {
    return last.text(ID).filter(text -> !text.equals(END)).isEmpty()
        && last.text(AMOUNT).isEmpty()
        && new String(file, UTF_8).stripTrailing().endsWith(END);
  }

  private StatementRow row(Table.Row row) {
    var kind = kind(text(row, TYPE));
    return new StatementRow(
        kind,
        row.text(OURS).orElse(null),
        row.text(ID).orElse(null),
        gross(row, kind),
        fee(row),
        at(row));
  }

  private Kind kind(String type) {
    var kind = KINDS.get(type.toUpperCase(Locale.ROOT));
    if (kind == null) {
      alarms.raise(Alarm.UNMAPPED, "transaction type " + AntomCodes.word(type));
      return Kind.OTHER;
    }
    return kind;
  }

  /** Amounts have no sign where the type tells which way the money went. */
  private Money gross(Table.Row row, Kind kind) {
    var money = money(text(row, AMOUNT), text(row, CURRENCY));
    return switch (kind) {
      case REFUND, CHARGEBACK, FEE, PAYOUT -> money.minorUnits() > 0 ? negated(money) : money;
      case PAYMENT, OTHER -> money;
    };
  }

  private @Nullable Money fee(Table.Row row) {
    var fee = row.text("feeAmountValue");
    var currency = row.text("feeCurrency");
    return fee.isPresent() && currency.isPresent() ? money(fee.get(), currency.get()) : null;
  }

  private Money money(String amount, String currency) {
    var isNegative = amount.startsWith("-");
    var bare = isNegative ? amount.substring(1) : amount;
    Optional<Money> read =
        "major".equals(account.options().get(AMOUNTS))
            ? Decimals.read(bare, currency)
            : AntomAmounts.decode(bare, currency, account);
    var money = read.orElseThrow(() -> unreadable("an amount"));
    return isNegative ? negated(money) : money;
  }

  private static Instant at(Table.Row row) {
    var time =
        TIMES.stream()
            .flatMap(column -> row.text(column).stream())
            .findFirst()
            .orElseThrow(() -> unreadable("a time"));
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException unknownShape) {
      throw unreadable("a time");
    }
  }

  private static Money negated(Money money) {
    return new Money(Math.negateExact(money.minorUnits()), money.currency());
  }

  private static String text(Table.Row row, String column) {
    return row.text(column).orElseThrow(() -> unreadable(column));
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the settlement cannot be read", false);
  }
}
