package io.tollgate.gateway.notification;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.notification.EventType;
import io.tollgate.domain.payment.Payment;
import io.tollgate.gateway.edge.JsonBodies;
import io.tollgate.gateway.payment.PaymentView;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * One thing that a merchant is told, the same over every retry and every endpoint.
 *
 * @param id {@code evt_} and the payment's own part and version: sent again it is the same
 * @param shard of the payment, for where it waits
 * @param payload the webhook's body, JSON
 */
public record Notice(String id, String type, MerchantId merchant, int shard, String payload) {

  /** The notice that this version of the payment is, where it is one to tell of. */
  static Optional<Notice> of(Payment payment) {
    return EventType.of(payment)
        .map(type ->
            new Notice(
                "evt_" + payment.id().value().substring(4) + payment.version(),
                type,
                payment.order().merchant(),
                payment.id().shard(),
                payload(type, payment)));
  }

  /** As Standard Webhooks lays payloads out: {@code type}, {@code timestamp}, {@code data}. */
  private static String payload(String type, Payment payment) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("type", type);
    payload.put("timestamp", payment.updatedAt().toString());
    payload.put("data", PaymentView.of(payment));
    return new String(JsonBodies.write(payload), StandardCharsets.UTF_8);
  }
}
