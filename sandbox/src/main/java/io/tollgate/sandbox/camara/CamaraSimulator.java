package io.tollgate.sandbox.camara;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
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
 * A mobile operator on 127.0.0.1 with CAMARA's Carrier Billing 0.5.0, Carrier Billing Refund 0.3.0
 * and an address for access tokens. The payer's phone number says how a payment goes (see the
 * README); the {@link #book()} is the truth.
 */
public final class CamaraSimulator implements AutoCloseable {

  private static final String PAGES = "/_sim/page/";

  private final CamaraSimulatorSettings settings;
  private final int port;
  private final CamaraBook book = new CamaraBook();
  private final CamaraClients clients;
  private final CamaraEvents events;
  private final CamaraPayments payments;
  private final CamaraRoutes routes;
  private final DisposableServer server;

  private CamaraSimulator(CamaraSimulatorSettings settings) {
    this.settings = settings;
    this.port = settings.port() == 0 ? freePort() : settings.port();
    this.clients = new CamaraClients(settings, tokenUrl());
    this.events = new CamaraEvents(settings.processing());
    this.payments = new CamaraPayments(book, events, baseUrl());
    this.routes =
        new CamaraRoutes(
            book,
            payments,
            new CamaraRefunds(events),
            new CamaraLists(book, settings.longestPage()));
    this.server = HttpServer.create().host("127.0.0.1").port(port).handle(this::handle).bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static CamaraSimulator start(CamaraSimulatorSettings settings) {
    return new CamaraSimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where an operator's API root would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port;
  }

  /** Where access tokens come from. */
  public String tokenUrl() {
    return baseUrl() + "/oauth2/token";
  }

  /** Every payment that was made. */
  public CamaraBook book() {
    return book;
  }

  /** Makes every access token void before its time. */
  public void forgetTokens() {
    clients.forgetTokens();
  }

  /** Stops listening, and nothing more happens by itself. */
  @Override
  public void close() {
    server.disposeNow();
    events.close();
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asString(UTF_8)
        .defaultIfEmpty("")
        .map(body -> reply(request, body))
        .flatMap(reply -> send(reply, request, response));
  }

  private CamaraReply reply(HttpServerRequest request, String body) {
    var address = new QueryStringDecoder(request.uri());
    var authorization = request.requestHeaders().get("Authorization");
    if (address.path().equals("/oauth2/token")) {
      return clients.grant(body, authorization);
    }
    if (address.path().startsWith(PAGES)) {
      var agrees = address.parameters().containsKey("agree");
      return payments.visited(address.path().substring(PAGES.length()), agrees)
          ? CamaraReply.of(204, null)
          : CamaraReply.error(404, "NOT_FOUND");
    }
    if (!clients.isKnown(authorization)) {
      return CamaraReply.error(401, "UNAUTHENTICATED");
    }
    return request.method().equals(HttpMethod.POST)
        ? change(address.path(), body)
        : routes.read(address.path(), query(address));
  }

  private CamaraReply change(String path, String body) {
    try {
      return CamaraReply.JSON.readTree(body) instanceof ObjectNode object
          ? routes.change(path, object)
          : CamaraReply.invalid("Client specified an invalid argument.");
    } catch (JacksonException unreadable) {
      return CamaraReply.invalid("Client specified an invalid argument.");
    }
  }

  private static Map<String, String> query(QueryStringDecoder address) {
    var query = new HashMap<String, String>();
    address.parameters().forEach((name, values) -> query.put(name, String.join(",", values)));
    return query;
  }

  private Mono<Void> send(
      CamaraReply reply, HttpServerRequest request, HttpServerResponse response) {
    return switch (reply.way()) {
      case AT_ONCE -> write(reply, request, response);
      case LATE ->
          Mono.delay(settings.processing()).then(Mono.defer(() -> write(reply, request, response)));
      case NEVER -> Mono.delay(settings.silence()).then(drop(response));
      case DROPPED -> drop(response);
    };
  }

  private Mono<Void> write(
      CamaraReply reply, HttpServerRequest request, HttpServerResponse response) {
    response.status(reply.status());
    var correlator = request.requestHeaders().get("x-correlator");
    if (correlator != null) {
      response.header("x-correlator", correlator);
    }
    if (reply.total() >= 0 && settings.tellsTotals()) {
      response.header("X-Total-Count", String.valueOf(reply.total()));
    }
    var body = reply.body();
    return body == null
        ? response.send().then()
        : response
            .header("Content-Type", "application/json")
            .sendString(Mono.just(body.toString()))
            .then();
  }

  /** Never completes, or an empty 200 would be written; the closed channel ends it. */
  private static Mono<Void> drop(HttpServerResponse response) {
    return Mono.<Void>fromRunnable(() -> response.withConnection(CamaraSimulator::cut))
        .then(Mono.never());
  }

  private static void cut(Connection connection) {
    var _ = connection.channel().close();
  }

  /** Pages and assertions name the address before anybody listens there. */
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
