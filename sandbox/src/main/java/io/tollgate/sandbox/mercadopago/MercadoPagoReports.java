package io.tollgate.sandbox.mercadopago;

import static io.tollgate.sandbox.mercadopago.MercadoPagoBook.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.StringJoiner;
import tools.jackson.databind.node.ObjectNode;

/** Reports of what was taken and given back; one is made in the time that slow things take. */
final class MercadoPagoReports {

  private static final String HEADING =
      "EXTERNAL_REFERENCE;SOURCE_ID;PAYMENT_METHOD;TRANSACTION_TYPE;TRANSACTION_AMOUNT;"
          + "TRANSACTION_CURRENCY;FEE_AMOUNT;SETTLEMENT_NET_AMOUNT;SETTLEMENT_CURRENCY;"
          + "SETTLEMENT_DATE";
  private static final BigDecimal FEE = new BigDecimal("0.05");

  private final MercadoPagoBook book;
  private final MercadoPagoSettings settings;
  private final Later later;

  MercadoPagoReports(MercadoPagoBook book, MercadoPagoSettings settings, Later later) {
    this.book = book;
    this.settings = settings;
    this.later = later;
  }

  /** {@code POST /v1/account/settlement_report} */
  Reply create(ObjectNode request) {
    var id = book.newId();
    var report =
        Reply.object()
            .put("id", Long.parseLong(id))
            .put("begin_date", text(request, "begin_date"))
            .put("end_date", text(request, "end_date"))
            .put("created_from", "manual")
            .put("status", "pending");
    book.add("report", id, report);
    later.after(settings.processing(), () -> finish(report, id));
    return new Reply(202, "application/json", report.toString(), Reply.Way.AT_ONCE);
  }

  /** {@code GET /v1/account/settlement_report/list} */
  Reply list() {
    var list = Reply.JSON.createArrayNode();
    book.all("report").forEach(list::add);
    return Reply.ok(list);
  }

  /** {@code GET /v1/account/settlement_report/{file_name}} */
  Reply download(String file) {
    return book.all("report").stream()
        .filter(report -> text(report, "file_name").equals(file))
        .findFirst()
        .map(report -> Reply.csv(content(report)))
        .orElseGet(Reply::notFound);
  }

  private void finish(ObjectNode report, String id) {
    synchronized (book) {
      report
          .put("status", "processed")
          .put("file_name", "settlement-report-448870796-" + id + ".csv");
    }
  }

  private String content(ObjectNode report) {
    var begin = time(report, "begin_date");
    var end = time(report, "end_date").plusSeconds(1);
    var lines = new StringJoiner("\n", HEADING + "\n", "\n");
    for (var payment : book.all("payment")) {
      if (payment.has("date_approved") && isIn(payment, "date_approved", begin, end)) {
        lines.add(line(payment, "SETTLEMENT", amount(payment, "transaction_amount")));
      }
    }
    for (var refund : book.all("refund")) {
      var payment = book.find("payment", text(refund, "payment_id"));
      boolean isDone = text(refund, "status").equals("approved");
      if (payment != null && isDone && isIn(refund, "date_created", begin, end)) {
        lines.add(line(payment, "REFUND", amount(refund, "amount").negate()));
      }
    }
    return lines.toString();
  }

  private String line(ObjectNode payment, String type, BigDecimal amount) {
    var fee = amount.multiply(FEE).negate().setScale(2, RoundingMode.HALF_UP);
    return String.join(
        ";",
        text(payment, "external_reference"),
        text(payment, "id"),
        text(payment, "payment_method_id"),
        type,
        amount.toPlainString(),
        settings.currency(),
        fee.toPlainString(),
        amount.add(fee).toPlainString(),
        settings.currency(),
        text(payment, "date_approved"));
  }

  private static boolean isIn(ObjectNode thing, String field, Instant begin, Instant end) {
    var at = time(thing, field);
    return !at.isBefore(begin) && at.isBefore(end);
  }

  private static Instant time(ObjectNode thing, String field) {
    return OffsetDateTime.parse(text(thing, field)).toInstant();
  }

  private static BigDecimal amount(ObjectNode thing, String field) {
    return thing.path(field).decimalValue().setScale(2, RoundingMode.UNNECESSARY);
  }
}
