package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.PayerPage;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of an order. Any part may be missing, whatever the description says: it comes from
 * outside.
 */
record PayPalOrder(
    @Nullable String id,
    @Nullable String status,
    @Nullable List<Unit> purchaseUnits,
    @Nullable List<Link> links) {

  /** What is bought; our orders have one. */
  record Unit(
      @Nullable String referenceId,
      @Nullable String customId,
      @Nullable PayPalAmount amount,
      @Nullable Payments payments) {}

  /** What became of the money. */
  record Payments(
      @Nullable List<PayPalPayment> authorizations,
      @Nullable List<PayPalPayment> captures,
      @Nullable List<PayPalPayment> refunds) {}

  /** Where to go next. */
  record Link(@Nullable String rel, @Nullable String href) {}

  /** The only unit; empty where there are none, or several. */
  Optional<Unit> unit() {
    return purchaseUnits == null || purchaseUnits.size() != 1
        ? Optional.empty()
        : Optional.ofNullable(purchaseUnits.getFirst());
  }

  List<PayPalPayment> authorizations() {
    return unit()
        .map(Unit::payments)
        .map(Payments::authorizations)
        .map(PayPalOrder::whole)
        .orElse(List.of());
  }

  List<PayPalPayment> captures() {
    return unit()
        .map(Unit::payments)
        .map(Payments::captures)
        .map(PayPalOrder::whole)
        .orElse(List.of());
  }

  List<PayPalPayment> refunds() {
    return unit()
        .map(Unit::payments)
        .map(Payments::refunds)
        .map(PayPalOrder::whole)
        .orElse(List.of());
  }

  /** The page of the first relation that has one; only pages of the web, as a payer goes there. */
  static Optional<URI> page(@Nullable List<Link> links, List<String> relations) {
    return relations.stream()
        .flatMap(relation ->
            Optional.ofNullable(links).stream()
                .flatMap(List::stream)
                .filter(link -> link != null && relation.equals(link.rel())))
        .map(Link::href)
        .filter(Objects::nonNull)
        .flatMap(href -> PayerPage.find(href).stream())
        .findFirst();
  }

  private static List<PayPalPayment> whole(List<PayPalPayment> list) {
    return list.stream().filter(Objects::nonNull).toList();
  }
}
