package io.tollgate.domain.merchant;

/**
 * A merchant.
 *
 * @param requestsPerSecond how many API calls a second each gateway process takes from it
 */
public record Merchant(MerchantId id, String name, boolean enabled, int requestsPerSecond) {

  public Merchant {
    if (requestsPerSecond < 1) {
      throw new IllegalArgumentException(
          "requestsPerSecond of " + id + ": " + requestsPerSecond + " (expected: at least 1)");
    }
  }
}
