package io.tollgate.persistence.cold;

import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.hot.StoredPayment;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row to be written.
 *
 * @param dueAt when its status is to be checked next; null where it is final
 * @param snapshot the whole payment as text
 */
record PaymentRow(StoredPayment stored, @Nullable Instant dueAt, String snapshot) {

  /** Far more than any payment needs, and far less than one packet to the server may hold. */
  private static final int LONGEST_SNAPSHOT = 2 * 1024 * 1024;

  PaymentRow {
    if (snapshot.length() > LONGEST_SNAPSHOT) {
      throw new IllegalArgumentException(
          "snapshot of %s: %d characters (expected: at most %d)"
              .formatted(stored.payment().id(), snapshot.length(), LONGEST_SNAPSHOT));
    }
  }

  static PaymentRow of(StoredPayment stored, WatchSchedule schedule) {
    var payment = stored.payment();
    var dueAt =
        schedule.next(payment, payment.updatedAt()).map(payment.updatedAt()::plus).orElse(null);
    return new PaymentRow(stored, dueAt, PaymentSnapshots.write(payment));
  }

  /** The values of {@link PaymentTable#COLUMNS}, in their order. */
  List<@Nullable Object> values() {
    var payment = stored.payment();
    var order = payment.order();
    var attempt = payment.liveAttempt();
    return Arrays.asList(
        payment.id().value(),
        payment.id().shard(),
        payment.version(),
        payment.status().code(),
        order.merchant().value(),
        order.reference().value(),
        order.product().code(),
        order.amount().minorUnits(),
        order.amount().currency().getCurrencyCode(),
        attempt.account().toString(),
        attempt.channelReference(),
        utc(payment.createdAt()),
        utc(payment.updatedAt()),
        dueAt == null ? null : utc(dueAt),
        stored.fingerprint().value(),
        utc(stored.loggedAt()),
        snapshot);
  }

  /** Cut to milliseconds, because the server would round, and might round into the future. */
  static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
  }
}
