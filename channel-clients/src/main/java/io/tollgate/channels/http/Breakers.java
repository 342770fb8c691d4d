package io.tollgate.channels.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.tollgate.domain.channel.AccountId;
import java.time.Duration;

/**
 * Makes circuit breakers: open at 50 % failures among the last 50 calls, once there were 20; five
 * trial calls after five seconds.
 *
 * <p>A failure is no answer, or an answer of the 5xx kind. A decline is a success: the channel
 * works. A call that our own limits refused counts neither way.
 */
final class Breakers {

  private final CircuitBreakerConfig config;

  Breakers(Duration openFor) {
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindow(
                50,
                20,
                SlidingWindowType.COUNT_BASED,
                // The other strategy takes a lock on event loops.
                SlidingWindowSynchronizationStrategy.LOCK_FREE)
            .failureRateThreshold(50)
            .waitDurationInOpenState(openFor)
            // Else an account that the router leaves out would never be tried again.
            .automaticTransitionFromOpenToHalfOpenEnabled(true)
            .permittedNumberOfCallsInHalfOpenState(5)
            .ignoreException(CallFailure::isOurs)
            .recordResult(
                result -> result instanceof Exchange.Answered answer && answer.status() >= 500)
            .writableStackTraceEnabled(false)
            .build();
  }

  CircuitBreaker breaker(AccountId account) {
    return CircuitBreaker.of(account.toString(), config);
  }
}
