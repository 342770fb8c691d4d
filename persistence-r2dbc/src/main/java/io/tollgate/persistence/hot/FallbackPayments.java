package io.tollgate.persistence.hot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Payments in Redis, and their ends in the table while Redis is away.
 *
 * <p>An end that the channel told is true, whoever writes it down, and stays true. So once no
 * gateway has seen a shard for some seconds, ends are written to the table, at a version above
 * every one that Redis may have, and shown from there; and whose check is due is read from there.
 * All else waits for Redis: a new payment, a new attempt, a state that is not final. When Redis is
 * back every gateway gives it the ends that it lacks, and looks into the table, too, until it has.
 * See ADR 9.
 */
public final class FallbackPayments implements Payments, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FallbackPayments.class);

  private static final int DUE_AT_ONCE = 50;
  private static final int SHARDS_AT_ONCE = 4;

  /** An end is dated by whoever wrote it, who may have noticed sooner that a shard is away. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  /** Above this number of ends some are read twice. */
  private static final int REMEMBERED = 100_000;

  private static final int GIVEN_AT_ONCE = 200;

  private final RedisPayments hot;
  private final Fence fence;
  private final PaymentArchive archive;
  private final Sightings sightings;
  private final Counter recorded;
  private final LogTail tail;
  private volatile Set<Shard> away = Set.of();

  /**
   * Shards of which the table may have ends that Redis has not, and since when: those that are
   * away, and those that came back until the look after.
   */
  private final Map<Shard, Instant> behind = new ConcurrentHashMap<>();

  /** Up to when the ends were read to whoever tells them, of each shard that is away. */
  private final Map<Shard, Instant> readUntil = new ConcurrentHashMap<>();

  private final Set<PaymentId> read = ConcurrentHashMap.newKeySet();

  /** Nothing is away until somebody {@link #look looks}. */
  public FallbackPayments(
      RedisPayments hot,
      Fence fence,
      PaymentArchive archive,
      Sightings sightings,
      MeterRegistry meters) {
    this.hot = hot;
    this.fence = fence;
    this.archive = archive;
    this.sightings = sightings;
    this.tail = hot.tail(this::find);
    this.recorded = meters.counter("tollgate.outage.ends");
    meters.gauge("tollgate.outage.shards", this, payments -> payments.away.size());
  }

  /**
   * Looks at every shard, opens those that are shut, and finds out which are away. To be called
   * every few seconds. Fails where the table cannot be asked.
   */
  public Mono<Void> look() {
    return fence
        .check()
        .flatMap(open ->
            caughtUp(open)
                .then(sightings.note(open))
                .doOnNext(unseen -> awayAre(unseen, open))
                .doOnError(_ -> awayAre(Set.of(), open)))
        .then();
  }

  /**
   * Gives Redis the ends of the shards that are back. Who wrote one just before is still heard at
   * the look after.
   */
  private Mono<Void> caughtUp(Set<Shard> open) {
    return Flux.fromIterable(behind.entrySet())
        .filter(one -> open.contains(one.getKey()))
        .concatMap(one ->
            ends(one.getKey(), one.getValue())
                .buffer(GIVEN_AT_ONCE)
                .concatMap(fence::keep)
                .then(
                    Mono.fromRunnable(() -> {
                      if (!away.contains(one.getKey())) {
                        behind.remove(one.getKey());
                      }
                    })))
        .then();
  }

  private void awayAre(Set<Shard> unseen, Set<Shard> open) {
    var now = unseen.stream().filter(shard -> !open.contains(shard)).collect(Collectors.toSet());
    now.forEach(shard -> behind.putIfAbsent(shard, Instant.now()));
    if (!now.equals(away)) {
      LOG.warn(
          "shards of the hot store that no gateway sees: {}, before: {}", now.size(), away.size());
      away = now;
    }
  }

  /** Payments of shards that are away, whose check is due; each is claimed until its next check. */
  public Flux<Payment> claimDue() {
    return Flux.fromIterable(away)
        .flatMap(shard -> archive.claimDue(shard, DUE_AT_ONCE), SHARDS_AT_ONCE)
        .map(StoredPayment::payment);
  }

  /**
   * Ends that some gateway wrote since the last call, of shards that are away. They come again once
   * Redis is back.
   */
  public Flux<Payment> newEnds() {
    readUntil.keySet().retainAll(away);
    if (away.isEmpty() || read.size() > REMEMBERED) {
      read.clear();
    }
    return Flux.fromIterable(away).flatMap(this::newEnds, SHARDS_AT_ONCE);
  }

  private Flux<Payment> newEnds(Shard shard) {
    var now = Instant.now();
    var since = readUntil.getOrDefault(shard, now.minus(CLOCKS_DIFFER));
    return ends(shard, since)
        .map(StoredPayment::payment)
        .filter(payment -> read.add(payment.id()))
        .doOnComplete(() -> readUntil.put(shard, now));
  }

  private Flux<StoredPayment> ends(Shard shard, Instant since) {
    return archive
        .changedSince(shard, since.minus(CLOCKS_DIFFER))
        .filter(stored -> stored.payment().status().isFinal());
  }

  @Override
  public Mono<Opening> open(Payment payment, Fingerprint fingerprint, Duration firstCheck) {
    return hot.open(payment, fingerprint, firstCheck);
  }

  @Override
  public Mono<Saving> save(Payment next, Optional<Duration> nextCheck) {
    return isAway(next.id()) && isToldEnd(next) ? record(next) : hot.save(next, nextCheck);
  }

  /** That it never arrived is our conclusion, from an attempt that may not be the last one. */
  private static boolean isToldEnd(Payment next) {
    var failure = next.failure();
    return next.status().isFinal()
        && (failure == null || failure.category() != DeclineReason.Category.NEVER_ARRIVED);
  }

  private Mono<Saving> record(Payment next) {
    return archive
        .find(next.id())
        .switchIfEmpty(Mono.error(() -> unavailable(next.id())))
        .flatMap(known ->
            known.payment().status().isFinal()
                ? Mono.just(new Saving.Stale(known.payment()))
                : written(
                    new StoredPayment(next.overtaking(), known.fingerprint(), Instant.now())));
  }

  private Mono<Saving> written(StoredPayment end) {
    var payment = end.payment();
    return archive
        .write(List.of(end))
        .then(archive.find(payment.id()))
        .map(StoredPayment::payment)
        .map(stored -> stored.equals(payment) ? saved(payment) : new Saving.Stale(stored));
  }

  private Saving saved(Payment end) {
    recorded.increment();
    return new Saving.Saved(end);
  }

  @Override
  public Mono<Opening> replay(PaymentId id, Fingerprint fingerprint) {
    return hot.replay(id, fingerprint);
  }

  @Override
  public Mono<Payment> find(PaymentId id) {
    return hot.find(id)
        .flatMap(payment ->
            behind.containsKey(Shard.of(id))
                ? endInTheTable(id)
                    .filter(end -> end.version() > payment.version())
                    .defaultIfEmpty(payment)
                : Mono.just(payment))
        .onErrorResume(
            _ -> isAway(id), error -> endInTheTable(id).switchIfEmpty(Mono.error(error)));
  }

  private Mono<Payment> endInTheTable(PaymentId id) {
    return inTheTable(id).filter(payment -> payment.status().isFinal());
  }

  @Override
  public Mono<Payment> lastKnown(PaymentId id) {
    return hot.find(id).onErrorResume(_ -> isAway(id), _ -> inTheTable(id));
  }

  private Mono<Payment> inTheTable(PaymentId id) {
    return archive.find(id).map(StoredPayment::payment);
  }

  @Override
  public Flux<Payment> follow(PaymentId id) {
    return tail.follow(id);
  }

  @Override
  public Mono<Void> checkIn(PaymentId id, Duration delay) {
    return hot.checkIn(id, delay);
  }

  @Override
  public void close() {
    tail.stop();
    hot.close();
  }

  private boolean isAway(PaymentId id) {
    return away.contains(Shard.of(id));
  }

  private static GatewayFault unavailable(PaymentId id) {
    return new GatewayFault(
        FaultCode.STORE_UNAVAILABLE, "the hot store is away, and the table does not have " + id);
  }
}
