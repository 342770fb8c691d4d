package io.tollgate.load.rig;

import io.tollgate.sandbox.GatewayProcess;
import io.tollgate.sandbox.proxy.FaultProxy;
import io.tollgate.sandbox.servers.SandboxBroker;
import io.tollgate.sandbox.servers.SandboxDatabase;
import io.tollgate.sandbox.servers.SandboxFolder;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Servers of their own, and gateways that work with them. */
public final class TestBed implements AutoCloseable {

  /** The key of a second merchant, who may send {@link #HERD_LIMIT} requests a second. */
  public static final String HERD_KEY_ID = "mk_herd";

  /** See {@link #HERD_KEY_ID}. */
  public static final String HERD_SECRET = "sandbox-herd-secret-of-32-bytes!!";

  /** See {@link #HERD_KEY_ID}. */
  public static final int HERD_LIMIT = 20;

  /** There is one Redis, unless a gateway is told otherwise. */
  private static final Map<String, String> ONE_COPY =
      Map.of("TOLLGATE_REDIS_DURABILITY", "one-copy");

  private static final String SEALING_KEY =
      "eyJwcmltYXJ5S2V5SWQiOjE5NDQxOTAwMTYsImtleSI6W3sia2V5RGF0YSI6eyJ0eXBlVXJsIjoidHlwZS5nb29n"
          + "bGVhcGlzLmNvbS9nb29nbGUuY3J5cHRvLnRpbmsuQWVzR2NtS2V5IiwidmFsdWUiOiJHaUJhTzNaN0pNZlJD"
          + "ZUM3TVFteFpRRFZIWGJHUENpVkJ3c0pSMm8rVGVtSkJnPT0iLCJrZXlNYXRlcmlhbFR5cGUiOiJTWU1NRVRS"
          + "SUMifSwic3RhdHVzIjoiRU5BQkxFRCIsImtleUlkIjoxOTQ0MTkwMDE2LCJvdXRwdXRQcmVmaXhUeXBlIjoi"
          + "VElOSyJ9XX0K";

  private final SandboxDatabase database;
  private final SandboxBroker broker;
  private final String databaseName;
  private final Path folder;
  private final Path settings;
  private final Set<Door> behindProxies;
  private final List<Lines> opened = new ArrayList<>();
  private final Lines common;
  private volatile SandboxRedis redis;

  private TestBed(Surroundings around, SandboxRedis redis) {
    this.redis = redis;
    folder = SandboxFolder.folder("load-tests");
    database = SandboxDatabase.start();
    databaseName = database.createDatabase("load");
    broker = SandboxBroker.startUnlessNamed();
    settings = write(folder.resolve("settings.yml"), settingsOf(around));
    behindProxies = around.behindProxies();
    common = openLines();
  }

  /** A server that a gateway may be made to reach through a proxy. */
  public enum Door {
    /** The hot store. */
    REDIS,
    /** The database. */
    DATABASE,
    /** The message broker. */
    BROKER
  }

  /**
   * What there is besides the servers.
   *
   * @param channel where the demo merchant's payments are sent
   * @param webhooks the demo merchant's endpoint
   * @param replyTimeout how long a gateway waits for the channel, e.g. {@code 10s}
   * @param behindProxies what gateways reach through a proxy
   */
  public record Surroundings(
      URI channel, URI webhooks, String replyTimeout, Set<Door> behindProxies) {}

  /**
   * Starts Redis, the database and the broker.
   *
   * @param channel where the demo merchant's payments are sent
   * @param webhooks the demo merchant's endpoint
   */
  public static TestBed start(URI channel, URI webhooks) {
    return start(new Surroundings(channel, webhooks, "10s", Set.of()));
  }

  /** Starts Redis, the database and the broker, and the proxies in front of them. */
  public static TestBed start(Surroundings around) {
    return start(around, SandboxRedis.start());
  }

  /** The same with a Redis that was started before; it is closed with the rest. */
  public static TestBed start(Surroundings around, SandboxRedis redis) {
    return new TestBed(around, redis);
  }

  /**
   * One gateway's lines to the servers.
   *
   * @param proxies in front of those that are behind proxies
   */
  public record Lines(Map<Door, FaultProxy> proxies) {

    /** The proxy in front of a server. */
    public FaultProxy proxy(Door door) {
      return Objects.requireNonNull(proxies.get(door), () -> door + " is not behind a proxy");
    }
  }

  /** Lines for a gateway that is to have its own. */
  public Lines openLines() {
    var proxies = new EnumMap<Door, FaultProxy>(Door.class);
    for (var door : behindProxies) {
      proxies.put(door, FaultProxy.start("127.0.0.1", portOf(door)));
    }
    var lines = new Lines(proxies);
    opened.add(lines);
    return lines;
  }

  /** The lines of all gateways that have none of their own. */
  public Lines lines() {
    return common;
  }

