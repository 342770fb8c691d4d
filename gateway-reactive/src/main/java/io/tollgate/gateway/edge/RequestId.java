package io.tollgate.gateway.edge;

import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives every answer a {@code Request-Id}, which support asks for. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestId implements WebFilter {

  static final String HEADER = "Request-Id";

  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    exchange.getResponse().getHeaders().set(HEADER, next());
    return chain.filter(exchange);
  }

  static String of(ServerWebExchange exchange) {
    var id = exchange.getResponse().getHeaders().getFirst(HEADER);
    return id == null ? "" : id;
  }

  private static String next() {
    var text = new char[20];
    "req_".getChars(0, 4, text, 0);
    long bits = ThreadLocalRandom.current().nextLong();
    for (int index = 4; index < text.length; index++) {
      if (index == 16) {
        bits = ThreadLocalRandom.current().nextLong();
      }
      text[index] = DIGITS[(int) (bits & 31)];
      bits >>>= 5;
    }
    return new String(text);
  }
}
