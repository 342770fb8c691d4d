package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.load.rig.Ports;
import io.tollgate.load.rig.RunningGateway;
import io.tollgate.load.rig.TestBed;
import io.tollgate.sandbox.merchant.WebhookReceiver;
import io.tollgate.sandbox.proxy.FaultProxy;
import io.tollgate.sandbox.servers.SandboxRedis;
import io.tollgate.sandbox.servers.SettableClock;
import io.tollgate.sandbox.stripe.StripeSimulator;
import io.tollgate.sandbox.stripe.StripeSimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Servers, a channel, a merchant's endpoint and gateways, all of which can be broken. */
final class World implements AutoCloseable {

  private static final String WEBHOOK_SECRET = "whsec_c2FuZGJveC1kZW1vLW1lcmNoYW50LXNlY3JldA==";
  private static final List<String> JAVA_OPTIONS =
      List.of("-Xmx320m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Needs needs;
  private final DrillOptions options;
  private final StripeSimulator channel;
  private final WebhookReceiver merchant;
  private final TestBed bed;
  private final @Nullable FaultProxy channelProxy;
  private final @Nullable FaultProxy clientProxy;
  private final @Nullable SettableClock redisClock;
  private final @Nullable Replication replication;
  private final List<TestBed.Lines> lines = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<@Nullable RunningGateway> gateways = new ArrayList<>();
  private final Thread lastWill = new Thread(this::killGateways);
  private volatile List<Integer> doors;
  private int started;

  private World(Needs needs, DrillOptions options) {
    this.needs = needs;
    this.options = options;
    for (int number = 0; number < needs.gateways(); number++) {
      ports.add(Ports.free());
      gateways.add(null);
    }
    channel =
        StripeSimulator.start(
            StripeSimulatorSettings.defaults()
                .withCallbackUrl(
                    URI.create("http://127.0.0.1:" + ports.getFirst() + "/callbacks/stripe/demo")));
    channelProxy =
        needs.has(Trait.CHANNEL_PROXIED) ? FaultProxy.start("127.0.0.1", channel.port()) : null;
    clientProxy =
        needs.has(Trait.CLIENTS_PROXIED) ? FaultProxy.start("127.0.0.1", ports.getFirst()) : null;
    doors = allDoors();
    merchant = WebhookReceiver.start(WEBHOOK_SECRET);
    redisClock = needs.has(Trait.REDIS_CLOCK) ? SettableClock.create() : null;
    bed =
        TestBed.start(
            new TestBed.Surroundings(
                URI.create(
                    channelProxy == null
                        ? channel.baseUrl()
                        : "http://127.0.0.1:" + channelProxy.port()),
                URI.create(merchant.url()),
                "4s",
                needs.proxied()),
            redisClock == null ? SandboxRedis.start() : SandboxRedis.startWith(redisClock));
    for (int number = 0; number < needs.gateways(); number++) {
      lines.add(needs.has(Trait.LINES_APART) ? bed.openLines() : bed.lines());
    }
    replication = needs.has(Trait.REPLICA) ? Replication.begin(bed) : null;
    Runtime.getRuntime().addShutdownHook(lastWill);
  }

  /** Starts everything; returns when all gateways are ready. */
  static World start(Needs needs, DrillOptions options) throws InterruptedException {
    var world = new World(needs, options);
    try {
      for (int number = 0; number < needs.gateways(); number++) {
        world.launch(number);
      }
      for (int number = 0; number < needs.gateways(); number++) {
        world.gateway(number).awaitReady();
      }
      return world;
    } catch (InterruptedException | RuntimeException failure) {
      world.close();
      throw failure;
    }
  }

  Needs needs() {
    return needs;
  }

  TestBed bed() {
    return bed;
  }

  StripeSimulator channel() {
    return channel;
  }

  WebhookReceiver merchant() {
    return merchant;
  }

  FaultProxy channelProxy() {
    return Objects.requireNonNull(channelProxy, "the channel is not behind a proxy");
  }

  FaultProxy clientProxy() {
    return Objects.requireNonNull(clientProxy, "clients do not come through a proxy");
  }

  /** The clock that Redis goes by. */
  SettableClock redisClock() {
    return Objects.requireNonNull(redisClock, "Redis has no clock of its own");
  }

  /** The hot store and its replica. */
  Replication replication() {
    return Objects.requireNonNull(replication, "Redis has no replica");
  }

  /** A gateway's lines to the servers. */
  TestBed.Lines lines(int number) {
    return lines.get(number);
  }

  /** Where clients find the gateways, as a balancer would tell them. */
  List<Integer> doors() {
    return doors;
  }

  /** Sends clients to no gateway but the others, as a balancer does with one that is to end. */
  void takeOut(int number) {
    var left = new ArrayList<>(allDoors());
    left.remove(number);
    doors = List.copyOf(left);
  }

  /** Sends clients to all gateways again. */
  void takeIn() {
    doors = allDoors();
  }

  private List<Integer> allDoors() {
    var all = new ArrayList<>(ports);
    if (clientProxy != null) {
      all.set(0, clientProxy.port());
    }
    return List.copyOf(all);
  }

  RunningGateway gateway(int number) {
    return Objects.requireNonNull(gateways.get(number), () -> "gateway " + number + " is down");
  }

  /** Starts a gateway that is down; returns before it is ready. */
  void launch(int number) {
    var arguments = new ArrayList<String>();
    arguments.add("--logging.structured.format.console=");
    arguments.add("--logging.level.qpid=error");
    if (needs.has(Trait.QUICK_WATCH)) {
      arguments.add("--tollgate.watch.ages=3s,6s,10s,15s,22s,30s");
    }
    if (needs.has(Trait.SECOND_COPY)) {
      arguments.add("--tollgate.redis.durability=two-copies");
    }
    if (needs.has(Trait.REPLICA)) {
      arguments.add("--tollgate.redis.durability=" + options.durability());
    }
    gateways.set(
        number,
        bed.gateway(
            new TestBed.Place(
                "drill-gateway-" + number + "-" + ++started, ports.get(number), lines.get(number)),
            "",
            options.build().with(JAVA_OPTIONS),
            arguments.toArray(String[]::new)));
  }

  /** Starts a gateway that is down and waits until it is ready. */
  void startAgain(int number) throws InterruptedException {
    launch(number);
    gateway(number).awaitReady();
  }

  /** {@code kill -9}. */
  void kill(int number) {
    gateway(number).process().kill();
    gateways.set(number, null);
  }

  /** {@code kill}, and its grace time. */
  void stop(int number) {
    gateway(number).close();
    gateways.set(number, null);
  }

  /** Sends a process a signal, e.g. {@code STOP}. */
  static void signal(String name, long pid) throws InterruptedException {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
      if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid + " failed");
      }
    } catch (IOException missing) {
      throw new IllegalStateException("this machine has no kill", missing);
    }
  }

  private void killGateways() {
    for (var gateway : gateways) {
      if (gateway != null) {
        gateway.process().kill();
      }
    }
  }

  @Override
  public void close() {
    killGateways();
    Runtime.getRuntime().removeShutdownHook(lastWill);
    if (clientProxy != null) {
      clientProxy.close();
    }
    if (channelProxy != null) {
      channelProxy.close();
    }
    merchant.close();
    channel.close();
    if (replication != null) {
      replication.close();
    }
    bed.close();
    if (redisClock != null) {
      redisClock.close();
    }
  }
}
