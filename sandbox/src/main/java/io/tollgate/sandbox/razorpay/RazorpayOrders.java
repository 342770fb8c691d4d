package io.tollgate.sandbox.razorpay;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes orders and payment links; a link is paid by an order of its own. */
final class RazorpayOrders {

  private final RazorpayBook book;
  private final RazorpayEvents events;
  private final boolean uniqueReceipts;

  RazorpayOrders(RazorpayBook book, RazorpayEvents events, boolean uniqueReceipts) {
    this.book = book;
    this.events = events;
    this.uniqueReceipts = uniqueReceipts;
  }

  RazorpayReply create(ObjectNode request) {
    var receipt = request.path("receipt").asString("");
    if (!request.path("amount").isIntegralNumber() || request.path("amount").asLong() < 100) {
      return RazorpayReply.error(
          400, "BAD_REQUEST_ERROR", "payment_initiation", "input_validation_failed");
    }
    if (uniqueReceipts && book.ordersFor(receipt) > 0) {
      return RazorpayReply.invalid();
    }
    var order = order(request, receipt);
    order.put("receipt", receipt);
    return RazorpayReply.of(order);
  }

  RazorpayReply byReceipt(String receipt) {
    return RazorpayReply.list(
        book.all("order", order -> order.path("receipt").asString("").equals(receipt)));
  }

  RazorpayReply payments(String order) {
    return RazorpayReply.list(
        book.all("payment", payment -> payment.path("order_id").asString().equals(order)));
  }

  RazorpayReply createLink(ObjectNode request, String baseUrl) {
    var reference = request.path("reference_id").asString("");
    if (!links(reference).isEmpty()) {
      return RazorpayReply.invalid();
    }
    var link = book.add("plink", "payment_link");
    RazorpayReply.copy(
        request, link, "amount", "currency", "notes", "description", "customer", "callback_url");
    link.put("amount_paid", 0)
        .put("reference_id", reference)
        .put("status", "created")
        .put("short_url", baseUrl + "/_sim/pay/" + link.path("id").asString())
        .putNull("payments");
    var order = order(request, reference);
    book.hidden(link.path("id").asString()).put("order", order.path("id").asString());
    return shown(link);
  }

  /** A link does not say what it is. */
  RazorpayReply link(String id) {
    var link = book.find(id);
    return link == null ? RazorpayReply.invalid() : shown(link);
  }

  RazorpayReply linksByReference(String reference) {
    var body = RazorpayReply.JSON.createObjectNode();
    var list = body.putArray("payment_links");
    links(reference).forEach(link -> list.add(shown(link).body()));
    return RazorpayReply.of(body);
  }

  RazorpayReply cancelLink(String id) {
    var link = book.find(id);
    if (link == null || !link.path("status").asString().equals("created")) {
      return RazorpayReply.invalid();
    }
    link.put("status", "cancelled");
    events.tell(
        "payment_link.cancelled", "payment_link", shown(link).body(), RazorpayScript.APPROVE);
    return shown(link);
  }

  /** What a payer's payment makes of the link that it was made for. */
  void paid(ObjectNode link, ObjectNode payment) {
    link.put("status", "paid").set("amount_paid", payment.path("amount"));
    link.putArray("payments")
        .addObject()
        .put("payment_id", payment.path("id").asString())
        .put("plink_id", link.path("id").asString())
        .put("status", "captured")
        .set("amount", payment.path("amount"));
    events.tell("payment_link.paid", "payment_link", shown(link).body(), RazorpayScript.APPROVE);
  }

  private ObjectNode order(JsonNode request, String reference) {
    var order = book.add("order", "order");
    RazorpayReply.copy(request, order, "amount", "currency", "notes");
    order.set("amount_due", request.path("amount"));
    order.put("amount_paid", 0).put("attempts", 0).put("status", "created").putNull("offer_id");
    var hidden = book.hidden(order.path("id").asString()).put("reference", reference);
    hidden.put("isManual", request.at("/payment/capture").asString("").equals("manual"));
    hidden.put("customer", request.path("customer_id").asString(""));
    return order;
  }

  private List<ObjectNode> links(String reference) {
    return book.all(
        "payment_link", link -> link.path("reference_id").asString("").equals(reference));
  }

  private static RazorpayReply shown(ObjectNode link) {
    var reply = RazorpayReply.of(link);
    reply.body().remove("entity");
    return reply;
  }
}
