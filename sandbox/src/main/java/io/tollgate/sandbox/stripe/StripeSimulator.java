package io.tollgate.sandbox.stripe;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Stripe's PaymentIntents API on 127.0.0.1, as far as a gateway uses it.
 *
 * <p>The payment method of a request says how the payment goes (see the README); the {@link
 * #switches()} say what is wrong with the whole of it; the {@link #book()} is the truth.
 */
public final class StripeSimulator implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final StripeBook book;
  private final StripeSwitches switches;
  private final StripeCallbacks callbacks;
  private final LoopResources loops;
  private final ChannelGroup connections =
      new DefaultChannelGroup("stripe", GlobalEventExecutor.INSTANCE);
  private final StripeDoor door;
  private final int port;
  private @Nullable DisposableServer server;

  private StripeSimulator(StripeSimulatorSettings settings) {
    this.loops = LoopResources.create("stripe-simulator", 1, processors(), true);
    this.port = settings.port() == 0 ? freePort() : settings.port();
    this.book = new StripeBook(settings.keptCharges());
    this.switches = new StripeSwitches(this::down, this::up);
    StripeJson json = new StripeJson(baseUrl());
    this.callbacks = new StripeCallbacks(settings, switches, json, loops);
    StripeVault vault = new StripeVault();
    StripeOperations payments = new StripeOperations(book, vault, callbacks, settings.processing());
    StripeSetups setups = new StripeSetups(vault, callbacks, json, settings.processing());
    StripeRoutes routes =
        new StripeRoutes(
            payments,
            new StripeRefunds(book, payments, callbacks, settings.processing()),
            setups,
            vault,
            new StripeLists(book, switches, json),
            new StripeBalance(book, json),
            json);
    this.door =
        new StripeDoor(
            settings,
            routes,
            new StripeControls(book, payments, setups, callbacks, switches),
            switches,
            json);
  }

  private static int processors() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  /** Starts a simulator and waits until it listens. */
  public static StripeSimulator start(StripeSimulatorSettings settings) {
    StripeSimulator simulator = new StripeSimulator(settings);
    simulator.up();
    return simulator;
  }

  /** Where it listens; the same over {@code down} and {@code up}. */
  public int port() {
    return port;
  }

  /** {@code http://127.0.0.1:port}, to be used where Stripe's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port;
  }

  /** Every payment it took part in. */
  public StripeBook book() {
    return book;
  }

  /** What is wrong with all of it. */
  public StripeSwitches switches() {
    return switches;
  }

  /** How many API requests came in. */
  public long requestCount() {
    return door.requestCount();
  }

  /** How many events were acknowledged with a 2xx. */
  public long acknowledgedCallbackCount() {
    return callbacks.acknowledgedCount();
  }

  private synchronized void up() {
    if (server == null) {
      server =
          HttpServer.create()
              .host("127.0.0.1")
              .port(port)
              .runOn(loops)
              .channelGroup(connections)
              .handle(door::handle)
              .bindNow();
    }
  }

  private synchronized void down() {
    DisposableServer listening = server;
    if (listening != null) {
      // The door first: a client that notices must find it shut.
      listening.channel().close().syncUninterruptibly();
      connections.close().awaitUninterruptibly();
      listening.disposeNow(STOP_LIMIT);
      server = null;
    }
  }

  /** Stops listening and sends no more callbacks. */
  @Override
  public void close() {
    down();
    callbacks.close();
    loops.dispose();
  }

  private static int freePort() {
    try (java.net.ServerSocket socket =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
