package io.tollgate.channels.adyen;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Adyen's result codes amount to (facts, section 3, "resultCode -> canonical"). */
enum AdyenResult {
  AUTHORISED,
  /** The payer has to act. */
  ACTION,
  /** Adyen, a bank or an authentication is at work; the AUTHORISATION webhook tells the end. */
  WORKING,
  REFUSED,
  ERROR,
  CANCELLED;

  private static final Map<String, AdyenResult> BY_CODE =
      Map.ofEntries(
          Map.entry("Authorised", AUTHORISED),
          Map.entry("RedirectShopper", ACTION),
          Map.entry("IdentifyShopper", ACTION),
          Map.entry("ChallengeShopper", ACTION),
          Map.entry("PresentToShopper", ACTION),
          Map.entry("Pending", WORKING),
          Map.entry("Received", WORKING),
          Map.entry("AuthenticationNotRequired", WORKING),
          Map.entry("AuthenticationFinished", WORKING),
          Map.entry("PartiallyAuthorised", WORKING),
          Map.entry("Refused", REFUSED),
          Map.entry("Error", ERROR),
          Map.entry("Cancelled", CANCELLED));

  /** What a code amounts to; empty where it is not known. */
  static Optional<AdyenResult> of(@Nullable String code) {
    return code == null ? Optional.empty() : Optional.ofNullable(BY_CODE.get(code));
  }
}
