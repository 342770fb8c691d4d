package io.tollgate.sandbox.square;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.node.ObjectNode;

/** Sends signed events. One that is not taken is not sent again. */
final class SquareCallbacks {

  private final SquareSimulatorSettings settings;
  private final Disposable.Composite running = Disposables.composite();

  SquareCallbacks(SquareSimulatorSettings settings) {
    this.settings = settings;
  }

  /** Tells what became of a payment or a refund, in the way its script wants. */
  void tell(String kind, ObjectNode thing, Script script) {
    var event = event(kind, thing);
    switch (script) {
      case CALLBACK_LOST -> {}
      case CALLBACK_LATE -> send(event, settings.signatureKey(), settings.processing());
      case CALLBACK_TWICE -> {
        send(event, settings.signatureKey(), Duration.ZERO);
        send(event, settings.signatureKey(), Duration.ofMillis(50));
      }
      case CALLBACK_FORGED -> send(event, "key_of_somebody_else", Duration.ZERO);
      default -> send(event, settings.signatureKey(), Duration.ZERO);
    }
  }

  void close() {
    running.dispose();
  }

  private void send(String event, String key, Duration delay) {
    var url = settings.callbackUrl();
    if (url == null) {
      return;
    }
    running.add(
        Mono.delay(delay)
            .then(
                HttpClient.create()
                    .headers(headers ->
                        headers
                            .set("Content-Type", "application/json")
                            .set(
                                "x-square-hmacsha256-signature",
                                signature(url.toString() + event, key)))
                    .post()
                    .uri(url.toString())
                    .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(event.getBytes(UTF_8))))
                    .response())
            .onErrorComplete()
            .subscribe());
  }

  private static String event(String kind, ObjectNode thing) {
    var event =
        SquareReply.JSON
            .createObjectNode()
            .put("merchant_id", "SIMULATED")
            .put("type", kind + ".updated")
            .put("event_id", UUID.randomUUID().toString());
    var data = event.putObject("data").put("type", kind).put("id", thing.path("id").asString());
    data.putObject("object").set(kind, thing.deepCopy());
    return event.toString();
  }

  private static String signature(String text, String key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
