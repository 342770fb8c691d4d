package io.tollgate.gateway.payment;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Reference;
import io.tollgate.gateway.platform.BackgroundWork;
import io.tollgate.gateway.settings.LiveSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/**
 * Does before the process is ready what a first payment would otherwise be the first to do: classes
 * are loaded and connections used that it needs. The component {@code warmUp} of the readiness
 * waits for it, ten seconds at most.
 *
 * <p>Nothing of it is seen outside: requests go to the process itself and are refused for want of a
 * signature, Redis and the database are asked for a payment that does not exist, and channels are
 * not called.
 */
@Component("warmUpHealthIndicator")
final class WarmUp extends BackgroundWork
    implements ReactiveHealthIndicator, ApplicationListener<WebServerInitializedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int REQUESTS = 32;
  private static final int ROUNDS = 200;

  private static final byte[] ORDER =
      """
      {"reference":"warm-up","product":"foreign_card","amount":1299,"currency":"EUR",\
      "method":{"type":"card","token":"pm_card_visa"},"return_url":"https://shop.example/return"}\
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Payments payments;
  private final LoopResources eventLoops;
  private final Sinks.One<Integer> port;
  private volatile Disposable work = Disposables.disposed();
  private volatile boolean done;

  @Autowired
  WarmUp(LiveSettings settings, Payments payments, LoopResources eventLoops) {
    this(settings, payments, eventLoops, Sinks.one());
  }

  /** Not before there are settings, without which every request fails. */
  private WarmUp(
      LiveSettings settings, Payments payments, LoopResources eventLoops, Sinks.One<Integer> port) {
    super(port.asMono().then(settings.loaded()), Phase.TASKS);
    this.payments = payments;
    this.eventLoops = eventLoops;
    this.port = port;
  }

  @Override
  public Mono<Health> health() {
    return Mono.fromCallable(() -> done ? Health.up().build() : Health.outOfService().build());
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent started) {
    if (started.getApplicationContext().getServerNamespace() == null) {
      port.tryEmitValue(started.getWebServer().getPort());
    }
  }

  @Override
  protected void begin() {
    work =
        port.asMono()
            .flatMap(number ->
                Mono.whenDelayError(requests(number), questions(), orders()).timeout(LIMIT))
            .doFinally(_ -> done = true)
            .subscribe(_ -> {}, error -> LOG.info("could not warm up: {}", error.toString()));
  }

  @Override
  protected Mono<Void> end() {
    return Mono.fromRunnable(work::dispose);
  }

  /** The whole way in and out, up to the signature: it is one of nobody's. */
  private Mono<Void> requests(int port) {
    var client =
        HttpClient.create()
            .runOn(eventLoops)
            .baseUrl("http://127.0.0.1:" + port)
            .headers(headers ->
                headers
                    .set("Content-Type", "application/json")
                    .set("Content-Digest", "sha-256=:" + "A".repeat(43) + "=:")
                    .set("Signature", "sig1=:" + "A".repeat(43) + "=:")
                    .set(
                        "Signature-Input",
                        "sig1=(\"@method\" \"@authority\" \"@path\" \"@query\""
                            + " \"content-digest\");created="
                            + System.currentTimeMillis() / 1_000
                            + ";keyid=\"warm-up\""));
    return Flux.range(0, REQUESTS)
        .flatMap(
            _ ->
                client
                    .post()
                    .uri("/v1/payments")
                    .send(
                        ByteBufMono.fromString(
                            Mono.just(new String(ORDER, StandardCharsets.UTF_8))))
                    .responseSingle((_, body) -> body.asByteArray()),
            4)
        .then();
  }

  private Mono<Void> questions() {
    return Flux.range(0, REQUESTS)
        .map(_ -> new Reference("warm-up-" + ThreadLocalRandom.current().nextLong()))
        .map(reference -> PaymentId.of(new MerchantId("warm-up"), reference))
        .concatMap(id -> payments.checkIn(id, Duration.ZERO).then(payments.find(id)))
        .then();
  }

  /** What is computed for an order: its shape, its first version and its view. */
  private static Mono<Void> orders() {
    return Mono.<Void>fromRunnable(
            () -> {
              for (int round = 0; round < ROUNDS; round++) {
                PaymentRequests.fingerprint(ORDER);
                PaymentRequests.order(new MerchantId("warm-up"), ORDER);
              }
            })
        .subscribeOn(Schedulers.parallel());
  }
}
