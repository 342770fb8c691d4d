package io.tollgate.channels.unionpay;

import io.tollgate.domain.money.Money;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts as UnionPay writes them: whole fen, of twelve digits at most (facts, section 7). */
final class UnionPayAmounts {

  static final String CURRENCY = "CNY";

  /** The same by ISO 4217's numbers. */
  static final String CURRENCY_NUMBER = "156";

  private static final long LARGEST = 999_999_999_999L;
  private static final Pattern FEN = Pattern.compile("[0-9]{1,12}");

  private UnionPayAmounts() {}

  static boolean canTake(Money money) {
    return CURRENCY.equals(money.currency().getCurrencyCode())
        && money.isPositive()
        && money.minorUnits() <= LARGEST;
  }

  /** The amount in fen; throws where UnionPay cannot take it. */
  static String of(Money money) {
    if (!canTake(money)) {
      throw new IllegalArgumentException("amount: UnionPay cannot take it");
    }
    return Long.toString(money.minorUnits());
  }

  /** The amount that a message names; empty where it is none, or in another currency. */
  static Optional<Money> read(@Nullable String fen, @Nullable String currencyNumber) {
    return CURRENCY_NUMBER.equals(currencyNumber)
        ? read(fen).filter(UnionPayAmounts::canTake)
        : Optional.empty();
  }

  /** An amount of fen, which may be nothing. */
  static Optional<Money> read(@Nullable String fen) {
    return fen != null && FEN.matcher(fen).matches()
        ? Optional.of(Money.of(Long.parseLong(fen), CURRENCY))
        : Optional.empty();
  }
}
