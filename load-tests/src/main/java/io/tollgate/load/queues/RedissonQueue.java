package io.tollgate.load.queues;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.redisson.Redisson;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RDelayedQueue;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import reactor.core.publisher.Mono;

/** Redisson's delayed queue. It knows no leases: a task that was taken is gone from Redis. */
final class RedissonQueue implements Player {

  private static final int CONNECTIONS = 64;
  private static final Duration AFTER_ERRORS = Duration.ofMillis(100);

  private final RBlockingQueue<String> due;
  private final RDelayedQueue<String> delayed;

  RedissonQueue(String redis, String name) {
    var config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config.useSingleServer().setAddress(redis).setConnectionPoolSize(CONNECTIONS);
    var client = Redisson.create(config);
    due = client.getBlockingQueue(name);
    delayed = client.getDelayedQueue(due);
  }

  @Override
  public Mono<Void> schedule(TaskName task, Duration delay) {
    return Mono.fromCompletionStage(
        () -> delayed.offerAsync(task.toString(), delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** The lease has no meaning here. Each taker blocks a connection. */
  @Override
  public void work(Function<String, Mono<Void>> handler, int concurrency, Duration lease) {
    for (int taker = 0; taker < Math.min(concurrency, CONNECTIONS - 4); taker++) {
      Thread.ofVirtual().name("taker-" + taker).start(() -> take(handler));
    }
  }

  private void take(Function<String, Mono<Void>> handler) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        handler.apply(due.take()).block();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException redisIsAway) {
        Mono.delay(AFTER_ERRORS).block();
      }
    }
  }
}
