package io.tollgate.persistence.hot;

import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static io.tollgate.persistence.SomePayments.pending;
import static io.tollgate.persistence.SomePayments.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentChange;
import io.tollgate.domain.payment.PaymentChange.Changed;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.InMemoryArchive;
import io.tollgate.persistence.TestRedis;
import io.tollgate.sandbox.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** A gateway whose line to Redis is cut, with a table that it reaches. */
class FallbackPaymentsTest extends PaymentsContract {

  @RegisterExtension static final TestRedis REDIS = TestRedis.single();

  private final InMemoryArchive archive = new InMemoryArchive();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private FaultProxy line;
  private RedisClient client;
  private volatile Set<Shard> unseen = Set.of();
  private RedisPayments hot;
  private FallbackPayments payments;

  @BeforeEach
  void connect() {
    var server = URI.create(REDIS.server().uri());
    line = FaultProxy.start(server.getHost(), server.getPort());
    client = RedisClient.create("redis://127.0.0.1:" + line.port());
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    var connection = RedisConnection.over(client.connect().async(), Duration.ofSeconds(5));
    var fence =
        new Fence(connection, archive, WatchSchedule.DEFAULT, ReseedSettings.standard(), meters);
    hot = new RedisPayments(connection, fence, archive, SecondCopy.NOT_AWAITED, 1_000_000);
    payments = new FallbackPayments(hot, fence, archive, _ -> Mono.just(unseen), meters);
    payments.look().block(BOUND);
  }

  @AfterEach
  void close() {
    payments.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    line.close();
  }

  @Override
  protected Payments payments() {
    return payments;
  }

  @Override
  protected Optional<Duration> untilCheck(PaymentId id) {
    return RedisContract.untilCheck(REDIS, id);
  }

  private void cut() {
    line.refuse();
    unseen = Set.copyOf(Shard.ALL);
    payments.look().block(BOUND);
  }

  private void mend() {
    line.mend();
    unseen = Set.of();
    await().atMost(BOUND).until(this::redisAnswers);
  }

  private boolean redisAnswers() {
    try {
      hot.find(opened().id()).block(BOUND);
      return true;
    } catch (GatewayFault away) {
      return false;
    }
  }

  /** One that Redis and the table have. */
  private Payment drained() {
    var payment = open();
    archive.write(List.of(stored(payment))).block(BOUND);
    return payment;
  }

  @Test
  void writesAnEndToTheTableAndGivesItToRedisLater() {
    var payment = drained();
    var later = saved(pending(payment));
    cut();

    var end = ended(payments.save(paid(payment), Optional.empty()));

    assertThat(end.status()).isEqualTo(paid(payment).status());
    assertThat(end.version()).isGreaterThan(later.version());
    assertThat(archive.rows()).containsEntry(payment.id(), end);
    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(end);
    assertThat(meters.counter("tollgate.outage.ends").count()).isEqualTo(1);

    mend();

    assertThat(hot.find(payment.id()).block(BOUND)).isEqualTo(later);
    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(end);

    payments.look().block(BOUND);

    assertThat(hot.find(payment.id()).block(BOUND)).isEqualTo(end);
    assertThat(untilCheck(payment.id())).isEmpty();
    assertThat(REDIS.commands().xrange(Shard.of(payment.id()).log(), Range.unbounded()))
        .extracting(entry -> entry.getBody().get("v"))
        .endsWith(Long.toString(end.version()));
  }

  @Test
  void givesRedisTheEndsOfAGatewayThatDied() {
    var payment = drained();
    cut();
    var end = paid(payment).overtaking();
    archive.write(List.of(stored(end))).block(BOUND);

    mend();
    payments.look().block(BOUND);

    assertThat(hot.find(payment.id()).block(BOUND)).isEqualTo(end);
  }

  /** Its writer had begun while Redis was away. */
  @Test
  void givesRedisAnEndThatWasWrittenAsItCameBack() {
    var payment = drained();
    cut();
    mend();
    payments.look().block(BOUND);
    var end = paid(payment).overtaking();
    archive.write(List.of(stored(end))).block(BOUND);

    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(end);
    payments.look().block(BOUND);

    assertThat(hot.find(payment.id()).block(BOUND)).isEqualTo(end);
  }

