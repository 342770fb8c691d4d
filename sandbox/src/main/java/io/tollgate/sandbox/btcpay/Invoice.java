package io.tollgate.sandbox.btcpay;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * One invoice at one moment; a change makes a new one.
 *
 * @param created in seconds of the epoch, as all times
 * @param paid in the invoice's currency
 * @param metadata as it was sent
 * @param checkout as it was sent
 */
record Invoice(
    String id,
    long created,
    long expires,
    BigDecimal amount,
    String currency,
    BigDecimal paid,
    Status status,
    Additional additional,
    List<Payment> payments,
    boolean archived,
    ObjectNode metadata,
    ObjectNode checkout) {

  /** Money that came, in the invoice's currency. */
  record Payment(String id, long at, BigDecimal amount) {}

  enum Status {
    NEW("New"),
    PROCESSING("Processing"),
    EXPIRED("Expired"),
    INVALID("Invalid"),
    SETTLED("Settled");

    final String word;

    Status(String word) {
      this.word = word;
    }
  }

  enum Additional {
    NONE("None"),
    PAID_LATE("PaidLate"),
    PAID_PARTIAL("PaidPartial"),
    MARKED("Marked"),
    PAID_OVER("PaidOver");

    final String word;

    Additional(String word) {
      this.word = word;
    }
  }

  String orderId() {
    return metadata.path("orderId").asString("");
  }

  BtcPayScript script() {
    return BtcPayScript.of(metadata.path("itemDesc").asString(""));
  }

  /** Whether a refund of it can be made. */
  boolean isRefundable() {
    return switch (status) {
      case SETTLED, INVALID -> true;
      case EXPIRED -> paid.signum() > 0;
      case NEW, PROCESSING -> false;
    };
  }

  /** After money came: in time it counts, later it does not. */
  Invoice receive(Payment payment) {
    BigDecimal all = paid.add(payment.amount());
    int enough = all.compareTo(amount);
    Additional how = enough < 0 ? Additional.PAID_PARTIAL : Additional.PAID_OVER;
    if (enough == 0) {
      how = status == Status.EXPIRED ? Additional.PAID_LATE : Additional.NONE;
    }
    Status next = status == Status.NEW && enough >= 0 ? Status.PROCESSING : status;
    return with(all, next, how, Stream.concat(payments.stream(), Stream.of(payment)).toList());
  }

  /** The next status, if it still is in the one before. */
  Invoice move(Status from, Status to) {
    return status == from ? with(paid, to, additional, payments) : this;
  }

  /** After somebody said what it is. */
  Invoice marked(Status next) {
    return with(paid, next, Additional.MARKED, payments);
  }

  Invoice inArchive() {
    return new Invoice(
        id,
        created,
        expires,
        amount,
        currency,
        paid,
        status,
        additional,
        payments,
        true,
        metadata,
        checkout);
  }

  private Invoice with(BigDecimal all, Status next, Additional how, List<Payment> came) {
    return new Invoice(
        id, created, expires, amount, currency, all, next, how, came, archived, metadata, checkout);
  }
}
