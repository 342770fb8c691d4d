package io.tollgate.channels.paystack;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import java.util.Arrays;
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Amounts as Paystack writes them: whole numbers of a hundredth of the currency (facts, section 12,
 * "Amounts"; spec: Currency).
 *
 * <p>XOF is whole by ISO 4217. That it is sent a hundredfold is unconfirmed: the account's option
 * {@value #HUNDREDFOLD} lists the currencies it is true for.
 */
final class PaystackAmounts {

  static final String HUNDREDFOLD = "hundredfold";

  private static final String HUNDREDFOLD_UNLESS_SET = "XOF";
  private static final Set<String> HUNDREDTHS = Set.of("GHS", "KES", "NGN", "USD", "ZAR");
  private static final Set<String> WHOLE = Set.of("XOF");

  private PaystackAmounts() {}

  /** Whether Paystack can take the amount at all. */
  static boolean canTake(Money money) {
    var code = money.currency().getCurrencyCode();
    return money.isPositive()
        && (HUNDREDTHS.contains(code)
            || (WHOLE.contains(code) && money.minorUnits() <= Long.MAX_VALUE / 100));
  }

  /** The amount in Paystack's unit; empty where Paystack cannot take it. */
  static OptionalLong encode(Money money, ChannelAccount account) {
    if (!canTake(money)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        isHundredfold(money.currency(), account) ? money.minorUnits() * 100 : money.minorUnits());
  }

  /** Paystack's amount as money; empty where the currency is unknown or the amount impossible. */
  static Optional<Money> decode(
      @Nullable Long amount, @Nullable String currency, ChannelAccount account) {
    return amount == null || currency == null || amount < 0
        ? Optional.empty()
        : Money.currency(currency)
            .filter(_ -> HUNDREDTHS.contains(currency) || WHOLE.contains(currency))
            .flatMap(known -> decode(amount, known, account));
  }

  /**
   * The whole number that a part of an answer is: some numbers come as texts (vendor:
   * PaystackOSS/doc-code-snippets, refund events). Null where it is none.
   */
  static @Nullable Long whole(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.asLong();
    }
    var text = node.stringValueOpt().orElse("");
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  static Money negated(Money money) {
    return new Money(Math.negateExact(money.minorUnits()), money.currency());
  }

  private static Optional<Money> decode(long amount, Currency currency, ChannelAccount account) {
    if (!isHundredfold(currency, account)) {
      return Optional.of(new Money(amount, currency));
    }
    return amount % 100 == 0 ? Optional.of(new Money(amount / 100, currency)) : Optional.empty();
  }

  private static boolean isHundredfold(Currency currency, ChannelAccount account) {
    var code = currency.getCurrencyCode();
    return WHOLE.contains(code)
        && Arrays.stream(
                account.options().getOrDefault(HUNDREDFOLD, HUNDREDFOLD_UNLESS_SET).split(","))
            .anyMatch(listed -> listed.strip().equals(code));
  }
}
