package io.tollgate.persistence.stream;

import static io.tollgate.persistence.SomePayments.FINGERPRINT;
import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static io.tollgate.persistence.SomePayments.pending;
import static io.tollgate.persistence.SomePayments.touched;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.InMemoryArchive;
import io.tollgate.persistence.TestRedis;
import io.tollgate.persistence.hot.Fence;
import io.tollgate.persistence.hot.RedisPayments;
import io.tollgate.persistence.hot.ReseedSettings;
import io.tollgate.persistence.hot.SecondCopy;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What holds of the change stream and its readers, on one server and on a cluster. */
abstract class StreamContract {

  static final Duration BOUND = Duration.ofSeconds(30);

  final InMemoryArchive archive = new InMemoryArchive();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Function<Duration, Mono<Void>>> running = new ArrayList<>();
  Fence fence;
  RedisPayments payments;
  ChangeStream stream;

  abstract TestRedis redis();

  @BeforeEach
  void connect() {
    fence =
        new Fence(
            redis().connection(),
            archive,
            WatchSchedule.DEFAULT,
            ReseedSettings.standard(),
            meters);
    payments =
        new RedisPayments(redis().connection(), fence, archive, SecondCopy.NOT_AWAITED, 1_000_000);
    stream = new ChangeStream(redis().connection(), meters);
  }

  @AfterEach
  void stopAll() {
    running.forEach(stop -> stop.apply(Duration.ofSeconds(2)).block(BOUND));
    payments.close();
  }

  static ReaderSettings settings(String group, String consumer) {
    return ReaderSettings.of(group, consumer).takingOverAfter(Duration.ofMillis(500));
  }

  final DatabaseDrain drain(String consumer) {
    var drain =
        new DatabaseDrain(
            stream,
            archive,
            fence,
            new DrainSettings(settings("db", consumer), Duration.ofHours(24)));
    running.add(drain::stop);
    drain.start();
    return drain;
  }

  final ChangeReader reader(ReaderSettings settings, BatchHandler handler) {
    var reader = stream.reader(settings, handler);
    running.add(reader::stop);
    reader.start();
    return reader;
  }

  final LogTrimmer trimmer(String... groups) {
    var trimmer = stream.trimmer(new TrimSettings(Set.of(groups), Duration.ofMillis(64)));
    running.add(trimmer::stop);
    trimmer.start();
    return trimmer;
  }

  final Payment open() {
    var payment = opened();
    payments.open(payment, FINGERPRINT, Duration.ofSeconds(3)).block(BOUND);
    return payment;
  }

  final Payment save(Payment next) {
    payments
        .save(next, next.status().isFinal() ? Optional.empty() : Optional.of(Duration.ofSeconds(9)))
        .block(BOUND);
    return next;
  }

  /** Opens payments and takes each to its end; answers how they stand then. */
  final Map<PaymentId, Payment> takeToTheEnd(int count) {
    return Flux.range(0, count)
        .flatMap(
            _ -> {
              var first = opened();
              var second = pending(first);
              var third = paid(second);
              return payments
                  .open(first, FINGERPRINT, Duration.ofSeconds(3))
                  .then(payments.save(second, Optional.of(Duration.ofSeconds(9))))
                  .then(payments.save(third, Optional.empty()))
                  .thenReturn(third);
            },
            64)
        .collectMap(Payment::id)
        .block(BOUND);
  }

  final String hash(PaymentId id, String field) {
    return redis().commands().hget(key(id), field);
  }

  final long secondsToLive(PaymentId id) {
    return redis().commands().ttl(key(id));
  }

  static String key(PaymentId id) {
    return Shard.of(id).payment(id.value());
  }

  final long inHand(String group) {
    return Shard.ALL.stream()
        .mapToLong(shard -> redis().commands().xpending(shard.log(), group).getCount())
        .sum();
  }

  @Test
  void writesEveryPaymentAtItsNewestVersion() {
    drain("a");

    var expected = takeToTheEnd(500);

    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
    await().atMost(BOUND).until(() -> inHand("db") == 0);
    assertThat(expected.keySet())
        .allSatisfy(id -> {
          assertThat(hash(id, "dbv")).isEqualTo("3");
          assertThat(secondsToLive(id)).isBetween(86_000L, 86_400L);
        });
    assertThat(meters.counter("tollgate.drain.rows").count()).isGreaterThanOrEqualTo(500);
    assertThat(meters.timer("tollgate.drain.lag").count()).isGreaterThanOrEqualTo(500);
  }

