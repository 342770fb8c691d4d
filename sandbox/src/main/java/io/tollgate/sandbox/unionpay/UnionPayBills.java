package io.tollgate.sandbox.unionpay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the bill of a day: a line of fixed width for each transaction that is done. */
final class UnionPayBills {

  private static final int[] WIDTHS = {
    3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21,
    15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 131
  };

  /** What UnionPay keeps: six in a thousand. */
  private static final long FEE_DIVISOR = 1_000;

  private static final long FEE_SHARE = 6;

  private UnionPayBills() {}

  /** The file as it stands in an answer. */
  static String fileContent(List<UnionPayEntry> entries, String merId, String settleDate) {
    StringBuilder lines = new StringBuilder();
    entries.stream()
        .filter(UnionPayEntry::isDone)
        .filter(it -> it.isCharge() || it.isRefund())
        .forEach(it -> lines.append(line(it, merId)).append("\r\n"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(new DeflaterOutputStream(bytes))) {
      zip.putNextEntry(new ZipEntry("INN26" + settleDate + "88ZMSUM_" + merId));
      zip.write("sums".getBytes(US_ASCII));
      zip.putNextEntry(new ZipEntry("INN26" + settleDate + "88ZM_" + merId));
      zip.write(lines.toString().getBytes(US_ASCII));
    } catch (IOException impossible) {
      throw new IllegalStateException("memory takes all", impossible);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String line(UnionPayEntry entry, String merId) {
    long fee = entry.amount() * FEE_SHARE / FEE_DIVISOR;
    String kept = entry.isCharge() ? "D" : "C";
    String ours = entry.isCharge() ? "C" : "D";
    Map<Integer, String> fields =
        Map.ofEntries(
            Map.entry(1, entry.isCharge() ? "S22" : "S30"),
            Map.entry(4, entry.queryId().substring(14, 20)),
            Map.entry(5, entry.txnTime().substring(4)),
            Map.entry(6, "622609******0048"),
            Map.entry(7, "%012d".formatted(entry.amount())),
            Map.entry(10, entry.queryId()),
            Map.entry(12, entry.orderId()),
            Map.entry(16, kept + "%012d".formatted(fee)),
            Map.entry(17, ours + "%012d".formatted(entry.amount() - fee)),
            Map.entry(20, entry.txnType()),
            Map.entry(22, entry.bizType()),
            Map.entry(27, entry.original()),
            Map.entry(28, merId));
    StringBuilder line = new StringBuilder();
    for (int field = 0; field < WIDTHS.length; field++) {
      String value = fields.getOrDefault(field + 1, "");
      line.append(field == 0 ? "" : " ").append(value);
      line.append(" ".repeat(WIDTHS[field] - value.length()));
    }
    return line.toString();
  }
}
