package io.tollgate.sandbox.mercadopago;

import static io.tollgate.sandbox.mercadopago.MercadoPagoBook.text;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Customers, their saved cards, and card tokens. Any text is a token of a payer's page; those for
 * saved cards are made here.
 */
final class MercadoPagoVault {

  private final MercadoPagoBook book;

  MercadoPagoVault(MercadoPagoBook book) {
    this.book = book;
  }

  /** {@code POST /v1/customers}; there is one for each address. */
  Reply createCustomer(ObjectNode request) {
    var email = text(request, "email");
    if (email.isEmpty()) {
      return Reply.refusal(106, "the email format is invalid");
    }
    if (book.all("customer").stream().anyMatch(it -> text(it, "email").equals(email))) {
      return Reply.refusal(101, "the customer already exist");
    }
    var id = book.newId() + "-customer";
    var customer = Reply.object().put("id", id).put("email", email).put("live_mode", false);
    if (request.has("first_name")) {
      customer.put("first_name", text(request, "first_name"));
    }
    return Reply.created(book.add("customer", id, customer));
  }

  /** {@code GET /v1/customers/search} */
  Reply search(Map<String, String> query) {
    var body = Reply.object();
    var found =
        book.all("customer").stream()
            .filter(it -> text(it, "email").equals(query.get("email")))
            .toList();
    body.putObject("paging").put("total", found.size()).put("limit", 30).put("offset", 0);
    var results = body.putArray("results");
    found.forEach(results::add);
    return Reply.ok(body);
  }

  /** {@code POST /v1/customers/{id}/cards}; the same card again is the card that is there. */
  Reply save(String customer, ObjectNode request) {
    var token = text(request, "token");
    if (Script.of(token) == Script.REFUSE) {
      return Reply.refusal(3003, "Invalid card_token_id");
    }
    var digits = digits(token);
    for (var card : book.all("card")) {
      if (text(card, "customer_id").equals(customer)
          && text(card, "last_four_digits").equals(digits)) {
        return Reply.ok(card);
      }
    }
    var id = book.newId();
    var card = card(token).put("id", id).put("customer_id", customer).put("live_mode", false);
    card.putObject("payment_method").put("id", "visa").put("payment_type_id", "credit_card");
    book.add("saved", id, Reply.object().put("token", token));
    return Reply.created(book.add("card", id, card));
  }

  /** A card of a customer who was not there before: {@code <customer>/<card>}. */
  String saveForNew(String email, String token) {
    var customer = createCustomer(Reply.object().put("email", email)).id();
    return customer + "/" + save(customer, Reply.object().put("token", token)).id();
  }

  /** {@code GET /v1/customers/{id}/cards} */
  Reply list(String customer) {
    var list = Reply.JSON.createArrayNode();
    book.all("card").stream()
        .filter(card -> text(card, "customer_id").equals(customer))
        .forEach(list::add);
    return Reply.ok(list);
  }

  /** {@code GET /v1/customers/{id}/cards/{id}} */
  Reply find(String customer, String id) {
    var card = book.find("card", id);
    return card == null || !text(card, "customer_id").equals(customer)
        ? Reply.notFound()
        : Reply.ok(card);
  }

  /** {@code DELETE /v1/customers/{id}/cards/{id}} */
  Reply delete(String customer, String id) {
    var reply = find(customer, id);
    if (reply.status() == 200) {
      var _ = book.remove("card", id);
    }
    return reply;
  }

  /** {@code POST /v1/card_tokens} for a saved card. */
  Reply createToken(ObjectNode request) {
    var cardId = text(request, "card_id");
    var saved = book.find("saved", cardId);
    if (saved == null || find(text(request, "customer_id"), cardId).status() != 200) {
      return Reply.refusal(2010, "Card not found");
    }
    var id = Script.name(text(saved, "token")) + "__" + book.newId();
    var token = card(id).put("id", id).put("card_id", cardId).put("status", "active");
    book.add("token", id, Reply.object().put("customer_id", text(request, "customer_id")));
    return Reply.created(token);
  }

  /** {@code GET /v1/card_tokens/{id}} */
  Reply findToken(String id) {
    return Reply.ok(card(id).put("id", id).put("status", "active"));
  }

  /** Whether a token may be charged for that payer: a saved card's only for its customer. */
  boolean mayCharge(String token, String payer) {
    var ofSaved = book.find("token", token);
    return ofSaved == null || text(ofSaved, "customer_id").equals(payer);
  }

  private static ObjectNode card(String token) {
    return Reply.object()
        .put("first_six_digits", "450995")
        .put("last_four_digits", digits(token))
        .put("expiration_month", 11)
        .put("expiration_year", 2030)
        .put("date_created", MercadoPagoPayments.now());
  }

  private static String digits(String token) {
    return "%04d".formatted(Math.floorMod(token.hashCode(), 10_000));
  }
}
