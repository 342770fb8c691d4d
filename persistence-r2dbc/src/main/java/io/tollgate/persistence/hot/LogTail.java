package io.tollgate.persistence.hot;

import static io.lettuce.core.XReadArgs.StreamOffset;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import io.tollgate.persistence.snapshot.UnreadableSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the logs to everybody in this process who follows a payment: one poll for all of them, of
 * the shards that have listeners, and none while nobody listens.
 *
 * <p>It polls instead of blocking, because a blocking read would hold up every other command of the
 * connection. A listener that heard nothing for a while asks for its payment itself: the tail may
 * have been trimmed away under a process that was paused, or Redis may have lost its last writes.
 */
final class LogTail {

  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final int PAGE = 256;
  private static final int REFRESHED_AT_ONCE = 16;

  private final RedisConnection redis;
  private final Fence fence;
  private final Function<PaymentId, Mono<Payment>> find;
  private final List<ShardTail> shards = Shard.ALL.stream().map(ShardTail::new).toList();
  private final AtomicInteger listening = new AtomicInteger();
  private final AtomicBoolean polling = new AtomicBoolean();
  private volatile @Nullable Disposable loop;

  LogTail(RedisConnection redis, Fence fence, Function<PaymentId, Mono<Payment>> find) {
    this.redis = redis;
    this.fence = fence;
    this.find = find;
  }

  /** The listener joins before it looks, so that nothing falls between the two. */
  Flux<Payment> follow(PaymentId id) {
    return Flux.using(
        () -> join(new PaymentListener(id)),
        listener -> look(id).doOnNext(listener::offer).flatMapMany(_ -> listener.payments()),
        this::leave);
  }

  /** Whether it polls: for tests. */
  boolean isPolling() {
    return polling.get();
  }

  private PaymentListener join(PaymentListener listener) {
    tail(listener.id()).join(listener);
    listening.incrementAndGet();
    pollIfNobodyDoes();
    return listener;
  }

  private void leave(PaymentListener listener) {
    tail(listener.id()).leave(listener);
    listening.decrementAndGet();
  }

  private Mono<Payment> look(PaymentId id) {
    var shard = Shard.of(id);
    return fence
        .run(FencedScript.LOOK, shard, List.of(shard.payment(id.value()), shard.log()), List.of())
        .flatMap(reply -> {
          tail(id).readFrom(EntryId.parse(String.valueOf(reply.get(1))));
          var snapshot = String.valueOf(reply.get(0));
          return snapshot.isEmpty() ? find.apply(id) : Mono.just(PaymentSnapshots.read(snapshot));
        })
        .onErrorResume(error -> find.apply(id).switchIfEmpty(Mono.error(error)));
  }

  private ShardTail tail(PaymentId id) {
    return shards.get(id.shard());
  }

  private void pollIfNobodyDoes() {
    if (polling.compareAndSet(false, true)) {
      loop =
          Mono.defer(this::poll)
              .onErrorResume(LogTail::goOn)
              .then(Mono.defer(this::refreshTheSilent))
              .then(Mono.delay(PACE))
              .repeat(() -> listening.get() > 0)
              .doFinally(_ -> ended())
              .subscribe();
    }
  }

  private void ended() {
    polling.set(false);
    if (listening.get() > 0) {
      pollIfNobodyDoes();
    }
  }

  void stop() {
    listening.set(Integer.MIN_VALUE);
    var running = loop;
    if (running != null) {
      running.dispose();
    }
  }

  private static Mono<Void> goOn(Throwable error) {
    LOG.warn("could not read the change stream to listeners: {}", error.toString());
    return Mono.empty();
  }

  /** Reads pages until there are no full ones. */
  private Mono<Void> poll() {
    return readPages()
        .map(this::tell)
        .reduce(false, Boolean::logicalOr)
        .flatMap(again -> again ? Mono.defer(this::poll) : Mono.empty());
  }

  private Flux<Page> readPages() {
    Map<ShardTail, EntryId> from =
        shards.stream()
            .filter(tail -> tail.position() != null)
            .collect(Collectors.toMap(tail -> tail, LogTail::positionOf));
    if (from.isEmpty()) {
      return Flux.empty();
    }
    return redis.isCluster()
        ? Flux.fromIterable(from.entrySet()).flatMap(one -> read(Map.ofEntries(one)), from.size())
        : read(from);
  }

  private static EntryId positionOf(ShardTail tail) {
    return Objects.requireNonNullElse(tail.position(), EntryId.BEGINNING);
  }

  private Flux<Page> read(Map<ShardTail, EntryId> from) {
    return redis
        .ask(commands -> commands.xread(XReadArgs.Builder.count(PAGE), offsets(from)))
        .flatMapIterable(messages ->
            messages.stream().collect(Collectors.groupingBy(StreamMessage::getStream)).values())
        .map(messages -> {
          var tail = shards.get(Shard.ofKey(messages.getFirst().getStream()).number());
          return new Page(tail, from.getOrDefault(tail, EntryId.BEGINNING), messages);
        });
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static StreamOffset<String>[] offsets(Map<ShardTail, EntryId> from) {
    return from.entrySet().stream()
        .map(one -> StreamOffset.from(one.getKey().shard().log(), one.getValue().toString()))
        .toArray(StreamOffset[]::new);
  }

  /** Tells the listeners of a page; whether there may be more behind it. */
  private boolean tell(Page page) {
    page.messages().forEach(message -> tell(page.tail(), message.getBody()));
    var last = EntryId.parse(page.messages().getLast().getId());
    page.tail().readOn(page.from(), last);
    return page.messages().size() == PAGE;
  }

  private static void tell(ShardTail tail, Map<String, String> entry) {
    var listeners =
        PaymentId.parse(entry.getOrDefault("id", "")).map(tail::listenersOf).orElse(List.of());
    if (listeners.isEmpty()) {
      return;
    }
    try {
      var payment = PaymentSnapshots.read(entry.getOrDefault("s", ""));
      listeners.forEach(listener -> listener.offer(payment));
    } catch (UnreadableSnapshot poison) {
      LOG.debug("skipped an unreadable entry of {}", tail.shard());
    }
  }

  private Mono<Void> refreshTheSilent() {
    return Flux.fromIterable(shards)
        .flatMapIterable(ShardTail::listeners)
        .filter(listener -> listener.heardNothingFor(SILENCE.toNanos()))
        .flatMap(this::refresh, REFRESHED_AT_ONCE)
        .then();
  }

  private Mono<Payment> refresh(PaymentListener listener) {
    return find.apply(listener.asking().id()).doOnNext(listener::offer).onErrorComplete();
  }

  /** Entries of one shard behind a position. */
  private record Page(ShardTail tail, EntryId from, List<StreamMessage<String, String>> messages) {}
}
