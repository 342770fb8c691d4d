package io.tollgate.sandbox.btcpay;

import io.tollgate.sandbox.btcpay.BtcPayScript.Calling;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends signed webhooks. One that is not acknowledged with a 2xx is delivered again a few times,
 * after gaps that are short in the sandbox.
 */
final class BtcPayWebhooks {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int TRIES = 4;
  private static final Duration GAP = Duration.ofMillis(250);
  private static final String FORGERS_SECRET = "of somebody else";

  private final BtcPaySimulatorSettings settings;
  private final Scheduler scheduler;
  private final String webhookId = BtcPayBook.newId();
  private final HttpClient http =
      HttpClient.create()
          .responseTimeout(Duration.ofSeconds(5))
          .headers(headers -> headers.set("Content-Type", "application/json"));

  BtcPayWebhooks(BtcPaySimulatorSettings settings, Scheduler scheduler) {
    this.settings = settings;
    this.scheduler = scheduler;
  }

  /** Tells of an event, in the way that the invoice's script wants. */
  void tell(Invoice invoice, String type, Consumer<ObjectNode> details) {
    Event event = new Event(invoice, type, details, BtcPayBook.newId());
    Calling calling = invoice.script().calling;
    switch (calling) {
      case LOST -> {}
      case ONCE -> deliver(event, 0, Duration.ZERO);
      case LATE -> deliver(event, 0, settings.late());
      case TWICE -> {
        deliver(event, 0, Duration.ZERO);
        deliver(event, 1, GAP);
      }
      case FORGED -> {
        deliver(event, 0, Duration.ZERO);
        forge(new Event(invoice, "InvoiceInvalid", _ -> {}, BtcPayBook.newId()));
      }
    }
  }

  /** What is told, however often it is delivered. */
  private record Event(
      Invoice invoice, String type, Consumer<ObjectNode> details, String original) {}

  private void deliver(Event event, int tries, Duration delay) {
    URI url = settings.callbackUrl();
    if (url == null || tries == TRIES) {
      return;
    }
    var _ =
        Mono.delay(delay, scheduler)
            .then(Mono.defer(() -> post(url, body(event, tries), settings.webhookSecret())))
            .subscribe(
                status -> {
                  if (status / 100 != 2) {
                    deliver(event, tries + 1, GAP);
                  }
                },
                _ -> deliver(event, tries + 1, GAP));
  }

  private void forge(Event lie) {
    URI url = settings.callbackUrl();
    if (url != null) {
      var _ = post(url, body(lie, 0), FORGERS_SECRET).subscribe(_ -> {}, _ -> {});
    }
  }

  private String body(Event event, int tries) {
    ObjectNode body =
        JsonMapper.shared()
            .createObjectNode()
            .put("deliveryId", tries == 0 ? event.original() : BtcPayBook.newId())
            .put("webhookId", webhookId)
            .put("originalDeliveryId", event.original())
            .put("isRedelivery", tries > 0)
            .put("type", event.type())
            .put("timestamp", System.currentTimeMillis() / 1_000)
            .put("storeId", settings.storeId())
            .put("invoiceId", event.invoice().id());
    body.set("metadata", event.invoice().metadata());
    event.details().accept(body);
    return body.toString();
  }

  private Mono<Integer> post(URI url, String body, String secret) {
    String signature = "sha256=" + hmac(secret, body);
    return http.headers(headers -> headers.set("BTCPay-Sig", signature))
        .post()
        .uri(url)
        .send(ByteBufFlux.fromString(Mono.just(body)))
        .response()
        .map(response -> response.status().code());
  }

  private static String hmac(String secret, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
