package io.tollgate.sandbox.camara;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A payment as the operator keeps it. Safe for use by many threads. */
final class BilledPayment {

  private final String id;
  private final ObjectNode request;
  private final Instant createdAt;
  private final List<BilledRefund> refunds = new ArrayList<>();
  private String status;
  private int triesLeft = 3;
  private @Nullable Instant paidAt;
  private @Nullable ObjectNode validation;

  BilledPayment(String id, ObjectNode request, Instant createdAt) {
    this.id = id;
    this.request = request.deepCopy();
    this.createdAt = createdAt;
    this.status = "processing";
  }

  String id() {
    return id;
  }

  Instant createdAt() {
    return createdAt;
  }

  CamaraScript script() {
    return CamaraScript.of(phoneNumber());
  }

  String phoneNumber() {
    return text("/amountTransaction/phoneNumber");
  }

  String correlator() {
    return text("/amountTransaction/clientCorrelator");
  }

  String merchant() {
    return text("/amountTransaction/paymentAmount/chargingMetaData/merchantIdentifier");
  }

  BigDecimal amount() {
    return request.at("/amountTransaction/paymentAmount/chargingInformation/amount").decimalValue();
  }

  String currency() {
    return text("/amountTransaction/paymentAmount/chargingInformation/currency");
  }

  /** What the client sent. */
  ObjectNode request() {
    return request;
  }

  synchronized String status() {
    return status;
  }

  synchronized boolean is(String other) {
    return status.equals(other);
  }

  /** Changes the status if it is still the one that is expected. */
  synchronized boolean move(String from, String to) {
    if (!status.equals(from)) {
      return false;
    }
    status = to;
    if (to.equals("succeeded")) {
      paidAt = Instant.now();
    }
    return true;
  }

  synchronized void asks(ObjectNode of) {
    validation = of;
  }

  /** After a wrong password, whether there is another try. */
  synchronized boolean mayTryAgain() {
    triesLeft--;
    return triesLeft > 0;
  }

  synchronized List<BilledRefund> refunds() {
    return List.copyOf(refunds);
  }

  synchronized void add(BilledRefund refund) {
    refunds.add(refund);
  }

  /** What nobody asked back yet; what is being given back counts as asked for. */
  BigDecimal remaining() {
    return refunds().stream()
        .filter(refund -> !refund.is("denied"))
        .map(BilledRefund::amount)
        .reduce(amount(), BigDecimal::subtract);
  }

  CamaraBook.Charge line() {
    var refunded =
        refunds().stream()
            .filter(refund -> refund.is("succeeded"))
            .map(BilledRefund::amount)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return new CamaraBook.Charge(
        id,
        text("/amountTransaction/referenceCode"),
        phoneNumber(),
        amount(),
        currency(),
        status(),
        is("succeeded"),
        refunded);
  }

  /** As the answer to a question shows it. */
  synchronized ObjectNode shown() {
    var shown = CamaraReply.JSON.createObjectNode().put("paymentId", id);
    shown.set("amountTransaction", request.path("amountTransaction").deepCopy());
    shown.put("paymentStatus", status).put("paymentCreationDate", createdAt.toString());
    if (paidAt != null) {
      shown.put("paymentDate", paidAt.toString());
    }
    if (request.has("sink")) {
      shown.set("sink", request.get("sink"));
    }
    return shown;
  }

  /** As the answer to its preparation shows it, which alone has the validation and no date. */
  synchronized ObjectNode prepared() {
    var shown = shown();
    shown.remove("paymentDate");
    if (validation != null) {
      shown.set("validationInfo", validation);
    }
    return shown;
  }

  private String text(String pointer) {
    return request.at(pointer).asString("");
  }
}
