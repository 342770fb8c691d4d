package io.tollgate.sandbox.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis server that keeps an append-only file (fsync every second) and no snapshots.
 *
 * <p>It listens on 127.0.0.1 only. Whatever the JVM starts ends with the JVM.
 */
public final class SandboxRedis implements AutoCloseable {

  /** Names a running Redis that {@link #shared()} uses instead, as {@code redis://host:port}. */
  public static final String VARIABLE = "TOLLGATE_REDIS_URI";

  private static @Nullable SandboxRedis shared;

  private final String uri;
  private final @Nullable ServerProcess process;

  private SandboxRedis(String uri, @Nullable ServerProcess process) {
    this.uri = uri;
    this.process = process;
  }

  /** Starts a server with a fresh data directory on a free port; its data go when it is closed. */
  public static SandboxRedis start() {
    Path data = SandboxFolder.freshRun("redis");
    return started(data, true, List.of());
  }

  /** Starts a server on data that stay when it is closed. */
  public static SandboxRedis start(Path dataDirectory) {
    return started(SandboxFolder.created(dataDirectory), false, List.of());
  }

  /** Starts a read-only copy of {@code primary}, with fresh data. */
  public static SandboxRedis startReplicaOf(SandboxRedis primary) {
    return startReplicaOf(URI.create(primary.uri));
  }

  /** Starts a read-only copy of what is found at {@code redis://host:port}, with fresh data. */
  public static SandboxRedis startReplicaOf(URI primary) {
    Path data = SandboxFolder.freshRun("redis");
    return started(
        data, true, List.of("--replicaof", primary.getHost(), String.valueOf(primary.getPort())));
  }

  /** Starts a server with fresh data whose time is that of {@code clock}. */
  public static SandboxRedis startWith(SettableClock clock) {
    Path data = SandboxFolder.freshRun("redis");
    return started(clock.prefix(), data, true, List.of());
  }

  /** The one server of this JVM, started at the first call, or the one the environment names. */
  public static synchronized SandboxRedis shared() {
    if (shared == null) {
      SandboxRedis external = external(System::getenv);
      shared = external == null ? start() : external;
    }
    return shared;
  }

  /** Starts a server on kept data, unless the environment names one to be used instead. */
  public static SandboxRedis startUnlessNamed(Path dataDirectory) {
    SandboxRedis external = external(System::getenv);
    return external == null ? start(dataDirectory) : external;
  }

  static @Nullable SandboxRedis external(Function<String, @Nullable String> environment) {
    String named = environment.apply(VARIABLE);
    return named == null || named.isBlank() ? null : new SandboxRedis(named, null);
  }

  static SandboxRedis startClusterNode() {
    Path data = SandboxFolder.freshRun("redis");
    return started(
        data, true, List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "5000"));
  }

  private static SandboxRedis started(Path data, boolean fresh, List<String> moreSettings) {
    return started(List.of(), data, fresh, moreSettings);
  }

  private static SandboxRedis started(
      List<String> prefix, Path data, boolean fresh, List<String> moreSettings) {
    int port = ServerProcess.freePort();
    List<String> command = new ArrayList<>(prefix);
    command.add(RedisBinary.unpacked().toString());
    command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", data.toAbsolutePath().toString(), "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec"));
    command.addAll(List.of("--repl-diskless-sync-delay", "0"));
    command.addAll(moreSettings);
    ServerProcess process =
        new ServerProcess("Redis", command, data, fresh, () -> RedisWire.answers(port));
    process.start();
    return new SandboxRedis("redis://127.0.0.1:" + port, process);
  }

  /** Where to connect, as {@code redis://host:port}. It stays the same over a restart. */
  public String uri() {
    return uri;
  }

  /** Whether somebody else runs this server, named by {@link #VARIABLE}. */
  public boolean external() {
    return process == null;
  }

  /** The server's process id. */
  public long pid() {
    return ours().pid();
  }

  /** Asks the server to end; it writes down what it has first. */
  public void stop() {
    ours().stop();
  }

  /** Starts the stopped or killed server again, same port and data; a running one is stopped. */
  public void restart() {
    ours().stop();
    ours().start();
  }

  /**
   * Ends the server as a crash would (kill -9). What it acknowledged is with the operating system
   * by then, so nothing is lost; only a crash of the machine costs up to a second.
   */
  public void kill() {
    ours().kill();
  }

  /** Stops the server and removes its data unless they were to be kept. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.close();
  }

  private ServerProcess ours() {
    if (process == null) {
      throw new IllegalStateException("the Redis named by " + VARIABLE + " is not ours to control");
    }
    return process;
  }
}
