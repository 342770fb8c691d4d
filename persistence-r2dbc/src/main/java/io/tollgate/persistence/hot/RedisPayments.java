package io.tollgate.persistence.hot;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Payments in Redis, where they live first. Every change is one script: the payment, its entry in
 * the change stream and its status check are written together or not at all.
 */
public final class RedisPayments implements Payments, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisPayments.class);

  /** After this a change is in two places, or nobody tries to bring it there any more. */
  private static final Duration UNSETTLED = Duration.ofMinutes(1);

  private static final Script CHECK_IN = Script.beside(RedisPayments.class, "check-in");

  private final RedisConnection redis;
  private final Fence fence;
  private final PaymentArchive archive;
  private final SecondCopy secondCopy;
  private final String backlogOfShard;
  private final LogTail tail;

  /**
   * Payments over a connection.
   *
   * @param archive where a payment is looked for that Redis does not hold (any more)
   * @param secondCopy what is waited for before a write is answered
   * @param backlog so many changes may wait for their readers, the database above all, before new
   *     payments are refused; each shard has its part of it
   */
  public RedisPayments(
      RedisConnection redis,
      Fence fence,
      PaymentArchive archive,
      SecondCopy secondCopy,
      long backlog) {
    this.redis = redis;
    this.fence = fence;
    this.archive = archive;
    this.secondCopy = secondCopy;
    this.backlogOfShard = Long.toString(Math.max(1, backlog / Shard.ALL.size()));
    this.tail = tail(this::find);
  }

  @Override
  public Mono<Opening> open(Payment payment, Fingerprint fingerprint, Duration firstCheck) {
    return open(payment, fingerprint, firstCheck, "");
  }

  private Mono<Opening> open(
      Payment payment, Fingerprint fingerprint, Duration firstCheck, String lookedUp) {
    var shard = Shard.of(payment.id());
    var id = payment.id().value();
    // It tells our own admission, sent twice over a broken connection, from another request's.
    var admission = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    return fence
        .run(
            FencedScript.ADMIT,
            shard,
            List.of(shard.payment(id), shard.log(), shard.due(), shard.seen(id)),
            List.of(
                id,
                payment.status().name(),
                PaymentSnapshots.write(payment),
                fingerprint.value(),
                admission,
                millis(firstCheck),
                Shard.WATCH + id,
                lookedUp,
                backlogOfShard))
        .flatMap(reply ->
            switch (word(reply)) {
              case "opened" ->
                  inTwoPlaces(reply, payment, fingerprint).thenReturn(new Opening.Opened(payment));
              case "same" -> {
                var stored = PaymentSnapshots.read(text(reply, 3));
                yield inTwoPlaces(reply, stored, fingerprint)
                    .thenReturn(new Opening.SamePayment(stored));
              }
              case "different" -> Mono.just(new Opening.DifferentPayment());
              case "archived" -> archived(payment.id());
              case "full" -> Mono.error(full());
              case "doubtful" ->
                  lookedUp(payment.id(), fingerprint)
                      .switchIfEmpty(open(payment, fingerprint, firstCheck, "1"));
              default -> Mono.error(unexpected(reply));
            });
  }

  /** The hot copy has expired; what is left says that the table has the payment. */
  private Mono<Opening> archived(PaymentId id) {
    return archive
        .find(id)
        .<Opening>map(stored -> new Opening.SamePayment(stored.payment()))
        .switchIfEmpty(Mono.error(() -> lost(id)));
  }

  /** Redis was emptied: only the table knows whether the reference was used before. */
  private Mono<Opening> lookedUp(PaymentId id, Fingerprint fingerprint) {
    return archive
        .find(id)
        .map(stored ->
            stored.fingerprint().equals(fingerprint)
                ? new Opening.SamePayment(stored.payment())
                : new Opening.DifferentPayment());
  }

  @Override
  public Mono<Opening> replay(PaymentId id, Fingerprint fingerprint) {
    return read(id)
        .filter(reply -> !fingerprint(reply).isEmpty())
        .flatMap(reply -> {
          if (!fingerprint(reply).equals(fingerprint.value())) {
            return Mono.just(new Opening.DifferentPayment());
          }
          return isHot(reply) ? shown(reply).map(Opening.SamePayment::new) : archived(id);
        });
  }

  private Mono<List<Object>> read(PaymentId id) {
    var shard = Shard.of(id);
    return fence.run(
        FencedScript.READ,
        shard,
        List.of(shard.payment(id.value()), shard.seen(id.value())),
        List.of());
  }

  private static boolean isHot(List<Object> reply) {
    return !text(reply, 3).isEmpty();
  }

  private static String fingerprint(List<Object> reply) {
    return text(reply, 4);
  }

  /**
   * What may be told to a client. A change whose writer still waits for the second copy, or waited
   * in vain, can be lost with this server, and the client would see the payment go backwards.
   */
  private Mono<Payment> shown(List<Object> reply) {
    var payment = PaymentSnapshots.read(text(reply, 3));
    return payment.updatedAt().isBefore(Instant.now().minus(UNSETTLED))
        ? Mono.just(payment)
        : inTwoPlaces(reply, payment, new Fingerprint(fingerprint(reply))).thenReturn(payment);
  }

  @Override
  public Mono<Saving> save(Payment next, Optional<Duration> nextCheck) {
    var shard = Shard.of(next.id());
    var id = next.id().value();
    return fence
        .run(
            FencedScript.TRANSITION,
            shard,
            List.of(shard.payment(id), shard.log(), shard.due(), shard.lease(), shard.body()),
            List.of(
                id,
                Long.toString(next.version()),
                next.status().name(),
                PaymentSnapshots.write(next),
                nextCheck.map(RedisPayments::millis).orElse(""),
                Shard.WATCH + id))
        .flatMap(reply ->
            switch (word(reply)) {
              case "saved" ->
                  inTwoPlaces(reply, next, new Fingerprint(text(reply, 3)))
                      .thenReturn(new Saving.Saved(next));
              case "stale" -> {
                var stored = PaymentSnapshots.read(text(reply, 3));
                yield inTwoPlaces(reply, stored, new Fingerprint(text(reply, 4)))
                    .thenReturn(new Saving.Stale(stored));
              }
              case "lost" -> Mono.error(lost(next.id()));
              default -> Mono.error(unexpected(reply));
            });
  }

  /** Also what somebody else wrote a moment ago: our caller will answer by it. */
  private Mono<Void> inTwoPlaces(List<Object> reply, Payment payment, Fingerprint fingerprint) {
    return secondCopy.equals(SecondCopy.NOT_AWAITED)
        ? Mono.empty()
        : secondCopy.of(
            new StoredPayment(payment, fingerprint, EntryId.parse(text(reply, 2)).at()),
            text(reply, 1));
  }

  private static GatewayFault full() {
    return new GatewayFault(
        FaultCode.STORE_UNAVAILABLE,
        "too many changes wait for the database; no new payment is taken until it catches up");
  }

  /** A payment in hand that Redis does not know: it was emptied, or lost its last writes. */
  private static GatewayFault lost(PaymentId id) {
    LOG.error("alarm: the hot store lost payment {}", id);
    return new GatewayFault(FaultCode.STORE_UNAVAILABLE, "the hot store lost payment " + id);
  }

  @Override
  public Mono<Payment> find(PaymentId id) {
    return read(id)
        .flatMap(
            reply -> isHot(reply) ? shown(reply) : archive.find(id).map(StoredPayment::payment));
  }

  @Override
  public Mono<Payment> lastKnown(PaymentId id) {
    return find(id);
  }

  @Override
  public Flux<Payment> follow(PaymentId id) {
    return tail.follow(id);
  }

  /** Reads the logs to listeners of its own, who ask by {@code find} where they hear nothing. */
  LogTail tail(Function<PaymentId, Mono<Payment>> find) {
    return new LogTail(redis, fence, find);
  }

  /** Ends the shared reading for {@link #follow}; whoever still follows hears no more. */
  @Override
  public void close() {
    tail.stop();
  }

  @Override
  public Mono<Void> checkIn(PaymentId id, Duration delay) {
    var shard = Shard.of(id);
    return redis
        .runForNumber(
            CHECK_IN,
            List.of(shard.due(), shard.lease()),
            List.of(Shard.WATCH + id.value(), millis(delay)))
        .then();
  }

  private static String millis(Duration duration) {
    return Long.toString(Math.max(0, duration.toMillis()));
  }

  private static String word(List<Object> reply) {
    return text(reply, 0);
  }

  private static String text(List<Object> reply, int index) {
    return String.valueOf(reply.get(index));
  }

  private static IllegalStateException unexpected(List<Object> reply) {
    return new IllegalStateException("a script answered '" + word(reply) + "'");
  }
}
