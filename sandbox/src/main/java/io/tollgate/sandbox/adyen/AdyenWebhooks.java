package io.tollgate.sandbox.adyen;

import io.netty.buffer.Unpooled;
import io.tollgate.sandbox.adyen.AdyenScript.Calling;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends signed events. One that is not acknowledged with a 2xx is sent again a few times, with gaps
 * that are short in the sandbox.
 */
final class AdyenWebhooks {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
  private static final int MORE_TRIES = 5;
  private static final Duration GAP = Duration.ofMillis(100);

  private final @Nullable URI callbackUrl;
  private final String merchantAccount;
  private final Duration late;
  private final AdyenSignature signature;
  private final AdyenSignature forger = new AdyenSignature("00".repeat(32));
  private final HttpClient http;
  private final Disposable.Composite running = Disposables.composite();

  AdyenWebhooks(AdyenSimulatorSettings settings) {
    this.callbackUrl = settings.callbackUrl();
    this.merchantAccount = settings.merchantAccount();
    this.late = settings.lateCallback();
    this.signature = new AdyenSignature(settings.hmacKey());
    this.http =
        HttpClient.create()
            .headers(headers -> headers.set("Content-Type", "application/json; charset=utf-8"));
  }

  /**
   * What happened.
   *
   * @param pspReference of the payment, of the modification, or of a stored method
   * @param originalReference of the payment, where the event is about a modification
   * @param value in minor units
   */
  record Event(
      String code,
      boolean success,
      String pspReference,
      @Nullable String originalReference,
      String merchantReference,
      String currency,
      long value,
      String reason) {}

  /** Tells it, in the way its script wants. */
  void tell(Event event, Calling calling) {
    switch (calling) {
      case ONCE -> send(event, signature, Duration.ZERO);
      case LOST -> {}
      case TWICE -> {
        send(event, signature, Duration.ZERO);
        send(event, signature, GAP);
      }
      case LATE -> send(event, signature, late);
      case FORGED -> {
        send(opposite(event), forger, Duration.ZERO);
        send(event, signature, Duration.ZERO);
      }
    }
  }

  private static Event opposite(Event event) {
    return new Event(
        event.code,
        !event.success,
        event.pspReference,
        event.originalReference,
        event.merchantReference,
        event.currency,
        event.value,
        event.reason);
  }

  private void send(Event event, AdyenSignature signedBy, Duration delay) {
    if (callbackUrl == null) {
      return;
    }
    String body = body(event, signedBy);
    Disposable.Swap own = Disposables.swap();
    running.add(own);
    own.update(
        Mono.delay(delay)
            .then(Mono.defer(() -> post(callbackUrl, body)))
            .retryWhen(Retry.backoff(MORE_TRIES, GAP).jitter(0))
            .onErrorComplete()
            .doFinally(_ -> running.remove(own))
            .subscribe());
  }

  private String body(Event event, AdyenSignature signedBy) {
    ObjectNode item = JSON.createObjectNode();
    ObjectNode additional = item.putObject("additionalData");
    item.putObject("amount").put("currency", event.currency).put("value", event.value);
    item.put("eventCode", event.code)
        .put("eventDate", WHEN.format(OffsetDateTime.now(ZoneOffset.UTC)))
        .put("merchantAccountCode", merchantAccount)
        .put("merchantReference", event.merchantReference);
    if (event.originalReference != null) {
      item.put("originalReference", event.originalReference);
    }
    if (event.code.equals("RECURRING_CONTRACT")) {
      item.put("originalPsp", event.originalReference);
    }
    item.put("paymentMethod", "visa")
        .put("pspReference", event.pspReference)
        .put("reason", event.reason)
        .put("success", Boolean.toString(event.success));
    additional.put("hmacSignature", signedBy.of(item));
    ObjectNode root = JSON.createObjectNode().put("live", "false");
    root.putArray("notificationItems").addObject().set("NotificationRequestItem", item);
    return root.toString();
  }

  private Mono<Void> post(URI url, String body) {
    return http.post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
        .responseSingle((response, content) -> content.then(accepted(response)))
        .then();
  }

  private static Mono<Integer> accepted(HttpClientResponse response) {
    int status = response.status().code();
    return status / 100 == 2
        ? Mono.just(status)
        : Mono.error(new IllegalStateException("webhook answered " + status));
  }

  void close() {
    running.dispose();
  }
}
