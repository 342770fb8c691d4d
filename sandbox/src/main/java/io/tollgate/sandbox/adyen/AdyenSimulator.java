package io.tollgate.sandbox.adyen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Adyen's Checkout on 127.0.0.1, as far as a gateway uses it: payments, payment links, captures,
 * cancellations, refunds, stored methods, webhooks and a report.
 *
 * <p>The name that a payment method carries says how the payment goes (see the README); the {@link
 * #book()} is the truth.
 */
public final class AdyenSimulator implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final AdyenWebhooks webhooks;
  private final AdyenDesk desk;
  private final AdyenDoor door;
  private final DisposableServer server;

  private AdyenSimulator(AdyenSimulatorSettings settings) {
    int port = settings.port() == 0 ? freePort() : settings.port();
    String pages = "http://127.0.0.1:" + port;
    this.webhooks = new AdyenWebhooks(settings);
    this.desk = new AdyenDesk(settings, webhooks, pages);
    this.door = new AdyenDoor(settings, desk, pages);
    this.server = HttpServer.create().host("127.0.0.1").port(port).handle(door::handle).bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static AdyenSimulator start(AdyenSimulatorSettings settings) {
    return new AdyenSimulator(settings);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** To be used where the address of Checkout 71 would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port() + "/v71";
  }

  /** The report of any day, with {@code {day}} in it. */
  public String reportUrl() {
    return "http://127.0.0.1:" + port() + "/reports/settlement_detail_report_{day}.csv";
  }

  /** Every payment it took part in. */
  public AdyenBook book() {
    return desk.book();
  }

  /** How many requests came in. */
  public long requestCount() {
    return door.requestCount();
  }

  /** Stops listening and sends no more webhooks. */
  @Override
  public void close() {
    server.disposeNow(STOP_LIMIT);
    webhooks.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
