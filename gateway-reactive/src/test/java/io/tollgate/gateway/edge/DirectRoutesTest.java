package io.tollgate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

class DirectRoutesTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final DirectRoutes routes =
      new DirectRoutes(
          List.of(
              new DirectRoute(
                  org.springframework.http.HttpMethod.POST,
                  "/v1/payments",
                  request -> Mono.just(answer(request.exchange().getAttributes().toString())))),
          ServerCodecConfigurer.create());
  private final DisposableServer server =
      HttpServer.create()
          .host("127.0.0.1")
          .port(0)
          .handle(
              new ReactorHttpHandlerAdapter(
                  WebHttpHandlerBuilder.webHandler(DirectRoutesTest::elsewhere)
                      .filter(routes)
                      .build()))
          .bindNow();

  @AfterEach
  void closeServer() {
    server.disposeNow();
  }

  @Test
  void answersWhatIsInTheTable() {
    assertThat(asked(HttpMethod.POST, "/v1/payments"))
        .startsWith("201 application/json true ")
        .contains(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE + "=/v1/payments");
  }

  @Test
  void leavesOtherMethodsAndPathsToSpring() {
    assertThat(asked(HttpMethod.PUT, "/v1/payments")).startsWith("404");
    assertThat(asked(HttpMethod.POST, "/v1/payments/")).startsWith("404");
    assertThat(asked(HttpMethod.POST, "/v1/payments/x")).startsWith("404");
  }

  private String asked(HttpMethod method, String path) {
    return HttpClient.create()
        .request(method)
        .uri("http://127.0.0.1:" + server.port() + path)
        .responseSingle((response, body) ->
            body.asString()
                .defaultIfEmpty("")
                .map(text ->
                    response.status().code()
                        + " "
                        + response.responseHeaders().get("Content-Type")
                        + " "
                        + response.responseHeaders().get("Idempotent-Replayed")
                        + " "
                        + text))
        .block(SOON);
  }

  private static BytesAnswer answer(String text) {
    return new BytesAnswer(
        201,
        MediaType.APPLICATION_JSON,
        text.getBytes(StandardCharsets.UTF_8),
        Map.of("Idempotent-Replayed", "true"));
  }

  private static Mono<Void> elsewhere(ServerWebExchange exchange) {
    exchange.getResponse().setRawStatusCode(404);
    return exchange.getResponse().setComplete();
  }
}
