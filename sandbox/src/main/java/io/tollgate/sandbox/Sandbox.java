package io.tollgate.sandbox;

import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.merchant.WebhookReceiver;
import io.tollgate.sandbox.merchant.WebhookReceiverProgram;
import io.tollgate.sandbox.servers.JvmEnd;
import io.tollgate.sandbox.servers.SandboxBroker;
import io.tollgate.sandbox.servers.SandboxDatabase;
import io.tollgate.sandbox.servers.SandboxFolder;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Everything a newcomer needs, started in order. */
final class Sandbox {

  private static final String STRIPE = "stripe";
  private static final String DATABASE = "tollgate";
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);

  private final SandboxOptions options;
  private final Consumer<String> progress;

  Sandbox(SandboxOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Runs until the gateway ends or the JVM is told to; gives the exit status. */
  int run() throws InterruptedException {
    Path jar = gatewayJar();
    checkPorts();
    takeTheOnlyPlace();
    if (options.fresh()) {
      progress.accept("Dropping what earlier runs kept");
      SandboxFolder.delete(SandboxFolder.folder("data"));
    }
    Map<String, String> environment = startServers();
    GatewayProcess gateway = startGateway(jar, environment);
    progress.accept(whatToTryNext(environment));
    int status = gateway.awaitEnd();
    progress.accept("The gateway ended with status " + status);
    return status;
  }

  private Path gatewayJar() {
    Path jar = options.gateway();
    if (jar == null) {
      throw new IllegalArgumentException("--gateway <jar> is missing; --help says more");
    }
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException("no such file: " + jar + " (--gateway); build it first");
    }
    return jar;
  }

  private void checkPorts() {
    checkPort("--port", options.port());
    checkPort("--management-port", options.managementPort());
    checkPort("--stripe-port", options.stripePort());
    int others = SimulatedChannelFactory.all().size() - 1;
    for (int i = 0; i < others; i++) {
      checkPort("--channel-ports", options.channelPorts() + i);
    }
    checkPort("--webhook-port", options.webhookPort());
  }

  private static void checkPort(String option, int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      // Free.
    } catch (IOException taken) {
      throw new IllegalStateException(
          "port %d is taken; choose another with %s <port>".formatted(port, option));
    }
  }

  /** Two sandboxes on the same data would end each other's servers. */
  private static void takeTheOnlyPlace() {
    Path lock = SandboxFolder.folder("locks").resolve("program");
    try {
      // Never closed: the lock ends with this process.
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new IllegalStateException("another sandbox of this project is running");
      }
    } catch (OverlappingFileLockException held) {
      throw new IllegalStateException("another sandbox of this project is running", held);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Map<String, String> startServers() {
    Path data = SandboxFolder.folder("data");
    Map<String, String> environment = new LinkedHashMap<>();
    SandboxRedis redis = SandboxRedis.startUnlessNamed(data.resolve("redis"));
    environment.put("TOLLGATE_REDIS_URI", redis.uri());
    started("Redis", redis.uri());
    SandboxDatabase database = SandboxDatabase.startUnlessNamed(data.resolve("mariadb"), progress);
    database.ensureDatabase(DATABASE);
    environment.put("TOLLGATE_DATABASE_HOST", database.host());
    environment.put("TOLLGATE_DATABASE_PORT", String.valueOf(database.port()));
    environment.put("TOLLGATE_DATABASE_NAME", DATABASE);
    environment.put("TOLLGATE_DATABASE_USER", database.user());
    environment.put("TOLLGATE_DATABASE_PASSWORD", database.password());
    started("MariaDB", database.host() + ":" + database.port());
    SandboxBroker broker = SandboxBroker.startUnlessNamed();
    environment.put("TOLLGATE_AMQP_URI", broker.uri());
    started("Message broker", broker.uri());
    startPartners(environment);
    environment.put("SERVER_PORT", String.valueOf(options.port()));
    environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(options.managementPort()));
    environment.put("SPRING_PROFILES_ACTIVE", "sandbox");
    return environment;
  }

  private void startPartners(Map<String, String> environment) {
    Map<String, SimulatedChannel> channels = startChannels();
    environment.put("TOLLGATE_STRIPE_URL", Objects.requireNonNull(channels.get(STRIPE)).baseUrl());
    WebhookReceiver merchant =
        WebhookReceiver.start(
            options.webhookPort(),
            WebhookReceiverProgram.DEMO_SECRET,
            line -> progress.accept("merchant <- " + line));
    JvmEnd.beforeServers(merchant::close);
    environment.put("TOLLGATE_DEMO_WEBHOOK_URL", merchant.url());
    started("Merchant's endpoint", merchant.url());
    Path settings = SandboxFolder.folder().resolve("settings.yml");
    SandboxSettings.write(settings, channels);
    environment.put("TOLLGATE_SETTINGS_SEED", settings.toUri().toString());
  }

  private Map<String, SimulatedChannel> startChannels() {
    Map<String, SimulatedChannel> channels = new LinkedHashMap<>();
    int next = options.channelPorts();
    for (SimulatedChannelFactory factory : SimulatedChannelFactory.all()) {
      String name = factory.channel();
      URI callbacks =
          URI.create("http://127.0.0.1:%d/callbacks/%s/demo".formatted(options.port(), name));
      SimulatedChannel channel =
          factory.start(name.equals(STRIPE) ? options.stripePort() : next++, callbacks);
      JvmEnd.beforeServers(channel::close);
      channels.put(name, channel);
      started(name + " (simulated)", channel.baseUrl());
    }
    return channels;
  }

  private void started(String what, String where) {
    progress.accept("%-20s %s".formatted(what, where));
  }

  private GatewayProcess startGateway(Path jar, Map<String, String> environment)
      throws InterruptedException {
    Path log = SandboxFolder.folder().resolve("gateway.log");
    URI readiness =
        URI.create(
            "http://127.0.0.1:%d/actuator/health/readiness".formatted(options.managementPort()));
    progress.accept("Gateway starting, its log is " + log + " ...");
    var launch = new GatewayProcess.Launch(jar, List.of(), List.of(), environment);
    GatewayProcess gateway = GatewayProcess.start(launch, log, readiness);
    // Registered last, so that it ends first.
    JvmEnd.beforeServers(gateway::stop);
    gateway.awaitReady(READY_LIMIT, progress);
    started("Gateway", "http://127.0.0.1:" + options.port());
    return gateway;
  }

  private static String whatToTryNext(Map<String, String> values) {
    try (InputStream in =
        Objects.requireNonNull(Sandbox.class.getResourceAsStream("try-next.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      return text;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
