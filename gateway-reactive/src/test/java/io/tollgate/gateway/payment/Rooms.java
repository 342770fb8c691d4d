package io.tollgate.gateway.payment;

import static io.tollgate.domain.payment.WatchSchedule.DEFAULT;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.channels.ChannelDirectory;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentTimes;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rooms of this package and payments with valid defaults, for tests in and outside of it. */
public final class Rooms {

  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** The standard schedule; a payer has a quarter of an hour. */
  public static final PaymentTimes TIMES = new PaymentTimes(DEFAULT, Duration.ofMinutes(15));

  private Rooms() {}

  /** Channels with a scripted one among them. */
  public static ChannelsInUse channels(ChannelDirectory directory) {
    return new ChannelsInUse(directory);
  }

  public static SettlePayment settling(Payments payments, Clock clock, MeterRegistry meters) {
    return new SettlePayment(payments, TIMES, clock, meters);
  }

  /** EUR 12.99 by card at the scripted channel, opened at noon. */
  public static Payment opened() {
    var order =
        new Order(
            new MerchantId("demo"),
            new Reference("order-1"),
            Product.FOREIGN_CARD,
            Money.of(1299, "EUR"),
            CaptureMode.AUTOMATIC,
            new Method("card", "pm_card_visa"),
            Customer.UNKNOWN,
            null,
            null,
            Map.of());
    return Payment.opened(
        order, ScriptedChannel.ACCOUNT.id(), NOON, NOON.plus(TIMES.payerWindow()));
  }

  /** The payment in that status, one attempt, nothing learned from the channel. */
  public static Payment in(PaymentStatus status) {
    var opened = opened();
    return new Payment(
        opened.id(),
        opened.version(),
        status,
        opened.order(),
        opened.attempts(),
        opened.nextStep(),
        null,
        List.of(),
        NOON,
        NOON,
        opened.payBy());
  }

  /** The same payment, saved once more by somebody who had nothing to say. */
  public static Payment nextVersionOf(Payment payment) {
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
        payment.updatedAt(),
        payment.payBy());
  }
}
