package io.tollgate.persistence.cold;

import static io.tollgate.persistence.cold.FreshDatabase.PATIENCE;

import io.tollgate.domain.payment.WatchSchedule;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/** Prints how many rows a second the archive writes; not a test, because machines differ. */
final class UpsertRate {

  private UpsertRate() {}

  public static void main(String... arguments) {
    try (var database = FreshDatabase.open()) {
      var archive = new R2dbcPaymentArchive(database.connections(), WatchSchedule.DEFAULT);
      for (int round = 0; round < 5; round++) {
        for (int writers : new int[] {1, 4}) {
          System.out.printf(
              "round %d, %d writers: %.0f rows/s%n", round, writers, rate(archive, round, writers));
        }
      }
    }
  }

  /** 30,000 versions of 7,500 payments, in batches of 300. */
  private static double rate(R2dbcPaymentArchive archive, int round, int writers) {
    var batches =
        IntStream.range(0, 100)
            .mapToObj(batch ->
                IntStream.range(0, 300)
                    .mapToObj(n ->
                        PaymentsUnderTest.life(
                                "%d-%d-%d-%d".formatted(round, writers, batch / 4, n))
                            .get(batch % 4))
                    .toList())
            .toList();
    long start = System.nanoTime();
    Flux.fromIterable(batches)
        .flatMap(batch -> archive.write(PaymentsUnderTest.stored(batch)), writers)
        .blockLast(PATIENCE);
    return 30_000 / ((System.nanoTime() - start) / 1e9);
  }
}
