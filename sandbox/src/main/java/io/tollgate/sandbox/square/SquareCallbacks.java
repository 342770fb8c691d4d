package io.tollgate.sandbox.square;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.databind.node.ObjectNode;

/** Sends signed events. One that is not taken is not sent again. */
final class SquareCallbacks {

  private final SquareSimulatorSettings settings;
  private final Later later;

  SquareCallbacks(SquareSimulatorSettings settings, Later later) {
    this.settings = settings;
    this.later = later;
  }

  /** Tells what became of a payment or a refund, in the way its script wants. */
  void tell(String kind, ObjectNode thing, Script script) {
    var url = settings.callbackUrl();
    if (url == null || script == Script.CALLBACK_LOST) {
      return;
    }
    var event = event(kind, thing);
    var key = script == Script.CALLBACK_FORGED ? "key_of_somebody_else" : settings.signatureKey();
    var delay = script == Script.CALLBACK_LATE ? settings.processing() : Duration.ZERO;
    int times = script == Script.CALLBACK_TWICE ? 2 : 1;
    later.run(delay, post(url, event, signature(url + event, key)).repeat(times - 1));
  }

  private static Mono<HttpClientResponse> post(URI url, String event, String signature) {
    return HttpClient.create()
        .headers(headers ->
            headers
                .set("Content-Type", "application/json")
                .set("x-square-hmacsha256-signature", signature))
        .post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(event.getBytes(UTF_8))))
        .response();
  }

  private static String event(String kind, ObjectNode thing) {
    var event =
        SquareReply.JSON
            .createObjectNode()
            .put("merchant_id", "SIMULATED")
            .put("type", kind + ".updated")
            .put("event_id", UUID.randomUUID().toString())
            .put("created_at", Instant.now().toString());
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
