package io.tollgate.persistence.stream;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.models.stream.ClaimedMessages;
import io.lettuce.core.output.StreamReadOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.persistence.hot.Script;
import io.tollgate.persistence.hot.Shard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The logs of all shards as one consumer of one reader group sees them. */
final class GroupLog {

  private static final Script FORGET = Script.beside(GroupLog.class, "forget-consumers");
  private static final String NEW = ">";

  private final RedisConnection redis;
  private final String group;
  private final String consumer;

  GroupLog(RedisConnection redis, String group, String consumer) {
    this.redis = redis;
    this.group = group;
    this.consumer = consumer;
  }

  /** Makes the group on every shard where it is missing, from the log's beginning on. */
  Mono<Void> create() {
    return Flux.fromIterable(Shard.ALL).flatMap(this::create, Shard.ALL.size()).then();
  }

  private Mono<String> create(Shard shard) {
    return redis
        .ask(commands ->
            commands.xgroupCreate(
                StreamOffset.from(shard.log(), "0"), group, XGroupCreateArgs.Builder.mkstream()))
        .onErrorResume(error -> says(error, "BUSYGROUP"), _ -> Mono.empty());
  }

  /** Entries that nobody in the group has been given. */
  Mono<Sweep> readNew(int countPerShard) {
    var from = new LinkedHashMap<Shard, String>();
    Shard.ALL.forEach(shard -> from.put(shard, NEW));
    return read(from, countPerShard);
  }

  /** Entries that this consumer was given and has not acknowledged, behind an id per shard. */
  Mono<Sweep> readPending(Map<Shard, String> behind, int countPerShard) {
    return read(behind, countPerShard);
  }

  /** On a Redis Cluster a command must keep to one slot; a single server takes them all in one. */
  private Mono<Sweep> read(Map<Shard, String> from, int countPerShard) {
    return redis.isCluster()
        ? eachOf(
            from.keySet(),
            countPerShard,
            shard -> readOnce(Map.of(shard, from.getOrDefault(shard, NEW)), countPerShard))
        : readOnce(from, countPerShard).map(messages -> sweep(messages, countPerShard));
  }

  /**
   * Lettuce's own {@code xreadgroup} marks the group's name as the first key, which sends the
   * command to the wrong node of a cluster first; hence by hand.
   */
  private Mono<List<StreamMessage<String, String>>> readOnce(Map<Shard, String> from, int count) {
    return redis
        .ask(commands ->
            commands.dispatch(
                CommandType.XREADGROUP,
                new StreamReadOutput<>(StringCodec.UTF8),
                readArguments(from, count)))
        .defaultIfEmpty(List.of());
  }

  private CommandArgs<String, String> readArguments(Map<Shard, String> from, int count) {
    var arguments =
        new CommandArgs<>(StringCodec.UTF8)
            .add("GROUP")
            .add(group)
            .add(consumer)
            .add("COUNT")
            .add(count)
            .add("STREAMS");
    from.keySet().forEach(shard -> arguments.addKey(shard.log()));
    from.values().forEach(arguments::add);
    return arguments;
  }

  /** Takes entries over that some consumer, this one too, has had in hand for too long. */
  Mono<Sweep> takeOver(Duration idle, int countPerShard) {
    return eachOf(
        Shard.ALL,
        countPerShard,
        shard ->
            redis
                .ask(commands ->
                    commands.xautoclaim(
                        shard.log(),
                        new XAutoClaimArgs<String>()
                            .consumer(Consumer.from(group, consumer))
                            .minIdleTime(idle)
                            .startId("0-0")
                            .count(countPerShard)))
                .map(ClaimedMessages::getMessages));
  }

  Mono<Void> acknowledge(List<Change> changes) {
    return Flux.fromIterable(byShard(changes).entrySet())
        .flatMap(
            one ->
                redis.ask(
                    commands -> commands.xack(one.getKey().log(), group, idsOf(one.getValue()))),
            Shard.ALL.size())
        .then();
  }

  /** Deletes consumers that have nothing in hand and were silent for long. */
  Mono<Void> forgetConsumers(Duration silence) {
    return Flux.fromIterable(Shard.ALL)
        .flatMap(
            shard ->
                redis.runForNumber(
                    FORGET,
                    List.of(shard.log()),
                    List.of(group, consumer, Long.toString(silence.toMillis()))),
            Shard.ALL.size())
        .then();
  }

  static Map<Shard, List<Change>> byShard(List<Change> changes) {
    return changes.stream().collect(Collectors.groupingBy(Change::shard));
  }

  static String[] idsOf(List<Change> changes) {
    return changes.stream().map(change -> change.entry().toString()).toArray(String[]::new);
  }

  static boolean says(Throwable error, String word) {
    var message = error.getMessage();
    return error instanceof RedisCommandExecutionException
        && message != null
        && message.startsWith(word);
  }

  private static Mono<Sweep> eachOf(
      Collection<Shard> shards,
      int countPerShard,
      Function<Shard, Mono<List<StreamMessage<String, String>>>> read) {
    var errors = new ConcurrentLinkedQueue<Throwable>();
    return Flux.fromIterable(shards)
        .flatMap(
            shard ->
                read.apply(shard)
                    .onErrorResume(error -> {
                      errors.add(error);
                      return Mono.empty();
                    }),
            shards.size())
        .reduce(
            new ArrayList<StreamMessage<String, String>>(),
            (all, some) -> {
              all.addAll(some);
              return all;
            })
        .map(messages -> sweep(messages, countPerShard))
        .map(sweep -> new Sweep(sweep.entries(), sweep.more(), errors.peek()));
  }

  private static Sweep sweep(List<StreamMessage<String, String>> messages, int countPerShard) {
    if (messages.isEmpty()) {
      return Sweep.NOTHING;
    }
    var entries = messages.stream().map(Entry::of).toList();
    boolean more =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::shard, Collectors.counting()))
            .values()
            .stream()
            .anyMatch(count -> count >= countPerShard);
    return new Sweep(entries, more, null);
  }
}
