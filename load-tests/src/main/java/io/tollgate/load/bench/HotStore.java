package io.tollgate.load.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.tollgate.load.floor.FloorProgram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Redis, as the bench looks at it. */
final class HotStore implements AutoCloseable {

  private static final int SHARDS = 64;
  private static final String STATS = "cmdstat_";

  private final RedisClient client;
  private final RedisCommands<String, String> commands;
  private final RedisCommands<String, String> floor;

  /**
   * A connection.
   *
   * @param uri of the server
   * @param floorUri of the database in it that the floor works on
   */
  HotStore(String uri, String floorUri) {
    client = RedisClient.create();
    commands = client.connect(io.lettuce.core.RedisURI.create(uri)).sync();
    floor = client.connect(io.lettuce.core.RedisURI.create(floorUri)).sync();
  }

  /** Calls of every command since the server's start, those inside of scripts included. */
  Map<String, Long> calls() {
    var calls = new TreeMap<String, Long>();
    commands
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith(STATS))
        .forEach(line ->
            calls.put(
                line.substring(STATS.length(), line.indexOf(':')),
                Long.parseLong(line.replaceAll("^[^:]+:calls=(\\d+),.*", "$1"))));
    return calls;
  }

  /** Changes that a reader group has not acknowledged yet, over all shards. */
  long unread() {
    long unread = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      var log = "{p:%02d}:log".formatted(shard);
      if (commands.exists(log) == 1) {
        for (var group : commands.xinfoGroups(log)) {
          unread += number(group, "pending") + number(group, "lag");
        }
      }
    }
    return unread;
  }

  private static long number(Object group, String name) {
    var fields = (List<?>) group;
    int at = fields.indexOf(name);
    return at >= 0 && fields.get(at + 1) instanceof Long value ? value : 0;
  }

  /** Drops what the floor stored. */
  void clearFloor() {
    floor.flushdb();
    FloorProgram.open(floor.getStatefulConnection().async());
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
