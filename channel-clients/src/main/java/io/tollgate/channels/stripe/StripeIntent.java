package io.tollgate.channels.stripe;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a PaymentIntent. Any part may be missing, whatever the description says: it comes
 * from outside.
 *
 * @param amount in the unit that {@link StripeAmounts} explains
 * @param currency lower case
 */
record StripeIntent(
    @Nullable String id,
    @Nullable String object,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String status,
    @Nullable String cancellationReason,
    @Nullable Map<String, String> metadata,
    @Nullable LastError lastPaymentError,
    @Nullable JsonNode nextAction) {

  /** Why the last try to pay it failed. */
  record LastError(@Nullable String type, @Nullable String code, @Nullable String declineCode) {}

  /** An answer that is a list of intents, from a search or a listing. */
  record Page(@Nullable List<StripeIntent> data, @Nullable Boolean hasMore) {}

  /** An answer of another kind than 2xx. */
  record Failure(@Nullable Error error) {}

  /** What is wrong; the intent is there where the error is about one. */
  record Error(
      @Nullable String type,
      @Nullable String code,
      @Nullable String declineCode,
      @Nullable StripeIntent paymentIntent) {}

  /** A callback's body. */
  record Event(@Nullable String type, @Nullable EventData data) {}

  /** The object that an event is about, as it was then. */
  record EventData(@Nullable JsonNode object) {}

  /** Our own id of the attempt, which we gave as metadata. */
  @Nullable String attemptId() {
    return metadata == null ? null : metadata.get(StripeRequests.ATTEMPT_ID);
  }
}
