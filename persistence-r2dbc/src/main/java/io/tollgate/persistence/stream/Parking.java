package io.tollgate.persistence.stream;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.persistence.hot.EntryId;
import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.persistence.hot.Script;
import io.tollgate.persistence.hot.Shard;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where entries go that a reader group cannot work on: out of the way, and never out of sight. */
final class Parking {

  private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

  private static final Script PARK = Script.beside(Parking.class, "park");
  private static final Script UNPARK = Script.beside(Parking.class, "unpark");
  private static final String FIELD = "f:";

  private final RedisConnection redis;
  private final MeterRegistry meters;

  Parking(RedisConnection redis, MeterRegistry meters) {
    this.redis = redis;
    this.meters = meters;
  }

  /** Moves an entry that the group has in hand; nothing where it has it no more. */
  Mono<Void> park(Shard shard, EntryId entry, String group, String reason) {
    return redis
        .runForNumber(
            PARK, List.of(shard.log(), shard.parked()), List.of(group, entry.toString(), reason))
        .filter(moved -> moved == 1)
        .doOnNext(_ -> alarm(shard, entry, group, reason))
        .then();
  }

  private void alarm(Shard shard, EntryId entry, String group, String reason) {
    meters.counter("tollgate.stream.parked", "group", group).increment();
    LOG.error("alarm: group {} parked entry {} of {}: {}", group, entry, shard.log(), reason);
  }

  Flux<ParkedEntry> list() {
    return Flux.fromIterable(Shard.ALL)
        .concatMap(shard ->
            redis
                .ask(commands -> commands.xrange(shard.parked(), Range.unbounded()))
                .flatMapIterable(messages -> messages)
                .map(message -> parked(shard, message)));
  }

  private static ParkedEntry parked(Shard shard, StreamMessage<String, String> message) {
    var body = message.getBody();
    var fields = new LinkedHashMap<String, String>();
    body.forEach((name, value) -> {
      if (name.startsWith(FIELD)) {
        fields.put(name.substring(FIELD.length()), value);
      }
    });
    return new ParkedEntry(
        shard,
        EntryId.parse(message.getId()),
        body.getOrDefault("group", ""),
        EntryId.parse(body.getOrDefault("entry", "0-0")),
        body.getOrDefault("reason", ""),
        fields);
  }

  Mono<Boolean> replay(ParkedEntry entry) {
    var shard = entry.shard();
    return redis
        .runForNumber(
            UNPARK, List.of(shard.parked(), shard.log()), List.of(entry.parked().toString()))
        .map(moved -> moved == 1);
  }
}
