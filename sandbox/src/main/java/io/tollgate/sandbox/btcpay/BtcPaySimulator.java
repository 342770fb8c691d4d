package io.tollgate.sandbox.btcpay;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.tollgate.sandbox.btcpay.BtcPayReply.Way;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A BTCPay Server's Greenfield API on 127.0.0.1, as far as a gateway uses it.
 *
 * <p>The description of an invoice says how it goes (see the README); the {@link #book()} is the
 * truth.
 */
public final class BtcPaySimulator implements AutoCloseable {

  private final BtcPaySimulatorSettings settings;
  private final BtcPayBook book = new BtcPayBook();
  private final Scheduler scheduler = Schedulers.newParallel("btcpay-simulator", 1, true);
  private final ChannelGroup connections =
      new DefaultChannelGroup("btcpay", GlobalEventExecutor.INSTANCE);
  private final BtcPayRoutes routes;
  private final DisposableServer server;

  private BtcPaySimulator(BtcPaySimulatorSettings settings) {
    this.settings = settings;
    this.routes =
        new BtcPayRoutes(
            settings,
            book,
            new BtcPayInvoices(
                book, new BtcPayWebhooks(settings, scheduler), scheduler, settings.step()),
            new BtcPayRefunds(book, scheduler, settings.step()),
            new BtcPayJson(this::baseUrl, settings.storeId()));
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(settings.port())
            .channelGroup(connections)
            .handle(this::handle)
            .bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static BtcPaySimulator start(BtcPaySimulatorSettings settings) {
    return new BtcPaySimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where the instance's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Every invoice and refund that it made. */
  public BtcPayBook book() {
    return book;
  }

  /** Stops listening and hangs up, and nothing changes any more. */
  @Override
  public void close() {
    scheduler.dispose();
    connections.close().awaitUninterruptibly();
    server.disposeNow();
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body -> routes.answer(BtcPayRequest.of(request, body)))
        .flatMap(reply -> send(reply, response));
  }

  private Mono<Void> send(BtcPayReply reply, HttpServerResponse response) {
    return switch (reply.way()) {
      case ANSWER -> write(reply, response);
      case ANSWER_LATE ->
          Mono.delay(settings.step(), scheduler)
              .then(Mono.defer(() -> send(reply.by(Way.ANSWER), response)));
      case SILENCE -> Mono.never();
      // Never completes, or an empty 200 would be written; the closed connection ends it.
      case DROP ->
          Mono.<Void>fromRunnable(() -> response.withConnection(BtcPaySimulator::close))
              .then(Mono.never());
    };
  }

  private static Mono<Void> write(BtcPayReply reply, HttpServerResponse response) {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    return response
        .status(reply.status())
        .header("Content-Type", reply.type())
        .header("Content-Length", String.valueOf(body.length))
        .sendByteArray(Mono.just(body))
        .then();
  }

  private static void close(Connection connection) {
    var _ = connection.channel().close();
  }
}
