package io.tollgate.sandbox.paystack;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Paystack's API on 127.0.0.1, as far as a gateway uses it. The authorization or the e-mail address
 * of a request says how the payment goes (see the README); the {@link #book()} is the truth.
 */
public final class PaystackSimulator implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final String baseUrl;
  private final PaystackBook book = new PaystackBook();
  private final LoopResources loops = LoopResources.create("paystack-simulator", 1, 2, true);
  private final ChannelGroup connections =
      new DefaultChannelGroup("paystack", GlobalEventExecutor.INSTANCE);
  private final PaystackCallbacks callbacks;
  private final PaystackMandates mandates;
  private final DisposableServer server;

  private PaystackSimulator(PaystackSimulatorSettings settings) {
    int port = settings.port() == 0 ? freePort() : settings.port();
    this.baseUrl = "http://127.0.0.1:" + port;
    this.callbacks = new PaystackCallbacks(settings, loops);
    this.mandates = new PaystackMandates(baseUrl, book);
    PaystackDoor door =
        new PaystackDoor(
            settings,
            new PaystackPayments(baseUrl, book, mandates, callbacks),
            new PaystackRefunds(book, callbacks),
            mandates,
            new PaystackSettlements(baseUrl, book));
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(port)
            .runOn(loops)
            .channelGroup(connections)
            .handle(door::handle)
            .bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static PaystackSimulator start(PaystackSimulatorSettings settings) {
    return new PaystackSimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where Paystack's own address would be. */
  public String baseUrl() {
    return baseUrl;
  }

  /** Everything that it took and gave back. */
  public PaystackBook book() {
    return book;
  }

  /** A mandate that a payer of that e-mail address has given; its authorization code. */
  String giveMandate(String email) {
    return mandates.give(email);
  }

  /** Stops listening and sends no more events. */
  @Override
  public void close() {
    // The door first: a client that notices must find it shut.
    server.channel().close().syncUninterruptibly();
    connections.close().awaitUninterruptibly();
    server.disposeNow(STOP_LIMIT);
    callbacks.close();
    loops.dispose();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
