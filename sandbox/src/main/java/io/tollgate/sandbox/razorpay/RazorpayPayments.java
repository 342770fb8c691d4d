package io.tollgate.sandbox.razorpay;

import io.tollgate.sandbox.razorpay.RazorpayReply.Way;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes payments of orders, as their bank, wallet or address wants, and captures them. */
final class RazorpayPayments {

  private final RazorpayBook book;
  private final RazorpayEvents events;
  private final RazorpayOrders orders;
  private final RazorpayTokens tokens;
  private final RazorpaySimulatorSettings settings;
  private final Later later;

  RazorpayPayments(
      RazorpayBook book,
      RazorpayEvents events,
      RazorpayOrders orders,
      RazorpayTokens tokens,
      RazorpaySimulatorSettings settings,
      Later later) {
    this.book = book;
    this.events = events;
    this.orders = orders;
    this.tokens = tokens;
    this.settings = settings;
    this.later = later;
  }

  /** A payment made server to server; an order that is paid takes no other. */
  RazorpayReply create(ObjectNode request, String baseUrl) {
    var order = book.find(request.path("order_id").asString(""));
    if (order == null
        || !order.path("amount").equals(request.path("amount"))
        || order.path("status").asString().equals("paid")) {
      return RazorpayReply.error(
          400, "BAD_REQUEST_ERROR", "payment_initiation", "input_validation_failed");
    }
    return charge(order, request, means(request), baseUrl);
  }

  /** A payment under an agreement, which goes by the address that the agreement was made with. */
  RazorpayReply recur(ObjectNode request, String baseUrl) {
    var vpa =
        tokens.vpa(request.path("customer_id").asString(""), request.path("token").asString(""));
    if (vpa == null) {
      return RazorpayReply.invalid();
    }
    var means =
        RazorpayScript.of(vpa) == RazorpayScript.SIM_TOKEN_DECLINES ? "SIM_DECLINE" : "APPROVE";
    var order = book.find(request.path("order_id").asString(""));
    return order == null ? RazorpayReply.invalid() : charge(order, request, means, baseUrl);
  }

  RazorpayReply one(String id) {
    var payment = book.find(id);
    return payment == null ? RazorpayReply.invalid() : RazorpayReply.of(payment);
  }

  RazorpayReply capture(String id, ObjectNode request) {
    var payment = book.find(id);
    if (payment == null
        || !is(payment, "authorized")
        || !payment.path("amount").equals(request.path("amount"))) {
      return RazorpayReply.invalid();
    }
    become(payment, "captured", RazorpayScript.APPROVE);
    return RazorpayReply.of(payment);
  }

  /** What a payer does on a page, of a payment or of a link. */
  RazorpayReply act(String id, boolean pays) {
    var thing = book.find(id);
    if (thing == null) {
      return RazorpayReply.invalid();
    }
    if (thing.path("entity").asString().equals("payment")) {
      settle(id, pays);
      return one(id);
    }
    var order = book.find(book.hidden(id).path("order").asString(""));
    if (order == null || !is(thing, "created")) {
      return RazorpayReply.invalid();
    }
    var payment = payment(order, thing, "card");
    settle(payment.path("id").asString(), pays);
    if (pays) {
      orders.paid(thing, payment);
    }
    return RazorpayReply.of(payment);
  }

  private RazorpayReply charge(ObjectNode order, ObjectNode request, String means, String baseUrl) {
    var script = RazorpayScript.of(means);
    return switch (script) {
      case SIM_INVALID -> RazorpayReply.invalid();
      case SIM_RATE_LIMITED -> RazorpayReply.error(429, "BAD_REQUEST_ERROR", "NA", "NA");
      case SIM_SERVER_ERROR -> RazorpayReply.error(500, "SERVER_ERROR", "NA", "NA");
      case SIM_BANK_SILENT -> RazorpayReply.error(502, "GATEWAY_ERROR", "NA", "NA");
      case SIM_DROP -> RazorpayReply.invalid().by(Way.DROPPED);
      case SIM_DECLINE -> {
        fail(payment(order, request, means), RazorpayScript.reason(means));
        yield RazorpayReply.error(
            400, "BAD_REQUEST_ERROR", "payment_authorization", RazorpayScript.reason(means));
      }
      case SIM_BANK_FAILS -> {
        fail(payment(order, request, means), "payment_failed");
        yield RazorpayReply.error(502, "GATEWAY_ERROR", "payment_authorization", "NA");
      }
      case SIM_FAIL_THEN_OK -> {
        var payment = payment(order, request, means);
        fail(payment, "payment_timed_out");
        settleLater(payment, true);
        yield RazorpayReply.error(
            400, "BAD_REQUEST_ERROR", "payment_authorization", "payment_timed_out");
      }
      case SIM_CHARGE_THEN_ERROR -> {
        settle(payment(order, request, means).path("id").asString(), true);
        yield RazorpayReply.error(500, "SERVER_ERROR", "NA", "NA");
      }
      default -> taken(payment(order, request, means), request, script, baseUrl);
    };
  }

