package io.tollgate.gateway.platform;

import io.tollgate.gateway.settings.LiveSettings;
import io.tollgate.persistence.cold.DatabaseConnections;
import io.tollgate.persistence.hot.RedisConnection;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/**
 * What {@code /actuator/health} looks at. Readiness asks for settings and for a warm process, which
 * takes a Redis that answers; afterwards no store counts. All gateways share the stores, so one
 * that is away would take all of them out of the balancer, together with what goes on without it:
 * reading what is final, and taking callbacks.
 */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

  @Bean
  ReactiveHealthIndicator redisHealthIndicator(RedisConnection redis) {
    return () -> up(redis.ask(commands -> commands.ping()).then());
  }

  @Bean
  ReactiveHealthIndicator databaseHealthIndicator(DatabaseConnections connections) {
    return () -> up(connections.ping());
  }

  @Bean
  ReactiveHealthIndicator settingsHealthIndicator(LiveSettings settings) {
    return () ->
        Mono.fromCallable(() ->
            settings.isLoaded()
                ? Health.up().withDetail("version", settings.current().version()).build()
                : Health.down().withDetail("error", "not loaded yet").build());
  }

  private static Mono<Health> up(Mono<Void> proof) {
    return proof
        .thenReturn(Health.up().build())
        .onErrorResume(error ->
            Mono.just(Health.down().withDetail("error", error.getClass().getSimpleName()).build()));
  }
}
