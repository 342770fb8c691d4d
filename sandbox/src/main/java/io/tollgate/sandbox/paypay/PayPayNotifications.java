package io.tollgate.sandbox.paypay;

import io.tollgate.sandbox.paypay.PayPayScript.Calling;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** Tells of payments that were paid, held or failed; nobody signs it. */
final class PayPayNotifications {

  private static final Duration GAP = Duration.ofMillis(100);

  private final PayPaySimulatorSettings settings;

  PayPayNotifications(PayPaySimulatorSettings settings) {
    this.settings = settings;
  }

  /** Tells the state that the payment is in, as its script wants. */
  void tell(PayPayOrder order) {
    Calling calling = order.script().calling();
    String truth = written(order, order.status().name());
    Duration delay = calling == Calling.LATE ? settings.times().late() : Duration.ZERO;
    switch (calling) {
      case LOST -> {}
      case ONCE, LATE -> send(delay, truth);
      case TWICE -> send(delay, truth, truth);
      case FORGED -> send(delay, written(order, "FAILED"), truth);
    }
  }

  private String written(PayPayOrder order, String state) {
    return PayPayJson.transaction(order, settings.merchantId(), state);
  }

  private void send(Duration delay, String... notifications) {
    URI url = settings.callbackUrl();
    if (url != null) {
      Mono.delay(delay)
          .thenMany(Flux.fromArray(notifications))
          .delayElements(GAP)
          .concatMap(notification -> post(url, notification))
          .subscribe();
    }
  }

  private static Mono<Void> post(URI url, String notification) {
    return HttpClient.create()
        .headers(headers -> headers.set("Content-Type", "application/json"))
        .post()
        .uri(url)
        .send(ByteBufFlux.fromString(Mono.just(notification)))
        .response()
        .onErrorComplete()
        .then();
  }
}
