package io.tollgate.sandbox.paypal;

import java.net.URI;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * PayPal's orders, payments, vault, report and webhooks on 127.0.0.1, as far as a gateway uses
 * them.
 *
 * <p>The vault id of a request, or the description of an order, says how the payment goes (see the
 * README); the {@link #book()} is the truth.
 */
public final class PayPalSimulator implements AutoCloseable {

  private final PayPalOrders orders;
  private final PayPalVault vault;
  private final PayPalEvents events;
  private final PayPalDoor door;
  private final DisposableServer server;

  private PayPalSimulator(PayPalSimulatorSettings settings) {
    int port = settings.port() == 0 ? freePort() : settings.port();
    String baseUrl = "http://127.0.0.1:" + port;
    this.events = new PayPalEvents(settings, baseUrl);
    this.vault = new PayPalVault(baseUrl);
    this.orders =
        new PayPalOrders(
            baseUrl,
            vault::holds,
            work -> Mono.delay(settings.processing()).subscribe(_ -> work.run()),
            events);
    this.door = new PayPalDoor(settings, new PayPalApi(settings, orders, vault), events);
    this.server = HttpServer.create().host("127.0.0.1").port(port).handle(door::handle).bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static PayPalSimulator start(PayPalSimulatorSettings settings) {
    return new PayPalSimulator(settings);
  }

  /** To be used where PayPal's own address would be. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** The root that whoever believes its webhooks has to pin, in PEM. */
  public String webhookRootPem() {
    return events.rootPem();
  }

  /** Every payment it took part in. */
  public PayPalBook book() {
    return new PayPalBook() {
      @Override
      public List<Charge> chargesFor(String attempt) {
        return orders.charges(attempt::equals);
      }

      @Override
      public List<Charge> chargesOf(String attemptPrefix) {
        return orders.charges(attempt -> attempt.startsWith(attemptPrefix));
      }

      @Override
      public List<String> paymentTokens() {
        return vault.all();
      }
    };
  }

  /** How many requests came in. */
  public long requestCount() {
    return door.requestCount();
  }

  /** Refuses every token that it has given out, as PayPal may before their time. */
  public void forgetTokens() {
    door.forgetTokens();
  }

  /** Stops listening and sends no more webhooks. */
  @Override
  public void close() {
    events.close();
    server.disposeNow();
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
