package io.tollgate.channels.btcpay;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What we read of one way to pay an invoice; any part may be missing.
 *
 * @param paymentLink what a wallet reads: an address and what is still due
 * @param payments what came this way
 */
record BtcPayPaymentMethod(
    @Nullable String paymentMethodId,
    @Nullable String paymentLink,
    @Nullable List<@Nullable Received> payments) {

  /**
   * A payment that was seen.
   *
   * @param receivedDate in seconds of the epoch
   */
  record Received(@Nullable Long receivedDate, @Nullable String status) {

    private boolean counts() {
      return !"Invalid".equals(status);
    }
  }

  /** What a wallet reads, if it is a text to show. */
  Optional<String> code() {
    return Optional.ofNullable(paymentLink).filter(text -> text.matches("[!-~]{1,4000}"));
  }

  /** When payments came, in seconds of the epoch; those that were not taken left out. */
  Stream<Long> receivedAt() {
    return payments == null
        ? Stream.empty()
        : payments.stream()
            .filter(Objects::nonNull)
            .filter(Received::counts)
            .map(Received::receivedDate)
            .filter(Objects::nonNull);
  }
}
