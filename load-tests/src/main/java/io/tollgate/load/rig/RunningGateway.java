package io.tollgate.load.rig;

import io.tollgate.sandbox.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A gateway in a process of its own.
 *
 * @param port where it takes payments
 * @param management where it shows its metrics
 */
public record RunningGateway(int port, int management, GatewayProcess process)
    implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration READY_WITHIN = Duration.ofSeconds(120);

  /** Waits until it says that it can take payments. */
  public RunningGateway awaitReady() throws InterruptedException {
    process.awaitReady(READY_WITHIN, System.err::println);
    return this;
  }

  /** The value of one line of its Prometheus page, named with its labels; 0 where there is none. */
  public double metric(String line) {
    return page("/actuator/prometheus")
        .lines()
        .filter(known -> known.startsWith(line + " "))
        .mapToDouble(known -> Double.parseDouble(known.substring(line.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** A page of its management port. */
  public String page(String path) {
    var address = URI.create("http://127.0.0.1:" + management + path);
    try {
      return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    process.stop();
  }
}
