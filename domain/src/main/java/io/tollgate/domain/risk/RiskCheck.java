package io.tollgate.domain.risk;

import io.tollgate.domain.merchant.MerchantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one round trip to the counters asks.
 *
 * @param nonce the request signature's nonce, where one was sent: its second use is told
 */
public record RiskCheck(
    MerchantId merchant, String keyId, @Nullable String nonce, List<RiskCounter> counters) {

  public RiskCheck {
    counters = List.copyOf(counters);
  }

  /** Whether there is anything to ask. */
  public boolean isEmpty() {
    return nonce == null && counters.isEmpty();
  }
}
