package io.tollgate.channels.unionpay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bill: Base64 of zlib of a zip, with a file {@code …ZM_…} of all transactions, a line
 * each (facts, section 7, "Bill").
 *
 * <p>The file has no heading to check, so a line is believed only where our own merchant number
 * stands in its place and what is read has the shape that it has to have. The rows say what the
 * payer paid; the day is that of settlement.
 */
final class UnionPayBill {

  private static final String TRANSACTIONS = "ZM_";
  private static final Charset NAMES = Charset.forName("GBK");
  private static final int LIMIT_BYTES = 256 << 20;
  private static final int FURTHEST_DAYS_AHEAD = 2;

  private final LocalDate day;
  private final UnionPayCalls calls;
  private final UnionPayBillLayout layout;
  private final Alarms alarms;

  UnionPayBill(LocalDate day, UnionPayCalls calls, Alarms alarms) {
    this.day = day;
    this.calls = calls;
    this.layout = UnionPayBillLayout.of(calls);
    this.alarms = alarms;
  }

  /** The lines, in their order; throws where one of them cannot be read. */
  List<StatementRow> read(@Nullable String fileContent) {
    // What we read is ASCII, and a byte is a column, so no byte may be lost.
    return new String(transactions(zip(fileContent)), ISO_8859_1)
        .lines()
        .filter(line -> !line.isBlank())
        .map(this::row)
        .toList();
  }

  private static byte[] zip(@Nullable String fileContent) {
    if (fileContent == null) {
      throw unreadable("the file");
    }
    try (var bytes =
        new InflaterInputStream(
            new ByteArrayInputStream(Base64.getMimeDecoder().decode(fileContent)))) {
      return limited(bytes.readNBytes(LIMIT_BYTES));
    } catch (IOException | IllegalArgumentException notPacked) {
      throw unreadable("the file");
    }
  }

  private static byte[] transactions(byte[] zip) {
    try (var files = new ZipInputStream(new ByteArrayInputStream(zip), NAMES)) {
      for (var file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
        if (file.getName().contains(TRANSACTIONS)) {
          return limited(files.readNBytes(LIMIT_BYTES));
        }
      }
    } catch (IOException | IllegalArgumentException noZip) {
      throw unreadable("the archive");
    }
    throw unreadable("the list of files");
  }

  /** A small file may unpack to a huge one. */
  private static byte[] limited(byte[] bytes) {
    if (bytes.length == LIMIT_BYTES) {
      throw unreadable("the length");
    }
    return bytes;
  }

  private StatementRow row(String text) {
    var line =
        layout
            .line(text)
            .filter(it -> it.merId().equals(calls.merId()))
            .orElseThrow(() -> unreadable("a line"));
    var kind = kind(line.txnType());
    var amount = UnionPayAmounts.read(line.amount()).orElseThrow(() -> unreadable("an amount"));
    return new StatementRow(
        kind,
        requestId(line.orderId()),
        UnionPayReference.isQueryId(line.queryId()) ? line.queryId() : null,
        kind == Kind.REFUND ? negated(amount) : amount,
        fee(line.fee()),
        time(line.time()));
  }

  private Kind kind(String txnType) {
    if (txnType.equals(UnionPayRequests.CONSUME)
        || txnType.equals(UnionPayDeed.CAPTURE.txnType(calls))) {
      return Kind.PAYMENT;
    }
    if (txnType.equals(UnionPayDeed.REFUND.txnType(calls))
        || txnType.equals(UnionPayDeed.CANCEL.txnType(calls))
        || txnType.equals(UnionPayDeed.CANCEL_CAPTURE.txnType(calls))) {
      return Kind.REFUND;
    }
    if (!txnType.equals(UnionPayRequests.AUTHORIZE)
        && !txnType.equals(UnionPayDeed.RELEASE.txnType(calls))) {
      alarms.raise(
          Alarm.UNMAPPED, "a line of type " + UnionPayCodes.word(txnType) + " in the bill");
    }
    return Kind.OTHER;
  }

  /** {@code D} and what UnionPay kept, or {@code C} and what it gave back of that. */
  private static Money fee(String text) {
    var amount = text.isEmpty() ? Optional.<Money>empty() : UnionPayAmounts.read(text.substring(1));
    return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
      case 'D' -> amount.orElseThrow(() -> unreadable("a fee"));
      case 'C' -> negated(amount.orElseThrow(() -> unreadable("a fee")));
      default -> throw unreadable("a fee");
    };
  }

  /** Lines have no year. One that would be in days to come is of the year before. */
  private Instant time(String monthToSecond) {
    var sameYear = time(day.getYear(), monthToSecond);
    var latest = day.plusDays(FURTHEST_DAYS_AHEAD).atStartOfDay();
    return sameYear
        .filter(time -> time.isBefore(latest))
        .or(() -> time(day.getYear() - 1, monthToSecond))
        .map(time -> time.atZone(UnionPayTimes.ZONE).toInstant())
        .orElseThrow(() -> unreadable("a time"));
  }

  private static Optional<LocalDateTime> time(int year, String monthToSecond) {
    return UnionPayTimes.read(year + monthToSecond);
  }

  private static @Nullable String requestId(String orderId) {
    return UnionPayIds.attempt(orderId)
        .map(Object::toString)
        .or(() -> UnionPayIds.operation(orderId).map(Object::toString))
        .orElse(null);
  }

  private static Money negated(Money amount) {
    return new Money(Math.negateExact(amount.minorUnits()), amount.currency());
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the bill cannot be read", false);
  }
}
