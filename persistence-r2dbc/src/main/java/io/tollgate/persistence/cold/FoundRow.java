package io.tollgate.persistence.cold;

import io.r2dbc.spi.Row;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.persistence.hot.StoredPayment;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * One row that was read.
 *
 * @param dueAt UTC; 1970 where it is final
 * @param loggedAt UTC
 * @param seq its number in the table
 */
record FoundRow(
    String snapshot, String fingerprint, LocalDateTime loggedAt, LocalDateTime dueAt, long seq) {

  private static final LocalDateTime NEVER = LocalDateTime.of(1970, 1, 1, 0, 0);

  static FoundRow of(Row row) {
    return new FoundRow(
        Objects.requireNonNull(row.get("snapshot", String.class)),
        Objects.requireNonNull(row.get("fingerprint", String.class)),
        Objects.requireNonNull(row.get("logged_at", LocalDateTime.class)),
        Objects.requireNonNullElse(row.get("due_at", LocalDateTime.class), NEVER),
        Objects.requireNonNull(row.get("seq", Long.class)));
  }

  /**
   * The payment that it holds.
   *
   * @throws io.tollgate.persistence.snapshot.UnreadableSnapshot where it holds none
   */
  StoredPayment stored() {
    return new StoredPayment(
        PaymentSnapshots.read(snapshot),
        new Fingerprint(fingerprint),
        loggedAt.toInstant(ZoneOffset.UTC));
  }
}
