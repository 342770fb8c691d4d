package io.tollgate.persistence.cold;

import static java.util.Comparator.comparing;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.hot.StoredPayment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cuts payments into what one statement writes. */
final class PaymentBatches {

  /** Above a few hundred rows, a statement gains no more and holds its locks for longer. */
  static final int MOST_ROWS = 300;

  /** Well below the 16 MiB that a server takes as one packet, even if every character is four. */
  private static final int MOST_CHARACTERS = 2 * 1024 * 1024;

  private PaymentBatches() {}

  /**
   * Each payment once, at its newest version, ordered by id: writers that take their locks in one
   * order do not deadlock.
   */
  static List<List<PaymentRow>> of(Collection<StoredPayment> payments, WatchSchedule schedule) {
    var batches = new ArrayList<List<PaymentRow>>();
    List<PaymentRow> batch = new ArrayList<>();
    int characters = 0;
    for (var payment : newest(payments)) {
      var row = PaymentRow.of(payment, schedule);
      characters += row.snapshot().length();
      boolean full = batch.size() == MOST_ROWS || characters > MOST_CHARACTERS;
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        characters = row.snapshot().length();
      }
      batch.add(row);
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static List<StoredPayment> newest(Collection<StoredPayment> payments) {
    return payments.stream()
        .collect(toMap(PaymentBatches::id, identity(), PaymentBatches::newer))
        .values()
        .stream()
        .sorted(comparing(stored -> id(stored).value()))
        .toList();
  }

  private static PaymentId id(StoredPayment stored) {
    return stored.payment().id();
  }

  private static StoredPayment newer(StoredPayment one, StoredPayment other) {
    return one.payment().version() >= other.payment().version() ? one : other;
  }
}
