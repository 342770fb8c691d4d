package io.tollgate.channels.paystack;

import org.jspecify.annotations.Nullable;

/**
 * What we read of a mandate: as verified by its reference, or as one of a list (spec:
 * CustomerAuthorizationVerifyResponseData, CustomerFetchMandateAuthorizationsResponseData).
 *
 * @param authorizationCode what is charged under it
 * @param active of one that is verified
 */
record PaystackMandate(
    @Nullable String authorizationCode, @Nullable Boolean active, @Nullable Payer customer) {

  /** Whose it is. */
  record Payer(@Nullable String email) {}

  @Nullable String email() {
    return customer == null ? null : customer.email();
  }
}