  @Test
  void waitsForRedisWithEverythingElse() {
    var payment = drained();
    cut();

    assertUnavailable(() -> open());
    assertUnavailable(() -> payments.find(payment.id()).block(BOUND));
    assertUnavailable(() -> payments.save(pending(payment), Optional.empty()).block(BOUND));
    assertUnavailable(() -> payments.save(neverArrived(payment), Optional.empty()).block(BOUND));
    assertThat(payments.lastKnown(payment.id()).block(BOUND)).isEqualTo(payment);
    assertThat(archive.rows()).containsEntry(payment.id(), payment);
  }

  @Test
  void leavesPaymentsToTheGatewaysThatSeeRedis() {
    var payment = drained();
    line.refuse();
    payments.look().block(BOUND);

    assertUnavailable(() -> payments.save(paid(payment), Optional.empty()).block(BOUND));
    assertThat(payments.claimDue().collectList().block(BOUND)).isEmpty();
    assertThat(archive.rows()).containsEntry(payment.id(), payment);
  }

  @Test
  void keepsTheFirstEnd() {
    var payment = drained();
    cut();
    var first = ended(payments.save(paid(payment), Optional.empty()));

    assertThat(payments.save(paid(pending(payment)), Optional.empty()).block(BOUND))
        .isEqualTo(new Saving.Stale(first));
  }

  @Test
  void recordsNoEndOfAPaymentThatTheTableDoesNotKnow() {
    var payment = open();
    cut();

    assertUnavailable(() -> payments.save(paid(payment), Optional.empty()).block(BOUND));
    assertThat(archive.rows()).isEmpty();
  }

  @Test
  void readsFromTheTableWhoseCheckIsDue() {
    var waiting = drained();
    archive.write(List.of(stored(paid(opened())))).block(BOUND);
    assertThat(payments.claimDue().collectList().block(BOUND)).isEmpty();
    cut();

    assertThat(payments.claimDue().collectList().block(BOUND)).containsExactly(waiting);
    assertThat(payments.claimDue().collectList().block(BOUND)).isEmpty();
  }

  @Test
  void readsNewEndsToWhoeverTellsAndToListeners() {
    var payment = drained();
    var heard = new CopyOnWriteArrayList<Payment>();
    payments.follow(payment.id()).subscribe(heard::add);
    await().atMost(BOUND).until(() -> heard.contains(payment));
    cut();
    assertThat(payments.newEnds().collectList().block(BOUND)).isEmpty();

    var end = ended(payments.save(paid(payment), Optional.empty()));

    assertThat(payments.newEnds().collectList().block(BOUND)).containsExactly(end);
    assertThat(payments.newEnds().collectList().block(BOUND)).as("told already").isEmpty();
    await().atMost(BOUND).untilAsserted(() -> assertThat(heard).containsExactly(payment, end));
    assertThat(payments.follow(payment.id()).collectList().block(BOUND)).containsExactly(end);
  }

  @Test
  void takesNothingForAwayWhereTheTableCannotSay() {
    var payment = drained();
    cut();
    archive.hangs = true;

    assertUnavailable(() -> payments.save(paid(payment), Optional.empty()).block(BOUND));
  }

  private Payment saved(Payment next) {
    return ended(payments.save(next, Optional.of(Duration.ofSeconds(9))));
  }

  private static Payment ended(Mono<Saving> saving) {
    return switch (saving.block(BOUND)) {
      case Saving.Saved(var payment) -> payment;
      case Saving.Stale(var current) -> throw new AssertionError("stale: " + current);
    };
  }

  private static Payment neverArrived(Payment payment) {
    return switch (PaymentChange.neverArrived(payment, 1, Instant.now())) {
      case Changed(var next) -> next;
      case PaymentChange other -> throw new AssertionError(other.toString());
    };
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
  }
}
