package io.tollgate.channels.square;

import org.jspecify.annotations.Nullable;

/**
 * What we read of a card on file; any part may be missing.
 *
 * @param referenceId our id of the agreement
 * @param enabled whether it may be charged
 */
record SquareCard(
    @Nullable String id,
    @Nullable String customerId,
    @Nullable String referenceId,
    @Nullable Boolean enabled) {

  /** An answer about one card. */
  record Envelope(@Nullable SquareCard card) {}

  /** What we read of a customer. */
  record Customer(@Nullable String id, @Nullable String referenceId) {}

  /** An answer about one customer. */
  record CustomerEnvelope(@Nullable Customer customer) {}

  /** What a payment is charged with: {@code <customer>/<card>}; null where a part is missing. */
  @Nullable String token() {
    return SquareCalls.isId(id) && SquareCalls.isId(customerId) ? customerId + "/" + id : null;
  }
}
