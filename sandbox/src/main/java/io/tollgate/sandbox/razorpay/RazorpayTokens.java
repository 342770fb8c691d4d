package io.tollgate.sandbox.razorpay;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps customers, and the tokens that their first payments make; an unused one is not listed. */
final class RazorpayTokens {

  private final RazorpayBook book;

  RazorpayTokens(RazorpayBook book) {
    this.book = book;
  }

  /** Who is known already is given back, where the request says so. */
  RazorpayReply addCustomer(ObjectNode request) {
    var known =
        book.all(
            "customer",
            it ->
                it.path("email").equals(request.path("email"))
                    && it.path("contact").equals(request.path("contact")));
    if (!known.isEmpty()) {
      return request.path("fail_existing").asString("1").equals("0")
          ? RazorpayReply.of(known.getFirst())
          : RazorpayReply.invalid();
    }
    var customer = book.add("cust", "customer");
    RazorpayReply.copy(request, customer, "name", "email", "contact");
    return RazorpayReply.of(customer);
  }

  RazorpayReply list(String customer) {
    return RazorpayReply.list(
        book.all(
            "token",
            it ->
                owner(it).equals(customer)
                    && !it.at("/recurring_details/status").asString().equals("initiated")));
  }

  RazorpayReply delete(String customer, String id) {
    var token = book.find(id);
    if (token == null || !owner(token).equals(customer)) {
      return RazorpayReply.invalid();
    }
    book.remove(id);
    return RazorpayReply.of(RazorpayReply.JSON.createObjectNode().put("deleted", true));
  }

  RazorpayReply cancel(String customer, String id) {
    var token = book.find(id);
    if (token == null || !owner(token).equals(customer)) {
      return RazorpayReply.invalid();
    }
    become(token, "cancelled");
    return RazorpayReply.of(
        RazorpayReply.JSON.createObjectNode().put("status", "cancellation_initiated"));
  }

  /** The token that a first payment asks for. */
  void add(ObjectNode payment, JsonNode request) {
    var customer = request.path("customer_id").asString("");
    var token = add(customer, request.at("/upi/vpa").asString(""), "initiated");
    payment.put("customer_id", customer).put("token_id", token);
  }

  /** A payer who agreed, by whatever first payment: {@code <customer>/<token>}. */
  String addConfirmed(String vpa) {
    var customer = book.add("cust", "customer").path("id").asString();
    return customer + "/" + add(customer, vpa, "confirmed");
  }

  private String add(String customer, String vpa, String status) {
    var token = book.add("token", "token").put("method", "upi").put("recurring", true);
    become(token, status);
    var id = token.path("id").asString();
    book.hidden(id).put("customer", customer).put("vpa", vpa);
    return id;
  }

  void confirm(ObjectNode payment) {
    becomeOf(payment, "confirmed");
  }

  void reject(ObjectNode payment) {
    becomeOf(payment, "rejected");
  }

  /** The address behind a token that may be charged; null where it may not. */
  @Nullable String vpa(String customer, String id) {
    var token = book.find(id);
    return token != null
            && owner(token).equals(customer)
            && token.at("/recurring_details/status").asString("").equals("confirmed")
        ? book.hidden(id).path("vpa").asString("")
        : null;
  }

  private void becomeOf(ObjectNode payment, String status) {
    var token = book.find(payment.path("token_id").asString(""));
    if (token != null) {
      become(token, status);
    }
  }

  private static void become(ObjectNode token, String status) {
    token.putObject("recurring_details").put("status", status).putNull("failure_reason");
  }

  private String owner(JsonNode token) {
    return book.hidden(token.path("id").asString()).path("customer").asString("");
  }
}
