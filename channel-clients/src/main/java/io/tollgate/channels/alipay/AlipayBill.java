package io.tollgate.channels.alipay;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.Table;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bill file: a zip whose names and tables are in GBK (facts, section 4, "Bill"). Lines
 * that begin with {@code #} are remarks. Columns are found by their names, as nobody confirmed
 * their order.
 *
 * <p>Nobody confirmed either how fees are signed: the option {@value #FEES} is {@code negative}
 * (default), where what Alipay kept is below zero, or {@code positive}.
 */
final class AlipayBill {

  static final String FEES = "bill-fees";

  static final Charset GBK = Charset.forName("GBK");

  static final String TRADE_NO = "支付宝交易号";
  static final String OUT_TRADE_NO = "商户订单号";
  static final String KIND = "业务类型";
  static final String FINISHED = "完成时间";
  static final String AMOUNT = "订单金额（元）";
  static final String REFUND_NO = "退款批次号/请求号";
  static final String FEE = "服务费（元）";

  static final List<String> COLUMNS =
      List.of(TRADE_NO, OUT_TRADE_NO, KIND, FINISHED, AMOUNT, REFUND_NO, FEE);

  /** The table of single lines; the other has sums only. */
  private static final String DETAILS = "业务明细";

  private static final String SUMS = "汇总";
  private static final int LIMIT_BYTES = 256 << 20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final ChannelAccount account;
  private final Alarms alarms;

  AlipayBill(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** The lines of a file, in its order; throws where one of them cannot be read. */
  List<StatementRow> read(byte[] zip) {
    return Table.read(withoutRemarks(details(zip)), GBK, ',')
        .filter(table -> table.has(COLUMNS))
        .orElseThrow(() -> unreadable("the heading"))
        .rows()
        .stream()
        .map(this::row)
        .toList();
  }

  /** The file of single lines. It is bounded: a small zip may hold a huge file. */
  private static byte[] details(byte[] zip) {
    try (var files = new ZipInputStream(new ByteArrayInputStream(zip), GBK)) {
      for (var file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
        if (file.getName().contains(DETAILS) && !file.getName().contains(SUMS)) {
          var bytes = files.readNBytes(LIMIT_BYTES);
          if (bytes.length == LIMIT_BYTES) {
            throw unreadable("the length");
          }
          return bytes;
        }
      }
    } catch (IOException | IllegalArgumentException noZip) {
      throw unreadable("the archive");
    }
    throw unreadable("the list of files");
  }

  private static byte[] withoutRemarks(byte[] table) {
    return new String(table, GBK)
        .lines()
        .filter(line -> !line.stripLeading().startsWith("#"))
        .collect(Collectors.joining("\n"))
        .getBytes(GBK);
  }

  private StatementRow row(Table.Row row) {
    var kind = kind(text(row, KIND));
    var amount = money(text(row, AMOUNT));
    return new StatementRow(
        kind,
        requestId(row, kind),
        text(row, TRADE_NO),
        kind == Kind.REFUND ? negative(amount) : amount,
        row.text(FEE).map(AlipayBill::money).map(this::kept).orElse(null),
        time(text(row, FINISHED)));
  }

  private Kind kind(String word) {
    return switch (word) {
      case "交易" -> Kind.PAYMENT;
      case "退款" -> Kind.REFUND;
      default -> {
        alarms.raise(Alarm.UNMAPPED, "a kind of line in the bill");
        yield Kind.OTHER;
      }
    };
  }

  /** Our id of the attempt or capture, or of the refund; other sellers' numbers stay out. */
  private static @Nullable String requestId(Table.Row row, Kind kind) {
    return row.text(kind == Kind.REFUND ? REFUND_NO : OUT_TRADE_NO)
        .flatMap(AlipayIds::ours)
        .filter(AlipayBill::isOurs)
        .orElse(null);
  }

  private static boolean isOurs(String id) {
    return ChannelRequestId.parse(id).isPresent() || OperationId.parse(id).isPresent();
  }

  private Money kept(Money fee) {
    return "positive".equals(account.options().get(FEES)) ? fee : negated(fee);
  }

  private static Money negative(Money amount) {
    return amount.isPositive() ? negated(amount) : amount;
  }

  private static Money negated(Money amount) {
    return new Money(Math.negateExact(amount.minorUnits()), amount.currency());
  }

  private static Money money(String text) {
    return Decimals.read(text, AlipayAmounts.CURRENCY).orElseThrow(() -> unreadable("an amount"));
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text, TIME).atZone(AlipayCalls.ZONE).toInstant();
    } catch (DateTimeException unknownShape) {
      throw unreadable("a time");
    }
  }

  private static String text(Table.Row row, String column) {
    return row.text(column).orElseThrow(() -> unreadable(column));
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the bill cannot be read", false);
  }
}
