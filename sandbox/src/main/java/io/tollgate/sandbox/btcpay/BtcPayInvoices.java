package io.tollgate.sandbox.btcpay;

import io.tollgate.sandbox.btcpay.Invoice.Additional;
import io.tollgate.sandbox.btcpay.Invoice.Payment;
import io.tollgate.sandbox.btcpay.Invoice.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes invoices, and lets them take the course that their script says. */
final class BtcPayInvoices {

  private static final Set<String> METHODS = Set.of("BTC-CHAIN", "BTC-LN", "BTC-LNURL");
  private static final Set<String> SPEEDS =
      Set.of("HighSpeed", "MediumSpeed", "LowMediumSpeed", "LowSpeed");

  private final BtcPayBook book;
  private final BtcPayWebhooks webhooks;
  private final Scheduler scheduler;
  private final Duration step;

  BtcPayInvoices(BtcPayBook book, BtcPayWebhooks webhooks, Scheduler scheduler, Duration step) {
    this.book = book;
    this.webhooks = webhooks;
    this.scheduler = scheduler;
    this.step = step;
  }

  /** {@code POST /stores/{id}/invoices}; the answer is the invoice before anything happens. */
  Invoice create(JsonNode body) {
    JsonNode checkout = body.path("checkout");
    check(body, checkout);
    long now = now();
    Invoice invoice =
        new Invoice(
            BtcPayBook.newId(),
            now,
            now + 60 * checkout.path("expirationMinutes").asLong(15),
            amount(body.path("amount"), "amount"),
            body.path("currency").asString("USD"),
            BigDecimal.ZERO,
            Status.NEW,
            Additional.NONE,
            List.of(),
            false,
            object(body.path("metadata")),
            object(checkout));
    book.add(invoice);
    webhooks.tell(invoice, "InvoiceCreated", _ -> {});
    start(invoice);
    return invoice;
  }

  /** {@code POST /stores/{id}/invoices/{id}/status}. */
  Invoice mark(Invoice invoice, JsonNode body) {
    Status wanted =
        switch (body.path("status").asString("")) {
          case "Invalid" -> Status.INVALID;
          case "Settled" -> Status.SETTLED;
          default -> throw BtcPayRefusal.ofField("status", "Invalid or Settled");
        };
    Invoice after =
        book.change(invoice, it -> BtcPayJson.canMark(it, wanted) ? it.marked(wanted) : it);
    if (after.status() != wanted || after.additional() != Additional.MARKED) {
      throw BtcPayRefusal.ofField("status", "Only within certain conditions");
    }
    webhooks.tell(after, "Invoice" + wanted.word, event -> event.put("manuallyMarked", true));
    return after;
  }

  /** The payer pays, and the network confirms after a step. */
  void pay(Invoice invoice, BigDecimal amount) {
    receive(invoice, amount);
    later(() -> settle(invoice));
  }

  private void start(Invoice invoice) {
    BigDecimal all = invoice.amount();
    switch (invoice.script().course) {
      case WAIT -> {}
      case SETTLE -> pay(invoice, all);
      case PAY_DOUBLE -> pay(invoice, all.add(all));
      case EXPIRE -> later(() -> expire(invoice));
      case PAY_HALF -> {
        receive(invoice, all.divide(BigDecimal.TWO, all.scale(), RoundingMode.DOWN));
        later(() -> expire(invoice));
      }
      case PAY_LATE ->
          later(() -> {
            expire(invoice);
            later(() -> receive(invoice, all));
          });
      case FAIL -> {
        receive(invoice, all);
        later(() -> fail(invoice));
      }
    }
  }

  private void receive(Invoice invoice, BigDecimal amount) {
    Payment payment = new Payment(BtcPayBook.newId() + "-0", now(), amount);
    Invoice after = book.change(invoice, it -> it.receive(payment));
    webhooks.tell(
        after,
        "InvoiceReceivedPayment",
        event -> {
          event.put("afterExpiration", after.status() == Status.EXPIRED);
          event.put("paymentMethodId", BtcPayJson.methods(after).getFirst());
          event.set("payment", BtcPayJson.payment(payment, "bcrt1q", after.status()));
        });
    if (after.status() == Status.PROCESSING) {
      webhooks.tell(after, "InvoiceProcessing", event -> event.put("overPaid", isOver(after)));
    }
  }

  private void settle(Invoice invoice) {
    move(invoice, Status.PROCESSING, Status.SETTLED);
  }

  private void expire(Invoice invoice) {
    move(invoice, Status.NEW, Status.EXPIRED);
  }

  private void fail(Invoice invoice) {
    move(invoice, Status.PROCESSING, Status.INVALID);
  }

  private void move(Invoice invoice, Status from, Status to) {
    Invoice after = book.change(invoice, it -> it.move(from, to));
    if (after.status() == to) {
      webhooks.tell(after, "Invoice" + to.word, event -> detail(after, event));
    }
  }

  private static void detail(Invoice invoice, ObjectNode event) {
    switch (invoice.status()) {
      case SETTLED -> event.put("manuallyMarked", false).put("overPaid", isOver(invoice));
      case EXPIRED -> event.put("partiallyPaid", invoice.paid().signum() > 0);
      case INVALID -> event.put("manuallyMarked", false);
      case NEW, PROCESSING -> {}
    }
  }

  private void later(Runnable work) {
    var _ = scheduler.schedule(work, step.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean isOver(Invoice invoice) {
    return invoice.additional() == Additional.PAID_OVER;
  }

  private static void check(JsonNode body, JsonNode checkout) {
    if (body.path("currency").asString("").length() != 3) {
      throw BtcPayRefusal.ofField("currency", "Invalid currency");
    }
    for (JsonNode method : checkout.path("paymentMethods")) {
      if (!METHODS.contains(method.asString(""))) {
        throw BtcPayRefusal.ofField("checkout.paymentMethods[0]", "Invalid PaymentMethodId");
      }
    }
    if (checkout.has("speedPolicy")
        && !SPEEDS.contains(checkout.path("speedPolicy").asString(""))) {
      throw BtcPayRefusal.ofField("checkout.speedPolicy", "Invalid speedPolicy");
    }
    if (checkout.path("expirationMinutes").asDouble(15) < 0.5) {
      throw BtcPayRefusal.ofField("checkout.expirationMinutes", "At least 30 seconds");
    }
  }

  /** A decimal string of more than nothing. */
  static BigDecimal amount(JsonNode node, String path) {
    String text = node.asString("");
    if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,8})?") || new BigDecimal(text).signum() == 0) {
      throw BtcPayRefusal.ofField(path, "Amount must be greater than 0");
    }
    return new BigDecimal(text);
  }

  private static ObjectNode object(JsonNode node) {
    return node.isObject() ? (ObjectNode) node : JsonMapper.shared().createObjectNode();
  }

  static long now() {
    return System.currentTimeMillis() / 1_000;
  }
}
