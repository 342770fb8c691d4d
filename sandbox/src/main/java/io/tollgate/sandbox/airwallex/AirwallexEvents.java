package io.tollgate.sandbox.airwallex;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.tollgate.sandbox.airwallex.AirwallexScript.Calling;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.node.ObjectNode;

/** Tells of what changed, signed over the time and the body. */
final class AirwallexEvents {

  private static final Duration GAP = Duration.ofMillis(100);

  private final AirwallexSimulatorSettings settings;
  private final Function<Intent, ObjectNode> writing;
  private final AtomicLong numbers = new AtomicLong();

  AirwallexEvents(AirwallexSimulatorSettings settings, Function<Intent, ObjectNode> writing) {
    this.settings = settings;
    this.writing = writing;
  }

  /**
   * One event on its way.
   *
   * @param secret that signs it
   */
  private record Event(String body, String secret) {}

  /** Tells the state that the intent is in, as its script wants. */
  void tell(Intent intent) {
    Calling calling = intent.script().calling();
    Event truth = told(intent, settings.webhookSecret());
    Duration delay = calling == Calling.LATE ? settings.times().late() : Duration.ZERO;
    switch (calling) {
      case LOST -> {}
      case ONCE, LATE -> send(delay, truth);
      case TWICE -> send(delay, truth, truth);
      case FORGED -> send(delay, told(intent.now(Intent.Status.CANCELLED), "of nobody"), truth);
      case SIGNED_WRONGLY -> send(delay, told(intent, "of nobody"));
    }
  }

  void tell(Refund refund) {
    String name = "refund." + refund.status().toLowerCase(Locale.ROOT);
    send(
        Duration.ZERO,
        new Event(
            AirwallexJson.event(id(), name, AirwallexJson.refund(refund)).toString(),
            settings.webhookSecret()));
  }

  private Event told(Intent intent, String secret) {
    String name = "payment_intent." + intent.status().name().toLowerCase(Locale.ROOT);
    return new Event(AirwallexJson.event(id(), name, writing.apply(intent)).toString(), secret);
  }

  private String id() {
    return "evt_sim" + numbers.incrementAndGet();
  }

  private void send(Duration delay, Event... events) {
    URI url = settings.callbackUrl();
    if (url != null) {
      Mono.delay(delay)
          .thenMany(Flux.fromArray(events))
          .delayElements(GAP)
          .concatMap(event -> post(url, event))
          .subscribe();
    }
  }

  private static Mono<Void> post(URI url, Event event) {
    String time = Long.toString(System.currentTimeMillis());
    return HttpClient.create()
        .headers(headers ->
            headers
                .set("Content-Type", "application/json")
                .set("x-timestamp", time)
                .set("x-signature", signature(event, time)))
        .post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(event.body().getBytes(UTF_8))))
        .response()
        .onErrorComplete()
        .then();
  }

  private static String signature(Event event, String time) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(event.secret().getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal((time + event.body()).getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
