package io.tollgate.gateway.platform;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.tollgate.persistence.hot.Shard;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One connection to each server of the hot store, for questions about its replicas only. It never
 * connects again by itself, because whoever asks has to know that he is still asking the same
 * server; a broken one is replaced by whoever asks next.
 */
final class ReplicationLine implements AutoCloseable {

  private final Function<Shard, RedisURI> serverOf;
  private final RedisClient client = RedisClient.create();
  private final ConcurrentHashMap<RedisURI, Line> lines = new ConcurrentHashMap<>();

  private record Line(CompletableFuture<StatefulRedisConnection<String, String>> connection) {

    boolean isBroken() {
      return connection.isDone()
          && (connection.isCompletedExceptionally() || !connection.join().isOpen());
    }
  }

  /** Nothing is connected yet. */
  ReplicationLine(Function<Shard, RedisURI> serverOf) {
    this.serverOf = serverOf;
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(2)).build())
            .build());
  }

  /** A connection to the server that holds the shard. */
  CompletionStage<RedisAsyncCommands<String, String>> to(Shard shard) {
    return lines
        .compute(
            serverOf.apply(shard),
            (server, line) -> line == null || line.isBroken() ? connected(server) : line)
        .connection()
        .thenApply(StatefulRedisConnection::async);
  }

  private Line connected(RedisURI server) {
    return new Line(client.connectAsync(StringCodec.UTF8, server).toCompletableFuture());
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
