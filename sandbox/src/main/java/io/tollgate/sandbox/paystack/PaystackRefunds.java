package io.tollgate.sandbox.paystack;

import io.tollgate.sandbox.paystack.PaystackReply.Way;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Gives back. It does as often as it is asked to, until all that was paid is given back. */
final class PaystackRefunds {

  private final PaystackBook book;
  private final PaystackCallbacks callbacks;

  PaystackRefunds(PaystackBook book, PaystackCallbacks callbacks) {
    this.book = book;
    this.callbacks = callbacks;
  }

  PaystackReply create(JsonNode body) {
    PaystackSale sale = book.find(body.path("transaction").asString(""));
    if (sale == null) {
      return PaystackReply.notFound("transaction_not_found", "Transaction not found");
    }
    PaystackScript.Refunding way = sale.script().refunding;
    PaystackRefund refund =
        new PaystackRefund(
            book.nextId(),
            sale.reference(),
            sale.id(),
            body.path("amount").asLong(sale.amount()),
            sale.currency(),
            body.path("merchant_note").asString(""),
            switch (way) {
              case AT_ONCE, SILENT -> "processed";
              case LATER, LATER_FAIL -> "pending";
              case ATTENTION -> "needs-attention";
            },
            Instant.now());
    if (!book.add(refund)) {
      return PaystackReply.invalid("Transaction has been fully reversed");
    }
    callbacks.tell(refund, sale);
    if (way == PaystackScript.Refunding.LATER || way == PaystackScript.Refunding.LATER_FAIL) {
      String end = way == PaystackScript.Refunding.LATER ? "processed" : "failed";
      callbacks.later(
          () -> callbacks.tell(Objects.requireNonNull(book.move(refund.id(), end)), sale));
    }
    PaystackReply reply =
        PaystackReply.of(
            "Refund has been queued for processing", PaystackJson.refundMade(refund, sale));
    return way == PaystackScript.Refunding.SILENT ? reply.by(Way.NEVER) : reply;
  }

  PaystackReply fetch(String id) {
    PaystackRefund refund = id.matches("[0-9]{1,18}") ? book.findRefund(Long.parseLong(id)) : null;
    PaystackSale sale = refund == null ? null : book.find(refund.reference());
    return refund == null || sale == null
        ? PaystackReply.notFound("refund_not_found", "Refund not found")
        : PaystackReply.of("Refund retrieved", PaystackJson.refund(refund, sale));
  }

  PaystackReply list(PaystackQuery query) {
    List<PaystackRefund> found =
        book.refunds()
            .filter(refund -> !refund.created().isBefore(query.time("from", Instant.MIN)))
            .filter(refund -> !refund.created().isAfter(query.time("to", Instant.MAX)))
            .toList();
    ArrayNode data = PaystackJson.array();
    for (PaystackRefund refund : query.page(found, "perPage")) {
      PaystackSale sale = Objects.requireNonNull(book.find(refund.reference()));
      data.add(PaystackJson.refund(refund, sale));
    }
    return PaystackReply.of(
        "Refunds retrieved",
        data,
        query.pages(found.size(), "perPage").put("failedRefundCount", 0));
  }
}
