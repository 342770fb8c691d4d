package io.tollgate.sandbox.merchant;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A merchant's endpoint on 127.0.0.1: takes webhooks at any path by POST, verifies them by the
 * Standard Webhooks specification, remembers the newest, and shows them at {@code /}.
 *
 * <p>A webhook that does not verify is remembered too, and answered 401.
 */
public final class WebhookReceiver implements AutoCloseable {

  private static final int KEPT = 10_000;
  private static final int PIECE = 16 * 1024;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final JsonMapper mapper = JsonMapper.builder().build();
  private final ConcurrentLinkedDeque<Received> received = new ConcurrentLinkedDeque<>();
  private final WebhookSignature signature;
  private final Consumer<String> printer;
  private final DisposableServer server;
  private volatile WebhookAnswer answer = WebhookAnswer.accepted();

  private WebhookReceiver(int port, String secret, Consumer<String> printer) {
    this.signature = new WebhookSignature(secret);
    this.printer = printer;
    this.server = HttpServer.create().host("127.0.0.1").port(port).handle(this::handle).bindNow();
  }

  /**
   * One webhook that came in.
   *
   * @param id the {@code webhook-id}; the same for every try of one message; empty when missing
   * @param type the {@code type} of the payload; empty when it has none
   * @param payload the body, unchanged
   * @param verified whether its signature and timestamp are right
   */
  public record Received(String id, String type, String payload, boolean verified, Instant at) {}

  /**
   * Starts on any free port, silently.
   *
   * @param secret {@code whsec_<base64>}
   */
  public static WebhookReceiver start(String secret) {
    return start(0, secret, _ -> {});
  }

  /**
   * Starts on the given port.
   *
   * @param port 0 for any free one
   * @param secret {@code whsec_<base64>}
   * @param printer gets one line for each webhook
   */
  public static WebhookReceiver start(int port, String secret, Consumer<String> printer) {
    return new WebhookReceiver(port, secret, printer);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Where webhooks are to be sent. */
  public String url() {
    return "http://127.0.0.1:" + port() + "/webhooks";
  }

  /** What came in, oldest first; the newest 10,000 are kept. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Forgets what came in. */
  public void clear() {
    received.clear();
  }

  /** Scripts the answer to verified webhooks from now on. */
  public void answerWith(WebhookAnswer other) {
    answer = other;
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    if (request.method().equals(HttpMethod.POST)) {
      return request
          .receive()
          .aggregate()
          .asByteArray()
          .defaultIfEmpty(new byte[0])
          .map(body -> take(request, body))
          .flatMap(webhook -> reply(webhook, response));
    }
    if (request.uri().equals("/")) {
      return response
          .header("Content-Type", "text/html; charset=utf-8")
          .sendString(Mono.fromSupplier(() -> WebhookPage.of(received())));
    }
    return response.status(404).send();
  }

  private Received take(HttpServerRequest request, byte[] body) {
    var headers = request.requestHeaders();
    String id = headers.get("webhook-id");
    boolean verified =
        signature.accepts(
            id, headers.get("webhook-timestamp"), headers.get("webhook-signature"), body);
    String payload = new String(body, StandardCharsets.UTF_8);
    Received webhook =
        new Received(id == null ? "" : id, typeOf(payload), payload, verified, Instant.now());
    received.addLast(webhook);
    while (received.size() > KEPT) {
      received.pollFirst();
    }
    printer.accept(
        "webhook %s %s %s".formatted(verified ? "verified" : "NOT VERIFIED", webhook.type, id));
    return webhook;
  }

  private String typeOf(String payload) {
    try {
      return mapper.readTree(payload).path("type").asString("");
    } catch (JacksonException notJson) {
      return "";
    }
  }

  private Mono<Void> reply(Received webhook, HttpServerResponse response) {
    if (!webhook.verified) {
      return response.status(401).send().then();
    }
    WebhookAnswer now = answer;
    if (now.hangs()) {
      return Mono.never();
    }
    Mono<Void> sent = Mono.defer(() -> send(now, response));
    return now.delay().isZero() ? sent : Mono.delay(now.delay()).then(sent);
  }

  private static Mono<Void> send(WebhookAnswer now, HttpServerResponse response) {
    response.status(now.status());
    Duration wait = now.retryAfter();
    if (wait != null) {
      response.header("Retry-After", String.valueOf(wait.toSeconds()));
    }
    if (now.bodyBytes() == 0) {
      return response.send().then();
    }
    byte[] piece = new byte[PIECE];
    long pieces = (now.bodyBytes() + PIECE - 1) / PIECE;
    return response
        .send(
            Flux.range(0, Math.toIntExact(pieces))
                .map(number -> length(number, now.bodyBytes()))
                .map(length -> Unpooled.wrappedBuffer(piece, 0, length)))
        .then();
  }

  private static int length(int number, long bytes) {
    return (int) Math.min(PIECE, bytes - (long) number * PIECE);
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.disposeNow(STOP_LIMIT);
  }
}
