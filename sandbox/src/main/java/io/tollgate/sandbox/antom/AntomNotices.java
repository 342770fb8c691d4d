package io.tollgate.sandbox.antom;

import io.tollgate.sandbox.antom.AntomBook.Charge;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.node.ObjectNode;

/** Tells the merchant of results, signed, in the way that a payment's script wants. */
final class AntomNotices {

  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration GAP = Duration.ofMillis(50);

  private final String clientId;
  private final @Nullable URI address;
  private final PrivateKey own;
  private final PrivateKey forger;
  private final Disposable.Composite underWay = Disposables.composite();

  AntomNotices(String clientId, @Nullable URI address, PrivateKey own, PrivateKey forger) {
    this.clientId = clientId;
    this.address = address;
    this.own = own;
    this.forger = forger;
  }

  /** Tells of a payment that reached its end; of one that was cancelled nothing is told. */
  void tell(Charge charge) {
    if (charge.status().equals("PROCESSING") || charge.status().equals("CANCELLED")) {
      return;
    }
    ObjectNode truth = payment(charge);
    switch (charge.goes()) {
      case SIM_CALLBACK_LOST -> {}
      case SIM_CALLBACK_TWICE -> {
        send(truth, Duration.ZERO, own);
        send(truth, GAP, own);
      }
      case SIM_CALLBACK_LATE -> send(truth, LATE, own);
      case SIM_CALLBACK_FORGED -> {
        send(payment(charge.now("FAIL", "RISK_REJECT")), Duration.ZERO, forger);
        send(truth, GAP, own);
      }
      default -> send(truth, Duration.ZERO, own);
    }
  }

  void captured(Charge charge, String id) {
    send(AntomJson.capture(charge, id).put("notifyType", "CAPTURE_RESULT"), Duration.ZERO, own);
  }

  void refunded(Charge charge, String id) {
    ObjectNode refund = AntomJson.refund(charge, id).put("refundStatus", "SUCCESS");
    send(refund.put("notifyType", "REFUND_RESULT"), Duration.ZERO, own);
  }

  /** Tells of an authorization. */
  void tell(String type, AntomBook.Agreement agreement) {
    ObjectNode notice = AntomJson.done().put("authorizationNotifyType", type);
    if (type.equals("AUTHCODE_CREATED")) {
      notice.put("authState", agreement.authState()).put("authCode", agreement.authCode());
    } else {
      notice.put("accessToken", agreement.accessToken());
    }
    send(notice, Duration.ZERO, own);
  }

  void close() {
    underWay.dispose();
  }

  private static ObjectNode payment(Charge charge) {
    boolean failed = charge.status().equals("FAIL");
    return AntomJson.of(charge, failed ? "F" : "S", failed ? charge.code() : "SUCCESS")
        .put("notifyType", "PAYMENT_RESULT")
        .put("paymentMethodType", charge.methodType());
  }

  private void send(ObjectNode notice, Duration later, PrivateKey key) {
    URI to = address;
    if (to != null) {
      underWay.add(
          Mono.delay(later)
              .then(Mono.defer(() -> post(to, notice.toString(), key)))
              // A merchant who does not listen is no fault of the simulator's.
              .subscribe(_ -> {}, _ -> {}));
    }
  }

  private Mono<Integer> post(URI to, String body, PrivateKey key) {
    String time = Long.toString(System.currentTimeMillis());
    String signature = AntomSignature.header(key, to.getRawPath(), clientId, time, body);
    return HttpClient.create()
        .headers(headers ->
            headers
                .set("Content-Type", "application/json; charset=UTF-8")
                .set("client-id", clientId)
                .set("request-time", time)
                .set("signature", signature))
        .post()
        .uri(to)
        .send(ByteBufFlux.fromString(Mono.just(body)))
        .responseSingle((answer, content) -> content.then(Mono.just(answer.status().code())));
  }
}