  @Test
  void letsAPaymentExpireOnlyWhenItIsFinalAndWrittenWhole() {
    var waiting = open();
    var done = open();
    save(paid(done));

    drain("a");
    await().atMost(BOUND).until(() -> "1".equals(hash(waiting.id(), "dbv")));
    await().atMost(BOUND).until(() -> "2".equals(hash(done.id(), "dbv")));
    assertThat(secondsToLive(waiting.id())).isEqualTo(-1);
    assertThat(secondsToLive(done.id())).isPositive();

    archive.failuresToCome.set(Integer.MAX_VALUE);
    save(touched(archive.rows().get(done.id())));

    assertThat(secondsToLive(done.id())).isEqualTo(-1);
  }

  @Test
  void knowsAReferenceWhosePaymentHasExpired() {
    var done = save(paid(open()));
    drain("a");
    await().atMost(BOUND).until(() -> "2".equals(hash(done.id(), "dbv")));

    // What Redis itself does when the retention is over.
    redis().commands().del(key(done.id()));

    var again =
        Payment.opened(done.order(), done.liveAttempt().account(), done.createdAt(), done.payBy());
    assertThat(payments.open(again, FINGERPRINT, Duration.ofSeconds(3)).block(BOUND))
        .isEqualTo(new Opening.SamePayment(done));
    assertThat(payments.replay(done.id(), FINGERPRINT).block(BOUND))
        .isEqualTo(new Opening.SamePayment(done));
    assertThat(
            payments
                .open(again, new Fingerprint("e".repeat(64)), Duration.ofSeconds(3))
                .block(BOUND))
        .isEqualTo(new Opening.DifferentPayment());
  }

  @Test
  void takesRedeliveryAndReorderingInItsStride() {
    var first = open();
    var second = save(pending(first));
    var third = save(paid(second));
    drain("a");
    await().atMost(BOUND).until(() -> "3".equals(hash(first.id(), "dbv")));

    // The old entries once more, behind the new ones.
    for (var old : List.of(second, first)) {
      redis()
          .commands()
          .xadd(
              Shard.of(old.id()).log(),
              Map.of(
                  "id", old.id().value(),
                  "v", Long.toString(old.version()),
                  "s", PaymentSnapshots.write(old)));
    }
    await().atMost(BOUND).until(() -> meters.counter("tollgate.drain.rows").count() >= 2);
    await().atMost(BOUND).until(() -> inHand("db") == 0);

    assertThat(archive.rows()).containsEntry(first.id(), third);
    assertThat(hash(first.id(), "dbv")).isEqualTo("3");
    assertThat(secondsToLive(first.id())).isPositive();
  }

  /** It was read before Redis lost it, and written after the shard had been opened again. */
  @Test
  void givesBackToRedisWhatOnlyItsBatchHeld() {
    var payment = open();
    archive.beforeTheFirstWrite.set(
        redis()
            .connection()
            .ask(commands -> commands.flushall())
            .then(Mono.defer(fence::check))
            .then());

    drain("a");

    await().atMost(BOUND).until(() -> "1".equals(hash(payment.id(), "v")));
    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(payment);
    assertThat(redis().commands().zscore(Shard.of(payment.id()).due(), "watch:" + payment.id()))
        .isNotNull();
  }

  @Test
  void triesForEverWhileTheDatabaseIsAway() {
    archive.failuresToCome.set(4);
    drain("a");

    var expected = takeToTheEnd(50);

    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
    assertThat(meters.counter("tollgate.drain.failures").count()).isEqualTo(4);
    await().atMost(BOUND).until(() -> inHand("db") == 0);
    assertThat(stream.parked().collectList().block(BOUND)).isEmpty();
  }

  @Test
  void parksTheRowThatTheDatabaseRefusesAndWritesTheOthers() {
    var poison = open();
    archive.refused.add(poison.id());
    var expected = takeToTheEnd(200);

    drain("a");

    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
    await().atMost(BOUND).until(() -> inHand("db") == 0);
    var parked = stream.parked().collectList().block(BOUND);
    assertThat(parked).hasSize(1);
    assertThat(parked.getFirst().group()).isEqualTo("db");
    assertThat(PaymentSnapshots.read(parked.getFirst().fields().get("s"))).isEqualTo(poison);
    assertThat(hash(poison.id(), "dbv")).isEqualTo("0");
    assertThat(secondsToLive(poison.id())).isEqualTo(-1);
    assertThat(meters.counter("tollgate.stream.parked", "group", "db").count()).isEqualTo(1);

    // Once the reason is mended, it is put back and takes the usual way.
    archive.refused.clear();
    assertThat(stream.replay(parked.getFirst()).block(BOUND)).isTrue();
    assertThat(stream.replay(parked.getFirst()).block(BOUND)).isFalse();

    await().atMost(BOUND).until(() -> poison.equals(archive.rows().get(poison.id())));
    assertThat(stream.parked().collectList().block(BOUND)).isEmpty();
  }

