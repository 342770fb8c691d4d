package io.tollgate.persistence.hot;

import static io.tollgate.persistence.SomePayments.paid;
import static io.tollgate.persistence.SomePayments.pending;
import static io.tollgate.persistence.SomePayments.touched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.persistence.TestRedis;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class RedisPaymentsTest extends RedisContract {

  @RegisterExtension static final TestRedis REDIS = TestRedis.single();

  @Override
  TestRedis redis() {
    return REDIS;
  }

  @Test
  void needsOneScriptCallForEachChange() {
    var payment = open();
    var second = pending(payment);
    saving(second);
    opening(payment);
    long before = REDIS.commandsProcessed();

    var next = touched(second);
    saving(next);

    // The call, the seven commands inside it, and INFO itself.
    assertThat(REDIS.commandsProcessed() - before).isLessThanOrEqualTo(10);
  }

  @Test
  void pollsOnlyWhileSomebodyListens() {
    var tail = new LogTail(REDIS.connection(), fence(), _ -> Mono.empty());
    var payment = open();
    var seen = new CopyOnWriteArrayList<Long>();

    var following = tail.follow(payment.id()).subscribe(version -> seen.add(version.version()));
    await().atMost(BOUND).until(() -> seen.contains(1L) && tail.isPolling());
    following.dispose();
    await().atMost(BOUND).until(() -> !tail.isPolling());

    tail.follow(payment.id()).subscribe(version -> seen.add(version.version()));
    saving(paid(payment));
    await().atMost(BOUND).until(() -> seen.contains(2L));
    await().atMost(BOUND).until(() -> !tail.isPolling());
  }

  @Test
  void tellsAListenerWhatWasTrimmedAway() {
    var tail = new LogTail(REDIS.connection(), fence(), id -> payments().find(id));
    var payment = open();
    var shard = Shard.of(payment.id());
    var seen = new CopyOnWriteArrayList<Long>();
    tail.follow(payment.id()).subscribe(version -> seen.add(version.version()));
    await().atMost(BOUND).until(() -> seen.contains(1L));

    // As if this process had been paused while others drained and trimmed.
    var last = paid(payment);
    REDIS
        .commands()
        .hset(
            shard.payment(payment.id().value()),
            Map.of("v", "2", "st", "SUCCEEDED", "s", PaymentSnapshots.write(last)));

    await().atMost(BOUND).until(() -> seen.contains(2L));
  }
}
