package io.tollgate.channels.adyen;

import io.tollgate.domain.channel.OperationId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A payment method that Adyen stored, as merchants hold it: {@code <shopper>/<stored method>}. An
 * agreement of ours has a shopper of its own, so that the methods of that shopper are the
 * agreement's.
 *
 * @param shopperReference 3 to 256 characters
 * @param id Adyen's id of the stored method
 */
record AdyenStoredMethod(String shopperReference, String id) {

  private static final Pattern SHOPPER = Pattern.compile("[!-z|~]{3,256}");

  /** The stored method that a token names, if it names one. */
  static Optional<AdyenStoredMethod> parse(@Nullable String token) {
    int slash = token == null ? -1 : token.lastIndexOf('/');
    if (token == null || slash < 0) {
      return Optional.empty();
    }
    var method = new AdyenStoredMethod(token.substring(0, slash), token.substring(slash + 1));
    return SHOPPER.matcher(method.shopperReference).matches() && AdyenIds.isStoredMethod(method.id)
        ? Optional.of(method)
        : Optional.empty();
  }

  /** The method that was stored under an agreement. */
  static AdyenStoredMethod of(OperationId agreement, String id) {
    return new AdyenStoredMethod(shopperOf(agreement), id);
  }

  /** The shopper that an agreement has for itself: its own reference. */
  static String shopperOf(OperationId agreement) {
    return AdyenReference.of(agreement);
  }

  /** The agreement that a shopper was made for, if it was made for one. */
  static Optional<OperationId> agreementOf(@Nullable String shopperReference) {
    return AdyenReference.operation(shopperReference);
  }

  /** The token. */
  @Override
  public String toString() {
    return shopperReference + "/" + id;
  }
}
