package io.tollgate.sandbox.mercadopago;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Which request is for whom. Whoever comes here holds the lock of the book. */
final class MercadoPagoRoutes {

  private final MercadoPagoBook book;
  private final MercadoPagoPayments payments;
  private final MercadoPagoRefunds refunds;
  private final MercadoPagoVault vault;
  private final MercadoPagoPages pages;
  private final MercadoPagoReports reports;

  MercadoPagoRoutes(
      MercadoPagoBook book,
      MercadoPagoPayments payments,
      MercadoPagoRefunds refunds,
      MercadoPagoVault vault,
      MercadoPagoPages pages,
      MercadoPagoReports reports) {
    this.book = book;
    this.payments = payments;
    this.refunds = refunds;
    this.vault = vault;
    this.pages = pages;
    this.reports = reports;
  }

  /**
   * Answers a request.
   *
   * @param words of its path
   */
  Reply answer(String method, List<String> words, Map<String, String> query, ObjectNode body) {
    return switch (method + " " + pattern(words)) {
      case "POST /v1/payments" -> payments.create(body);
      case "GET /v1/payments/search" -> payments.search(query);
      case "GET /v1/payments/*" -> payment(words, Reply::ok);
      case "PUT /v1/payments/*" -> payment(words, payment -> payments.update(payment, body));
      case "POST /v1/payments/*/refunds" ->
          payment(words, payment -> refunds.create(payment, body));
      case "GET /v1/payments/*/refunds" -> payment(words, refunds::list);
      case "GET /v1/payments/*/refunds/*" -> refunds.find(words.get(4));
      case "POST /v1/card_tokens" -> vault.createToken(body);
      case "GET /v1/card_tokens/*" -> vault.findToken(words.get(2));
      case "POST /v1/customers" -> vault.createCustomer(body);
      case "GET /v1/customers/search" -> vault.search(query);
      case "POST /v1/customers/*/cards" ->
          found("customer", words.get(2), _ -> vault.save(words.get(2), body));
      case "GET /v1/customers/*/cards" -> vault.list(words.get(2));
      case "GET /v1/customers/*/cards/*" -> vault.find(words.get(2), words.get(4));
      case "DELETE /v1/customers/*/cards/*" -> vault.delete(words.get(2), words.get(4));
      case "POST /checkout/preferences" -> pages.create(body);
      case "GET /checkout/preferences/*" -> found("preference", words.get(2), Reply::ok);
      case "PUT /checkout/preferences/*" ->
          found("preference", words.get(2), preference -> pages.update(preference, body));
      case "POST /v1/account/settlement_report" -> reports.create(body);
      case "GET /v1/account/settlement_report/list" -> reports.list();
      case "GET /v1/account/settlement_report/*" -> reports.download(words.get(3));
      default -> Reply.notFound();
    };
  }

  private Reply payment(List<String> words, Function<ObjectNode, Reply> work) {
    return found("payment", words.get(2), work);
  }

  private Reply found(String kind, String id, Function<ObjectNode, Reply> work) {
    var thing = book.find(kind, id);
    return thing == null ? Reply.notFound() : work.apply(thing);
  }

  /** The path with a star where an id stands: the third word, the fifth, and a file's name. */
  private static String pattern(List<String> words) {
    var pattern = new StringBuilder();
    for (int at = 0; at < words.size(); at++) {
      var word = words.get(at);
      boolean isName = word.matches("search|list|settlement_report") || at < 2 || at == 3;
      boolean isFile = at == 3 && words.get(1).equals("account") && !word.equals("list");
      pattern.append('/').append(isName && !isFile ? word : "*");
    }
    return pattern.toString();
  }
}
