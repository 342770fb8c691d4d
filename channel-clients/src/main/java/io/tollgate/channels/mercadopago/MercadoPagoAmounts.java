package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as Mercado Pago writes them: decimal numbers of the major unit (facts, section 16,
 * "Amounts").
 *
 * <p>An account is of one country and charges in its currency; a payment says none, so that an
 * order in another currency would be charged as that number of the account's. The account's option
 * {@value #CURRENCY} says which it is, and nothing else is sent. That CLP and COP have no decimals
 * is unconfirmed: the option {@value #WHOLE_ONLY} lists the currencies it is true for.
 */
final class MercadoPagoAmounts {

  static final String CURRENCY = "currency";
  static final String WHOLE_ONLY = "whole-only";

  private static final String WHOLE_ONLY_UNLESS_SET = "CLP,COP";

  /** Those of the seven countries where it takes payments. */
  private static final Set<String> CURRENCIES =
      Set.of("ARS", "BRL", "CLP", "COP", "MXN", "PEN", "UYU");

  /** More digits than any amount has; a number of the wire may have millions. */
  private static final int MOST_DIGITS = 30;

  private MercadoPagoAmounts() {}

  /** Whether one of Mercado Pago's accounts can take the amount. */
  static boolean canTake(Money money) {
    return money.isPositive() && CURRENCIES.contains(money.currency().getCurrencyCode());
  }

  /** Why this account cannot take the amount; empty where it can. */
  static Optional<String> problem(Money money, ChannelAccount account) {
    var currency = money.currency();
    if (!currency.getCurrencyCode().equals(account.options().get(CURRENCY))) {
      return Optional.of("the account does not charge in " + currency);
    }
    boolean isWhole = encode(money).scale() == 0;
    return isWhole || !isWholeOnly(currency.getCurrencyCode(), account)
        ? Optional.empty()
        : Optional.of(currency + " is charged in whole amounts");
  }

  /** The amount as a number without needless zeros: {@code 12.99}, {@code 12.5}, {@code 1299}. */
  static BigDecimal encode(Money money) {
    var number = new BigDecimal(Decimals.of(money)).stripTrailingZeros();
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  /** A number as money; empty where the currency is unknown or the amount is impossible. */
  static Optional<Money> decode(@Nullable BigDecimal amount, @Nullable String currency) {
    return amount == null || currency == null || !isSane(amount)
        ? Optional.empty()
        : Decimals.read(amount.toPlainString(), currency);
  }

  private static boolean isSane(BigDecimal amount) {
    return amount.precision() <= MOST_DIGITS && Math.abs((long) amount.scale()) <= MOST_DIGITS;
  }

  private static boolean isWholeOnly(String currency, ChannelAccount account) {
    var listed = account.options().getOrDefault(WHOLE_ONLY, WHOLE_ONLY_UNLESS_SET);
    return Arrays.stream(listed.split(",")).map(String::strip).anyMatch(currency::equals);
  }
}
