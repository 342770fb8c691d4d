package io.tollgate.channels.btcpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.domain.money.Money;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payout, which is a claim on a pull payment; any part may be missing.
 *
 * @param pullPaymentId what it is a claim on
 * @param originalAmount what is claimed, in the pull payment's currency
 */
record BtcPayPayout(
    @Nullable String pullPaymentId,
    @Nullable String originalAmount,
    @Nullable String originalCurrency,
    @Nullable String state) {

  private static final Json<BtcPayPayout[]> MANY = Json.camel(BtcPayPayout[].class);

  /** The payouts that a body lists; empty where one of them is none. */
  static Optional<List<BtcPayPayout>> readAll(byte[] body) {
    return MANY.read(body)
        .filter(all -> Arrays.stream(all).allMatch(it -> it != null && it.state() != null))
        .map(List::of);
  }

  /** How far a payout has come. */
  enum Stage {
    UNDER_WAY,
    PAID,
    CANCELLED
  }

  /** How far it has come (facts, section 15, "Status"); empty where the word is not known. */
  Optional<Stage> stage() {
    return switch (state) {
      case "AwaitingApproval", "AwaitingPayment", "InProgress" -> Optional.of(Stage.UNDER_WAY);
      case "Completed" -> Optional.of(Stage.PAID);
      case "Cancelled" -> Optional.of(Stage.CANCELLED);
      case null, default -> Optional.empty();
    };
  }

  /** Whether it is a claim on that pull payment, of an amount in its currency. */
  boolean isOn(BtcPayPullPayment refund) {
    return Objects.equals(pullPaymentId, refund.id())
        && Objects.equals(originalCurrency, refund.currency())
        && amount().isPresent();
  }

  Optional<Money> amount() {
    return BtcPayAmounts.read(originalAmount, originalCurrency);
  }
}
