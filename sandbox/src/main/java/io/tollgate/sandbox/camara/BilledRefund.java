package io.tollgate.sandbox.camara;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A refund as the operator keeps it. Safe for use by many threads. */
final class BilledRefund {

  private final String id;
  private final ObjectNode request;
  private final BigDecimal amount;
  private final Instant createdAt = Instant.now();
  private String status = "processing";
  private @Nullable Instant doneAt;

  BilledRefund(String id, ObjectNode request, BigDecimal amount) {
    this.id = id;
    this.request = request.deepCopy();
    this.amount = amount;
  }

  String id() {
    return id;
  }

  BigDecimal amount() {
    return amount;
  }

  ObjectNode request() {
    return request;
  }

  String correlator() {
    return request.at("/amountTransaction/clientCorrelator").asString("");
  }

  synchronized boolean is(String other) {
    return status.equals(other);
  }

  synchronized void becomes(String other) {
    status = other;
    doneAt = other.equals("succeeded") ? Instant.now() : null;
  }

  /** As answers show it. */
  synchronized ObjectNode shown() {
    var shown =
        CamaraReply.JSON
            .createObjectNode()
            .put("refundId", id)
            .put("refundStatus", status)
            .put("refundCreationDate", createdAt.toString());
    shown.set("type", request.get("type"));
    shown.set("amountTransaction", request.path("amountTransaction").deepCopy());
    if (doneAt != null) {
      shown.put("refundDate", doneAt.toString());
    }
    if (request.has("sink")) {
      shown.set("sink", request.get("sink"));
    }
    return shown;
  }
}
