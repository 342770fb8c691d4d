package io.tollgate.gateway.edge;

import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** An answer whose bytes are there, so that nothing has to be chosen and encoded to write it. */
public final class BytesAnswer implements ServerResponse {

  private final HttpStatusCode status;
  private final HttpHeaders headers = new HttpHeaders();
  private final byte[] body;

  /**
   * An answer.
   *
   * @param more headers beside type and length
   */
  public BytesAnswer(int status, MediaType type, byte[] body, Map<String, String> more) {
    this.status = HttpStatusCode.valueOf(status);
    this.body = body;
    headers.setContentType(type);
    headers.setContentLength(body.length);
    more.forEach(headers::set);
  }

  @Override
  public HttpStatusCode statusCode() {
    return status;
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public MultiValueMap<String, ResponseCookie> cookies() {
    return new LinkedMultiValueMap<>();
  }

  @Override
  public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
    var response = exchange.getResponse();
    response.setStatusCode(status);
    response.getHeaders().putAll(headers);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
