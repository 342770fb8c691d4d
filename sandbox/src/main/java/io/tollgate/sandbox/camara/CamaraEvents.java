package io.tollgate.sandbox.camara;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients what became of payments and refunds, where they said that they want to hear it, and
 * does what is to be done later. An event that is not taken is not sent again.
 */
final class CamaraEvents {

  private static final String PAYMENT = "org.camaraproject.carrier-billing.v0.payment-";
  private static final String REFUND = "org.camaraproject.carrier-billing-refund.v0.refund-";

  private final Duration processing;
  private final AtomicLong numbers = new AtomicLong();
  private final Disposable.Composite running = Disposables.composite();

  CamaraEvents(Duration processing) {
    this.processing = processing;
  }

  /** Does something when the time for processing is over. */
  void later(Runnable work) {
    run(Mono.delay(processing).doOnNext(_ -> work.run()));
  }

  /** Tells the status that a payment has reached, in the way its script wants. */
  void tell(BilledPayment payment) {
    var data = CamaraReply.JSON.createObjectNode().put("paymentId", payment.id());
    switch (payment.status()) {
      case "succeeded" -> {
        data.put("paymentDate", Instant.now().toString());
        tell(PAYMENT + "completed", data, payment.request(), payment.script());
      }
      case "denied" -> {
        data.put("denialReason", "simulated");
        tell(PAYMENT + "denied", data, payment.request(), payment.script());
      }
      case "cancelled" -> tell(PAYMENT + "cancelled", data, payment.request(), payment.script());
      case "reserved" -> tell(PAYMENT + "reserved", data, payment.request(), payment.script());
      case "pending_validation" ->
          tell(PAYMENT + "pending-validation", data, payment.request(), payment.script());
      default -> {}
    }
  }

  void tell(BilledPayment payment, BilledRefund refund) {
    var data =
        CamaraReply.JSON
            .createObjectNode()
            .put("paymentId", payment.id())
            .put("refundId", refund.id());
    var isDone = refund.is("succeeded");
    if (isDone) {
      data.put("refundDate", Instant.now().toString());
    }
    tell(REFUND + (isDone ? "completed" : "denied"), data, refund.request(), payment.script());
  }

  void close() {
    running.dispose();
  }

  private void tell(String type, ObjectNode data, ObjectNode request, CamaraScript script) {
    var sink = request.path("sink").asString("");
    if (sink.isEmpty() || script == CamaraScript.CALLBACK_LOST) {
      return;
    }
    var isBad = type.endsWith("denied");
    data.put("status", isBad ? "failed" : "succeeded").put("description", "simulated");
    var token =
        script == CamaraScript.CALLBACK_FORGED
            ? "of-somebody-else"
            : request.at("/sinkCredential/accessToken").asString("");
    var delay = script == CamaraScript.CALLBACK_LATE ? processing : Duration.ZERO;
    var times = script == CamaraScript.CALLBACK_TWICE ? 2 : 1;
    run(
        Mono.delay(delay)
            .then(post(URI.create(sink), event(type, data), token))
            .repeat(times - 1L)
            .then());
  }

  private ObjectNode event(String type, ObjectNode data) {
    var event =
        CamaraReply.JSON
            .createObjectNode()
            .put("id", "event-" + numbers.incrementAndGet())
            .put("source", "urn:operator:simulated")
            .put("type", type)
            .put("specversion", "1.0")
            .put("datacontenttype", "application/json")
            .put("time", Instant.now().toString());
    event.set("data", data);
    return event;
  }

  private static Mono<HttpClientResponse> post(URI sink, ObjectNode event, String token) {
    return HttpClient.create()
        .headers(headers ->
            headers
                .set("Content-Type", "application/cloudevents+json")
                .set("Authorization", "Bearer " + token))
        .post()
        .uri(sink)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(event.toString().getBytes(UTF_8))))
        .response();
  }

  private <T> void run(Mono<T> work) {
    var own = Disposables.swap();
    running.add(own);
    own.update(
        work.onErrorResume(_ -> Mono.empty()).doFinally(_ -> running.remove(own)).subscribe());
  }
}
