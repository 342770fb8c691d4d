package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.sandbox.servers.SandboxRedisCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The same contract on three masters, where a script that strays from its slot fails. */
class RedisClusterDelayQueueTest extends DelayQueueContract {

  private static SandboxRedisCluster redis;
  private static RedisClusterClient client;
  private static StatefulRedisClusterConnection<String, String> connection;

  private final DelayQueueSettings settings =
      DelayQueueSettings.standard().named("due-" + UUID.randomUUID());

  @BeforeAll
  static void connect() {
    redis = SandboxRedisCluster.start();
    client = RedisClusterClient.create(redis.uris().stream().map(RedisURI::create).toList());
    connection = client.connect();
  }

  @AfterAll
  static void disconnect() {
    client.shutdown();
    redis.close();
  }

  @Override
  DelayQueue queue(int attemptLimit) {
    return DelayQueue.over(
        connection.async(),
        () -> client.connectPubSubAsync(StringCodec.UTF8),
        settings.limitedTo(attemptLimit),
        new SimpleMeterRegistry());
  }

  @Test
  void spreadsItsShardsOverAllMasters() {
    Set<String> masters =
        IntStream.range(0, settings.shards())
            .map(shard -> SlotHash.getSlot(settings.shardTag().apply(shard) + ":due"))
            .mapToObj(slot -> connection.getPartitions().getPartitionBySlot(slot).getNodeId())
            .collect(Collectors.toSet());

    assertThat(masters).hasSize(3);
  }

  @Test
  void handlesTasksOnEveryShard() {
    DelayQueue queue = queue(0);
    Set<Integer> handled = ConcurrentHashMap.newKeySet();
    DelayWorker worker =
        DelayWorker.on(
            queue,
            task -> Mono.fromSupplier(() -> handledOn(handled, task)),
            DelayWorkerSettings.standard(),
            new SimpleMeterRegistry());
    worker.start();

    for (int shard = 0; shard < queue.shards(); shard++) {
      get(queue.schedule(DelayedTask.of(shard, "a", Duration.ofMillis(shard))));
    }

    await().until(() -> handled.size() == queue.shards());
    get(worker.stop(Duration.ofSeconds(5)));
  }

  private static Verdict handledOn(Set<Integer> shards, ClaimedTask task) {
    shards.add(task.shard());
    return new Verdict.Done();
  }

  @Test
  void hearsHintsFromEveryMaster() {
    DelayQueue queue = queue(0);
    Set<Integer> heard = ConcurrentHashMap.newKeySet();
    var hearing = queue.hints().subscribe(heard::add);
    List<Integer> shards = List.of(0, 1, 2, 3, 4, 5, 6, 7);

    await()
        .until(() -> {
          shards.forEach(shard -> get(queue.schedule(now(shard, UUID.randomUUID().toString()))));
          shards.forEach(shard -> claim(queue, shard));
          return heard.containsAll(shards);
        });
    hearing.dispose();
  }

  @Test
  void claimsFromShardsOfManySlotsOneByOne() {
    DelayQueue queue = queue(0);
    List<Integer> all = IntStream.range(0, queue.shards()).boxed().toList();
    all.forEach(shard -> get(queue.schedule(now(shard, "a"))));

    Claims claims = get(queue.claim(all, 60, LONG));

    assertThat(claims.tasks()).hasSize(60);
    assertThat(all.stream().map(queue::home).distinct()).hasSize(queue.shards());
    List<Boolean> done =
        Flux.fromIterable(claims.tasks())
            .flatMap(queue::done, 60)
            .collectList()
            .block(Duration.ofSeconds(10));
    assertThat(done).hasSize(60).containsOnly(true);
  }

  @Test
  void learnsFromAPlainConnectionThatItLeadsToACluster() {
    String master = connection.getPartitions().getPartitionBySlot(slot(0)).getNodeId();
    List<Integer> there =
        IntStream.range(0, settings.shards())
            .filter(shard ->
                connection
                    .getPartitions()
                    .getPartitionBySlot(slot(shard))
                    .getNodeId()
                    .equals(master))
            .boxed()
            .toList();
    RedisClient plain = RedisClient.create();
    RedisURI uri = connection.getPartitions().getPartitionByNodeId(master).getUri();
    try (var direct = plain.connect(uri)) {
      DelayQueue queue = DelayQueue.over(direct.async(), settings, new SimpleMeterRegistry());
      assertThat(there.stream().map(queue::home).distinct()).hasSize(1);

      List<Boolean> added =
          Flux.fromIterable(there)
              .flatMap(shard -> queue.schedule(now(shard, "a")), there.size())
              .collectList()
              .block(Duration.ofSeconds(10));
      Claims claims = get(queue.claim(there, 100, LONG));

      assertThat(added).hasSameSizeAs(there).containsOnly(true);
      assertThat(claims.tasks()).extracting(ClaimedTask::shard).containsExactlyElementsOf(there);
      assertThat(there.stream().map(queue::home).distinct()).hasSameSizeAs(there);
    } finally {
      plain.shutdown();
    }
  }

  private int slot(int shard) {
    return SlotHash.getSlot(settings.shardTag().apply(shard) + ":due");
  }
}
