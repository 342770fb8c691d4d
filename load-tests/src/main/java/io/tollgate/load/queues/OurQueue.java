package io.tollgate.load.queues;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.delayqueue.DelayQueue;
import io.tollgate.delayqueue.DelayQueueSettings;
import io.tollgate.delayqueue.DelayWorker;
import io.tollgate.delayqueue.DelayWorkerSettings;
import io.tollgate.delayqueue.DelayedTask;
import io.tollgate.delayqueue.Verdict;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Ours, as the gateway uses it: 64 shards on one connection. */
final class OurQueue implements Player {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DelayQueue queue;

  OurQueue(String redis, String name) {
    var client = RedisClient.create();
    var uri = RedisURI.create(redis);
    queue =
        DelayQueue.over(
            client.connect(StringCodec.UTF8, uri).async(),
            () -> client.connectPubSubAsync(StringCodec.UTF8, uri),
            DelayQueueSettings.standard().named(name),
            meters);
  }

  @Override
  public Mono<Void> schedule(TaskName task, Duration delay) {
    int shard = task.number() % queue.shards();
    return queue.schedule(new DelayedTask(shard, task.toString(), "", delay)).then();
  }

  @Override
  public void work(Function<String, Mono<Void>> handler, int concurrency, Duration lease) {
    var standard = DelayWorkerSettings.standard();
    var settings = standard.leasing(lease).holding(concurrency, standard.batch());
    DelayWorker.on(
            queue,
            task -> handler.apply(task.id()).thenReturn(new Verdict.Done()),
            settings,
            meters)
        .start();
  }
}
