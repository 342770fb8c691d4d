package io.tollgate.sandbox.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A merchant's callback door that keeps what comes and can refuse the first few. */
final class CallbackCatcher implements AutoCloseable {

  record Caught(String signature, String body) {}

  private final HttpServer server;
  private final List<Caught> caught = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  CallbackCatcher() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean refuse = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    if (!refuse) {
      caught.add(new Caught(exchange.getRequestHeaders().getFirst("Stripe-Signature"), body));
    }
    exchange.sendResponseHeaders(refuse ? 503 : 200, -1);
    exchange.close();
  }

  void refuseNext(int times) {
    refusals.set(times);
  }

  List<Caught> caught() {
    return caught;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
