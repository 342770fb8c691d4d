package io.tollgate.sandbox.mercadopago;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends signed notifications to the address that a payment names. One that is not taken is not sent
 * again.
 */
final class MercadoPagoCallbacks {

  private final MercadoPagoSettings settings;
  private final Later later;

  MercadoPagoCallbacks(MercadoPagoSettings settings, Later later) {
    this.settings = settings;
    this.later = later;
  }

  /** Tells that a payment changed, in the way its script wants. */
  void tell(ObjectNode payment, Script script) {
    var address = MercadoPagoBook.text(payment, "notification_url");
    if (address.isEmpty() || script == Script.CALLBACK_LOST) {
      return;
    }
    var id = MercadoPagoBook.text(payment, "id");
    var right = notification(address, id, settings.webhookSecret());
    later.start(
        switch (script) {
          case CALLBACK_TWICE -> right.then(right);
          case CALLBACK_LATE -> Mono.delay(settings.processing()).then(right);
          case CALLBACK_FORGED -> notification(address, id, "of-somebody-else").then(right);
          default -> Mono.delay(Duration.ZERO).then(right);
        });
  }

  private Mono<?> notification(String address, String id, String secret) {
    return Mono.defer(() -> {
      var requestId = UUID.randomUUID().toString();
      var time = Long.toString(System.currentTimeMillis());
      var manifest = "id:" + id + ";request-id:" + requestId + ";ts:" + time + ";";
      var separator = address.contains("?") ? "&" : "?";
      var signature = "ts=" + time + ",v1=" + code(secret, manifest);
      return HttpClient.create()
          .headers(headers ->
              headers
                  .set("Content-Type", "application/json")
                  .set("x-request-id", requestId)
                  .set("x-signature", signature))
          .post()
          .uri(URI.create(address + separator + "data.id=" + id + "&type=payment"))
          .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body(id).getBytes(UTF_8))))
          .response();
    });
  }

  private static String body(String id) {
    var body =
        Reply.object()
            .put("id", 1_000_000 + System.nanoTime() % 1_000_000)
            .put("live_mode", false)
            .put("type", "payment")
            .put("date_created", Instant.now().toString())
            .put("api_version", "v1")
            .put("action", "payment.updated");
    body.putObject("data").put("id", id);
    return body.toString();
  }

  private static String code(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
