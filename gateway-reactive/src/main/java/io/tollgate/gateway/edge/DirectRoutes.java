package io.tollgate.gateway.edge;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Leads requests to a {@link DirectRoute} past Spring's dispatcher, which asks one mapping and one
 * route after the other (ADR 7). All others go on to it.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class DirectRoutes implements WebFilter {

  private final Map<Door, Target> targets;
  private final ServerCodecConfigurer codecs;
  private final ServerResponse.Context context;

  DirectRoutes(List<DirectRoute> routes, ServerCodecConfigurer codecs) {
    this.targets =
        routes.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    route -> new Door(route.method(), route.path()),
                    route ->
                        new Target(route, PathPatternParser.defaultInstance.parse(route.path()))));
    this.codecs = codecs;
    this.context = new Writing(codecs.getWriters());
  }

  private record Door(HttpMethod method, String path) {}

  private record Target(DirectRoute route, PathPattern pattern) {}

  private record Writing(List<HttpMessageWriter<?>> messageWriters)
      implements ServerResponse.Context {

    @Override
    public List<ViewResolver> viewResolvers() {
      return List.of();
    }
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    var request = exchange.getRequest();
    var target = targets.get(new Door(request.getMethod(), request.getPath().value()));
    return target == null ? chain.filter(exchange) : answered(exchange, target);
  }

  private Mono<Void> answered(ServerWebExchange exchange, Target target) {
    exchange.getAttributes().put(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, target.pattern);
    return target
        .route
        .handler()
        .handle(ServerRequest.create(exchange, codecs.getReaders()))
        .flatMap(response -> response.writeTo(exchange, context));
  }
}
