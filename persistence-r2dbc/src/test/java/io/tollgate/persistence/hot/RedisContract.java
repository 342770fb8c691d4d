package io.tollgate.persistence.hot;

import static io.tollgate.persistence.SomePayments.FINGERPRINT;
import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static io.tollgate.persistence.SomePayments.pending;
import static io.tollgate.persistence.SomePayments.touched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.persistence.TestRedis;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What holds of payments in Redis, on one server and on a cluster. */
abstract class RedisContract extends PaymentsContract {

  private final Map<PaymentId, Payment> cold = new ConcurrentHashMap<>();
  private RedisPayments payments;

  abstract TestRedis redis();

  @BeforeEach
  void connect() {
    payments = new RedisPayments(redis().connection(), id -> Mono.justOrEmpty(cold.get(id)));
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
    var due = redis().commands().zscore(Shard.of(id).due(), "watch:" + id);
    return Optional.ofNullable(due)
        .map(at -> Duration.ofMillis(due.longValue() - System.currentTimeMillis()));
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
    cold.put(payment.id(), payment);

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
}