  @Test
  void blamesNoRowWhenTheDatabaseRefusesAllOfThem() {
    var expected = takeToTheEnd(20);
    archive.refused.addAll(expected.keySet());

    drain("a");
    await().atMost(BOUND).until(() -> meters.counter("tollgate.drain.failures").count() >= 2);
    assertThat(stream.parked().collectList().block(BOUND)).isEmpty();
    archive.refused.clear();

    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
  }

  @Test
  void parksAnEntryThatCannotBeReadAndGoesOn() {
    var payment = open();
    var log = Shard.of(payment.id()).log();
    redis().commands().xadd(log, Map.of("s", "{\"format\":1", "id", "x"));
    redis().commands().xadd(log, Map.of("nonsense", "entirely"));
    var next = save(pending(payment));

    drain("a");

    await().atMost(BOUND).until(() -> next.equals(archive.rows().get(payment.id())));
    await()
        .atMost(BOUND)
        .untilAsserted(() ->
            assertThat(stream.parked().collectList().block(BOUND))
                .extracting(ParkedEntry::fields)
                .containsExactly(
                    Map.of("s", "{\"format\":1", "id", "x"), Map.of("nonsense", "entirely")));
    assertThat(inHand("db")).isZero();
  }

  @Test
  void givesEveryGroupEveryChangeInTheOrderOfEachPayment() {
    var seen = new ConcurrentHashMap<PaymentId, List<Long>>();
    drain("a");
    reader(
        settings("notices", "a"),
        batch -> {
          batch.forEach(change ->
              seen.computeIfAbsent(change.payment().id(), _ -> new CopyOnWriteArrayList<>())
                  .add(change.payment().version()));
          return Mono.just(batch);
        });

    var expected = takeToTheEnd(200);

    var versions = expected.keySet().stream().collect(toMap(id -> id, _ -> List.of(1L, 2L, 3L)));
    await().atMost(BOUND).untilAsserted(() -> assertThat(seen).isEqualTo(versions));
    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
  }

  @Test
  void givesUnfinishedChangesAgainWhileOthersGoOn() {
    var slow = open();
    var seen = new CopyOnWriteArrayList<PaymentId>();
    var finishes = new AtomicBoolean();
    reader(
        settings("notices", "a"),
        batch -> {
          batch.forEach(change -> seen.add(change.payment().id()));
          return Mono.just(
              batch.stream()
                  .filter(change -> finishes.get() || !change.payment().id().equals(slow.id()))
                  .toList());
        });
    await().atMost(BOUND).until(() -> seen.stream().filter(slow.id()::equals).count() >= 3);
    assertThat(inHand("notices")).isEqualTo(1);

    var other = open();
    await().atMost(BOUND).until(() -> seen.contains(other.id()));
    finishes.set(true);

    await().atMost(BOUND).until(() -> inHand("notices") == 0);
  }

  @Test
  void takesOverWhatACrashedReaderHadInHand() {
    var expected = takeToTheEnd(100);
    Shard.ALL.forEach(shard -> {
      var beginning = StreamOffset.from(shard.log(), "0");
      redis().commands().xgroupCreate(beginning, "db", XGroupCreateArgs.Builder.mkstream());
      redis()
          .commands()
          .xreadgroup(Consumer.from("db", "crashed"), StreamOffset.lastConsumed(shard.log()));
    });
    assertThat(inHand("db")).isEqualTo(300);

    drain("survivor");

    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
    await().atMost(BOUND).until(() -> inHand("db") == 0);
  }

  @Test
  void resumesUnderItsOldNameWhatItHadInHand() {
    fence.check().block(BOUND);
    archive.hangs = true;
    var expected = takeToTheEnd(100);
    var patient = ReaderSettings.of("db", "a").takingOverAfter(Duration.ofHours(1));
    var first =
        new DatabaseDrain(stream, archive, fence, new DrainSettings(patient, Duration.ofHours(1)));
    first.start();
    await().atMost(BOUND).until(() -> archive.writes.get() > 0);
    first.stop(Duration.ofMillis(50)).block(BOUND);
    assertThat(inHand("db")).isPositive();

    archive.hangs = false;
    var second =
        new DatabaseDrain(
            new ChangeStream(redis().connection(), new SimpleMeterRegistry()),
            archive,
            fence,
            new DrainSettings(patient, Duration.ofHours(1)));
    second.start();

    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
    await().atMost(BOUND).until(() -> inHand("db") == 0);
    second.stop(Duration.ofSeconds(2)).block(BOUND);
  }

  @Test
  void sharesTheWorkOfAGroup() {
    drain("a");
    drain("b");
    drain("c");

    var expected = takeToTheEnd(500);

    await().atMost(BOUND).untilAsserted(() -> assertThat(archive.rows()).isEqualTo(expected));
    await().atMost(BOUND).until(() -> inHand("db") == 0);
  }

