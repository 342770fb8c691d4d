package io.tollgate.sandbox.stripe;

import io.netty.buffer.Unpooled;
import io.tollgate.sandbox.stripe.PaymentIntent.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;

/**
 * Sends signed events, a limited number at a time. An event that is not acknowledged with a 2xx is
 * sent again a few times, with growing gaps that are short in the sandbox.
 */
final class StripeCallbacks {

  private static final int CONNECTIONS = 64;
  private static final int WAITING = 200_000;
  private static final int MORE_TRIES = 5;
  private static final Duration FIRST_GAP = Duration.ofMillis(250);
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

  private final @Nullable URI callbackUrl;
  private final StripeSignature signature;
  private final StripeSignature forger = new StripeSignature("whsec_of_somebody_else");
  private final StripeSwitches switches;
  private final Duration late;
  private final StripeJson json;
  private final ConnectionProvider connections;
  private final HttpClient http;
  private final Disposable.Composite running = Disposables.composite();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder givenUp = new LongAdder();

  StripeCallbacks(
      StripeSimulatorSettings settings,
      StripeSwitches switches,
      StripeJson json,
      LoopResources loops) {
    this.callbackUrl = settings.callbackUrl();
    this.signature = new StripeSignature(settings.webhookSecret());
    this.late = settings.lateCallback();
    this.switches = switches;
    this.json = json;
    this.connections =
        ConnectionProvider.builder("stripe-callbacks")
            .maxConnections(CONNECTIONS)
            .pendingAcquireMaxCount(WAITING)
            .pendingAcquireTimeout(Duration.ofSeconds(60))
            .build();
    this.http =
        HttpClient.create(connections)
            .runOn(loops)
            .responseTimeout(REPLY_TIMEOUT)
            .headers(headers -> headers.set("Content-Type", "application/json; charset=utf-8"));
  }

  /** Tells the state that the intent has reached, in the way its script wants. */
  void tell(PaymentIntent intent, Script.Calling calling) {
    String event = event(intent, typeOf(intent));
    switch (calling) {
      case ONCE -> send(event, Duration.ZERO);
      case LOST -> lost.increment();
      case TWICE -> {
        send(event, Duration.ZERO);
        send(event, FIRST_GAP);
      }
      case LATE -> send(event, late);
      case REORDERED -> {
        send(event, Duration.ZERO);
        PaymentIntent earlier = intent.waiting(Status.PROCESSING);
        send(event(earlier, "payment_intent.processing"), FIRST_GAP);
      }
      case FORGED -> {
        PaymentIntent lie = intent.declined(Decline.GENERIC);
        send(event(lie, "payment_intent.payment_failed"), Duration.ZERO, forger);
        send(event, Duration.ZERO);
      }
    }
  }

  void tell(Refund refund) {
    String type = refund.status() == Refund.Status.FAILED ? "refund.failed" : "refund.updated";
    String id = StripeIds.random("evt_");
    send(json.event(id, type, now(), json.refund(refund)), Duration.ZERO);
  }

  /** Tells the state that a setup intent has reached, unless its script loses the event. */
  void tell(SetupIntent setup, String written, Script.Calling calling) {
    if (calling == Script.Calling.LOST) {
      lost.increment();
      return;
    }
    String type =
        switch (setup.status()) {
          case SUCCEEDED -> "setup_intent.succeeded";
          case REQUIRES_ACTION -> "setup_intent.requires_action";
          case REQUIRES_PAYMENT_METHOD -> "setup_intent.setup_failed";
          case REQUIRES_CONFIRMATION, PROCESSING -> "setup_intent.created";
        };
    send(json.event(StripeIds.random("evt_"), type, now(), written), Duration.ZERO);
  }

  private String event(PaymentIntent intent, String type) {
    return json.event(StripeIds.random("evt_"), type, now(), json.intent(intent));
  }

  private static String typeOf(PaymentIntent intent) {
    return switch (intent.status()) {
      case SUCCEEDED -> "payment_intent.succeeded";
      case CANCELED -> "payment_intent.canceled";
      case REQUIRES_ACTION -> "payment_intent.requires_action";
      case PROCESSING -> "payment_intent.processing";
      case REQUIRES_CAPTURE -> "payment_intent.amount_capturable_updated";
      case REQUIRES_PAYMENT_METHOD ->
          intent.decline() == null ? "payment_intent.created" : "payment_intent.payment_failed";
      case REQUIRES_CONFIRMATION -> "payment_intent.created";
    };
  }

  private void send(String event, Duration delay) {
    send(event, delay, signature);
  }

  private void send(String event, Duration delay, StripeSignature signedBy) {
    if (callbackUrl == null) {
      return;
    }
    if (switches.losesThisCallback()) {
      lost.increment();
      return;
    }
    Mono<?> call =
        Mono.defer(() -> post(callbackUrl, event, signedBy))
            .retryWhen(Retry.backoff(MORE_TRIES, FIRST_GAP).jitter(0))
            .doOnSuccess(_ -> acknowledged.increment())
            .onErrorResume(_ -> {
              givenUp.increment();
              return Mono.empty();
            });
    Mono<?> started = delay.isZero() ? call : Mono.delay(delay).then(call);
    Disposable.Swap own = Disposables.swap();
    running.add(own);
    own.update(started.doFinally(_ -> running.remove(own)).subscribe());
  }

  private Mono<Integer> post(URI url, String event, StripeSignature signedBy) {
    String header = signedBy.header(now(), event);
    return http.headers(headers -> headers.set("Stripe-Signature", header))
        .post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(event, StandardCharsets.UTF_8)))
        .responseSingle((response, body) -> body.then(Mono.defer(() -> accepted(response))));
  }

  private static Mono<Integer> accepted(HttpClientResponse response) {
    int status = response.status().code();
    return status / 100 == 2
        ? Mono.just(status)
        : Mono.error(new IllegalStateException("callback answered " + status));
  }

  private static long now() {
    return System.currentTimeMillis() / 1_000;
  }

  long acknowledgedCount() {
    return acknowledged.sum();
  }

  long lostCount() {
    return lost.sum();
  }

  long givenUpCount() {
    return givenUp.sum();
  }

  void close() {
    running.dispose();
    connections.dispose();
  }
}