  private RazorpayReply taken(
      ObjectNode payment, ObjectNode request, RazorpayScript script, String baseUrl) {
    var id = payment.path("id").asString();
    var made = RazorpayReply.JSON.createObjectNode().put("razorpay_payment_id", id);
    if (request.at("/upi/flow").asString("").equals("intent")) {
      intend(made, request, id);
      return RazorpayReply.of(made);
    }
    switch (script) {
      case SIM_REDIRECT -> next(made, "redirect", baseUrl + "/_sim/pay/" + id);
      case SIM_PENDING_THEN_OK -> settleLater(payment, true);
      case SIM_PENDING_THEN_FAIL -> settleLater(payment, false);
      case SIM_LAPSE -> lapse(payment);
      default -> settle(id, true);
    }
    var reply = RazorpayReply.of(made);
    return switch (script) {
      case SIM_SLOW -> reply.by(Way.LATE);
      case SIM_CHARGE_THEN_TIMEOUT -> reply.by(Way.NEVER);
      case SIM_CHARGE_THEN_DROP -> reply.by(Way.DROPPED);
      default -> reply;
    };
  }

  /** The payer's own app is to be opened; a mandate's address is a field of its own. */
  private static void intend(ObjectNode made, ObjectNode request, String id) {
    if (request.has("recurring")) {
      made.put("link", "upi://mandate?tr=" + id);
    } else {
      next(made, "intent", "upi://pay?tr=" + id);
    }
  }

  private static void next(ObjectNode made, String action, String url) {
    made.putArray("next").addObject().put("action", action).put("url", url);
  }

  private void settleLater(ObjectNode payment, boolean pays) {
    var id = payment.path("id").asString();
    later.run(settings.processing(), Mono.fromRunnable(() -> settle(id, pays)));
  }

  /** Held, and given back by itself because nobody captured it. */
  private void lapse(ObjectNode payment) {
    become(payment, "authorized", RazorpayScript.APPROVE);
    later.run(
        settings.processing(),
        Mono.fromRunnable(() -> {
          synchronized (book) {
            payment.put("status", "refunded").put("refund_status", "full");
          }
        }));
  }

  private void settle(String id, boolean pays) {
    synchronized (book) {
      var payment = book.find(id);
      if (payment == null || is(payment, "captured") || is(payment, "authorized")) {
        return;
      }
      if (!pays) {
        fail(payment, "payment_cancelled");
        return;
      }
      var order = book.hidden(payment.path("order_id").asString());
      boolean isManual = order.path("isManual").asBoolean(false);
      payment.putNull("error_code").putNull("error_reason");
      tokens.confirm(payment);
      become(payment, isManual ? "authorized" : "captured", script(payment));
    }
  }

  private void fail(ObjectNode payment, String reason) {
    payment
        .put("error_code", "BAD_REQUEST_ERROR")
        .put("error_step", "payment_authorization")
        .put("error_reason", reason);
    tokens.reject(payment);
    become(payment, "failed", script(payment));
  }

  private void become(ObjectNode payment, String status, RazorpayScript script) {
    payment.put("status", status).put("captured", status.equals("captured"));
    var order = book.find(payment.path("order_id").asString());
    if (order != null && status.equals("captured")) {
      order.put("status", "paid").put("amount_due", 0).set("amount_paid", order.path("amount"));
    }
    events.tell("payment." + status, "payment", payment, script);
  }

  private ObjectNode payment(ObjectNode order, JsonNode request, String means) {
    var payment = book.add("pay", "payment");
    payment.set("amount", order.path("amount"));
    payment.set("currency", order.path("currency"));
    payment
        .put("status", "created")
        .put("order_id", order.path("id").asString())
        .put("captured", false)
        .put("amount_refunded", 0)
        .put("method", request.path("method").asString("card"));
    RazorpayReply.copy(request, payment, "notes", "bank", "wallet", "email", "contact");
    order.put("status", "attempted").put("attempts", order.path("attempts").asInt() + 1);
    book.hidden(payment.path("id").asString()).put("means", means);
    if (request.path("recurring").asString("").equals("1")) {
      tokens.add(payment, request);
    }
    return payment;
  }

  private RazorpayScript script(ObjectNode payment) {
    return RazorpayScript.of(book.hidden(payment.path("id").asString()).path("means").asString(""));
  }

  private static String means(JsonNode request) {
    for (var place : new String[] {"/bank", "/wallet", "/upi/vpa"}) {
      var text = request.at(place);
      if (text.isString()) {
        return text.asString();
      }
    }
    return "";
  }

  private static boolean is(ObjectNode thing, String status) {
    return thing.path("status").asString().equals(status);
  }
}
