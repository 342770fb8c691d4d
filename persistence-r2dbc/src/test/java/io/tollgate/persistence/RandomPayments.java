package io.tollgate.persistence;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.lifecycle.PaymentEvent;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Attempt;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.ConflictRecord;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Payments with every field drawn at random, the absent ones too; equal for equal seeds. */
public final class RandomPayments {

  private static final String[] TEXTS = {
    "",
    "plain",
    "\"quoted\" \\ and \n lines",
    "Grüße aus Köln",
    "支付成功",
    "😀👩‍👩‍👧",
    "\u0000\u001f\u2028",
    "null"
  };

  private final Random random;

  public RandomPayments(long seed) {
    this.random = new Random(seed);
  }

  /** Any payment that the domain lets exist, whether or not its life could lead there. */
  public Payment next() {
    var order = order();
    var id = order.paymentId();
    return new Payment(
        id,
        1 + random.nextLong(1_000),
        one(PaymentStatus.values()),
        order,
        IntStream.rangeClosed(1, 1 + random.nextInt(4)).mapToObj(n -> attempt(id, n)).toList(),
        nextStep(),
        maybe(() -> new DeclineReason(one(DeclineReason.Category.values()), maybe(this::text))),
        IntStream.range(0, random.nextInt(3)).mapToObj(_ -> conflict()).toList(),
        instant(),
        instant(),
        instant());
  }

  private Order order() {
    return new Order(
        new MerchantId("m" + random.nextInt(1_000)),
        new Reference("order-" + Long.toString(random.nextLong(Long.MAX_VALUE), 36)),
        one(Product.values()),
        Money.of(1 + random.nextLong(Long.MAX_VALUE - 1), one("EUR", "JPY", "BHD", "CNY")),
        one(CaptureMode.values()),
        new Method(one("card", "ideal", "支付宝"), maybe(this::text)),
        new Customer(
            maybe(this::text),
            maybe(this::text),
            maybe(() -> "DE"),
            maybe(this::text),
            maybe(() -> "+4915112345678"),
            maybe(() -> "2001:db8::1")),
        maybe(() -> URI.create("https://shop.example/back?order=" + random.nextInt())),
        maybe(this::text),
        metadata());
  }

  private Map<String, String> metadata() {
    var metadata = new LinkedHashMap<String, String>();
    IntStream.range(0, random.nextInt(4)).forEach(i -> metadata.put(text() + i, text()));
    return metadata;
  }

  private Attempt attempt(PaymentId id, int number) {
    return new Attempt(
        number,
        new AccountId(one("stripe", "alipay"), "eu-" + random.nextInt(9)),
        new ChannelRequestId(id, number),
        maybe(this::text),
        instant());
  }

  private NextStep nextStep() {
    return switch (random.nextInt(5)) {
      case 0 -> new NextStep.Done();
      case 1 -> new NextStep.Wait();
      case 2 -> new NextStep.Redirect(URI.create("https://bank.example/" + random.nextInt()));
      case 3 -> new NextStep.EnterOtp(text());
      default -> new NextStep.ShowCode(text());
    };
  }

  private ConflictRecord conflict() {
    return new ConflictRecord(1 + random.nextInt(9), one(PaymentEvent.values()), instant());
  }

  private Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(-1_000_000L, 4_000_000_000L), random.nextInt(1_000_000_000));
  }

  private String text() {
    return one(TEXTS);
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }
}
