package io.tollgate.load.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A demo merchant's checkout that waits for every answer. */
public final class Checkout {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final URI gateway;
  private final CheckoutRequests requests;

  /** A checkout at the gateway on this port of the loopback address. */
  public Checkout(int port) {
    this.gateway = URI.create("http://127.0.0.1:" + port);
    this.requests = new CheckoutRequests(port);
  }

  /** Asks for a payment of EUR 12.99 by card. */
  public HttpResponse<String> pay(String reference) {
    var body = CheckoutRequests.body(reference);
    return send(
        signed("POST", "/v1/payments", "", body)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Reads; the query is empty where there is none. */
  public HttpResponse<String> get(String path, String query) {
    return send(signed("GET", path, query, "").GET());
  }

  private HttpRequest.Builder signed(String method, String path, String query, String body) {
    var address = gateway.resolve(query.isEmpty() ? path : path + "?" + query);
    var request = HttpRequest.newBuilder(address).timeout(PATIENCE);
    requests.signature(method, path, query, body).forEach(request::header);
    return request;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException unanswered) {
      throw new UncheckedIOException(unanswered);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
