package io.tollgate.delayqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The delay queue without Redis: a fake for the worker's tests and the model of the random test.
 */
final class InMemoryDelayQueue implements DelayQueue {

  private record Key(int shard, String id) {}

  private record Entry(long dueMillis, String body, int attempts, String token) {
    Entry due(long millis) {
      return new Entry(millis, body, attempts, token);
    }

    Entry leased(int attempt, String to) {
      return new Entry(dueMillis, body, attempt, to);
    }
  }

  private record Death(String body, long atMillis) {}

  private final int shards;
  private final int attemptLimit;
  private final LongSupplier clockMillis;
  private final Map<Key, Entry> waiting = new HashMap<>();
  private final Map<Key, Death> dead = new HashMap<>();
  private final Map<String, Long> workers = new TreeMap<>();
  private final Sinks.Many<Integer> hints = Sinks.many().multicast().directBestEffort();
  private final AtomicReference<Optional<RuntimeException>> failure =
      new AtomicReference<>(Optional.empty());
  private volatile boolean together = true;
  private final AtomicReference<Sinks.Empty<Void>> gate = new AtomicReference<>(opened());
  private int claims;
  private int looks;

  InMemoryDelayQueue(int shards, int attemptLimit, LongSupplier clockMillis) {
    this.shards = shards;
    this.attemptLimit = attemptLimit;
    this.clockMillis = clockMillis;
  }

  /** Every call fails from now on. */
  void fail(RuntimeException with) {
    failure.set(Optional.of(with));
  }

  void recover() {
    failure.set(Optional.empty());
  }

  /** From now on it looks like a cluster, where each shard is claimed from alone. */
  void scatter() {
    together = false;
  }

  /** Announces a shard, as a foreign script might. */
  void announce(int shard) {
    hints.tryEmitNext(shard).orThrow();
  }

  /** Ends a lease before its time. */
  synchronized void expire(int shard, String id) {
    waiting.computeIfPresent(new Key(shard, id), (key, entry) -> entry.due(0));
  }

