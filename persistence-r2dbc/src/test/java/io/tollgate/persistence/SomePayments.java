package io.tollgate.persistence;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentChange;
import io.tollgate.domain.payment.PaymentChange.Changed;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.Product;
import io.tollgate.persistence.hot.StoredPayment;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Valid payments, each with a reference of its own, and their next versions. */
public final class SomePayments {

  public static final Fingerprint FINGERPRINT = new Fingerprint("f".repeat(64));

  private static final AtomicLong REFERENCES = new AtomicLong(System.nanoTime());

  private SomePayments() {}

  /** A new payment. */
  public static Payment opened() {
    return opened("order-" + REFERENCES.incrementAndGet());
  }

  public static Payment opened(String reference) {
    var now = Instant.now();
    return Payment.opened(
        order(reference), new AccountId("ledger", "eu"), now, now.plusSeconds(900));
  }

  private static Order order(String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        Product.FOREIGN_CARD,
        Money.of(1299, "EUR"),
        CaptureMode.AUTOMATIC,
        new Method("card", "tok_1"),
        Customer.UNKNOWN,
        null,
        "Ein Paar Schuhe, Größe 42 👟",
        Map.of("cart", "7"));
  }

  /** As the hot store took it just now. */
  public static StoredPayment stored(Payment payment) {
    return new StoredPayment(payment, FINGERPRINT, Instant.now());
  }

  /** The next version: the channel works on it. */
  public static Payment pending(Payment payment) {
    return after(payment, new ChannelOutcome.Pending("ref"));
  }

  /** The next version: paid. */
  public static Payment paid(Payment payment) {
    return after(payment, new ChannelOutcome.Approved("ref"));
  }

  private static Payment after(Payment payment, ChannelOutcome outcome) {
    var attempt = payment.liveAttempt().number();
    return PaymentChange.of(payment, attempt, outcome, Instant.now()) instanceof Changed(var next)
        ? next
        : touched(payment);
  }

  /** The next version, which differs in nothing else. */
  public static Payment touched(Payment payment) {
    return new Payment(
        payment.id(),
        payment.version() + 1,
        payment.status(),
        payment.order(),
        payment.attempts(),
        payment.nextStep(),
        payment.failure(),
        payment.conflicts(),
        payment.createdAt(),
        Instant.now(),
        payment.payBy());
  }
}
