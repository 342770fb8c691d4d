package io.tollgate.sandbox.camara;

import static io.tollgate.sandbox.camara.CamaraReply.error;
import static io.tollgate.sandbox.camara.CamaraReply.invalid;

import io.tollgate.sandbox.camara.CamaraReply.Way;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** What the operator gives back. */
final class CamaraRefunds {

  private final CamaraEvents events;
  private final AtomicLong numbers = new AtomicLong();

  CamaraRefunds(CamaraEvents events) {
    this.events = events;
  }

  CamaraReply create(BilledPayment payment, ObjectNode request) {
    var isTotal = request.path("type").asString("").equals("total");
    var transaction = request.path("amountTransaction");
    var charge = transaction.at("/refundAmount/chargingInformation");
    if (transaction.path("referenceCode").asString("").isEmpty()
        || !transaction.path("refundAmount").isObject()
        || !CamaraRules.isSink(request)
        || (!isTotal && !CamaraRules.isCharge(charge))) {
      return invalid("Client specified an invalid argument.");
    }
    if (isKnown(payment, transaction.path("clientCorrelator").asString(""))) {
      return error(409, "ALREADY_EXISTS");
    }
    return create(
        payment, request, isTotal ? payment.remaining() : charge.path("amount").decimalValue());
  }

  CamaraReply retrieve(BilledPayment payment, String id) {
    return payment.refunds().stream()
        .filter(refund -> refund.id().equals(id))
        .findFirst()
        .map(refund -> CamaraReply.of(200, refund.shown()))
        .orElseGet(() -> error(404, "NOT_FOUND"));
  }

  CamaraReply remaining(BilledPayment payment) {
    return CamaraReply.of(
        200,
        CamaraReply.JSON
            .createObjectNode()
            .put("amount", payment.remaining())
            .put("currency", payment.currency()));
  }

  private CamaraReply create(BilledPayment payment, ObjectNode request, BigDecimal amount) {
    if (!payment.is("succeeded")) {
      return error(422, "CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS");
    }
    if (amount.signum() <= 0 || amount.compareTo(payment.remaining()) > 0) {
      return error(422, "CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT");
    }
    if (payment.script() == CamaraScript.REFUND_DENIED) {
      return error(403, "CARRIER_BILLING_REFUND.REFUND_DENIED");
    }
    var refund =
        new BilledRefund("refund-%08d".formatted(numbers.incrementAndGet()), request, amount);
    payment.add(refund);
    switch (payment.script()) {
      case REFUND_LATER -> events.later(() -> end(payment, refund, "succeeded"));
      case REFUND_LATER_DENIED -> events.later(() -> end(payment, refund, "denied"));
      default -> end(payment, refund, "succeeded");
    }
    var reply = CamaraReply.of(201, refund.shown());
    return payment.script() == CamaraScript.REFUND_THEN_DROP ? reply.by(Way.DROPPED) : reply;
  }

  private void end(BilledPayment payment, BilledRefund refund, String status) {
    refund.becomes(status);
    events.tell(payment, refund);
  }

  private static boolean isKnown(BilledPayment payment, String correlator) {
    return !correlator.isEmpty()
        && payment.refunds().stream().anyMatch(refund -> refund.correlator().equals(correlator));
  }
}
