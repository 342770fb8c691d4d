package io.tollgate.channels.mercadopago;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment; any part may be missing, whatever the description says.
 *
 * @param transactionAmount what is to be paid, in the major unit; after a capture of a part, that
 *     part
 * @param externalReference our id of the attempt
 */
record MercadoPagoPayment(
    @Nullable Long id,
    @Nullable String status,
    @Nullable String statusDetail,
    @Nullable String currencyId,
    @Nullable BigDecimal transactionAmount,
    @Nullable Boolean captured,
    @Nullable String externalReference,
    @Nullable Details transactionDetails,
    @Nullable Interaction pointOfInteraction) {

  /** Where the payer pays, and what was paid. */
  record Details(@Nullable BigDecimal totalPaidAmount, @Nullable String externalResourceUrl) {}

  /** What the payer is shown. */
  record Interaction(@Nullable Transfer transactionData) {}

  /** A Pix transfer, as a text for a QR code and as a page. */
  record Transfer(@Nullable String qrCode, @Nullable String ticketUrl) {}

  /** Mercado Pago's id as a text; null where it has none. */
  @Nullable String reference() {
    return id == null || id <= 0 ? null : id.toString();
  }

  /**
   * Whether attempt, amount and currency are those of the order; else it says nothing to us. Where
   * the merchant captures, what was taken may be less.
   */
  boolean isOf(ChannelRequestId attempt, Order order) {
    return attempt.toString().equals(externalReference)
        && amount().filter(amount -> isOf(amount, order)).isPresent();
  }

  /**
   * Whether it is what was captured. That {@code transaction_amount} becomes the part is
   * unconfirmed; else it is {@code total_paid_amount} that tells.
   */
  boolean isCaptureOf(Money part) {
    var paid =
        transactionDetails == null
            ? Optional.<Money>empty()
            : MercadoPagoAmounts.decode(transactionDetails.totalPaidAmount(), currencyId);
    return amount().equals(Optional.of(part)) || paid.equals(Optional.of(part));
  }

  private Optional<Money> amount() {
    return MercadoPagoAmounts.decode(transactionAmount, currencyId);
  }

  private boolean isOf(Money amount, Order order) {
    boolean isPart =
        order.capture() == CaptureMode.MANUAL
            && Boolean.TRUE.equals(captured)
            && amount.isPositive()
            && amount.currency().equals(order.amount().currency())
            && amount.compareTo(order.amount()) < 0;
    return isPart || amount.equals(order.amount());
  }
}
