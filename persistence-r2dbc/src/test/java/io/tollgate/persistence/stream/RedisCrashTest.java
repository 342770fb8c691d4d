package io.tollgate.persistence.stream;

import static io.tollgate.persistence.SomePayments.FINGERPRINT;
import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Saving;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.InMemoryArchive;
import io.tollgate.persistence.TestRedis;
import io.tollgate.persistence.hot.Fence;
import io.tollgate.persistence.hot.RedisPayments;
import io.tollgate.persistence.hot.ReseedSettings;
import io.tollgate.persistence.hot.SecondCopy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A kill of the Redis process loses nothing that was acknowledged: each write reached its file. */
class RedisCrashTest {

  @RegisterExtension static final TestRedis REDIS = TestRedis.single();

  private static final Duration BOUND = Duration.ofSeconds(60);

  private final InMemoryArchive archive = new InMemoryArchive();
  private final Fence fence =
      new Fence(
          REDIS.connection(),
          archive,
          WatchSchedule.DEFAULT,
          ReseedSettings.standard(),
          new SimpleMeterRegistry());
  private final RedisPayments payments =
      new RedisPayments(REDIS.connection(), fence, archive, SecondCopy.NOT_AWAITED, 1_000_000);

  @Test
  void losesNothingAcknowledgedWhenRedisIsKilled() {
    var acknowledged = new ConcurrentHashMap<PaymentId, Payment>();
    var stream = new ChangeStream(REDIS.connection(), new SimpleMeterRegistry());
    var drain = new DatabaseDrain(stream, archive, fence, DrainSettings.of("a"));
    drain.start();

    var load = Flux.range(0, 8_000).flatMap(_ -> life(acknowledged), 32).then().toFuture();
    for (int crash = 0; crash < 2; crash++) {
      int soFar = acknowledged.size();
      await().atMost(BOUND).until(() -> acknowledged.size() > soFar + 500);
      REDIS.server().kill();
      REDIS.server().restart();
    }
    assertThat(load).succeedsWithin(BOUND);

    assertThat(acknowledged).hasSizeGreaterThan(1_000);
    await().atMost(BOUND).untilAsserted(() -> assertNothingLost(acknowledged));
    drain.stop(Duration.ofSeconds(5)).block(BOUND);
    payments.close();
  }

  /** One payment's life; what was not acknowledged may or may not have happened. */
  private Mono<Void> life(Map<PaymentId, Payment> acknowledged) {
    var first = opened();
    var last = paid(first);
    return payments
        .open(first, FINGERPRINT, Duration.ofSeconds(3))
        .doOnNext(opening -> assertThat(opening).isInstanceOf(Opening.Opened.class))
        .doOnNext(_ -> acknowledged.put(first.id(), first))
        .then(payments.save(last, Optional.empty()))
        .doOnNext(saving -> assertThat(saving).isInstanceOf(Saving.Saved.class))
        .doOnNext(_ -> acknowledged.put(last.id(), last))
        .then()
        .onErrorResume(GatewayFault.class, _ -> Mono.delay(Duration.ofMillis(5)).then());
  }

  private void assertNothingLost(Map<PaymentId, Payment> acknowledged) {
    assertThat(acknowledged)
        .allSatisfy((id, payment) ->
            assertThat(archive.stored.get(id))
                .isNotNull()
                .extracting(stored -> stored.payment().version())
                .matches(version -> version >= payment.version()));
  }
}
