package io.tollgate.channels.mercadopago;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The methods, in Mercado Pago's words, and which of its two ways each goes: cards and Pix are paid
 * in one request; for all else the payer is sent to a page of Mercado Pago's, which asks for what a
 * bank wants to know (facts, section 16, "Ops").
 */
final class MercadoPagoMethods {

  static final String CARD = "card";
  static final String PIX = "pix";
  static final String WALLET = "account_money";
  static final Set<String> ALL = Set.of(CARD, PIX, "pse", "bank_transfer", WALLET);

  /** What the page of a bank transfer does not offer; the wallet cannot be left out. */
  static final List<String> NOT_BANKS =
      List.of("credit_card", "debit_card", "prepaid_card", "ticket", "atm", "digital_currency");

  private MercadoPagoMethods() {}

  /** Whether the payer pays on a page of Mercado Pago's. */
  static boolean isHosted(Method method) {
    return !method.type().equals(CARD) && !method.type().equals(PIX);
  }

  /** Why an order cannot be sent, though the channel takes such orders; empty where it can. */
  static Optional<String> problem(Order order, ChannelAccount account) {
    boolean isCard = order.method().type().equals(CARD);
    if (isCard && MercadoPagoSource.parse(order.method().token()).isEmpty()) {
      return Optional.of("no card token of Mercado Pago's");
    }
    if (!isCard && order.capture() == CaptureMode.MANUAL) {
      return Optional.of("only cards are captured later");
    }
    return MercadoPagoAmounts.problem(order.amount(), account);
  }
}
