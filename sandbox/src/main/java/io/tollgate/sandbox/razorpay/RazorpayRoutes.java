package io.tollgate.sandbox.razorpay;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a request is about, by its path behind {@code /v1}. */
final class RazorpayRoutes {

  private static final int LONGEST_PAGE = 100;

  private final RazorpayOrders orders;
  private final RazorpayPayments payments;
  private final RazorpayTokens tokens;
  private final RazorpayRefunds refunds;

  RazorpayRoutes(
      RazorpayOrders orders,
      RazorpayPayments payments,
      RazorpayTokens tokens,
      RazorpayRefunds refunds) {
    this.orders = orders;
    this.payments = payments;
    this.tokens = tokens;
    this.refunds = refunds;
  }

  /**
   * A request that changes something.
   *
   * @param key of a refund
   * @param baseUrl the simulator's own, for the addresses that it names
   */
  RazorpayReply change(
      String method, List<String> path, ObjectNode body, String key, String baseUrl) {
    return switch (method + " " + shape(path)) {
      case "POST orders" -> orders.create(body);
      case "POST payments/create/json", "POST payments/create/upi" ->
          payments.create(body, baseUrl);
      case "POST payments/create/recurring" -> payments.recur(body, baseUrl);
      case "POST payments/*/capture" -> payments.capture(path.get(1), body);
      case "POST payments/*/refund" -> refunds.create(path.get(1), body, key);
      case "POST payment_links" -> orders.createLink(body, baseUrl);
      case "POST payment_links/*/cancel" -> orders.cancelLink(path.get(1));
      case "POST customers" -> tokens.addCustomer(body);
      case "DELETE customers/*/tokens/*" -> tokens.delete(path.get(1), path.get(3));
      case "PUT customers/*/tokens/*/cancel" -> tokens.cancel(path.get(1), path.get(3));
      default -> RazorpayReply.invalid();
    };
  }

  /** A question. */
  RazorpayReply read(List<String> path, Map<String, String> query) {
    int skip = Integer.parseInt(query.getOrDefault("skip", "0"));
    int count = Integer.parseInt(query.getOrDefault("count", "10"));
    return switch (shape(path)) {
      case "orders" -> orders.byReceipt(query.getOrDefault("receipt", ""));
      case "orders/*/payments" -> orders.payments(path.get(1));
      case "payments/*" -> payments.one(path.get(1));
      case "payments/*/refunds" ->
          refunds.ofPayment(path.get(1), skip, Math.min(count, LONGEST_PAGE));
      case "refunds/*" -> refunds.one(path.get(1));
      case "payment_links" -> orders.linksByReference(query.getOrDefault("reference_id", ""));
      case "payment_links/*" -> orders.link(path.get(1));
      case "customers/*/tokens" -> tokens.list(path.get(1));
      case "settlements/*/combined" -> refunds.settled(skip, count);
      default -> RazorpayReply.invalid();
    };
  }

  /** What a payer does at the simulator's own page. */
  RazorpayReply act(String id, Map<String, String> query) {
    return payments.act(id, query.getOrDefault("outcome", "succeed").equals("succeed"));
  }

  /** The path with stars for ids, which come second and fourth. */
  private static String shape(List<String> path) {
    var shape = new StringBuilder(path.getFirst());
    for (int at = 1; at < path.size(); at++) {
      boolean isName = at % 2 == 0 || path.get(at).equals("create");
      shape.append('/').append(isName ? path.get(at) : "*");
    }
    return shape.toString();
  }
}
