package io.tollgate.channels.paystack;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a settlement: what Paystack pays out at once (vendor: docs/api/settlement; the
 * description does not say what is in it).
 *
 * @param effectiveAmount what was paid out, in the unit that {@link PaystackAmounts} explains
 * @param settlementDate as ISO 8601 writes times
 */
record PaystackSettlement(
    @Nullable Long id,
    @Nullable String status,
    @Nullable String currency,
    @Nullable JsonNode effectiveAmount,
    @Nullable String settlementDate) {

  /** The day of it; empty where it cannot be read. */
  Optional<LocalDate> day() {
    return time(settlementDate).map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  /** The time that a text spells with its offset; empty where it spells none. */
  static Optional<Instant> time(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
