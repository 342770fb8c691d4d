package io.tollgate.persistence.cold;

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
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.persistence.hot.StoredPayment;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Payments as a life of theirs makes them. */
final class PaymentsUnderTest {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

  static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00.456Z");
  static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef".repeat(4));

  private PaymentsUnderTest() {}

  static Payment opened(String reference) {
    var order =
        new Order(
            new MerchantId("demo"),
            new Reference(reference),
            Product.FOREIGN_CARD,
            Money.of(1_299, "EUR"),
            CaptureMode.AUTOMATIC,
            new Method("card", "tok_1"),
            Customer.UNKNOWN,
            URI.create("https://shop.example/back"),
            "Grüße ' \\ \" 支付 😀 $1 ? :name",
            Map.of("cart", "17"));
    return Payment.opened(order, new AccountId("stripe", "demo"), NOON, NOON.plusSeconds(900));
  }

  /** Versions 1 to 4 of one payment: created, requires action, pending, succeeded. */
  static List<Payment> life(String reference) {
    var life = new ArrayList<>(List.of(opened(reference)));
    var redirect = new NextStep.Redirect(URI.create("https://bank.example/pay"));
    for (var outcome :
        List.of(
            new ChannelOutcome.NeedsAction(redirect, "pi_1"),
            new ChannelOutcome.Pending("pi_1"),
            new ChannelOutcome.Approved("pi_1"))) {
      life.add(after(life.getLast(), outcome));
    }
    return life;
  }

  static Payment after(Payment payment, ChannelOutcome outcome) {
    return switch (PaymentChange.of(payment, 1, outcome, payment.updatedAt().plusSeconds(1))) {
      case Changed(var next) -> next;
      case PaymentChange other -> throw new AssertionError(other.toString());
    };
  }

  /** As the hot store took them at midnight. */
  static List<StoredPayment> stored(List<Payment> payments) {
    return payments.stream()
        .map(payment -> new StoredPayment(payment, FINGERPRINT, MIDNIGHT))
        .toList();
  }

  /** A payment whose channel reference no column can hold. */
  static Payment poison(String reference) {
    return after(opened(reference), new ChannelOutcome.Pending("x".repeat(300)));
  }
}