  @Test
  void goesOnAfterTheScriptsWereFlushedAndAfterEverythingWas() {
    drain("a");
    var before = takeToTheEnd(20);
    await().atMost(BOUND).until(() -> archive.rows().keySet().containsAll(before.keySet()));

    redis().commands().scriptFlush();
    var between = takeToTheEnd(20);
    await().atMost(BOUND).until(() -> archive.rows().keySet().containsAll(between.keySet()));
    redis().commands().flushall();

    var after = takeToTheEnd(20);
    await()
        .atMost(BOUND)
        .untilAsserted(() -> assertThat(archive.rows()).containsAllEntriesOf(after));
  }

  @Test
  void trimsNothingWhileAGroupThatMustExistDoesNot() {
    drain("a");
    var trimmer = trimmer("db", "notices");
    var expected = takeToTheEnd(50);
    await().atMost(BOUND).until(() -> archive.rows().equals(expected) && inHand("db") == 0);

    Shard.ALL.forEach(shard -> trimmer.trim(shard).block(BOUND));

    assertThat(stream.backlog().block(BOUND)).isEqualTo(150);
  }

  @Test
  void trimsWhatAllGroupsHaveAcknowledgedAndNothingElse() {
    var held = open();
    var finishes = new AtomicBoolean();
    drain("a");
    reader(
        settings("notices", "a"),
        batch ->
            Mono.just(
                batch.stream().filter(change -> finishes.get() || !isOf(held, change)).toList()));
    var trimmer = trimmer("db", "notices");
    takeToTheEnd(100);
    var last = save(paid(save(pending(held))));
    await().atMost(BOUND).until(() -> last.equals(archive.rows().get(held.id())));
    await().atMost(BOUND).until(() -> inHand("db") == 0 && inHand("notices") == 3);

    Shard.ALL.forEach(shard -> trimmer.trim(shard).block(BOUND));

    var kept = redis().commands().xrange(Shard.of(held.id()).log(), Range.unbounded());
    assertThat(kept)
        .filteredOn(entry -> entry.getBody().get("id").equals(held.id().value()))
        .extracting(entry -> entry.getBody().get("v"))
        .containsExactly("1", "2", "3");
    assertThat(stream.backlog().block(BOUND)).isEqualTo(kept.size());

    finishes.set(true);
    await().atMost(BOUND).until(() -> stream.backlog().block(BOUND) == 0);
    await().atMost(BOUND).until(() -> meters.get("tollgate.stream.backlog").gauge().value() == 0);
    assertThat(stream.parked().collectList().block(BOUND)).isEmpty();
  }

  private static boolean isOf(Payment payment, Change change) {
    return change.payment().id().equals(payment.id());
  }

  @Test
  void forgetsOnlyConsumersThatHaveNothingInHand() {
    var payment = open();
    var shard = Shard.of(payment.id());
    var beginning = StreamOffset.from(shard.log(), "0");
    redis().commands().xgroupCreate(beginning, "g", XGroupCreateArgs.Builder.mkstream());
    redis()
        .commands()
        .xreadgroup(Consumer.from("g", "busy"), StreamOffset.lastConsumed(shard.log()));
    redis().commands().xgroupCreateconsumer(shard.log(), Consumer.from("g", "silent"));
    reader(
        ReaderSettings.of("g", "me")
            .takingOverAfter(Duration.ofHours(1))
            .forgettingAfter(Duration.ofMillis(100)),
        batch -> Mono.just(batch));

    await()
        .atMost(BOUND)
        .untilAsserted(() ->
            assertThat(redis().commands().xinfoConsumers(shard.log(), "g").toString())
                .contains("busy")
                .contains("me")
                .doesNotContain("silent"));
  }

  @Test
  void followersSeeEveryRankForwardWhileTheLogIsDrainedAndTrimmed() {
    drain("a");
    trimmer("db");
    var followed =
        IntStream.range(0, 50)
            .mapToObj(_ -> open())
            .map(payment -> payments.follow(payment.id()).collectList().toFuture())
            .toList();
    var ids =
        Shard.ALL.stream()
            .flatMap(shard -> redis().commands().zrange(shard.due(), 0, -1).stream())
            .map(task -> new PaymentId(task.substring("watch:".length())))
            .toList();
    ids.forEach(id -> save(paid(save(pending(payments.find(id).block(BOUND))))));

    assertThat(followed)
        .allSatisfy(future -> {
          var versions = future.get(30, TimeUnit.SECONDS);
          assertThat(versions.getLast().status().isFinal()).isTrue();
          assertThat(versions).extracting(version -> version.status().rank()).isSorted();
        });
  }
}
