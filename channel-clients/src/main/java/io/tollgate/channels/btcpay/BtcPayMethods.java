package io.tollgate.channels.btcpay;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.payment.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The methods that an order can name, as BTCPay's payment methods (description, {@code
 * PaymentMethodId} and {@code PayoutMethodId}). {@value #ANY} leaves the choice to the payer, among
 * all that the store takes.
 */
final class BtcPayMethods {

  static final String ANY = "crypto";

  /**
   * The option that says by what method refunds are paid out. It has to be one that the invoice
   * could be paid by; where it is not set, it is the order's own, or {@value #ON_CHAIN}.
   */
  static final String PAYOUT = "payout-method";

  private static final String ON_CHAIN = "BTC-CHAIN";
  private static final Map<String, String> IDS = Map.of("bitcoin", ON_CHAIN, "lightning", "BTC-LN");

  /** All that an order can name. */
  static final Set<String> TYPES = Set.of(ANY, "bitcoin", "lightning");

  private BtcPayMethods() {}

  /** The only payment method that an order's invoice offers; empty where it offers all. */
  static Optional<String> only(Method method) {
    return Optional.ofNullable(IDS.get(method.type()));
  }

  /** The method that an order's refund is paid out by. */
  static String payout(Method method, ChannelAccount account) {
    return account.options().getOrDefault(PAYOUT, only(method).orElse(ON_CHAIN));
  }
}
