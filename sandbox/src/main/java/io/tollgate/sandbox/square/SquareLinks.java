package io.tollgate.sandbox.square;

import io.tollgate.sandbox.square.SquareReply.Way;
import tools.jackson.databind.node.ObjectNode;

/** Makes payment links, and takes what payers do on their pages. */
final class SquareLinks {

  private final SquareBook book;
  private final SquarePayments payments;

  SquareLinks(SquareBook book, SquarePayments payments) {
    this.book = book;
    this.payments = payments;
  }

  /** The name of what is sold is the script, as far as answers go. */
  SquareReply create(ObjectNode request, String baseUrl) {
    var key = request.path("idempotency_key").asString("");
    if (!request.at("/quick_pay/location_id").isString()) {
      return SquareReply.invalid("MISSING_REQUIRED_PARAMETER");
    }
    synchronized (book) {
      var before = book.made("payment_link", key);
      var link = before == null ? book.add("payment_link", key, link(request, baseUrl)) : before;
      var reply = SquareReply.of("payment_link", link);
      reply
          .body()
          .putObject("related_resources")
          .putArray("orders")
          .addObject()
          .put("id", link.path("order_id").asString())
          .put("location_id", request.at("/quick_pay/location_id").asString())
          .set("total_money", request.at("/quick_pay/price_money"));
      return Script.of(request.at("/quick_pay/name").asString("")) == Script.CHARGE_THEN_DROP
          ? reply.by(Way.DROPPED)
          : reply;
    }
  }

  /** Cancels what the link asks for, unless it was paid. */
  SquareReply delete(String id) {
    synchronized (book) {
      var link = book.find("payment_link", id);
      if (link == null) {
        return SquareReply.notFound();
      }
      if (isPaid(link)) {
        return SquareReply.invalid("BAD_REQUEST");
      }
      book.remove("payment_link", id);
      return SquareReply.ok(
          SquareReply.JSON
              .createObjectNode()
              .put("id", id)
              .put("cancelled_order_id", link.path("order_id").asString()));
    }
  }

  /** What a payer does on the page, which is shown again where that was in vain. */
  SquareReply act(String id, boolean pays) {
    synchronized (book) {
      var link = book.find("payment_link", id);
      if (link == null || isPaid(link)) {
        return SquareReply.notFound();
      }
      var _ = payments.take(order(link), SquareBook.newId(), pays);
      return SquareReply.of("payment_link", link);
    }
  }

  private boolean isPaid(ObjectNode link) {
    return book.all("payment").stream()
        .filter(it -> it.path("order_id").equals(link.path("order_id")))
        .anyMatch(it -> it.path("status").asString().equals("COMPLETED"));
  }

  private ObjectNode order(ObjectNode link) {
    var order = book.find("order", link.path("order_id").asString());
    return order == null ? SquareReply.JSON.createObjectNode() : order;
  }

  private ObjectNode link(ObjectNode request, String baseUrl) {
    var id = SquareBook.newId();
    var order =
        SquareReply.JSON
            .createObjectNode()
            .put("id", SquareBook.newId())
            .put("location_id", request.at("/quick_pay/location_id").asString());
    order.put("order_id", order.path("id").asString());
    order.set("amount_money", request.at("/quick_pay/price_money"));
    order.put("note", request.path("payment_note").asString(""));
    book.add("order", order.path("id").asString(), order);
    return SquareReply.JSON
        .createObjectNode()
        .put("id", id)
        .put("version", 1)
        .put("order_id", order.path("id").asString())
        .put("url", baseUrl + "/_sim/pay/" + id)
        .put("payment_note", request.path("payment_note").asString(""));
  }
}
