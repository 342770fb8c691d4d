package io.tollgate.channels.antom;

import io.tollgate.domain.channel.ChannelAccount;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods that payers pay with through Antom. Our type of a method is Antom's word in lower
 * case ({@code gcash} is {@code GCASH}). The wallets are those of the SDK's {@code
 * CustomerBelongsTo}; the banks' words are unconfirmed, so an account's option {@code
 * method-<type>} can give another.
 */
final class AntomMethods {

  static final String CARD = "card";
  static final String WORD = "method-";

  /** Wallets whose payers can agree to be charged later. */
  private static final Set<String> WALLETS =
      Set.of(
          "alipay_cn",
          "alipay_hk",
          "bkash",
          "boost",
          "dana",
          "easypaisa",
          "gcash",
          "grabpay_my",
          "grabpay_ph",
          "grabpay_sg",
          "jkopay",
          "kakaopay",
          "kplus",
          "maya",
          "naverpay",
          "paypay",
          "rabbit_line_pay",
          "tng",
          "truemoney",
          "zalopay");

  /** Direct debits, which are agreed on as wallets are. */
  private static final Set<String> DEBITS =
      Set.of("direct_debit_krungthaibank", "direct_debit_siamcommercialbank", "directdebit_yapily");

  private static final Set<String> BANKS =
      Set.of("bancontact", "blik", "eps", "fpx", "ideal", "p24");

  /** All of them. */
  static final Set<String> ALL =
      Stream.of(WALLETS, DEBITS, BANKS, Set.of(CARD))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private AntomMethods() {}

  /** Whether a payer of this method can agree to be charged later. */
  static boolean canBeAgreed(String type) {
    return WALLETS.contains(type) || DEBITS.contains(type);
  }

  /** Antom's word for our type. */
  static String word(String type, ChannelAccount account) {
    return account.options().getOrDefault(WORD + type, type.toUpperCase(Locale.ROOT));
  }
}
