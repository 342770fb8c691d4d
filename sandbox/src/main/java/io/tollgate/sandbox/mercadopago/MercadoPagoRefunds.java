package io.tollgate.sandbox.mercadopago;

import static io.tollgate.sandbox.mercadopago.MercadoPagoBook.text;

import io.tollgate.sandbox.mercadopago.Reply.Way;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Gives money back. */
final class MercadoPagoRefunds {

  private final MercadoPagoBook book;
  private final MercadoPagoPayments payments;
  private final MercadoPagoSettings settings;
  private final Later later;

  MercadoPagoRefunds(
      MercadoPagoBook book,
      MercadoPagoPayments payments,
      MercadoPagoSettings settings,
      Later later) {
    this.book = book;
    this.payments = payments;
    this.settings = settings;
    this.later = later;
  }

  /** {@code POST /v1/payments/{id}/refunds}; without an amount, all that is left. */
  Reply create(ObjectNode payment, ObjectNode request) {
    if (!text(payment, "status").equals("approved")) {
      return Reply.refusal(2018, "not valid for the current payment state");
    }
    var left = left(payment);
    var amount = request.has("amount") ? request.path("amount").decimalValue() : left;
    if (amount.signum() <= 0 || amount.compareTo(left) > 0) {
      return Reply.refusal(4037, "Invalid transaction_amount");
    }
    return switch (payments.script(payment)) {
      case REFUND_PENDING -> later(add(payment, amount, "in_process"), payment, "approved");
      case REFUND_FAILS -> later(add(payment, amount, "in_process"), payment, "rejected");
      case REFUND_THEN_DROP -> done(payment, amount).by(Way.DROPPED);
      default -> done(payment, amount);
    };
  }

  /** {@code GET /v1/payments/{id}/refunds} */
  Reply list(ObjectNode payment) {
    var list = Reply.JSON.createArrayNode();
    of(payment).forEach(list::add);
    return Reply.ok(list);
  }

  /** {@code GET /v1/payments/{id}/refunds/{id}} */
  Reply find(String id) {
    var refund = book.find("refund", id);
    return refund == null ? Reply.notFound() : Reply.ok(refund);
  }

  private Reply done(ObjectNode payment, BigDecimal amount) {
    var refund = add(payment, amount, "approved");
    giveBack(payment, amount);
    return Reply.created(refund);
  }

  private Reply later(ObjectNode refund, ObjectNode payment, String status) {
    later.after(settings.processing(), () -> settle(refund, payment, status));
    return Reply.created(refund);
  }

  private void settle(ObjectNode refund, ObjectNode payment, String status) {
    synchronized (book) {
      refund.put("status", status);
      if (status.equals("approved")) {
        giveBack(payment, refund.path("amount").decimalValue());
      }
    }
  }

  private void giveBack(ObjectNode payment, BigDecimal amount) {
    var refunded = payment.path("transaction_amount_refunded").decimalValue().add(amount);
    payment.put("transaction_amount_refunded", refunded);
    boolean isAll = refunded.compareTo(payment.path("transaction_amount").decimalValue()) == 0;
    payments.change(
        payment, isAll ? "refunded" : "approved", isAll ? "refunded" : "partially_refunded");
  }

  private ObjectNode add(ObjectNode payment, BigDecimal amount, String status) {
    var id = book.newId();
    var refund =
        Reply.object()
            .put("id", Long.parseLong(id))
            .put("payment_id", payment.path("id").asLong())
            .put("amount", amount)
            .put("adjustment_amount", BigDecimal.ZERO)
            .put("status", status)
            .put("refund_mode", "standard")
            .put("date_created", MercadoPagoPayments.now())
            .put("unique_sequence_number", id);
    refund.putObject("source").put("id", "448870796").put("name", "Shop").put("type", "collector");
    return book.add("refund", id, refund);
  }

  /** What can still be given back; what is on its way back counts as given. */
  private BigDecimal left(ObjectNode payment) {
    return of(payment).stream()
        .filter(refund -> !text(refund, "status").equals("rejected"))
        .map(refund -> refund.path("amount").decimalValue())
        .reduce(payment.path("transaction_amount").decimalValue(), BigDecimal::subtract);
  }

  private List<ObjectNode> of(ObjectNode payment) {
    return book.all("refund").stream()
        .filter(refund -> refund.path("payment_id").equals(payment.path("id")))
        .toList();
  }
}
