package io.tollgate.gateway.platform;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.tollgate.persistence.hot.Shard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to Redis, standalone or cluster: one on each event loop, so that a request stays
 * on the loop that it came in on. A command that cannot be sent now fails at once; one that was
 * under way when the connection broke is sent again, which the scripts allow.
 */
final class RedisConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
  private static final int TRIES = 5;

  /** Of a connection that is up; longer than a command's, because at the start the JVM is cold. */
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

  private final ClientResources resources;
  private final List<Line> lines;
  private final FastThreadLocal<RedisClusterAsyncCommands<String, String>> ofThisLoop =
      new FastThreadLocal<>();

  private RedisConnections(ClientResources resources, List<Line> lines) {
    this.resources = resources;
    this.lines = List.copyOf(lines);
  }

  /**
   * One connection.
   *
   * @param address that it was told; of a cluster the first
   * @param listening opens a connection of its own for subscriptions
   */
  private record Line(
      RedisURI address,
      AbstractRedisClient client,
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands,
      Supplier<CompletionStage<? extends StatefulRedisPubSubConnection<String, String>>>
          listening) {}

  /** Connects; fails where the server cannot be reached. Blocks, so it is for the start only. */
  static RedisConnections open(TollgateProperties.Redis settings, EventLoopGroup loops) {
    var addresses = settings.uri().stream().map(uri -> address(uri.toString())).toList();
    var resources = ClientResources.builder().nettyCustomizer(new GatheredFlushes()).build();
    var lines = new ArrayList<Line>();
    for (var loop : loops) {
      var onLoop =
          resources.mutate().eventLoopGroupProvider(new OneLoop((EventLoopGroup) loop)).build();
      lines.add(
          settings.cluster()
              ? cluster(onLoop, addresses)
              : standalone(onLoop, addresses.getFirst()));
    }
    var connections = new RedisConnections(resources, lines);
    connections.assign(loops);
    return connections;
  }

  private void assign(EventLoopGroup loops) {
    var commands = lines.iterator();
    for (var loop : loops) {
      var own = commands.next().commands();
      loop.execute(() -> ofThisLoop.set(own));
    }
  }

  /** The commands of this event loop's connection; of the first one on other threads. */
  RedisClusterAsyncCommands<String, String> commands() {
    var own = ofThisLoop.getIfExists();
    return own == null ? lines.getFirst().commands() : own;
  }

  /** The server that holds a shard. */
  RedisURI serverOf(Shard shard) {
    var line = lines.getFirst();
    if (line.client() instanceof RedisClusterClient cluster) {
      var node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(shard.tag()));
      if (node == null) {
        throw new RedisException("no server of the cluster holds shard " + shard.tag());
      }
      return node.getUri();
    }
    return line.address();
  }

  /** Opens a connection of its own for subscriptions. */
  CompletionStage<? extends StatefulRedisPubSubConnection<String, String>> listening() {
    return lines.getFirst().listening().get();
  }

  private static Line standalone(ClientResources resources, RedisURI address) {
    var client = RedisClient.create(resources, address);
    client.setOptions(options(ClientOptions.builder()).build());
    var connection = connected(() -> client.connect());
    return new Line(
        address,
        client,
        connection,
        connection.async(),
        () -> client.connectPubSubAsync(StringCodec.UTF8, address));
  }

  private static Line cluster(ClientResources resources, List<RedisURI> addresses) {
    var client = RedisClusterClient.create(resources, addresses);
    var refresh =
        ClusterTopologyRefreshOptions.builder()
            .enableAllAdaptiveRefreshTriggers()
            .enablePeriodicRefresh(Duration.ofSeconds(15))
            .build();
    var options = ClusterClientOptions.builder().topologyRefreshOptions(refresh);
    options(options);
    client.setOptions(options.build());
    var connection = connected(() -> client.connect());
    return new Line(
        addresses.getFirst(),
        client,
        connection,
        connection.async(),
        () -> client.connectPubSubAsync(StringCodec.UTF8));
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
        // Whoever sends a command bounds the wait for its reply; a second clock would cost as much.
        .timeoutOptions(TimeoutOptions.create())
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(Duration.ofSeconds(2))
                .tcpNoDelay(true)
                .keepAlive(true)
                .build());
  }

  private static RedisURI address(String uri) {
    var address = RedisURI.create(uri);
    address.setTimeout(HANDSHAKE_LIMIT);
    return address;
  }

  @Override
  public void close() {
    for (var line : lines) {
      line.connection().close();
      line.client().shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
  }

  /**
   * Commands that are sent in one turn of the loop leave in one write: a write to the kernel costs
   * more than anything else that a command costs us.
   */
  private static final class GatheredFlushes implements NettyCustomizer {

    @Override
    public void afterChannelInitialized(Channel channel) {
      channel.pipeline().addFirst(new FlushConsolidationHandler(256, true));
    }
  }

  /** Lends one event loop to a client, which must not end it. */
  private record OneLoop(EventLoopGroup loop) implements EventLoopGroupProvider {

    /** Lettuce asks for the native group's class and uses what every group has. */
    @Override
    @SuppressWarnings("unchecked")
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
      return (T) loop;
    }

    @Override
    public int threadPoolSize() {
      return 1;
    }

    @Override
    public Future<Boolean> release(
        EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
      return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
      return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }
  }
}