  synchronized Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    waiting.keySet().forEach(key -> ids.add(key.id()));
    return ids;
  }

  /** Reports are not answered from now on, nor do they change anything. */
  void withholdAnswers() {
    gate.set(Sinks.empty());
  }

  /** All that were withheld take effect and are answered. */
  void answer() {
    gate.get().tryEmitEmpty();
  }

  /** How many scripts it would have cost to claim. */
  synchronized int claimsMade() {
    return claims;
  }

  /** How many shards were looked at. */
  synchronized int looksMade() {
    return looks;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int shards() {
    return shards;
  }

  private synchronized <T> T locked(Supplier<T> step) {
    failure
        .get()
        .ifPresent(error -> {
          throw error;
        });
    return step.get();
  }

  private static Sinks.Empty<Void> opened() {
    Sinks.Empty<Void> open = Sinks.empty();
    open.tryEmitEmpty();
    return open;
  }

  private <T> Mono<T> report(Supplier<T> step) {
    return Mono.defer(() -> gate.get().asMono().then(call(step)));
  }

  private <T> Mono<T> call(Supplier<T> step) {
    return Mono.fromSupplier(() -> locked(step));
  }

  @Override
  public Mono<Boolean> schedule(DelayedTask task) {
    return call(() -> {
      Key key = new Key(task.shard(), task.id());
      dead.remove(key);
      long due = clockMillis.getAsLong() + task.delay().toMillis();
      boolean added = waiting.put(key, new Entry(due, task.body(), 0, "")) == null;
      if (task.delay().toMillis() <= 250) {
        hints.tryEmitNext(task.shard());
      }
      return added;
    });
  }

  @Override
  public Mono<Boolean> cancel(int shard, String id) {
    return call(() -> {
      Key key = new Key(shard, id);
      boolean waited = waiting.remove(key) != null;
      return dead.remove(key) != null || waited;
    });
  }

  @Override
  public int home(int shard) {
    return together ? 0 : shard;
  }

  @Override
  public Mono<Claims> claim(List<Integer> shards, int count, Duration lease) {
    Map<Integer, List<ClaimedTask>> given = new LinkedHashMap<>();
    AtomicBoolean made = new AtomicBoolean();
    return call(() -> {
      if (made.compareAndSet(false, true)) {
        give(shards, count, given);
      }
      long end = clockMillis.getAsLong() + lease.toMillis();
      given.replaceAll(
          (shard, tasks) -> tasks.stream().filter(task -> extended(task, end)).toList());
      Map<Integer, Claim> answered = new LinkedHashMap<>();
      given.forEach((shard, tasks) -> answered.put(shard, new Claim(tasks, untilNext(shard))));
      return new Claims(answered, Map.of());
    });
  }

  private void give(List<Integer> shards, int count, Map<Integer, List<ClaimedTask>> given) {
    claims++;
    int left = count;
    for (int shard : shards) {
      if (left > 0) {
        looks++;
        given.put(shard, choose(shard, left));
        left -= given.get(shard).size();
      }
    }
  }

  private List<ClaimedTask> choose(int shard, int count) {
    String token = "memory-" + claims;
    long now = clockMillis.getAsLong();
    List<ClaimedTask> tasks = new ArrayList<>();
    waiting.entrySet().stream()
        .filter(each -> each.getKey().shard() == shard && each.getValue().dueMillis() <= now)
        .sorted(
            Comparator.comparingLong((Map.Entry<Key, Entry> each) -> each.getValue().dueMillis())
                .thenComparing(each -> each.getKey().id()))
        .limit(count)
        .toList()
        .forEach(each -> {
          Entry entry = each.getValue();
          Key key = each.getKey();
          if (attemptLimit > 0 && entry.attempts() >= attemptLimit) {
            die(key, entry);
            return;
          }
          waiting.put(key, entry.leased(entry.attempts() + 1, token));
          Duration lateness = Duration.ofMillis(now - entry.dueMillis());
          tasks.add(
              new ClaimedTask(
                  shard, key.id(), entry.body(), token, entry.attempts() + 1, lateness));
        });
    return tasks;
  }

  private Duration untilNext(int shard) {
    return waiting.entrySet().stream()
        .filter(each -> each.getKey().shard() == shard)
        .map(each -> each.getValue().dueMillis())
        .min(Comparator.naturalOrder())
        .map(due -> Duration.ofMillis(Math.max(0, due - clockMillis.getAsLong())))
        .orElse(null);
  }

  private void die(Key key, Entry entry) {
    waiting.remove(key);
    dead.put(key, new Death(entry.body(), clockMillis.getAsLong()));
  }

  private Optional<Entry> held(ClaimedTask task) {
    return Optional.ofNullable(waiting.get(key(task)))
        .filter(entry -> entry.token().equals(task.token()));
  }

  private static Key key(ClaimedTask task) {
    return new Key(task.shard(), task.id());
  }

  private boolean extended(ClaimedTask task, long end) {
    Optional<Entry> entry = held(task);
    entry.ifPresent(found -> waiting.put(key(task), found.due(end)));
    return entry.isPresent();
  }

  @Override
  public Mono<Boolean> extend(ClaimedTask task, Duration lease) {
    return call(() -> extended(task, clockMillis.getAsLong() + lease.toMillis()));
  }

  @Override
  public Mono<Boolean> done(ClaimedTask task) {
    return report(() -> {
      Optional<Entry> entry = held(task);
      entry.ifPresent(found -> waiting.remove(key(task)));
      return entry.isPresent();
    });
  }

  @Override
  public Mono<Boolean> again(ClaimedTask task, Duration delay, boolean spendsAttempt) {
    return call(() -> {
      Optional<Entry> entry = held(task);
      entry.ifPresent(found -> putOff(key(task), found, delay, spendsAttempt));
      return entry.isPresent();
    });
  }

  private void putOff(Key key, Entry entry, Duration delay, boolean spendsAttempt) {
    if (spendsAttempt && attemptLimit > 0 && entry.attempts() >= attemptLimit) {
      die(key, entry);
      return;
    }
    int attempts = spendsAttempt ? entry.attempts() : entry.attempts() - 1;
    long due = clockMillis.getAsLong() + delay.toMillis();
    waiting.put(key, entry.leased(attempts, "").due(due));
  }

  @Override
  public Mono<Boolean> handBack(ClaimedTask task) {
    return again(task, Duration.ZERO, false);
  }

  @Override
  public Mono<Boolean> bury(ClaimedTask task, String why) {
    return call(() -> {
      Optional<Entry> entry = held(task);
      entry.ifPresent(found -> die(key(task), found));
      return entry.isPresent();
    });
  }

  @Override
  public Flux<DeadTask> dead(int shard, int limit) {
    return call(() -> listed(shard, limit)).flatMapIterable(tasks -> tasks);
  }

  private List<DeadTask> listed(int shard, int limit) {
    return dead.entrySet().stream()
        .filter(each -> each.getKey().shard() == shard)
        .map(each ->
            new DeadTask(
                shard,
                each.getKey().id(),
                each.getValue().body(),
                Instant.ofEpochMilli(each.getValue().atMillis())))
        .sorted(Comparator.comparing(DeadTask::diedAt).thenComparing(DeadTask::id))
        .limit(limit)
        .toList();
  }

  @Override
  public Mono<Boolean> revive(int shard, String id) {
    return call(() -> revived(new Key(shard, id)));
  }

  private boolean revived(Key key) {
    Death death = dead.remove(key);
    if (death != null) {
      waiting.putIfAbsent(key, new Entry(clockMillis.getAsLong(), death.body(), 0, ""));
    }
    return death != null;
  }

  @Override
  public Mono<Long> revive(int shard, Instant from, Instant to, int limit) {
    return call(() ->
        listed(shard, Integer.MAX_VALUE).stream()
            .filter(task -> !task.diedAt().isBefore(from) && !task.diedAt().isAfter(to))
            .limit(limit)
            .filter(task -> revived(new Key(shard, task.id())))
            .count());
  }

  @Override
  public Flux<Integer> hints() {
    return hints.asFlux();
  }

  @Override
  public Mono<List<String>> heartbeat(String group, String worker, Duration timeToLive) {
    return call(() -> {
      long now = clockMillis.getAsLong();
      workers.put(worker, now);
      workers.values().removeIf(beat -> beat <= now - timeToLive.toMillis());
      return List.copyOf(workers.keySet());
    });
  }

  @Override
  public Mono<Boolean> leave(String group, String worker) {
    AtomicBoolean left = new AtomicBoolean();
    return call(() -> {
      left.set(workers.remove(worker) != null);
      return left.get();
    });
  }
}
