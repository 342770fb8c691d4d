package io.tollgate.sandbox.unionpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * UnionPay's online gateway on 127.0.0.1: pages, codes, tokens, operations, questions and bills.
 * The token of a charge says how it goes (see the README); the {@link #book()} is the truth.
 */
public final class UnionPaySimulator implements AutoCloseable {

  private static final Duration SLOW = Duration.ofMillis(300);
  private static final Duration LATE = Duration.ofMillis(300);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final String merId;
  private final UnionPayIdentities identities;
  private final UnionPayWire wire;
  private final UnionPayBook book = new UnionPayBook();
  private final UnionPayTrades trades = new UnionPayTrades(book, this::tell);
  private final @Nullable URI callbackUrl;
  private final Disposable.Composite callbacks = Disposables.composite();
  private final ChannelGroup connections =
      new DefaultChannelGroup("unionpay", GlobalEventExecutor.INSTANCE);
  private final DisposableServer server;

  private UnionPaySimulator(
      int port, String merId, UnionPayIdentities identities, @Nullable URI callbackUrl) {
    this.merId = merId;
    this.identities = identities;
    this.wire = new UnionPayWire(identities);
    this.callbackUrl = callbackUrl;
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(port)
            .channelGroup(connections)
            .handle(this::handle)
            .bindNow();
  }

  /**
   * Starts a simulator and waits until it listens.
   *
   * @param merId the only merchant that there is
   * @param identities whose keys and certificates are used
   * @param callbackUrl where notices go; without it there are none
   */
  public static UnionPaySimulator start(
      String merId, UnionPayIdentities identities, @Nullable URI callbackUrl) {
    return start(0, merId, identities, callbackUrl);
  }

  /** The same on a port of one's own; 0 for any free one. */
  static UnionPaySimulator start(
      int port, String merId, UnionPayIdentities identities, @Nullable URI callbackUrl) {
    return new UnionPaySimulator(port, merId, identities, callbackUrl);
  }

  /** To be used where UnionPay's own gateway would be. */
  public String gatewayUrl() {
    return "http://127.0.0.1:" + server.port() + "/gateway/api/";
  }

  /** To be used where UnionPay's bills would be. */
  public String fileUrl() {
    return "http://127.0.0.1:" + server.port() + "/file/";
  }

  /** Whose keys and certificates are used. */
  public UnionPayIdentities identities() {
    return identities;
  }

  /** Every transaction it took part in. */
  public UnionPayBook book() {
    return book;
  }

  /** A payer scans the code of this order, and pays. */
  public void scan(String orderId) {
    trades.scan(orderId);
  }

  /** Stops listening and sends no more notices. */
  @Override
  public void close() {
    callbacks.dispose();
    // The door first: a client that notices must find it shut.
    server.channel().close().syncUninterruptibly();
    connections.close().awaitUninterruptibly();
    server.disposeNow(STOP_LIMIT);
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    int at = request.uri().indexOf('?');
    String query = at < 0 ? "" : request.uri().substring(at + 1);
    return request
        .receive()
        .aggregate()
        .asString(UTF_8)
        .defaultIfEmpty("")
        .flatMap(body -> answer(request.path(), UnionPayWire.fields(query + "&" + body), response));
  }

  /** UnionPay signs nothing that it says to somebody whom it does not know. */
  private Mono<Void> answer(String path, Map<String, String> request, HttpServerResponse response) {
    if (!wire.isMerchants(request) || !merId.equals(request.get("merId"))) {
      return said(response, "respCode=11&respMsg=Signature verification failed[9100004]");
    }
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "frontTransReq.do" -> said(response, trades.visit(request));
      case "queryTrans.do" -> said(response, signed(trades.query(request)));
      case "backTransReq.do" -> trade(request, response);
      default -> said(response, signed(trades.bill(request)));
    };
  }

  private Mono<Void> trade(Map<String, String> request, HttpServerResponse response) {
    UnionPayScript script = UnionPayTrades.script(request);
    if (script == UnionPayScript.DROP) {
      return dropped(response);
    }
    if (script == UnionPayScript.ERROR) {
      return response.status(500).send();
    }
    Map<String, String> answer = trades.trade(request);
    boolean isSilent =
        book.of(request.getOrDefault("orderId", "")).stream()
            .anyMatch(
                it -> it.isRefund() && it.isDone() && it.script() == UnionPayScript.REFUND_SILENT);
    return switch (script) {
      case ERROR_AFTER_CHARGE -> response.status(500).send();
      case DROP_AFTER_CHARGE -> dropped(response);
      case SILENT_AFTER_CHARGE -> Mono.never();
      case SLOW -> Mono.delay(SLOW).then(said(response, signed(answer)));
      default ->
          isSilent && "00".equals(answer.get("respCode"))
              ? Mono.never()
              : said(
                  response,
                  wire.answer(answer, script.isImpostor() ? script : UnionPayScript.APPROVE));
    };
  }

  private String signed(Map<String, String> answer) {
    return wire.answer(answer, UnionPayScript.APPROVE);
  }

  private static Mono<Void> said(HttpServerResponse response, String body) {
    return response
        .header("Content-Type", "text/html;charset=UTF-8")
        .sendByteArray(Mono.just(body.getBytes(UTF_8)))
        .then();
  }

  private static Mono<Void> dropped(HttpServerResponse response) {
    response.withConnection(connection -> connection.dispose());
    return Mono.never();
  }

  private void tell(Map<String, String> fields, UnionPayScript script) {
    if (callbackUrl == null || script == UnionPayScript.CALLBACK_LOST) {
      return;
    }
    fields.put("merId", merId);
    String truth = wire.notice(fields, UnionPayScript.APPROVE);
    switch (script) {
      case CALLBACK_TWICE -> {
        send(truth, Duration.ZERO);
        send(truth, Duration.ZERO);
      }
      case CALLBACK_LATE -> send(truth, LATE);
      case CALLBACK_FORGED -> {
        fields.put("txnAmt", "1");
        send(wire.notice(fields, script), Duration.ZERO);
      }
      default -> send(truth, Duration.ZERO);
    }
  }

  private void send(String form, Duration delay) {
    callbacks.add(
        Mono.delay(delay)
            .then(
                HttpClient.create()
                    .headers(it ->
                        it.set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"))
                    .post()
                    .uri(String.valueOf(callbackUrl))
                    .send(ByteBufMono.fromString(Mono.just(form)))
                    .response())
            // A merchant who does not listen is no fault of the simulator's.
            .subscribe(_ -> {}, _ -> {}));
  }
}
