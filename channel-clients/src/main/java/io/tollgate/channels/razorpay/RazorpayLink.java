package io.tollgate.channels.razorpay;

import io.tollgate.domain.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment link (api/payments/payment-links/entity.md); any part may be missing.
 *
 * @param referenceId our own id
 * @param shortUrl the page to send the payer to
 * @param payments what was tried on that page
 */
record RazorpayLink(
    @Nullable String id,
    @Nullable Long amount,
    @Nullable Long amountPaid,
    @Nullable String currency,
    @Nullable String referenceId,
    @Nullable String status,
    @Nullable String shortUrl,
    @Nullable List<@Nullable Try> payments) {

  /** A payment as its link lists it. */
  record Try(@Nullable String paymentId, @Nullable String status) {}

  /** What a look-up for a link answers. */
  record Links(@Nullable List<@Nullable RazorpayLink> paymentLinks) {}

  /** Whether it can be read as a link at all. */
  boolean isReadable() {
    return isLink(id) && status != null;
  }

  /** Whether a reference of an attempt is that of a link. */
  static boolean isLink(@Nullable String reference) {
    return reference != null && reference.startsWith("plink_") && RazorpayCalls.isId(reference);
  }

  /** Whether it is ours, and of that amount. */
  boolean isOf(String ours, Money money) {
    return ours.equals(referenceId) && RazorpayAmounts.areEqual(money, amount, currency);
  }

  /** Whether all of it was paid. */
  boolean isPaidInFull() {
    return amount != null && amount.equals(amountPaid);
  }

  /** The payment that paid it. */
  Optional<String> payment() {
    return payments == null
        ? Optional.empty()
        : payments.stream()
            .flatMap(it -> "captured".equals(it == null ? null : it.status()) ? id(it) : none())
            .findFirst();
  }

  private static Stream<String> id(@Nullable Try one) {
    var id = one == null ? null : one.paymentId();
    return id != null && RazorpayCalls.isId(id) ? Stream.of(id) : none();
  }

  private static Stream<String> none() {
    return Stream.empty();
  }
}
