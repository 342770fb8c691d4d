package io.tollgate.persistence.hot;

import static io.tollgate.persistence.SomePayments.FINGERPRINT;
import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static io.tollgate.persistence.SomePayments.pending;
import static io.tollgate.persistence.SomePayments.stored;
import static io.tollgate.persistence.SomePayments.touched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.InMemoryArchive;
import io.tollgate.persistence.SomePayments;
import io.tollgate.persistence.TestRedis;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What holds of payments in Redis, on one server and on a cluster. */
abstract class RedisContract extends PaymentsContract {

  final InMemoryArchive archive = new InMemoryArchive();
  private RedisPayments payments;

  abstract TestRedis redis();

  @BeforeEach
  void connect() {
    payments =
        new RedisPayments(
            redis().connection(), fence(), archive, SecondCopy.NOT_AWAITED, 1_000_000);
  }

  /** As another process has it. */
  final Fence fence() {
    return new Fence(
        redis().connection(),
        archive,
        WatchSchedule.DEFAULT,
        ReseedSettings.standard(),
        new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    payments.close();
  }

  @Override
  protected Payments payments() {
    return payments;
  }

  @Override
  protected Optional<Duration> untilCheck(PaymentId id) {
    return untilCheck(redis(), id);
  }

  static Optional<Duration> untilCheck(TestRedis redis, PaymentId id) {
    return Optional.ofNullable(redis.commands().zscore(Shard.of(id).due(), "watch:" + id))
        .map(due -> Duration.ofMillis(due.longValue() - System.currentTimeMillis()));
  }

  private List<String> versionsInTheLog(PaymentId id) {
    return redis().commands().xrange(Shard.of(id).log(), Range.unbounded()).stream()
        .filter(entry -> entry.getBody().get("id").equals(id.value()))
        .map(entry -> entry.getBody().get("v"))
        .toList();
  }

  private Map<String, String> hash(PaymentId id) {
    return redis().commands().hgetall(Shard.of(id).payment(id.value()));
  }

  @Test
  void writesEveryVersionToTheLogOnce() {
    var payment = open();
    var second = pending(payment);
    var third = paid(second);

    opening(opened(payment.order().reference().value()));
    saving(second);
    saving(second);
    saving(third);
    saving(second);

    assertThat(versionsInTheLog(payment.id())).containsExactly("1", "2", "3");
    assertThat(redis().commands().xrange(Shard.of(payment.id()).log(), Range.unbounded()))
        .extracting(entry -> PaymentSnapshots.read(entry.getBody().get("s")))
        .containsExactly(payment, second, third);
    assertThat(hash(payment.id()))
        .containsEntry("v", "3")
        .containsEntry("dbv", "0")
        .containsEntry("st", "SUCCEEDED");
  }

  /** The client resends after a reconnect, so Redis may carry out one call twice. */
  @Test
  void answersAnAdmissionSentTwiceAsOpenedTwice() {
    var payment = opened();
    var opening = payments.open(payment, FINGERPRINT, FIRST_CHECK);

    var first = opening.block(BOUND);
    var second = opening.block(BOUND);

    assertThat(second).isEqualTo(first);
    assertThat(versionsInTheLog(payment.id())).containsExactly("1");
  }

  @Test
  void keepsToTheDelayQueuesContractForOtherScripts() {
    var payment = open();
    var shard = Shard.of(payment.id());
    var task = "watch:" + payment.id();
    redis().commands().hset(shard.lease(), task, "1:token");
    redis().commands().hset(shard.body(), task, "body");

    payments.checkIn(payment.id(), Duration.ofSeconds(5)).block(BOUND);
    assertThat(redis().commands().hexists(shard.lease(), task)).isFalse();
    assertThat(redis().commands().hexists(shard.body(), task)).isTrue();

    redis().commands().hset(shard.lease(), task, "1:token");
    saving(pending(payment));
    assertThat(redis().commands().hexists(shard.lease(), task)).isFalse();
    assertThat(redis().commands().hexists(shard.body(), task)).isTrue();

    redis().commands().hset(shard.lease(), task, "1:token");
    payments.save(paid(pending(payment)), Optional.empty()).block(BOUND);
    var last = payments.find(payment.id()).block(BOUND);
    payments.save(touched(last), Optional.empty()).block(BOUND);
    assertThat(redis().commands().hexists(shard.lease(), task)).isFalse();
    assertThat(redis().commands().hexists(shard.body(), task)).isFalse();
    assertThat(redis().commands().zscore(shard.due(), task)).isNull();
  }

  @Test
  void tellsWhenThePaymentIsLost() {
    StepVerifier.create(payments.save(touched(opened()), Optional.empty()))
        .expectErrorSatisfies(error -> {
          assertThat(error).isInstanceOf(GatewayFault.class).hasMessageContaining("lost");
          assertThat(((GatewayFault) error).code()).isEqualTo(FaultCode.STORE_UNAVAILABLE);
        })
        .verify(BOUND);
  }

  @Test
  void keepsAPaymentThatGetsANewVersionWhileItExpires() {
    var payment = open();
    var key = Shard.of(payment.id()).payment(payment.id().value());
    redis().commands().expire(key, 1_000);

    saving(touched(payment));

    assertThat(redis().commands().ttl(key)).isEqualTo(-1);
  }

  @Test
  void looksInTheTableForWhatRedisDoesNotHold() {
    var payment = paid(opened());
    archive.write(List.of(stored(payment))).block(BOUND);

    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(payment);
    StepVerifier.create(payments.follow(payment.id()))
        .expectNext(payment)
        .expectComplete()
        .verify(BOUND);
  }

  @Test
  void goesOnAfterTheScriptsWereFlushed() {
    var payment = open();

    redis().commands().scriptFlush();
    saving(pending(payment));
    redis().commands().scriptFlush();

    assertThat(open()).isNotNull();
    assertThat(versionsInTheLog(payment.id())).containsExactly("1", "2");
  }

  @Test
  void cancelsNoWriteThatIsUnderWay() {
    var payment = opened();

    payments.open(payment, FINGERPRINT, FIRST_CHECK).subscribe().dispose();

    await().atMost(BOUND).until(() -> payments.find(payment.id()).block(BOUND) != null);
  }

  @Test
  void takesNoNewPaymentWhileTooManyChangesWait() {
    var narrow =
        new RedisPayments(
            redis().connection(), fence(), archive, SecondCopy.NOT_AWAITED, 2L * Shard.ALL.size());
    var payment = opened();
    var log = Shard.of(payment.id()).log();
    redis().commands().xadd(log, Map.of("change", "1"));
    var known = narrow.open(payment, FINGERPRINT, FIRST_CHECK).block(BOUND);
    assertThat(known).isEqualTo(new Opening.Opened(payment));
    var next = sameShardAs(payment);

    assertThatThrownBy(() -> narrow.open(next, FINGERPRINT, FIRST_CHECK).block(BOUND))
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
    assertThat(narrow.save(paid(payment), Optional.empty()).block(BOUND))
        .as("what was taken goes on")
        .isInstanceOf(Saving.Saved.class);

    redis().commands().xtrim(log, 0);
    assertThat(narrow.open(next, FINGERPRINT, FIRST_CHECK).block(BOUND))
        .isEqualTo(new Opening.Opened(next));
    narrow.close();
  }

  private static Payment sameShardAs(Payment payment) {
    return Stream.generate(SomePayments::opened)
        .filter(other -> Shard.of(other.id()).equals(Shard.of(payment.id())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void watchesOnAndChargesNobodyTwiceAfterEverythingWasLost() {
    var waiting = opened();
    var done = paid(opened());
    var justDone = paid(opened());
    var longAgo = Instant.now().minusSeconds(86_400);
    archive
        .write(
            List.of(
                new StoredPayment(waiting, FINGERPRINT, longAgo),
                new StoredPayment(done, FINGERPRINT, longAgo),
                stored(justDone)))
        .block(BOUND);
    open();
    redis().commands().flushall();

    fence().check().block(BOUND);

    assertThat(hash(waiting.id())).containsEntry("v", "1").containsEntry("dbv", "1");
    assertThat(untilCheck(waiting.id())).isPresent();
    assertThat(versionsInTheLog(justDone.id())).containsExactly("2");
    assertThat(untilCheck(justDone.id())).isEmpty();
    assertThat(hash(done.id())).isEmpty();

    var again = opened(done.order().reference().value());
    var other = new Fingerprint("e".repeat(64));
    assertThat(opening(again)).isEqualTo(new Opening.SamePayment(done));
    assertThat(payments.open(again, other, FIRST_CHECK).block(BOUND))
        .isEqualTo(new Opening.DifferentPayment());
    assertThat(opening(opened())).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void seedsAShardFromTheBeginningWhereSomebodyDiedWhileSeedingIt() {
    var waiting = opened();
    archive.write(List.of(stored(waiting))).block(BOUND);
    redis().commands().flushall();
    archive.hangs = true;
    assertThat(fence().check().block(BOUND)).isEmpty();
    redis().commands().xadd(Shard.of(waiting.id()).log(), Map.of("restored", "another payment"));
    archive.hangs = false;

    fence().check().block(BOUND);

    assertThat(payments.find(waiting.id()).block(BOUND)).isEqualTo(waiting);
    assertThat(untilCheck(waiting.id())).isPresent();
  }

  /** As where the connection broke with the script under way, and the client sent it again. */
  @Test
  void letsNoScriptPassThatWasMadeOutToAnotherRun() {
    var payment = open();
    var shard = Shard.of(payment.id());
    var other = "0".repeat(40);
    var script = FencedScript.READ.on(other, shard);
    redis().commands().set(shard.fence(), other + " 0 0");

    redis().connection().run(script, List.of(shard.fence()), List.of("load")).block(BOUND);

    assertThat(redis().commands().exists(shard.fence())).isZero();
    assertThatThrownBy(() ->
            redis()
                .connection()
                .run(script, List.of(shard.log(), shard.due(), shard.fence()), List.of(""))
                .block(BOUND))
        .hasStackTraceContaining("FENCED");
    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(payment);
  }
}
