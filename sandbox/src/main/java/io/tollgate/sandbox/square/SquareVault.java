package io.tollgate.sandbox.square;

import tools.jackson.databind.node.ObjectNode;

/** Keeps customers, and cards on file of theirs. */
final class SquareVault {

  private static final int ID_TAIL = 12;

  private final SquareBook book;

  SquareVault(SquareBook book) {
    this.book = book;
  }

  /** Keeps the card of a new customer: {@code <customer>/<card>}. */
  String keep(String source) {
    var someone = SquareReply.JSON.createObjectNode().put("idempotency_key", SquareBook.newId());
    var customer = addCustomer(someone).body().at("/customer/id").asString();
    var request =
        SquareReply.JSON
            .createObjectNode()
            .put("idempotency_key", SquareBook.newId())
            .put("source_id", source);
    request.putObject("card").put("customer_id", customer).put("reference_id", source);
    return customer + "/" + addCard(request).body().at("/card/id").asString();
  }

  SquareReply addCustomer(ObjectNode request) {
    var customer = request.deepCopy().put("id", SquareBook.newId());
    customer.remove("idempotency_key");
    return kept("customer", request, customer);
  }

  /** The card's id names the token's script, so that its charges go by it. */
  SquareReply addCard(ObjectNode request) {
    var source = request.path("source_id").asString("");
    var owner = request.at("/card/customer_id").asString("");
    if (Script.of(source) == Script.CARD_NONCE_DECLINED) {
      return SquareReply.invalid("INVALID_CARD_DATA");
    }
    if (book.find("customer", owner) == null) {
      return SquareReply.error(404, "INVALID_REQUEST_ERROR", "CUSTOMER_NOT_FOUND");
    }
    var card =
        SquareReply.JSON
            .createObjectNode()
            .put("id", "ccof:" + Script.name(source) + "__" + tail())
            .put("customer_id", owner)
            .put("enabled", true)
            .put("version", 1);
    card.set("reference_id", request.at("/card/reference_id"));
    return kept("card", request, card);
  }

  SquareReply disableCard(String id) {
    synchronized (book) {
      var card = book.find("card", id);
      return card == null
          ? SquareReply.notFound()
          : SquareReply.of("card", card.put("enabled", false));
    }
  }

  private SquareReply kept(String kind, ObjectNode request, ObjectNode thing) {
    var key = request.path("idempotency_key").asString("");
    synchronized (book) {
      var before = book.made(kind, key);
      return SquareReply.of(kind, before == null ? book.add(kind, key, thing) : before);
    }
  }

  private static String tail() {
    return SquareBook.newId().substring(0, ID_TAIL);
  }
}
