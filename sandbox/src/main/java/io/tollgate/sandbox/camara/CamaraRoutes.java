package io.tollgate.sandbox.camara;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Which request is for whom. */
record CamaraRoutes(
    CamaraBook book, CamaraPayments payments, CamaraRefunds refunds, CamaraLists lists) {

  private static final String BILLING = "/carrier-billing/v0.5/payments";
  private static final String REFUNDS = "/carrier-billing-refund/v0.3/payments/";

  /** Answers a question. */
  CamaraReply read(String path, Map<String, String> query) {
    if (path.startsWith(REFUNDS)) {
      return ofPayment(path, (payment, words) -> readRefunds(payment, words, query));
    }
    if (path.equals(BILLING)) {
      return lists.payments(query);
    }
    return path.startsWith(BILLING + "/")
        ? payments.retrieve(path.substring(BILLING.length() + 1))
        : nothing();
  }

  /** Does what a POST asks for. */
  CamaraReply change(String path, ObjectNode body) {
    if (path.startsWith(REFUNDS)) {
      return ofPayment(
          path, (payment, words) -> words.size() == 2 ? refunds.create(payment, body) : nothing());
    }
    return switch (path) {
      case BILLING -> payments.create(body);
      case BILLING + "/prepare" -> payments.prepare(body);
      default -> path.startsWith(BILLING + "/") ? act(words(path, BILLING + "/"), body) : nothing();
    };
  }

  private CamaraReply act(List<String> words, ObjectNode body) {
    return switch (words.getLast()) {
      case "validate" -> payments.validate(words.getFirst(), body);
      case "confirm" -> payments.confirm(words.getFirst(), body);
      case "cancel" -> payments.cancel(words.getFirst(), body);
      default -> nothing();
    };
  }

  private CamaraReply readRefunds(
      BilledPayment payment, List<String> words, Map<String, String> query) {
    if (words.size() == 2) {
      return lists.refunds(payment, query);
    }
    return words.getLast().equals("remaining-amount")
        ? refunds.remaining(payment)
        : refunds.retrieve(payment, words.getLast());
  }

  /** What is below a payment: its id, {@code refunds}, and perhaps one word more. */
  private CamaraReply ofPayment(String path, Work work) {
    var words = words(path, REFUNDS);
    return words.size() < 2 || words.size() > 3 || !words.get(1).equals("refunds")
        ? nothing()
        : book.find(words.getFirst())
            .map(payment -> work.on(payment, words))
            .orElseGet(CamaraRoutes::nothing);
  }

  private interface Work {

    CamaraReply on(BilledPayment payment, List<String> words);
  }

  private static List<String> words(String path, String prefix) {
    return List.of(path.substring(prefix.length()).split("/", -1));
  }

  private static CamaraReply nothing() {
    return CamaraReply.error(404, "NOT_FOUND");
  }
}
