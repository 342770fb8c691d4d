package io.tollgate.sandbox.btcpay;

import io.tollgate.sandbox.btcpay.PullPayment.Payout;
import io.tollgate.sandbox.btcpay.PullPayment.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/**
 * Makes refunds, which are pull payments, and lets payers claim them. As the real one, it counts
 * nobody's refunds: an invoice can be given back twice.
 */
final class BtcPayRefunds {

  private final BtcPayBook book;
  private final Scheduler scheduler;
  private final Duration step;

  BtcPayRefunds(BtcPayBook book, Scheduler scheduler, Duration step) {
    this.book = book;
    this.scheduler = scheduler;
    this.step = step;
  }

  /** {@code POST /stores/{id}/invoices/{id}/refund}, of the variant {@code Custom}. */
  PullPayment create(Invoice invoice, JsonNode body) {
    if (!invoice.isRefundable()) {
      throw BtcPayRefusal.coded(400, "non-refundable", "Cannot refund this invoice");
    }
    String method = body.path("payoutMethodId").asString("BTC-CHAIN");
    if (!BtcPayJson.methods(invoice).contains(method)) {
      throw BtcPayRefusal.ofField("payoutMethodId", "Please select one of the payment methods");
    }
    if (!body.path("refundVariant").asString("").equals("Custom")) {
      throw BtcPayRefusal.ofField("refundVariant", "The sandbox gives back by Custom only");
    }
    PullPayment refund =
        new PullPayment(
            BtcPayBook.newId(),
            invoice.id(),
            body.path("name").asString("Refund " + invoice.id()),
            BtcPayInvoices.amount(body.path("customAmount"), "customAmount"),
            body.path("customCurrency").asString(""),
            method,
            false,
            List.of());
    book.add(refund);
    start(refund, invoice.script());
    return refund;
  }

  /** The payer claims, and the store pays after a step. */
  void claim(PullPayment refund, BigDecimal amount) {
    claimed(refund, amount);
    later(() -> end(refund, State.COMPLETED));
  }

  private void start(PullPayment refund, BtcPayScript script) {
    switch (script.refunding) {
      case WAIT, SILENT -> {}
      case PAY -> claim(refund, refund.amount());
      case CANCEL -> {
        claimed(refund, refund.amount());
        later(() -> end(refund, State.CANCELLED));
      }
      case ARCHIVE -> {
        claimed(refund, refund.amount());
        later(() -> {
          end(refund, State.CANCELLED);
          book.change(refund, PullPayment::inArchive);
        });
      }
    }
  }

  private void claimed(PullPayment refund, BigDecimal amount) {
    Payout payout =
        new Payout(BtcPayBook.newId(), BtcPayInvoices.now(), amount, State.AWAITING_APPROVAL);
    book.change(
        refund, it -> it.archived() || it.left().compareTo(amount) < 0 ? it : it.claimed(payout));
  }

  private void end(PullPayment refund, State state) {
    book.change(refund, it -> it.ended(state));
  }

  private void later(Runnable work) {
    var _ = scheduler.schedule(work, step.toMillis(), TimeUnit.MILLISECONDS);
  }
}
