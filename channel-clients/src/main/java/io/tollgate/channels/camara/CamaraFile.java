package io.tollgate.channels.camara;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.Table;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a statement that is a file of the operator's own: CSV in UTF-8 with a heading, amounts in
 * major units (facts, section 14, "Settlement": operator-specific). Where it is and what its
 * columns are called are options of the account; a file whose heading lacks one of them is refused.
 */
final class CamaraFile {

  private static final List<String> NEEDED = List.of("request", "amount", "currency", "time");

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          entry("payment", Kind.PAYMENT),
          entry("charge", Kind.PAYMENT),
          entry("refund", Kind.REFUND),
          entry("chargeback", Kind.CHARGEBACK),
          entry("fee", Kind.FEE),
          entry("payout", Kind.PAYOUT));

  private final CamaraSettings settings;
  private final Alarms alarms;
  private final Map<String, String> columns;

  CamaraFile(CamaraSettings settings, Alarms alarms) {
    this.settings = settings;
    this.alarms = alarms;
    this.columns = columns(settings.needed(CamaraSettings.FILE_COLUMNS));
  }

  /** The lines of a file, in its order; throws where one of them cannot be read. */
  List<StatementRow> read(byte[] file) {
    var separator = settings.option(CamaraSettings.FILE_SEPARATOR);
    return Table.read(file, UTF_8, separator == null ? ',' : separator.charAt(0))
        .filter(table -> table.has(List.copyOf(columns.values())))
        .orElseThrow(() -> unreadable("the heading"))
        .rows()
        .stream()
        .map(this::row)
        .toList();
  }

  private StatementRow row(Table.Row row) {
    var said = money(needed(row, "amount"), needed(row, "currency"));
    var kind = kind(row, said);
    return new StatementRow(
        kind,
        text(row, "request").orElse(null),
        text(row, "reference").orElse(null),
        leaves(kind) && said.minorUnits() > 0 ? negative(said) : said,
        fee(row),
        time(needed(row, "time")));
  }

  /** Where no column says it, the sign does. */
  private Kind kind(Table.Row row, Money amount) {
    var word = text(row, "kind").map(it -> it.toLowerCase(Locale.ROOT)).orElse(null);
    if (word == null) {
      return amount.minorUnits() < 0 ? Kind.REFUND : Kind.PAYMENT;
    }
    var kind = KINDS.get(word);
    if (kind == null) {
      alarms.raise(Alarm.UNMAPPED, "kind of line " + CamaraErrors.word(word));
      return Kind.OTHER;
    }
    return kind;
  }

  private @Nullable Money fee(Table.Row row) {
    return text(row, "fee").map(fee -> money(fee, needed(row, "currency"))).orElse(null);
  }

  /** Some files write what was given back without a sign. */
  private static boolean leaves(Kind kind) {
    return kind == Kind.REFUND || kind == Kind.CHARGEBACK;
  }

  private static Money negative(Money amount) {
    return new Money(Math.negateExact(amount.minorUnits()), amount.currency());
  }

  private static Money money(String amount, String currency) {
    return Decimals.read(amount, currency).orElseThrow(() -> unreadable("an amount"));
  }

  /** A moment with its offset, or a local one of the operator's zone. */
  private Instant time(String text) {
    var iso = text.replace(' ', 'T');
    try {
      return iso.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(settings.zone()).toInstant();
    } catch (DateTimeException unknownShape) {
      throw unreadable("a time");
    }
  }

  private String needed(Table.Row row, String field) {
    return text(row, field).orElseThrow(() -> unreadable("a cell"));
  }

  private Optional<String> text(Table.Row row, String field) {
    return Optional.ofNullable(columns.get(field)).flatMap(row::text);
  }

  private static Map<String, String> columns(String option) {
    var columns = new HashMap<String, String>();
    for (var pair : option.split(",", -1)) {
      var parts = pair.strip().split("=", 2);
      columns.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    if (!columns.keySet().containsAll(NEEDED) || columns.containsValue("")) {
      throw new IllegalArgumentException(
          "option '%s' (expected: at least %s, each with its column)"
              .formatted(CamaraSettings.FILE_COLUMNS, NEEDED));
    }
    return Map.copyOf(columns);
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the file cannot be read", false);
  }
}
