package io.tollgate.persistence.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The second copy is a replica's, or else the table's.
 *
 * <p>One {@code WAIT} serves all payments that gathered while the one before it was under way. It
 * is asked for on a connection of its own, because it holds up everything behind it, and counts for
 * everything that the server took before it. That it is the same server is what the script in front
 * of it says: it passes on the payments' own run only, and the connection never connects again by
 * itself. Where no replica has them in time, one statement writes them to the table, and Redis is
 * asked whether it still has them; for a moment after that no replica is asked, so that a lost one
 * costs nobody its time limit. What this process saw in two places it does not ask for again, so a
 * read costs nothing where the write was its own.
 */
public final class ReplicaOrTable implements SecondCopy {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaOrTable.class);
  private static final long UNASKED_NANOS = Duration.ofSeconds(1).toNanos();

  private final Function<Shard, CompletionStage<RedisAsyncCommands<String, String>>> line;
  private final PaymentArchive archive;
  private final Fence fence;
  private final Duration limit;
  private final Counter byReplica;
  private final Counter byTable;
  private final ConcurrentHashMap<String, Convoy<StoredPayment>> convoys =
      new ConcurrentHashMap<>();

  /** The version of each payment that was last known to be in two places. */
  private final Cache<PaymentId, Long> inTwoPlaces =
      Caffeine.newBuilder().maximumSize(200_000).expireAfterWrite(Duration.ofMinutes(2)).build();

  private volatile long unaskedUntil = System.nanoTime();

  /**
   * Nothing is asked for yet.
   *
   * @param line a connection to the server that holds a shard: used for nothing else, and failed
   *     for good once it broke; the next call makes another
   * @param limit how long a replica is waited for
   */
  public ReplicaOrTable(
      Function<Shard, CompletionStage<RedisAsyncCommands<String, String>>> line,
      PaymentArchive archive,
      Fence fence,
      Duration limit,
      MeterRegistry meters) {
    this.line = line;
    this.archive = archive;
    this.fence = fence;
    this.limit = limit;
    this.byReplica = meters.counter("tollgate.hot.copied", "by", "replica");
    this.byTable = meters.counter("tollgate.hot.copied", "by", "table");
  }

  @Override
  public Mono<Void> of(StoredPayment payment, String run) {
    return Mono.defer(() ->
        isCopied(payment.payment())
            ? Mono.empty()
            : convoys
                .computeIfAbsent(run, _ -> new Convoy<>(payments -> copied(payments, run)))
                .join(payment));
  }

  private boolean isCopied(Payment payment) {
    var version = inTwoPlaces.getIfPresent(payment.id());
    return version != null && version >= payment.version();
  }

  private void remember(List<StoredPayment> copied) {
    copied.forEach(
        one -> inTwoPlaces.asMap().merge(one.payment().id(), one.payment().version(), Math::max));
  }

  private Mono<Void> copied(List<StoredPayment> payments, String run) {
    return replicated(Shard.of(payments.getFirst().payment().id()), run)
        .flatMap(replicated -> {
          if (replicated) {
            byReplica.increment(payments.size());
            return Mono.<Void>empty();
          }
          return archive
              .write(payments)
              .then(fence.keep(payments))
              .doOnSuccess(_ -> byTable.increment(payments.size()));
        })
        .doOnSuccess(_ -> remember(payments));
  }

  private Mono<Boolean> replicated(Shard shard, String run) {
    if (System.nanoTime() - unaskedUntil < 0) {
      return Mono.just(false);
    }
    return Mono.fromCompletionStage(() -> line.apply(shard))
        .flatMap(commands -> asked(commands, shard, run))
        .timeout(limit.multipliedBy(2))
        .onErrorResume(error -> {
          LOG.warn("no replica could be asked: {}", error.toString());
          return Mono.just(false);
        })
        .doOnNext(replicated -> {
          if (!replicated) {
            unaskedUntil = System.nanoTime() + UNASKED_NANOS;
          }
        });
  }

  /** Both leave together, so nothing comes between them. */
  private Mono<Boolean> asked(
      RedisAsyncCommands<String, String> commands, Shard shard, String run) {
    var passes =
        commands.evalsha(
            FencedScript.PASS.on(run, shard).sha(),
            ScriptOutputType.MULTI,
            new String[] {shard.fence()},
            "");
    var replicas = commands.waitForReplication(1, limit.toMillis());
    return Mono.fromCompletionStage(passes)
        .then(Mono.fromCompletionStage(replicas))
        .map(count -> count >= 1);
  }
}
