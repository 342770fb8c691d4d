package io.tollgate.channels.http;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.tollgate.domain.channel.ChannelAccount;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Everything between a channel's client and the network, for one channel account: {@code
 * pace(retry(breaker(timeout(bulkhead(call)))))}. Nothing in it is shared with another account
 * except the event loops.
 */
public final class Edge {

  private final ChannelAccount account;
  private final Alarms alarms;
  private final Transport transport;
  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final QueryPace pace;

  Edge(ChannelAccount account, Alarms alarms, Transport transport, CircuitBreaker breaker) {
    this.account = account;
    this.alarms = alarms;
    this.transport = transport;
    this.bulkhead = bulkhead(account);
    this.breaker = breaker;
    this.pace = new QueryPace(account.limits().queriesPerSecond(), System::nanoTime);
  }

  /**
   * Sends a call that may move money. It never fails; cancelling it gives back all that it holds.
   *
   * @param call builds the request; where that throws, nothing was sent
   */
  public Mono<Exchange> send(Supplier<HttpCall> call) {
    return Mono.fromSupplier(call)
        .map(this::guarded)
        .onErrorResume(RuntimeException.class, this::unbuilt)
        .flatMap(exchange -> exchange);
  }

  /** Sends a call that changes nothing, at the pace that the account sets for those. */
  public Mono<Exchange> ask(Supplier<HttpCall> call) {
    return Mono.defer(() -> paced(send(call)));
  }

  /** Where this account's alarms go. */
  public Alarms alarms() {
    return alarms;
  }

  boolean isAvailable() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> false;
      case CLOSED, HALF_OPEN, DISABLED, METRICS_ONLY -> true;
    };
  }

  ChannelAccount account() {
    return account;
  }

  /** How long a call that began on this edge can still take. */
  Duration longestCall() {
    return account.limits().connectTimeout().plus(account.limits().replyTimeout()).multipliedBy(2);
  }

  int freePermits() {
    return bulkhead.getMetrics().getAvailableConcurrentCalls();
  }

  boolean isDisposed() {
    return transport.isDisposed();
  }

  Mono<Void> dispose() {
    return transport.dispose();
  }

  private Mono<Exchange> guarded(HttpCall call) {
    return Mono.defer(() -> once(call))
        .onErrorResume(Edge::isStale, _ -> once(call))
        .onErrorResume(CallFailure.class, failure -> Mono.just(failure.exchange()));
  }

  /** The breaker is outside of the timeout, so that it sees silence as the failure that it is. */
  private Mono<Exchange> once(HttpCall call) {
    var departure = new Departure(call);
    return transport
        .exchange(call, departure)
        .transformDeferred(BulkheadOperator.of(bulkhead))
        .timeout(account.limits().replyTimeout())
        .transformDeferred(CircuitBreakerOperator.of(breaker))
        .onErrorMap(thrown -> CallFailure.of(thrown, departure));
  }

  private Mono<Exchange> paced(Mono<Exchange> call) {
    long waitNanos = pace.reserve();
    if (waitNanos == QueryPace.FULL) {
      return Mono.just(new Exchange.NotSent("as many queries a second as the account may have"));
    }
    return waitNanos == 0 ? call : Mono.delay(Duration.ofNanos(waitNanos)).then(call);
  }

  private Mono<Mono<Exchange>> unbuilt(RuntimeException thrown) {
    var kind = thrown.getClass().getSimpleName();
    alarms.raise(Alarm.MISCONFIGURED, "no request could be built (" + kind + ")");
    return Mono.just(Mono.just(new Exchange.NotSent("no request could be built")));
  }

  private static boolean isStale(Throwable thrown) {
    return thrown instanceof CallFailure failure && failure.isStale();
  }

  private static Bulkhead bulkhead(ChannelAccount account) {
    return Bulkhead.of(
        account.id().toString(),
        BulkheadConfig.custom()
            .maxConcurrentCalls(account.limits().maxInFlight())
            .maxWaitDuration(Duration.ZERO)
            .writableStackTraceEnabled(false)
            .build());
  }
}
