package io.tollgate.sandbox.mercadopago;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
 * Mercado Pago's Payments API and Checkout Pro on 127.0.0.1, as far as a gateway uses them. The
 * card token of a payment says how it goes (see the README); the {@link #book()} is the truth.
 */
public final class MercadoPagoSimulator implements AutoCloseable {

  private static final Set<String> WITHOUT_KEY = Set.of("GET", "PUT", "DELETE");
  private static final Reply RUNNING =
      Reply.error(423, "locked", 2001, "Already posted the same request in the last minute");

  private final MercadoPagoSettings settings;
  private final MercadoPagoBook book = new MercadoPagoBook();
  private final Later later = new Later();
  private final Map<String, Reply> byKey = new ConcurrentHashMap<>();
  private final MercadoPagoVault vault;
  private final MercadoPagoRoutes routes;
  private final MercadoPagoPages pages;
  private final ChannelGroup connections =
      new DefaultChannelGroup("mercadopago", GlobalEventExecutor.INSTANCE);
  private final DisposableServer server;
  private volatile Duration delay = Duration.ZERO;

  private MercadoPagoSimulator(MercadoPagoSettings settings) {
    this.settings = settings;
    int port = settings.port() == 0 ? freePort() : settings.port();
    var baseUrl = "http://127.0.0.1:" + port;
    this.vault = new MercadoPagoVault(book);
    var callbacks = new MercadoPagoCallbacks(settings, later);
    var payments = new MercadoPagoPayments(book, vault, callbacks, settings, later, baseUrl);
    this.pages = new MercadoPagoPages(book, payments, baseUrl);
    this.routes =
        new MercadoPagoRoutes(
            book,
            payments,
            new MercadoPagoRefunds(book, payments, settings, later),
            vault,
            pages,
            new MercadoPagoReports(book, settings, later));
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(port)
            .channelGroup(connections)
            .handle(this::handle)
            .bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static MercadoPagoSimulator start(MercadoPagoSettings settings) {
    return new MercadoPagoSimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where Mercado Pago's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Every payment that was made. */
  public MercadoPagoBook book() {
    return book;
  }

  /**
   * Saves a card for a new customer.
   *
   * @param token says how the card behaves
   * @return {@code <customer>/<card>}
   */
  String saveCard(String email, String token) {
    synchronized (book) {
      return vault.saveForNew(email, token);
    }
  }

  /** Adds this to the time of every answer; zero for none. */
  public void delay(Duration every) {
    delay = every;
  }

  /** Stops listening, and nothing more happens by itself. */
  @Override
  public void close() {
    // The door first: a client that notices must find it shut.
    server.channel().close().syncUninterruptibly();
    connections.close().awaitUninterruptibly();
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
        .flatMap(reply -> delay.isZero() ? Mono.just(reply) : Mono.just(reply).delayElement(delay))
        .flatMap(reply -> send(reply, response));
  }

  private Reply reply(HttpServerRequest request, String body) {
    var address = new QueryStringDecoder(request.uri());
    var words = List.of(address.path().substring(1).split("/"));
    var query = new HashMap<String, String>();
    address.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
    if (words.getFirst().equals("_sim")) {
      return acted(words.getLast(), query.getOrDefault("outcome", "approve"));
    }
    var token = request.requestHeaders().get("Authorization", "");
    if (!token.equals("Bearer " + settings.accessToken())) {
      return Reply.error(401, "unauthorized", 4, "invalid access token");
    }
    var method = request.method().name();
    var key = request.requestHeaders().get("X-Idempotency-Key", "");
    if (WITHOUT_KEY.contains(method)) {
      return answer(method, words, query, body);
    }
    return key.isEmpty()
        ? Reply.refusal(4292, "Header X-Idempotency-Key can't be null")
        : once(address.path() + " " + key, () -> answer(method, words, query, body));
  }

  /** What has become something is told again; what was refused or broke may be tried again. */
  private Reply once(String key, Supplier<Reply> work) {
    var before = byKey.putIfAbsent(key, RUNNING);
    if (before != null) {
      return before;
    }
    var reply = work.get();
    if (reply.status() < 300) {
      byKey.put(key, reply.by(Reply.Way.AT_ONCE));
    } else {
      byKey.remove(key);
    }
    return reply;
  }

  private Reply answer(String method, List<String> words, Map<String, String> query, String body) {
    try {
      synchronized (book) {
        return body.isEmpty()
            ? routes.answer(method, words, query, Reply.object())
            : Reply.JSON.readTree(body) instanceof ObjectNode object
                ? routes.answer(method, words, query, object)
                : Reply.refusal(1, "Params Error");
      }
    } catch (JacksonException unreadable) {
      return Reply.refusal(1, "Params Error");
    }
  }

  private Reply acted(String id, String outcome) {
    int status = pages.visit(id, outcome);
    return new Reply(status, "text/plain", outcome, Reply.Way.AT_ONCE);
  }

  private Mono<Void> send(Reply reply, HttpServerResponse response) {
    return switch (reply.way()) {
      case AT_ONCE -> write(reply, response);
      case LATE -> Mono.delay(settings.processing()).then(Mono.defer(() -> write(reply, response)));
      case NEVER -> Mono.delay(settings.silence()).then(drop(response));
      case DROPPED -> drop(response);
      case BROKEN -> write(Reply.broken(), response);
    };
  }

  private static Mono<Void> write(Reply reply, HttpServerResponse response) {
    return response
        .status(reply.status())
        .header("Content-Type", reply.type())
        .sendString(Mono.just(reply.body()))
        .then();
  }

  /** Never completes, or an empty 200 would be written; the closed channel ends it. */
  private static Mono<Void> drop(HttpServerResponse response) {
    return Mono.<Void>fromRunnable(() -> response.withConnection(MercadoPagoSimulator::cut))
        .then(Mono.never());
  }

  private static void cut(Connection connection) {
    var _ = connection.channel().close();
  }

  /** Answers name the simulator's address, so that it has to be known before it listens. */
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }
}
