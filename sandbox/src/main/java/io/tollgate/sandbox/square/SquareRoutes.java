package io.tollgate.sandbox.square;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a request is about, by its path behind {@code /v2}. */
final class SquareRoutes {

  private final SquarePayments payments;
  private final SquareRefunds refunds;
  private final SquareVault vault;
  private final SquareLists lists;
  private final SquareLinks links;

  SquareRoutes(
      SquarePayments payments,
      SquareRefunds refunds,
      SquareVault vault,
      SquareLists lists,
      SquareLinks links) {
    this.links = links;
    this.payments = payments;
    this.refunds = refunds;
    this.vault = vault;
    this.lists = lists;
  }

  /**
   * A request that changes something.
   *
   * @param baseUrl the simulator's own, for the addresses that it names
   */
  SquareReply change(List<String> path, ObjectNode body, String baseUrl) {
    return switch (shape(path)) {
      case "payments" -> payments.create(body);
      case "payments/cancel" -> payments.cancelByKey(body);
      case "payments/*/complete" -> payments.complete(path.get(1));
      case "payments/*/cancel" -> payments.cancel(path.get(1));
      case "refunds" -> refunds.create(body);
      case "customers" -> vault.addCustomer(body);
      case "cards" -> vault.addCard(body);
      case "cards/*/disable" -> vault.disableCard(path.get(1));
      case "online-checkout/*" -> links.create(body, baseUrl);
      default -> SquareReply.notFound();
    };
  }

  SquareReply delete(List<String> path) {
    return shape(path).equals("online-checkout/*/")
        ? links.delete(path.get(2))
        : SquareReply.notFound();
  }

  /** What a payer does at the simulator's own page. */
  SquareReply act(String link, Map<String, String> query) {
    return links.act(link, query.getOrDefault("outcome", "succeed").equals("succeed"));
  }

  SquareReply read(List<String> path, Map<String, String> query) {
    return switch (shape(path)) {
      case "payments" -> lists.payments(query);
      case "payments/*" -> lists.one("payment", path.get(1));
      case "refunds/*" -> lists.one("refund", path.get(1));
      case "cards" -> lists.cards(query);
      case "cards/*" -> lists.one("card", path.get(1));
      case "online-checkout/*/" -> lists.one("payment_link", path.get(2));
      case "payouts" -> lists.payouts(query);
      case "payouts/*/payout-entries" -> lists.entries(query);
      default -> SquareReply.notFound();
    };
  }

  /** The path with a star for an id, or for the only kind of page; without what comes then. */
  private static String shape(List<String> path) {
    return switch (path.size()) {
      case 1 -> path.getFirst();
      case 2 -> path.getFirst() + (path.get(1).equals("cancel") ? "/cancel" : "/*");
      case 3 -> path.getFirst() + "/*/" + (path.get(1).equals("payment-links") ? "" : path.get(2));
      default -> "";
    };
  }
}
