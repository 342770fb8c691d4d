package io.tollgate.sandbox.stripe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One setup intent at one moment: a payer's consent to be charged later.
 *
 * @param number its place among all, from 0
 * @param paymentMethod none once the payer or the issuer refused
 * @param mandate the id of the mandate that came of it
 */
record SetupIntent(
    String id,
    long number,
    long createdSeconds,
    Status status,
    @Nullable String customer,
    @Nullable String paymentMethod,
    @Nullable String mandate,
    @Nullable Decline decline,
    Details details) {

  enum Status {
    REQUIRES_PAYMENT_METHOD,
    REQUIRES_CONFIRMATION,
    REQUIRES_ACTION,
    PROCESSING,
    SUCCEEDED;

    final String wireName = name().toLowerCase(java.util.Locale.ROOT);
  }

  /** What never changes. */
  record Details(
      List<String> methodTypes,
      List<String> metadata,
      @Nullable String returnUrl,
      @Nullable String description,
      String usage) {}

  SetupIntent waiting(Status now) {
    return with(now, paymentMethod, mandate, null);
  }

  SetupIntent agreed(String mandateId) {
    return with(Status.SUCCEEDED, paymentMethod, mandateId, null);
  }

  SetupIntent declined(Decline why) {
    return with(Status.REQUIRES_PAYMENT_METHOD, null, null, why);
  }

  private SetupIntent with(
      Status otherStatus,
      @Nullable String otherMethod,
      @Nullable String otherMandate,
      @Nullable Decline otherDecline) {
    return new SetupIntent(
        id,
        number,
        createdSeconds,
        otherStatus,
        customer,
        otherMethod,
        otherMandate,
        otherDecline,
        details);
  }
}
