package io.tollgate.persistence;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.sandbox.servers.SandboxRedis;
import io.tollgate.sandbox.servers.SandboxRedisCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis, or a real cluster of three, that is empty before each test. */
public final class TestRedis implements BeforeEachCallback, AfterAllCallback {

  private final Runnable close;
  private final RedisClusterCommands<String, String> commands;
  private final RedisConnection connection;
  private final SandboxRedis server;

  private TestRedis(
      SandboxRedis server,
      RedisClusterCommands<String, String> commands,
      RedisConnection connection,
      Runnable close) {
    this.server = server;
    this.commands = commands;
    this.connection = connection;
    this.close = close;
  }

  /** A server of its own. */
  public static TestRedis single() {
    return over(SandboxRedis.start());
  }

  /** A server of its own, whose files are in a folder. */
  public static TestRedis single(Path data) {
    return over(SandboxRedis.start(data));
  }

  private static TestRedis over(SandboxRedis server) {
    var client = RedisClient.create(server.uri());
    StatefulRedisConnection<String, String> connection = client.connect();
    return new TestRedis(
        server,
        connection.sync(),
        RedisConnection.over(connection.async(), Duration.ofSeconds(5)),
        () -> {
          client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
          server.close();
        });
  }

  /** Three masters. */
  public static TestRedis cluster() {
    var servers = SandboxRedisCluster.start();
    var client = RedisClusterClient.create(servers.uris().getFirst());
    var connection = client.connect();
    return new TestRedis(
        null,
        connection.sync(),
        RedisConnection.over(connection.async(), Duration.ofSeconds(5)),
        () -> {
          client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
          servers.close();
        });
  }

  public RedisConnection connection() {
    return connection;
  }

  /** To look behind the scenes. */
  public RedisClusterCommands<String, String> commands() {
    return commands;
  }

  public SandboxRedis server() {
    return server;
  }

  /** What a single server says of itself. */
  public String info(String section) {
    return ((RedisCommands<String, String>) commands).info(section);
  }

  /** How many commands the server has carried out. */
  public long commandsProcessed() {
    return Long.parseLong(info("stats").split("total_commands_processed:")[1].split("\r\n")[0]);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    commands.flushall();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Ends it. */
  public void close() {
    close.run();
  }
}
