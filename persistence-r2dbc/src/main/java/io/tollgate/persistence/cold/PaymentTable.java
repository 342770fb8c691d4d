package io.tollgate.persistence.cold;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.List;

/** The statements on the table {@code payment}, in SQL that MySQL 8 and MariaDB both have. */
final class PaymentTable {

  /** What is written, in the order of {@link PaymentRow#values()}. */
  static final List<String> COLUMNS =
      List.of(
          "id",
          "shard",
          "version",
          "status",
          "merchant",
          "reference",
          "product",
          "amount",
          "currency",
          "channel_account",
          "channel_reference",
          "created_at",
          "updated_at",
          "due_at",
          "fingerprint",
          "logged_at",
          "snapshot");

  private static final String SELECT =
      "SELECT snapshot, fingerprint, logged_at, due_at, seq FROM payment WHERE ";

  static final String FIND = SELECT + "id = ?";

  static final String ANY = "SELECT 1 FROM payment WHERE shard = ? LIMIT 1";

  /** Parameters: shard, time, how many. */
  static final String CLAIM_DUE =
      SELECT + "shard = ? AND due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED";

  static final String PUT_OFF = "UPDATE payment SET due_at = ? WHERE seq = ?";

  /** So many rows are read at once. */
  static final int PAGE = 500;

  private static final String INSERT =
      "INSERT INTO payment (" + String.join(", ", COLUMNS) + ") VALUES ";

  private static final String ROW = COLUMNS.stream().map(_ -> "?").collect(joining(", ", "(", ")"));

  /**
   * The stored row gives way to a newer version only. Both servers assign from left to right, and a
   * column named on the right is then what it was just assigned: the version has to be the last.
   */
  private static final String UNLESS_OLDER =
      COLUMNS.stream()
          .filter(column -> !column.equals("id") && !column.equals("version"))
          .map("%1$s = IF(VALUES(version) > version, VALUES(%1$s), %1$s)"::formatted)
          .collect(
              joining(
                  ", ",
                  " ON DUPLICATE KEY UPDATE ",
                  ", version = GREATEST(version, VALUES(version))"));

  private PaymentTable() {}

  /**
   * A page of a shard in the order of one of its indexed times. Parameters: shard, then the time
   * and the number behind which the page begins: the time twice, before and behind the number.
   */
  static String page(String time) {
    return SELECT
        + "shard = ? AND (%1$s > ? OR (%1$s = ? AND seq > ?)) ORDER BY %1$s, seq LIMIT %2$d"
            .formatted(time, PAGE);
  }

  /** Writes so many rows, each unless a newer version of it is there. */
  static String upsert(int rows) {
    return INSERT + String.join(", ", Collections.nCopies(rows, ROW)) + UNLESS_OLDER;
  }
}
