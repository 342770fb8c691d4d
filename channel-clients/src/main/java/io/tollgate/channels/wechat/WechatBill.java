package io.tollgate.channels.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A day's bill of the kind {@code ALL} (facts, section 6, "Bill"): a heading, rows in which every
 * cell begins with a back-tick, a second heading and one row of totals. Names may hold commas, so
 * rows are cut at a comma with a back-tick behind it.
 *
 * <p>Columns are found by their Chinese headings, so that new ones do no harm. The times are
 * Beijing's, where clocks have not changed since 1991. A refund stands there once it was accepted;
 * whether it succeeded only a question tells.
 */
final class WechatBill {

  /** Where the vendor's days begin and end. */
  static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  private static final String TOTALS = "总交易单数";
  private static final String CUT = ",`";
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** The columns that we read, by their headings. */
  private enum Column {
    TIME("交易时间"),
    TRANSACTION("微信订单号"),
    ORDER("商户订单号"),
    STATE("交易状态"),
    CURRENCY("货币种类"),
    REFUND("微信退款单号"),
    REFUND_NUMBER("商户退款单号"),
    FEE("手续费"),
    ORDER_AMOUNT("订单金额"),
    REFUND_AMOUNT("申请退款金额");

    private final String heading;

    Column(String heading) {
      this.heading = heading;
    }
  }

  /** A bill that is not as described. */
  private static final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why, null, false, false);
    }
  }

  private final Consumer<String> unknownState;
  private final Map<Column, Integer> places;
  private final int width;

  private WechatBill(String heading, Consumer<String> unknownState) {
    var headings = Arrays.stream(heading.split(",", -1)).map(String::strip).toList();
    this.unknownState = unknownState;
    this.width = headings.size();
    this.places = new EnumMap<>(Column.class);
    for (var column : Column.values()) {
      int place = headings.indexOf(column.heading);
      if (place < 0) {
        throw new Unreadable("a column is missing");
      }
      places.put(column, place);
    }
  }

  /**
   * All rows, in their order; empty where the file is no such bill, or is cut off.
   *
   * @param unknownState is told of states that we do not know
   */
  static Optional<List<StatementRow>> rows(byte[] file, Consumer<String> unknownState) {
    var lines = new String(file, UTF_8).lines().filter(line -> !line.isBlank()).toList();
    try {
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(new WechatBill(withoutMark(lines.getFirst()), unknownState).rows(lines));
    } catch (Unreadable noBill) {
      return Optional.empty();
    }
  }

  private List<StatementRow> rows(List<String> lines) {
    var rows = new ArrayList<StatementRow>();
    int at = 1;
    while (at < lines.size() && !lines.get(at).startsWith(TOTALS)) {
      rows.add(row(cells(lines.get(at))));
      at++;
    }
    boolean isWhole =
        at + 1 < lines.size() && cells(lines.get(at + 1))[0].equals(Integer.toString(rows.size()));
    if (!isWhole) {
      throw new Unreadable("the totals are missing, or are of other rows");
    }
    return List.copyOf(rows);
  }

  private StatementRow row(String[] cells) {
    if (cells.length != width) {
      throw new Unreadable("a row has another width than the heading");
    }
    return switch (cell(cells, Column.STATE)) {
      case "SUCCESS" -> ofOrder(Kind.PAYMENT, cells);
      case "REFUND" -> ofRefund(cells);
      case "REVOKED" -> ofOrder(Kind.OTHER, cells);
      default -> {
        unknownState.accept(cell(cells, Column.STATE));
        yield ofOrder(Kind.OTHER, cells);
      }
    };
  }

  private StatementRow ofOrder(Kind kind, String[] cells) {
    return new StatementRow(
        kind,
        attempt(cells).map(ChannelRequestId::toString).orElse(null),
        cell(cells, Column.TRANSACTION),
        amount(cells, Column.ORDER_AMOUNT),
        fee(cells),
        time(cells));
  }

  private StatementRow ofRefund(String[] cells) {
    var amount = amount(cells, Column.REFUND_AMOUNT);
    return new StatementRow(
        Kind.REFUND,
        attempt(cells).isPresent() ? cell(cells, Column.REFUND_NUMBER) : null,
        cell(cells, Column.REFUND),
        new Money(Math.negateExact(amount.minorUnits()), amount.currency()),
        fee(cells),
        time(cells));
  }

  private Optional<ChannelRequestId> attempt(String[] cells) {
    return WechatOrderNumber.parse(cell(cells, Column.ORDER));
  }

  private Money amount(String[] cells, Column column) {
    return money(cells, column).orElseThrow(() -> new Unreadable("an amount is none"));
  }

  /** Fees have five decimals; one that is no whole number of fen cannot be told as money. */
  private @Nullable Money fee(String[] cells) {
    return money(cells, Column.FEE).orElse(null);
  }

  private Optional<Money> money(String[] cells, Column column) {
    return Decimals.read(cell(cells, column), cell(cells, Column.CURRENCY));
  }

  private Instant time(String[] cells) {
    try {
      return LocalDateTime.parse(cell(cells, Column.TIME), TIME).toInstant(ZONE);
    } catch (DateTimeException noTime) {
      throw new Unreadable("a time is none");
    }
  }

  private String cell(String[] cells, Column column) {
    return cells[places.getOrDefault(column, 0)].strip();
  }

  private static String[] cells(String line) {
    if (line.isEmpty() || line.charAt(0) != CUT.charAt(1)) {
      throw new Unreadable("a row does not begin with a back-tick");
    }
    return line.substring(1).split(CUT, -1);
  }

  private static String withoutMark(String line) {
    return line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
  }
}
