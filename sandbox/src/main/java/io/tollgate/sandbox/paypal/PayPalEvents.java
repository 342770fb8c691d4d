package io.tollgate.sandbox.paypal;

import io.netty.buffer.Unpooled;
import io.tollgate.sandbox.paypal.PayPalScript.Calling;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends signed webhooks. One that is not acknowledged with a 2xx is sent again a few times, with
 * gaps that are short in the sandbox.
 */
final class PayPalEvents {

  static final String CERTIFICATES = "/v1/notifications/certs/";

  private static final String NAME = "messageverificationcerts.sandbox.paypal.com";
  private static final int MORE_TRIES = 4;
  private static final Duration GAP = Duration.ofMillis(100);

  /** Made once in a process, as keys take their time. */
  private static final class Certificates {

    static final PayPalCertificate OWN = PayPalCertificate.issue(NAME, Duration.ofHours(20));
    static final PayPalCertificate FOREIGN = PayPalCertificate.issue(NAME, Duration.ofHours(20));
  }

  /** Who signs, and under what address the certificate is. */
  private record Signer(PayPalCertificate certificate, String address) {}

  private final PayPalSimulatorSettings settings;
  private final PayPalCertificate own = Certificates.OWN;
  private final PayPalCertificate foreign = Certificates.FOREIGN;
  private final String baseUrl;
  private final HttpClient http = HttpClient.create();
  private final Disposable.Composite running = Disposables.composite();

  PayPalEvents(PayPalSimulatorSettings settings, String baseUrl) {
    this.settings = settings;
    this.baseUrl = baseUrl;
  }

  String rootPem() {
    return own.rootPem();
  }

  /** The file at an address of ours; empty where there is none. */
  String pem(String name) {
    return switch (name) {
      case "own" -> own.pem();
      case "foreign" -> foreign.pem();
      default -> "";
    };
  }

  /** Tells what has become of something, in the way its script wants. */
  void tell(String type, String resourceType, ObjectNode resource, Calling calling) {
    byte[] event = event(type, resourceType, resource);
    Signer signer = new Signer(own, baseUrl + CERTIFICATES + "own");
    switch (calling) {
      case ONCE -> send(event, signer, Duration.ZERO);
      case LOST -> {}
      case TWICE -> {
        send(event, signer, Duration.ZERO);
        send(event, signer, GAP);
      }
      case LATE -> send(event, signer, settings.lateCallback());
      case FORGED -> {
        ObjectNode lie = resource.deepCopy().put("status", "DECLINED");
        // Somebody else's key, and our certificate's address.
        send(event(type, resourceType, lie), new Signer(foreign, signer.address), Duration.ZERO);
        send(event, signer, GAP);
      }
      case FOREIGN ->
          send(event, new Signer(foreign, baseUrl + CERTIFICATES + "foreign"), Duration.ZERO);
    }
  }

  private byte[] event(String type, String resourceType, JsonNode resource) {
    ObjectNode event =
        JsonMapper.shared()
            .createObjectNode()
            .put("id", "WH-" + UUID.randomUUID())
            .put("create_time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
            .put("event_type", type)
            .put("event_version", "1.0")
            .put("resource_type", resourceType)
            .put("resource_version", "2.0")
            .put("summary", "In words.");
    event.set("resource", resource.deepCopy());
    return JsonMapper.shared().writeValueAsBytes(event);
  }

  private void send(byte[] event, Signer signer, Duration delay) {
    if (settings.callbackUrl() == null) {
      return;
    }
    Mono<?> call =
        Mono.defer(() -> post(event, signer))
            .retryWhen(Retry.fixedDelay(MORE_TRIES, GAP))
            .onErrorResume(_ -> Mono.empty());
    Disposable.Swap sending = Disposables.swap();
    running.add(sending);
    sending.update(
        Mono.delay(delay).then(call).doFinally(_ -> running.remove(sending)).subscribe());
  }

  private Mono<Integer> post(byte[] event, Signer signer) {
    String id = UUID.randomUUID().toString();
    String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String signature = signer.certificate.sign(id, time, PayPalSimulatorSettings.WEBHOOK_ID, event);
    return http.headers(headers ->
            headers
                .set("Content-Type", "application/json")
                .set("PAYPAL-TRANSMISSION-ID", id)
                .set("PAYPAL-TRANSMISSION-TIME", time)
                .set("PAYPAL-TRANSMISSION-SIG", signature)
                .set("PAYPAL-CERT-URL", signer.address)
                .set("PAYPAL-AUTH-ALGO", "SHA256withRSA"))
        .post()
        .uri(String.valueOf(settings.callbackUrl()))
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(event)))
        .responseSingle((response, body) ->
            body.then(
                response.status().code() / 100 == 2
                    ? Mono.just(response.status().code())
                    : Mono.error(new IllegalStateException("not acknowledged"))));
  }

  void close() {
    running.dispose();
  }
}
