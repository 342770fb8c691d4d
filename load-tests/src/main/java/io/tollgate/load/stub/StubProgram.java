package io.tollgate.load.stub;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.reactivestreams.Publisher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A channel that approves whatever it is asked, in Stripe's words, and a merchant's endpoint that
 * accepts every webhook. It remembers nothing, so a run leaves nothing behind.
 */
@Command(
    name = "stub",
    mixinStandardHelpOptions = true,
    description = "A channel that approves everything and an endpoint that accepts everything.")
public final class StubProgram implements Callable<Integer> {

  @Option(names = "--port", required = true, description = "of the loopback address")
  private int port;

  @Option(
      names = "--delay",
      description = "ms that the channel takes (default: ${DEFAULT-VALUE})",
      defaultValue = "0")
  private long delayMillis;

  private final LongAdder webhooks = new LongAdder();

  @Override
  public Integer call() {
    HttpServer.create()
        .host("127.0.0.1")
        .port(port)
        .route(routes ->
            routes
                .post("/v1/payment_intents", this::charge)
                .post("/webhooks", this::accept)
                .get("/webhooks", this::count))
        .bindNow()
        .onDispose()
        .block();
    return 0;
  }

  private Publisher<Void> charge(HttpServerRequest request, HttpServerResponse response) {
    var answer =
        request
            .receive()
            .aggregate()
            .asString(StandardCharsets.US_ASCII)
            .map(StubProgram::approval)
            .defaultIfEmpty("{}");
    var timely = delayMillis == 0 ? answer : answer.delayElement(Duration.ofMillis(delayMillis));
    return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json").sendString(timely);
  }

  private Mono<Void> accept(HttpServerRequest request, HttpServerResponse response) {
    webhooks.increment();
    return request.receive().then(response.status(200).send().then());
  }

  private Publisher<Void> count(HttpServerRequest request, HttpServerResponse response) {
    return response.sendString(Mono.just(String.valueOf(webhooks.sum())));
  }

  private static String approval(String form) {
    var attempt = field(form, "metadata[attempt_id]=");
    return """
    {"id":"pi_%s","object":"payment_intent","amount":%s,"currency":"%s","status":"succeeded",\
    "amount_received":%2$s,"livemode":false,"created":1767225600,"capture_method":"automatic",\
    "latest_charge":"ch_%1$s","metadata":{"attempt_id":"%4$s"}}\
    """
        .formatted(
            attempt.replace("-", "").replace("_", ""),
            field(form, "amount="),
            field(form, "currency="),
            attempt);
  }

  /** What follows the name up to the next one; empty where there is no such field. */
  private static String field(String form, String name) {
    int at = form.startsWith(name) ? 0 : form.indexOf('&' + name) + 1;
    if (at == 0 && !form.startsWith(name)) {
      return "";
    }
    int end = form.indexOf('&', at);
    return form.substring(at + name.length(), end < 0 ? form.length() : end);
  }
}
