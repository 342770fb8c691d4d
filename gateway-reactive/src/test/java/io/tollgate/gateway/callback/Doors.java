package io.tollgate.gateway.callback;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.channel.AccountId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** The channels' door, for tests in and outside of this package. */
public final class Doors {

  private Doors() {}

  public static CallbackDoor withNothingHeard(Clock clock) {
    return of(new ConcurrentHashMap<>(), clock);
  }

  /** One of several processes that share what they remember. */
  static CallbackDoor of(Map<AccountId, Instant> shared, Clock clock) {
    var memory =
        new CallbackDoor.Memory() {

          @Override
          public Mono<Void> keep(AccountId account, Instant heard) {
            return Mono.fromRunnable(() -> shared.put(account, heard));
          }

          @Override
          public Mono<Instant> last(AccountId account) {
            return Mono.justOrEmpty(shared.get(account));
          }
        };
    return new CallbackDoor(memory, clock, new SimpleMeterRegistry());
  }
}
