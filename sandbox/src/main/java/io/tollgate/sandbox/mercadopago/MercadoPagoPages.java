package io.tollgate.sandbox.mercadopago;

import static io.tollgate.sandbox.mercadopago.MercadoPagoBook.text;

import java.time.OffsetDateTime;
import tools.jackson.databind.node.ObjectNode;

/** Preferences, which are pages where a payer pays, and what the payer does there. */
final class MercadoPagoPages {

  private final MercadoPagoBook book;
  private final MercadoPagoPayments payments;
  private final String baseUrl;

  MercadoPagoPages(MercadoPagoBook book, MercadoPagoPayments payments, String baseUrl) {
    this.book = book;
    this.payments = payments;
    this.baseUrl = baseUrl;
  }

  /** {@code POST /checkout/preferences} */
  Reply create(ObjectNode request) {
    var item = request.path("items").path(0);
    if (item.path("title").asString("").isEmpty() || !item.path("unit_price").isNumber()) {
      return Reply.refusal(2035, "Invalid params for preference Api");
    }
    var id = "448870796-" + Long.toHexString(Long.parseLong(book.newId())) + "-page";
    var preference =
        request
            .deepCopy()
            .put("id", id)
            .put("init_point", baseUrl + "/_sim/pay/" + id)
            .put("sandbox_init_point", baseUrl + "/_sim/pay/" + id)
            .put("collector_id", 448_870_796L)
            .put("date_created", MercadoPagoPayments.now());
    return Reply.created(book.add("preference", id, preference));
  }

  /** {@code PUT /checkout/preferences/{id}} */
  Reply update(ObjectNode preference, ObjectNode request) {
    for (var field : request.properties()) {
      preference.set(field.getKey(), field.getValue());
    }
    return Reply.ok(preference);
  }

  /** A payer opens a page, of a preference or of a single payment, and acts on it. */
  int visit(String id, String outcome) {
    synchronized (book) {
      var preference = book.find("preference", id);
      var payment = book.find("payment", id);
      if (preference == null && payment == null) {
        return 404;
      }
      boolean acted =
          preference == null
              ? payment != null && payments.act(payment, outcome)
              : !isExpired(preference) && payments.payOnPage(preference, outcome);
      return acted ? 200 : 409;
    }
  }

  private static boolean isExpired(ObjectNode preference) {
    return preference.path("expires").asBoolean(false)
        && !OffsetDateTime.parse(text(preference, "expiration_date_to"))
            .isAfter(OffsetDateTime.now());
  }
}
