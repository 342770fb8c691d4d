package io.tollgate.sandbox.square;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
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
 * Square's Payments API on 127.0.0.1, as far as a gateway uses it. The token of a payment says how
 * it goes (see the README); the {@link #book()} is the truth.
 */
public final class SquareSimulator implements AutoCloseable {

  private static final String PAGE = "/_sim/pay/";

  private final SquareSimulatorSettings settings;
  private final SquareBook book = new SquareBook();
  private final SquareVault vault = new SquareVault(book);
  private final Later later = new Later();
  private final SquareRoutes routes;
  private final DisposableServer server;

  private SquareSimulator(SquareSimulatorSettings settings) {
    this.settings = settings;
    var callbacks = new SquareCallbacks(settings, later);
    var payments = new SquarePayments(book, callbacks, settings, later);
    this.routes =
        new SquareRoutes(
            payments,
            new SquareRefunds(book, callbacks, settings, later),
            vault,
            new SquareLists(book),
            new SquareLinks(book, payments));
    this.server =
        HttpServer.create().host("127.0.0.1").port(settings.port()).handle(this::handle).bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static SquareSimulator start(SquareSimulatorSettings settings) {
    return new SquareSimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where Square's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Every payment that was made. */
  public SquareBook book() {
    return book;
  }

  /** Keeps a card on file, as an agreement does; the result is what it is charged by. */
  String keepCard(String source) {
    return vault.keep(source);
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
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body -> reply(request, body))
        .flatMap(reply -> send(reply, response));
  }

  private SquareReply reply(HttpServerRequest request, String body) {
    var address = new QueryStringDecoder(request.uri());
    var query = new HashMap<String, String>();
    address.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
    if (address.path().startsWith(PAGE)) {
      return routes.act(address.path().substring(PAGE.length()), query);
    }
    var token = request.requestHeaders().get("Authorization", "");
    if (!token.equals("Bearer " + settings.accessToken())) {
      return SquareReply.error(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED");
    }
    var path = List.of(address.path().replaceFirst("^/v2/", "").split("/"));
    if (request.method().equals(HttpMethod.GET)) {
      return routes.read(path, query);
    }
    return request.method().equals(HttpMethod.DELETE) ? routes.delete(path) : change(path, body);
  }

  /** Square's own client sends nothing where nothing is to be said. */
  private SquareReply change(List<String> path, String body) {
    try {
      return SquareReply.JSON.readTree(body.isEmpty() ? "{}" : body) instanceof ObjectNode object
          ? routes.change(path, object, baseUrl())
          : SquareReply.invalid("EXPECTED_JSON_BODY");
    } catch (JacksonException unreadable) {
      return SquareReply.invalid("EXPECTED_JSON_BODY");
    }
  }

  private Mono<Void> send(SquareReply reply, HttpServerResponse response) {
    return switch (reply.way()) {
      case AT_ONCE -> write(reply, response);
      case LATE -> Mono.delay(settings.processing()).then(Mono.defer(() -> write(reply, response)));
      case NEVER -> Mono.delay(settings.silence()).then(drop(response));
      case DROPPED -> drop(response);
    };
  }

  private static Mono<Void> write(SquareReply reply, HttpServerResponse response) {
    return response
        .status(reply.status())
        .header("Content-Type", "application/json")
        .sendString(Mono.just(reply.body().toString()))
        .then();
  }

  /** Never completes, or an empty 200 would be written; the closed channel ends it. */
  private static Mono<Void> drop(HttpServerResponse response) {
    return Mono.<Void>fromRunnable(() -> response.withConnection(SquareSimulator::cut))
        .then(Mono.never());
  }

  private static void cut(Connection connection) {
    var _ = connection.channel().close();
  }
}
