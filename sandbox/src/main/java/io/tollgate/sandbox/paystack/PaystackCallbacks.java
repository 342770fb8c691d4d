package io.tollgate.sandbox.paystack;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends signed events, and does things later. An event that is not acknowledged with a 200 is sent
 * again a few times, with gaps that are short in the sandbox.
 */
final class PaystackCallbacks {

  private static final int MORE_TRIES = 4;
  private static final Duration FIRST_GAP = Duration.ofMillis(200);
  private static final String ALGORITHM = "HmacSHA512";

  private final @Nullable URI url;
  private final String key;
  private final Duration later;
  private final ConnectionProvider connections;
  private final HttpClient http;
  private final Disposable.Composite running = Disposables.composite();

  PaystackCallbacks(PaystackSimulatorSettings settings, LoopResources loops) {
    this.url = settings.callbackUrl();
    this.key = settings.secretKey();
    this.later = settings.later();
    this.connections = ConnectionProvider.create("paystack-callbacks", 16);
    this.http =
        HttpClient.create(connections)
            .runOn(loops)
            .responseTimeout(Duration.ofSeconds(5))
            .headers(headers -> headers.set("Content-Type", "application/json"));
  }

  /** Tells how a transaction ended, in the way that its script wants. */
  void tell(PaystackSale sale) {
    String event = sale.isPaid() ? "charge.success" : "charge.failed";
    ObjectNode data = PaystackJson.sale(sale);
    switch (sale.script().calling) {
      case ONCE -> send(event, data);
      case LOST -> {}
      case TWICE -> {
        send(event, data);
        later(() -> send(event, data));
      }
      case LATE -> later(() -> send(event, data));
      case FORGED -> {
        ObjectNode lie = PaystackJson.sale(sale).put("status", "failed");
        send(body("charge.failed", lie), "sk_of_somebody_else");
        send(event, data);
      }
    }
  }

  void tell(PaystackRefund refund, PaystackSale sale) {
    send("refund." + refund.status(), PaystackJson.refundTold(refund, sale));
  }

  void send(String event, ObjectNode data) {
    send(body(event, data), key);
  }

  /** Does something after a while, unless the simulator is closed before. */
  void later(Runnable work) {
    run(Mono.delay(later).doOnNext(_ -> work.run()));
  }

  void close() {
    running.dispose();
    connections.dispose();
  }

  private static String body(String event, ObjectNode data) {
    ObjectNode body = PaystackJson.object().put("event", event);
    body.set("data", data);
    return body.toString();
  }

  private void send(String body, String signingKey) {
    if (url != null) {
      run(
          Mono.defer(() -> post(url, body, signature(body, signingKey)))
              .retryWhen(Retry.backoff(MORE_TRIES, FIRST_GAP).jitter(0))
              .onErrorResume(_ -> Mono.empty()));
    }
  }

  private void run(Mono<?> work) {
    Disposable.Swap own = Disposables.swap();
    running.add(own);
    own.update(work.doFinally(_ -> running.remove(own)).subscribe());
  }

  private Mono<Integer> post(URI address, String body, String signature) {
    return http.headers(headers -> headers.set("x-paystack-signature", signature))
        .post()
        .uri(address)
        .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
        .responseSingle((response, content) ->
            content.then(
                response.status().code() == 200
                    ? Mono.just(200)
                    : Mono.error(new IllegalStateException("the event was not acknowledged"))));
  }

  private static String signature(String body, String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
