package io.tollgate.persistence.cold;

import static io.tollgate.persistence.cold.FreshDatabase.PATIENCE;
import static io.tollgate.persistence.cold.PaymentsUnderTest.after;
import static io.tollgate.persistence.cold.PaymentsUnderTest.life;
import static io.tollgate.persistence.cold.PaymentsUnderTest.opened;
import static io.tollgate.persistence.cold.PaymentsUnderTest.poison;
import static io.tollgate.persistence.cold.PaymentsUnderTest.stored;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.R2dbcException;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.RandomPayments;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.hot.StoredPayment;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class R2dbcPaymentArchiveTest {

  private static FreshDatabase database;
  private static R2dbcPaymentArchive archive;

  @BeforeAll
  static void open() {
    database = FreshDatabase.open();
    archive = new R2dbcPaymentArchive(database.connections(), WatchSchedule.DEFAULT);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void findsWhatWasWritten() {
    var payment = life("round-trip").get(1);

    write(payment);

    StepVerifier.create(find(payment.id())).expectNext(payment).expectComplete().verify(PATIENCE);
  }

  @Test
  void findsNothingThatWasNotWritten() {
    StepVerifier.create(find(opened("never").id())).expectComplete().verify(PATIENCE);
  }

  @Test
  void keepsEveryFieldOfAnyPayment() {
    long seed = new Random().nextLong();
    var random = new RandomPayments(seed);
    var payments = Stream.generate(random::next).limit(700).toList();

    archive.write(stored(payments)).block(PATIENCE);

    StepVerifier.create(Flux.fromIterable(payments).concatMap(p -> find(p.id())).collectList())
        .assertNext(found -> assertThat(found).as("seed %d", seed).isEqualTo(payments))
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void writesColumnsThatPeopleCanQuery() {
    var payment = life("columns").get(1);

    write(payment);

    assertThat(row(payment))
        .containsEntry("version", 2L)
        .containsEntry("status", "requires_action")
        .containsEntry("merchant", "demo")
        .containsEntry("reference", "columns")
        .containsEntry("product", "foreign_card")
        .containsEntry("amount", 1_299L)
        .containsEntry("currency", "EUR")
        .containsEntry("channel_account", "stripe/demo")
        .containsEntry("channel_reference", "pi_1")
        .containsEntry("created_at", LocalDateTime.parse("2026-03-01T12:00:00.123"))
        .containsEntry("updated_at", LocalDateTime.parse("2026-03-01T12:00:01.123"))
        .containsEntry("due_at", LocalDateTime.parse("2026-03-01T12:00:03.123"));
  }

  @Test
  void isDueUntilItIsFinal() {
    var life = life("due");

    write(life.get(2));
    assertThat(row(life.get(2)).get("due_at")).isNotNull();

    write(life.get(3));
    assertThat(row(life.get(3)).get("due_at")).isNull();
  }

  @Test
  void claimsWhatIsDueOnceUntilItsNextCheck() {
    var due = IntStream.range(0, 12).mapToObj(number -> opened("due-" + number)).toList();
    var shards = due.stream().map(payment -> Shard.of(payment.id())).distinct().toList();
    archive.write(stored(due)).block(PATIENCE);
    write(life("claimed").getLast());

    var claimed =
        Flux.range(0, 8)
            .flatMap(_ -> Flux.fromIterable(shards).flatMap(shard -> archive.claimDue(shard, 50)))
            .map(StoredPayment::payment)
            .filter(due::contains)
            .collectList()
            .block(PATIENCE);

    assertThat(claimed).containsExactlyInAnyOrderElementsOf(due);
    assertThat((LocalDateTime) row(due.getFirst()).get("due_at"))
        .isAfter(LocalDateTime.now(ZoneOffset.UTC));
  }

  @Test
  void claimsTheLongestDueFirst() {
    var first = opened("long-due");
    var sameShard =
        Stream.iterate(0, number -> number + 1)
            .map(number -> opened("less-" + number))
            .filter(payment -> Shard.of(payment.id()).equals(Shard.of(first.id())))
            .findFirst()
            .orElseThrow();
    write(first);
    write(after(sameShard, new ChannelOutcome.Pending("pi_1")));
    database.run("UPDATE payment SET due_at = '1971-01-01' WHERE id = '" + first.id() + "'");

    var one = archive.claimDue(Shard.of(first.id()), 1).collectList().block(PATIENCE);

    assertThat(one).extracting(StoredPayment::payment).containsExactly(first);
  }

  @Test
  void endsAtTheNewestVersionWhateverTheOrder() {
    var orders = permutations(List.of(0, 1, 2, 3));
    assertThat(orders).hasSize(24);

    for (var order : orders) {
      var life = life("order-" + order.hashCode());
      order.forEach(version -> write(life.get(version)));
      assertNewest(life.getLast());

      order.forEach(version -> write(life.get(version)));
      assertNewest(life.getLast());
    }
  }

  @Test
  void endsAtTheNewestVersionWithinOneBatch() {
    for (var order : permutations(List.of(0, 1, 2, 3))) {
      var life = life("batch-" + order.hashCode());
      var batch = Stream.concat(order.stream(), order.stream()).map(life::get).toList();

      archive.write(stored(batch)).block(PATIENCE);

      assertNewest(life.getLast());
    }
  }

  @Test
  void neitherDeadlocksNorRegressesUnderConcurrentWriters() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var lives = IntStream.range(0, 150).mapToObj(n -> life("crowd-" + seed + "-" + n)).toList();
    var batches =
        IntStream.range(0, 60)
            .mapToObj(_ -> someOf(lives, random))
            .collect(toCollection(ArrayList::new));
    batches.add(lives.stream().map(List::getLast).toList());
    Collections.shuffle(batches, random);

    Flux.fromIterable(batches)
        .flatMap(batch -> archive.write(stored(batch)).subscribeOn(Schedulers.parallel()), 8)
        .blockLast(PATIENCE);

    assertThat(lives).as("seed %d", seed).allSatisfy(life -> assertNewest(life.getLast()));
  }

  @Test
  void saysThatAPaymentIsTheProblemWhereItIs() {
    var poisoned = List.of(opened("poison-before"), poison("poison"), opened("poison-after"));

    assertThatThrownBy(() -> archive.write(stored(poisoned)).block(PATIENCE))
        .isInstanceOf(R2dbcException.class)
        .hasMessageContaining("channel_reference");
    StepVerifier.create(find(poisoned.getFirst().id())).expectComplete().verify(PATIENCE);
  }

  @Test
  void refusesASnapshotThatNoPacketCouldHold() {
    var order = opened("huge").order();
    var huge =
        new Order(
            order.merchant(),
            new Reference("huge"),
            order.product(),
            order.amount(),
            order.capture(),
            order.method(),
            order.customer(),
            order.returnUrl(),
            "x".repeat(3 * 1024 * 1024),
            order.metadata());
    var payment =
        Payment.opened(
            huge,
            opened("huge").liveAttempt().account(),
            PaymentsUnderTest.NOON,
            PaymentsUnderTest.NOON);

    assertThatThrownBy(() -> write(payment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(payment.id().value());
  }

  @Test
  void writesMorePaymentsThanOneStatementTakes() {
    var payments = IntStream.range(0, 1_000).mapToObj(n -> opened("many-" + n)).toList();

    archive.write(stored(payments)).block(PATIENCE);

    var counted = database.query("SELECT COUNT(*) AS n FROM payment WHERE reference LIKE 'many-%'");
    assertThat(counted.getFirst()).containsEntry("n", 1_000L);
  }

  @Test
  void writesNothingForNothing() {
    StepVerifier.create(archive.write(stored(List.of()))).expectComplete().verify(PATIENCE);
  }

  private static List<Payment> someOf(List<List<Payment>> lives, Random random) {
    var some = new ArrayList<Payment>();
    for (var life : lives) {
      if (random.nextInt(3) > 0) {
        some.add(life.get(random.nextInt(life.size())));
      }
    }
    Collections.shuffle(some, random);
    return some;
  }

  private static void write(Payment payment) {
    archive.write(stored(List.of(payment))).block(PATIENCE);
  }

  private static void assertNewest(Payment newest) {
    assertThat(find(newest.id()).block(PATIENCE)).isEqualTo(newest);
    assertThat(row(newest))
        .containsEntry("version", newest.version())
        .containsEntry("status", newest.status().code());
  }

  private static Map<String, Object> row(Payment payment) {
    return database.query("SELECT * FROM payment WHERE id = '" + payment.id() + "'").getFirst();
  }

  private static Mono<Payment> find(PaymentId id) {
    return archive.find(id).map(StoredPayment::payment);
  }

  private static List<List<Integer>> permutations(List<Integer> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<Integer>>();
    for (var first : of) {
      var rest = new ArrayList<>(of);
      rest.remove(first);
      for (var tail : permutations(rest)) {
        var one = new ArrayList<>(List.of(first));
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }
}
