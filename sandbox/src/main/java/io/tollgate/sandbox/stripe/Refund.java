package io.tollgate.sandbox.stripe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One refund at one moment; amounts in minor units, created in seconds of the epoch. */
record Refund(
    String id,
    long createdSeconds,
    long intentNumber,
    long amount,
    String currency,
    Status status,
    @Nullable String reason,
    List<String> metadata) {

  enum Status {
    PENDING,
    SUCCEEDED,
    FAILED;

    final String wireName = name().toLowerCase(java.util.Locale.ROOT);
  }

  Refund now(Status other) {
    return new Refund(id, createdSeconds, intentNumber, amount, currency, other, reason, metadata);
  }
}
