package io.tollgate.gateway.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a part of the new work while the event loops are late, before it has cost anything: what
 * is answered after its caller has gone away was done in vain, and its caller comes again. Only
 * what creates something is refused; reading, callbacks and the work behind the answers go on.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class LoadShedding implements WebFilter {

  private final LoopLag lag;
  private final Counter refused;

  LoadShedding(LoopLag lag, MeterRegistry meters) {
    this.lag = lag;
    this.refused = meters.counter("tollgate.overload.refused");
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return isNewWork(exchange) && ThreadLocalRandom.current().nextDouble() < lag.excess()
        ? refuse()
        : chain.filter(exchange);
  }

  private Mono<Void> refuse() {
    refused.increment();
    return Mono.error(
        new GatewayFault(
            FaultCode.OVERLOADED, "too much is asked of this gateway just now; nothing was done"));
  }

  /** Callbacks are posted too, but under an address of their own. */
  private static boolean isNewWork(ServerWebExchange exchange) {
    var request = exchange.getRequest();
    return request.getMethod().equals(HttpMethod.POST)
        && request.getPath().value().startsWith("/v1/payments");
  }
}
