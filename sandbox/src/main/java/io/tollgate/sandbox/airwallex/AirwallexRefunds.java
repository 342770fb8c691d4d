package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.airwallex.AirwallexAnswer.Refused;
import io.tollgate.sandbox.airwallex.AirwallexScript.Refunding;
import io.tollgate.sandbox.airwallex.Intent.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What is given back. */
final class AirwallexRefunds {

  private final AirwallexBook book;
  private final AirwallexEvents events;
  private final Duration processing;

  AirwallexRefunds(AirwallexBook book, AirwallexEvents events, Duration processing) {
    this.book = book;
    this.events = events;
    this.processing = processing;
  }

  /** {@code POST .../create} */
  AirwallexAnswer create(AirwallexCall call) {
    BigDecimal amount = call.amount();
    Intent intent =
        book.find(call.text("payment_intent_id"))
            .orElseThrow(() -> new Refused(400, "resource_not_found"));
    Refunding refunding = intent.script().refunding();
    if (refunding == Refunding.REFUSED) {
      throw new Refused(400, "operation_not_supported");
    }
    if (!book.isNew(call.text("request_id"))) {
      throw new Refused(400, "duplicate_request");
    }
    book.change(intent, before -> refunded(before, amount));
    Refund refund =
        new Refund(
            book.id("rfd"),
            call.text("request_id"),
            intent.id(),
            amount,
            intent.currency(),
            refunding == Refunding.AT_ONCE ? "SETTLED" : "RECEIVED");
    book.keep(refund);
    events.tell(refund);
    switch (refunding) {
      case AT_ONCE, REFUSED -> {}
      case LATER -> later(refund, "SETTLED");
      case FAILS -> {
        later(refund, "FAILED");
        Mono.delay(processing)
            .subscribe(_ -> book.change(intent, it -> it.refundedBy(amount.negate())));
      }
    }
    return AirwallexAnswer.of(201, AirwallexJson.refund(refund));
  }

  /** {@code GET .../{id}} */
  AirwallexAnswer retrieve(AirwallexCall call) {
    return book.findRefund(call.part(5))
        .map(refund -> AirwallexAnswer.of(200, AirwallexJson.refund(refund)))
        .orElseThrow(() -> new Refused(404, "not_found"));
  }

  /** {@code GET .../refunds} */
  AirwallexAnswer list(AirwallexCall call) {
    String intentId = call.parameter("payment_intent_id");
    List<ObjectNode> items =
        book.refunds()
            .filter(refund -> intentId.isEmpty() || refund.intentId().equals(intentId))
            .map(AirwallexJson::refund)
            .toList();
    return AirwallexAnswer.of(200, AirwallexJson.page(items, false));
  }

  private void later(Refund refund, String status) {
    Mono.delay(processing)
        .subscribe(_ -> {
          Refund after = refund.now(status);
          book.keep(after);
          events.tell(after);
        });
  }

  private static Intent refunded(Intent intent, BigDecimal amount) {
    if (intent.status() != Status.SUCCEEDED) {
      throw new Refused(400, "invalid_status_for_operation");
    }
    if (amount.compareTo(intent.captured().subtract(intent.refunded())) > 0) {
      throw new Refused(400, "amount_above_limit");
    }
    return intent.refundedBy(amount);
  }
}
