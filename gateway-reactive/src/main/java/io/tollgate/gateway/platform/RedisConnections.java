package io.tollgate.gateway.platform;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to Redis, standalone or cluster. A command that cannot be sent now fails at once;
 * one that was under way when the connection broke is sent again, which the scripts allow.
 *
 * @param commands the shared connection
 * @param listening opens a connection of its own for subscriptions
 */
record RedisConnections(
    AbstractRedisClient client,
    StatefulConnection<String, String> connection,
    RedisClusterAsyncCommands<String, String> commands,
    Supplier<CompletionStage<? extends StatefulRedisPubSubConnection<String, String>>> listening)
    implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
  private static final int TRIES = 5;

  /** Connects; fails where the server cannot be reached. Blocks, so it is for the start only. */
  static RedisConnections open(TollgateProperties.Redis settings) {
    var addresses = settings.uri().stream().map(uri -> address(uri.toString(), settings)).toList();
    return settings.cluster() ? cluster(addresses) : standalone(addresses.getFirst());
  }

  private static RedisConnections standalone(RedisURI address) {
    var client = RedisClient.create(address);
    client.setOptions(options(ClientOptions.builder()).build());
    var connection = connected(() -> client.connect());
    return new RedisConnections(
        client,
        connection,
        connection.async(),
        () -> client.connectPubSubAsync(StringCodec.UTF8, address));
  }

  private static RedisConnections cluster(List<RedisURI> addresses) {
    var client = RedisClusterClient.create(addresses);
    var refresh =
        ClusterTopologyRefreshOptions.builder()
            .enableAllAdaptiveRefreshTriggers()
            .enablePeriodicRefresh(Duration.ofSeconds(15))
            .build();
    var options = ClusterClientOptions.builder().topologyRefreshOptions(refresh);
    options(options);
    client.setOptions(options.build());
    var connection = connected(() -> client.connect());
    return new RedisConnections(
        client, connection, connection.async(), () -> client.connectPubSubAsync(StringCodec.UTF8));
  }

  /** A process that has just begun, on a busy machine, may be too slow for its own time limit. */
  private static <C> C connected(Supplier<C> connect) {
    for (int number = 1; number < TRIES; number++) {
      try {
        return connect.get();
      } catch (RedisConnectionException failure) {
        LOG.warn("try {} to connect to Redis failed: {}", number, failure.toString());
      }
    }
    return connect.get();
  }

  private static ClientOptions.Builder options(ClientOptions.Builder options) {
    return options
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(Duration.ofSeconds(2))
                .tcpNoDelay(true)
                .keepAlive(true)
                .build());
  }

  private static RedisURI address(String uri, TollgateProperties.Redis settings) {
    var address = RedisURI.create(uri);
    address.setTimeout(settings.timeout());
    return address;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
