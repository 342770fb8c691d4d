package io.tollgate.sandbox.razorpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Razorpay's orders, payments, payment links, agreements, refunds and settlements on 127.0.0.1, as
 * far as a gateway uses them. The bank, the wallet or the address of a payment says how it goes
 * (see the README); the {@link #book()} is the truth.
 */
public final class RazorpaySimulator implements AutoCloseable {

  private static final String PAGE = "/_sim/pay/";

  private final RazorpaySimulatorSettings settings;
  private final String authorization;
  private final RazorpayBook book = new RazorpayBook();
  private final Later later = new Later();
  private final RazorpayTokens tokens;
  private final RazorpayRoutes routes;
  private final DisposableServer server;

  private RazorpaySimulator(RazorpaySimulatorSettings settings) {
    this.settings = settings;
    var pair = (settings.keyId() + ":" + settings.keySecret()).getBytes(UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    var events = new RazorpayEvents(settings, later);
    var orders = new RazorpayOrders(book, events, settings.uniqueReceipts());
    this.tokens = new RazorpayTokens(book);
    this.routes =
        new RazorpayRoutes(
            orders,
            new RazorpayPayments(book, events, orders, tokens, settings, later),
            tokens,
            new RazorpayRefunds(book, events, settings, later));
    this.server =
        HttpServer.create().host("127.0.0.1").port(settings.port()).handle(this::handle).bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static RazorpaySimulator start(RazorpaySimulatorSettings settings) {
    return new RazorpaySimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where Razorpay's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Where the payer of a payment or a link decides. */
  String page(String id) {
    return baseUrl() + PAGE + id;
  }

  /** Every payment that was tried. */
  public RazorpayBook book() {
    return book;
  }

  /**
   * A payer who agreed before to be charged.
   *
   * @param vpa the payer's UPI address, which says how charges go
   * @return {@code <customer>/<token>}
   */
  String agreed(String vpa) {
    synchronized (book) {
      return tokens.addConfirmed(vpa);
    }
  }

  /** Stops listening, and nothing more happens by itself. */
  @Override
  public void close() {
    server.disposeNow();
    later.close();
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asString(UTF_8)
        .defaultIfEmpty("")
        .map(body -> reply(request, body))
        .flatMap(reply -> send(reply, response));
  }

  private RazorpayReply reply(HttpServerRequest request, String body) {
    var address = new QueryStringDecoder(request.uri());
    var query = new HashMap<String, String>();
    address.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
    synchronized (book) {
      if (address.path().startsWith(PAGE)) {
        return routes.act(address.path().substring(PAGE.length()), query);
      }
      return request.requestHeaders().get("Authorization", "").equals(authorization)
          ? reply(request, address.path(), query, body)
          : RazorpayReply.error(401, "BAD_REQUEST_ERROR", "NA", "NA");
    }
  }

  private RazorpayReply reply(
      HttpServerRequest request, String address, Map<String, String> query, String body) {
    var path = List.of(address.replaceFirst("^/v1/", "").split("/"));
    if (request.method().equals(HttpMethod.GET)) {
      return routes.read(path, query);
    }
    try {
      return RazorpayReply.JSON.readTree(body.isEmpty() ? "{}" : body) instanceof ObjectNode object
          ? routes.change(
              request.method().name(),
              path,
              object,
              request.requestHeaders().get("X-Refund-Idempotency", ""),
              baseUrl())
          : RazorpayReply.invalid();
    } catch (JacksonException unreadable) {
      return RazorpayReply.invalid();
    }
  }

  private Mono<Void> send(RazorpayReply reply, HttpServerResponse response) {
    return switch (reply.way()) {
      case AT_ONCE -> write(reply, response);
      case LATE -> Mono.delay(settings.processing()).then(Mono.defer(() -> write(reply, response)));
      case NEVER -> Mono.delay(settings.silence()).then(drop(response));
      case DROPPED -> drop(response);
    };
  }

  private static Mono<Void> write(RazorpayReply reply, HttpServerResponse response) {
    return response
        .status(reply.status())
        .header("Content-Type", "application/json")
        .sendString(Mono.just(reply.body().toString()))
        .then();
  }

  /** Never completes, or an empty 200 would be written; the closed channel ends it. */
  private static Mono<Void> drop(HttpServerResponse response) {
    return Mono.<Void>fromRunnable(() -> response.withConnection(RazorpaySimulator::cut))
        .then(Mono.never());
  }

  private static void cut(Connection connection) {
    var _ = connection.channel().close();
  }
}