  /** The proxy in front of a server, for gateways without lines of their own. */
  public FaultProxy proxy(Door door) {
    return common.proxy(door);
  }

  /** Makes another server the hot store; the lines are led there by the caller. */
  public void redisIsNow(SandboxRedis other) {
    redis = other;
  }

  /** The database that the gateways use. */
  public String databaseName() {
    return databaseName;
  }

  private int portOf(Door door) {
    return switch (door) {
      case REDIS -> URI.create(redis.uri()).getPort();
      case DATABASE -> database.port();
      case BROKER -> URI.create(broker.uri()).getPort();
    };
  }

  /** What a gateway is told: the server's own address, or the proxy's. */
  private String address(Lines lines, Door door, String address) {
    var proxy = lines.proxies().get(door);
    return proxy == null ? address : address.replace(":" + portOf(door), ":" + proxy.port());
  }

  /** The hot store. */
  public SandboxRedis redis() {
    return redis;
  }

  /** The database server. */
  public SandboxDatabase database() {
    return database;
  }

  /** The message broker; where none is named it is part of this process. */
  public SandboxBroker broker() {
    return broker;
  }

  /** Where logs and generated files go. */
  public Path folder() {
    return folder;
  }

  /**
   * Starts a gateway with these roles; returns before it is ready.
   *
   * @param name of its log
   * @param roles what {@code tollgate.roles} is set to; empty means all
   * @param build what is started
   * @param more further arguments
   */
  public RunningGateway gateway(String name, String roles, GatewayBuild build, String... more) {
    return gateway(new Place(name, Ports.free(), common), roles, build, more);
  }

  /**
   * Where a gateway is put.
   *
   * @param name of its log
   */
  public record Place(String name, int port, Lines lines) {}

  /** Starts a gateway at a place of the caller's choice; see {@link #gateway}. */
  public RunningGateway gateway(Place place, String roles, GatewayBuild build, String... more) {
    int management = Ports.free();
    var arguments =
        new ArrayList<>(
            List.of(
                "--server.port=" + place.port(),
                "--management.server.port=" + management,
                "--tollgate.sealing-key=" + SEALING_KEY,
                "--tollgate.settings.seed=" + settings.toUri(),
                "--tollgate.redis.uri=" + address(place.lines(), Door.REDIS, redis.uri()),
                "--tollgate.database.host=" + database.host(),
                "--tollgate.database.port="
                    + address(place.lines(), Door.DATABASE, ":" + database.port()).substring(1),
                "--tollgate.database.name=" + databaseName,
                "--tollgate.database.user=" + database.user(),
                "--tollgate.database.password=" + database.password(),
                "--tollgate.broker.uri=" + address(place.lines(), Door.BROKER, broker.uri()),
                "--tollgate.broker.quorum=" + broker.external(),
                "--tollgate.webhooks.private-addresses=true",
                "--logging.level.root=warn"));
    if (!roles.isEmpty()) {
      arguments.add("--tollgate.roles=" + roles);
    }
    arguments.addAll(List.of(more));
    var launch = new GatewayProcess.Launch(build.jar(), build.javaOptions(), arguments, ONE_COPY);
    var readiness =
        URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(management));
    var log = folder.resolve(place.name() + ".log");
    return new RunningGateway(
        place.port(), management, GatewayProcess.start(launch, log, readiness));
  }

  private static String settingsOf(Surroundings around) {
    return """
    merchants:
      - {id: demo, name: Demo shop, requests-per-second: 1000000}
      - {id: herd, name: Flash sale, requests-per-second: %d}
    keys:
      - {id: %s, merchant: demo, algorithm: hmac-sha256, secret: "text:%s"}
      - {id: %s, merchant: herd, algorithm: hmac-sha256, secret: "text:%s"}
    webhooks:
      - {id: demo-hook, merchant: demo, url: "%s", secrets: [whsec_c2FuZGJveC1kZW1vLW1lcmNoYW50LXNlY3JldA==]}
    accounts:
      - id: stripe/demo
        base-url: "%s"
        secrets: {api-key: sk_test_sandbox, webhook: whsec_sandbox_stripe}
        limits: {max-in-flight: 4000, connect-timeout: 2s, reply-timeout: %s, queries-per-second: 2000}
    routes:
      - {name: everything, account: stripe/demo, priority: 10}
    risk-rules:
      - {name: no-more-than-100000-euros, amount-limit: {currency: EUR, max: 10000000}}
      - {name: customer-velocity, velocity: {per: customer, window: 60s, max: 20}}
    """
        .formatted(
            HERD_LIMIT,
            CheckoutRequests.KEY_ID,
            CheckoutRequests.SECRET,
            HERD_KEY_ID,
            HERD_SECRET,
            around.webhooks(),
            around.channel(),
            around.replyTimeout());
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    opened.forEach(lines -> lines.proxies().values().forEach(FaultProxy::close));
    if (!broker.external()) {
      broker.close();
    }
    database.close();
    redis.close();
  }
}
