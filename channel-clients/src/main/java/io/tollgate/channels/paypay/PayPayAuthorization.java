package io.tollgate.channels.paypay;

import io.tollgate.domain.channel.OperationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payer's consent; any part may be missing.
 *
 * @param userAuthorizationId PayPay's own id of the payer who consented; a payer has one, however
 *     many agreements of ours there are
 * @param referenceIds our ids of the agreements
 */
record PayPayAuthorization(
    @Nullable String userAuthorizationId,
    @Nullable List<String> referenceIds,
    @Nullable String status) {

  /** An answer that has one. */
  record Body(@Nullable PayPayAuthorization data) {}

  /** An answer that has the address of the page of consent. */
  record Session(@Nullable Link data) {}

  /** Where a payer consents. */
  record Link(@Nullable String linkQRCodeURL) {}

  /** Whether it came of this agreement. */
  boolean isOf(OperationId agreement) {
    return referenceIds != null && referenceIds.contains(agreement.value());
  }
}
