package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings back into Redis what the table has and Redis has not.
 *
 * <p>Redis loses from the end only: what it replicates and what it writes to its file are in the
 * order of its changes. So a log that ends at an entry has lost what the table took from later
 * entries, and nothing else.
 */
final class Reseed {

  private static final int AT_ONCE = 64;

  private final PaymentArchive archive;
  private final WatchSchedule schedule;
  private final ReseedSettings settings;

  Reseed(PaymentArchive archive, WatchSchedule schedule, ReseedSettings settings) {
    this.archive = archive;
    this.schedule = schedule;
    this.settings = settings;
  }

  /** How one payment is brought back; answers 1 where Redis had it older or not at all. */
  @FunctionalInterface
  interface Restore {
    Mono<Long> apply(Shard shard, List<String> keys, List<String> arguments);
  }

  /** What has to come back to a shard whose log ends here. */
  Mono<Lost> lostAfter(Shard shard, EntryId lastEntry) {
    if (!lastEntry.equals(EntryId.BEGINNING)) {
      return Mono.just(lostSince(shard, lastEntry.at()));
    }
    var since = Instant.now().minus(settings.toldAgain());
    return archive
        .holdsAny(shard)
        .map(any ->
            any
                ? new Lost(
                    since,
                    settings.doubted().toMillis(),
                    archive.unfinished(shard).concatWith(archive.changedSince(shard, since)))
                : new Lost(since, 0, Flux.empty()));
  }

  /**
   * What the table took from entries of this time and later, and what may have to be told again.
   */
  Lost lostSince(Shard shard, Instant since) {
    return new Lost(since, 0, archive.changedSince(shard, since.minus(settings.toldAgain())));
  }

  /** Brings all of them back, and answers how many were missing or old. */
  Mono<Long> restore(Shard shard, Flux<StoredPayment> payments, Restore restore) {
    return payments
        .flatMap(
            stored ->
                restore.apply(
                    shard,
                    List.of(
                        shard.payment(stored.payment().id().value()),
                        shard.log(),
                        shard.due(),
                        shard.lease(),
                        shard.body()),
                    arguments(stored)),
            AT_ONCE)
        .reduce(0L, Long::sum);
  }

  private List<String> arguments(StoredPayment stored) {
    var payment = stored.payment();
    var id = payment.id().value();
    return List.of(
        id,
        Long.toString(payment.version()),
        payment.status().name(),
        PaymentSnapshots.write(payment),
        stored.fingerprint().value(),
        schedule
            .next(payment, Instant.now())
            .map(delay -> Long.toString(delay.toMillis()))
            .orElse(""),
        Shard.WATCH + id);
  }

  /**
   * What a shard has to be given back.
   *
   * @param since from when on the table was read back
   * @param doubtedMillis for how long an unknown reference has to be looked up in the table
   */
  record Lost(Instant since, long doubtedMillis, Flux<StoredPayment> payments) {}
}
