package io.tollgate.sandbox.servers;

import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.qpid.server.SystemLauncher;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP 0-9-1 broker (Apache Qpid Broker-J) inside this JVM, in memory, on 127.0.0.1 only.
 *
 * <p>It confirms publishes. It knows none of RabbitMQ's own queue types: arguments it does not
 * know, such as {@code x-queue-type}, are ignored. Stopping it loses what its queues held.
 */
public final class SandboxBroker implements AutoCloseable {

  /**
   * Names a running broker that {@link #shared()} uses instead, as {@code
   * amqp://user:password@host:port}.
   */
  public static final String VARIABLE = "TOLLGATE_AMQP_URI";

  private static @Nullable SandboxBroker shared;

  private final String uri;
  private final int port;
  private @Nullable SystemLauncher launcher;

  private SandboxBroker(String uri, int port) {
    this.uri = uri;
    this.port = port;
  }

  /** Starts a broker on a free port. */
  public static SandboxBroker start() {
    return start(ServerProcess.freePort());
  }

  /** Starts a broker on the given port. */
  public static SandboxBroker start(int port) {
    SandboxBroker broker = new SandboxBroker("amqp://guest:guest@127.0.0.1:" + port, port);
    broker.launch();
    return broker;
  }

  /** The one broker of this JVM, started at the first call, or the one the environment names. */
  public static synchronized SandboxBroker shared() {
    if (shared == null) {
      SandboxBroker external = external(System::getenv);
      shared = external == null ? start() : external;
    }
    return shared;
  }

  /** Starts a broker on a free port, unless the environment names one to be used instead. */
  public static SandboxBroker startUnlessNamed() {
    SandboxBroker external = external(System::getenv);
    return external == null ? start() : external;
  }

  static @Nullable SandboxBroker external(Function<String, @Nullable String> environment) {
    String named = environment.apply(VARIABLE);
    return named == null || named.isBlank() ? null : new SandboxBroker(named, 0);
  }

  private synchronized void launch() {
    Map<String, String> context = new HashMap<>();
    context.put("qpid.amqp_port", String.valueOf(port));
    context.put("qpid.work_dir", SandboxFolder.folder("broker").toString());
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("type", "Memory");
    attributes.put("initialConfigurationLocation", resource("broker-configuration.json"));
    // Named, because the broker's own default is a kind of URL it cannot open inside a jar of jars.
    attributes.put("initialSystemPropertiesLocation", resource("broker-system.properties"));
    attributes.put("startupLoggedToSystemOut", "false");
    attributes.put("context", context);
    SystemLauncher starting = new SystemLauncher();
    try {
      starting.startup(attributes);
    } catch (Exception failure) {
      throw new IllegalStateException("the broker cannot start on port " + port, failure);
    }
    launcher = starting;
  }

  private static String resource(String name) {
    URL found = Objects.requireNonNull(SandboxBroker.class.getResource(name), name);
    return found.toExternalForm();
  }

  /** Where to connect; the virtual host is the default one. It stays the same over a restart. */
  public String uri() {
    return uri;
  }

  /** Whether somebody else runs this broker, named by {@link #VARIABLE}. */
  public boolean external() {
    return port == 0;
  }

  /** Ends the broker: connections close, messages are lost. */
  public synchronized void stop() {
    if (external()) {
      throw new IllegalStateException(
          "the broker named by " + VARIABLE + " is not ours to control");
    }
    if (launcher != null) {
      launcher.shutdown();
      launcher = null;
    }
  }

  /** Stops the broker if it runs and starts an empty one on the same port. */
  public synchronized void restart() {
    stop();
    launch();
  }

  /** Stops the broker if it is ours. */
  @Override
  public void close() {
    if (!external()) {
      stop();
    }
  }
}
