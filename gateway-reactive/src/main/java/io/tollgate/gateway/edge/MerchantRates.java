package io.tollgate.gateway.edge;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/** Holds each merchant to its requests a second, in this process; never waits. */
@Component
final class MerchantRates {

  private final ConcurrentMap<MerchantId, Limit> limits = new ConcurrentHashMap<>();

  /** Takes one request into account; throws {@link RateLimited} where it is one too many. */
  void admit(Merchant merchant) {
    var limit = limits.get(merchant.id());
    if (limit == null || limit.requestsPerSecond() != merchant.requestsPerSecond()) {
      limit = limits.compute(merchant.id(), (_, known) -> current(known, merchant));
    }
    if (!limit.limiter().acquirePermission()) {
      throw new RateLimited(merchant.requestsPerSecond());
    }
  }

  private static Limit current(@org.jspecify.annotations.Nullable Limit known, Merchant merchant) {
    return known != null && known.requestsPerSecond() == merchant.requestsPerSecond()
        ? known
        : Limit.of(merchant);
  }

  private record Limit(int requestsPerSecond, RateLimiter limiter) {

    static Limit of(Merchant merchant) {
      var config =
          RateLimiterConfig.custom()
              .limitForPeriod(merchant.requestsPerSecond())
              .limitRefreshPeriod(Duration.ofSeconds(1))
              .timeoutDuration(Duration.ZERO)
              .build();
      return new Limit(
          merchant.requestsPerSecond(), RateLimiter.of(merchant.id().value(), config));
    }
  }
}
