package io.tollgate.channels.stripe;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a SetupIntent; any part may be missing.
 *
 * @param paymentMethod its id, or the whole of it where it was asked for
 * @param mandate likewise; none where the method needs none, as most cards do
 */
record StripeSetup(
    @Nullable String id,
    @Nullable String object,
    @Nullable String status,
    @Nullable String customer,
    @Nullable JsonNode paymentMethod,
    @Nullable JsonNode mandate,
    @Nullable String cancellationReason,
    @Nullable Map<String, String> metadata,
    StripeIntent.@Nullable LastError lastSetupError,
    @Nullable JsonNode nextAction) {

  /** What we read of a customer. */
  record Customer(
      @Nullable String id, @Nullable String object, @Nullable Map<String, String> metadata) {

    /** Our own id of the agreement that it was made for. */
    @Nullable String agreementId() {
      return metadata == null ? null : metadata.get(StripeAgreementRequests.AGREEMENT_ID);
    }
  }

  /** What we read of a payment method; one without a customer cannot be charged again. */
  record Method(@Nullable String id, @Nullable String object, @Nullable String customer) {}

  /** Our own id of the agreement, which we gave as metadata. */
  @Nullable String agreementId() {
    return metadata == null ? null : metadata.get(StripeAgreementRequests.AGREEMENT_ID);
  }

  /** What charges it later: {@code <customer>/<payment method>}; null where either is missing. */
  @Nullable String token() {
    var method = idOf(paymentMethod);
    return StripeCalls.isId(customer) && StripeCalls.isId(method) ? customer + "/" + method : null;
  }

  /** Whether the method is known to be the customer's no more. */
  boolean isDetached() {
    return paymentMethod != null
        && paymentMethod.isObject()
        && !paymentMethod.path("customer").isString();
  }

  /** The mandate's status; null where there is no mandate, or only its id is known. */
  @Nullable String mandateStatus() {
    return mandate != null && mandate.isObject() ? mandate.path("status").asString("") : null;
  }

  private static @Nullable String idOf(@Nullable JsonNode expandable) {
    if (expandable == null) {
      return null;
    }
    var id = expandable.isObject() ? expandable.path("id") : expandable;
    return id.stringValueOpt().orElse(null);
  }
}
