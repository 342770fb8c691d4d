package io.tollgate.gateway.edge;

import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Holds each merchant to its requests a second, in this process; never waits.
 *
 * <p>Our own few lines, because resilience4j's limiter parks the thread where two requests meet,
 * and an event loop must not be parked.
 */
@Component
final class MerchantRates {

  /** The low bits count, the high bits hold the second that is counted. */
  private static final int COUNT_BITS = 32;

  private final ConcurrentMap<MerchantId, AtomicLong> windows = new ConcurrentHashMap<>();
  private final Clock clock;

  MerchantRates(Clock clock) {
    this.clock = clock;
  }

  /** Takes one request into account; throws {@link RateLimited} where it is one too many. */
  void admit(Merchant merchant) {
    var window = windows.get(merchant.id());
    if (window == null) {
      window = windows.computeIfAbsent(merchant.id(), _ -> new AtomicLong());
    }
    long second = clock.millis() / 1_000 << COUNT_BITS;
    long counted = window.updateAndGet(before -> before < second ? second + 1 : before + 1);
    if ((int) counted > merchant.requestsPerSecond()) {
      throw new RateLimited(merchant.requestsPerSecond());
    }
  }
}
