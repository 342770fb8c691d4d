package io.tollgate.channels.btcpay;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as BTCPay writes them: decimal strings in the invoice's currency (facts, section 15,
 * "Amounts"). It adds zeros as it likes, and none of them is believed to say anything.
 */
final class BtcPayAmounts {

  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,30})?");

  private BtcPayAmounts() {}

  static String write(Money amount) {
    return Decimals.of(amount);
  }

  /** The amount; empty where it is none, or none of a currency that payments are made in. */
  static Optional<Money> read(@Nullable String text, @Nullable String currency) {
    return text == null || currency == null || !PLAIN.matcher(text).matches()
        ? Optional.empty()
        : Decimals.read(bare(text).toPlainString(), currency);
  }

  /** Whether the text spells another number than zero, or no number. */
  static boolean isMoney(@Nullable String text) {
    return text != null && !(PLAIN.matcher(text).matches() && bare(text).signum() == 0);
  }

  private static BigDecimal bare(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }
}
