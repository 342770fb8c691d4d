package io.tollgate.sandbox.razorpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.databind.node.ObjectNode;

/** Sends signed events. One that is not taken is not sent again. */
final class RazorpayEvents {

  private final RazorpaySimulatorSettings settings;
  private final Later later;

  RazorpayEvents(RazorpaySimulatorSettings settings, Later later) {
    this.settings = settings;
    this.later = later;
  }

  /** Tells that something came to be, in the way its script wants. */
  void tell(String event, String kind, ObjectNode thing, RazorpayScript script) {
    var url = settings.callbackUrl();
    if (url == null || script == RazorpayScript.SIM_CALLBACK_LOST) {
      return;
    }
    var body = body(event, kind, thing);
    var secret =
        script == RazorpayScript.SIM_CALLBACK_FORGED ? "of_another" : settings.webhookSecret();
    var delay = script == RazorpayScript.SIM_CALLBACK_LATE ? settings.processing() : Duration.ZERO;
    int times = script == RazorpayScript.SIM_CALLBACK_TWICE ? 2 : 1;
    later.run(delay, post(url, body, signature(body, secret)).repeat(times - 1));
  }

  private static Mono<HttpClientResponse> post(URI url, String body, String signature) {
    return HttpClient.create()
        .headers(headers ->
            headers
                .set("Content-Type", "application/json")
                .set("X-Razorpay-Signature", signature)
                .set("x-razorpay-event-id", UUID.randomUUID().toString()))
        .post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body.getBytes(UTF_8))))
        .response();
  }

  private static String body(String event, String kind, ObjectNode thing) {
    var body =
        RazorpayReply.JSON
            .createObjectNode()
            .put("entity", "event")
            .put("account_id", "acc_Simulated")
            .put("event", event);
    body.putArray("contains").add(kind);
    body.putObject("payload").putObject(kind).set("entity", thing.deepCopy());
    return body.put("created_at", thing.path("created_at").asLong(0)).toString();
  }

  private static String signature(String body, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
