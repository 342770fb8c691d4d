package io.tollgate.channels.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.function.Consumer;

/**
 * One request to a channel, ready to be sent.
 *
 * @param headers writes the request's headers; it holds the secrets, so that no field has them
 * @param body the raw bytes; empty for none
 * @param answerLimitBytes an answer that is longer is not read to its end, and is {@link
 *     Exchange.Unknown}
 */
public record HttpCall(
    HttpMethod method, URI uri, Consumer<HttpHeaders> headers, byte[] body, int answerLimitBytes) {

  private static final byte[] NOTHING = {};
  private static final int ANSWER_LIMIT_BYTES = 1 << 20;
  private static final int FILE_LIMIT_BYTES = 64 << 20;

  /** A request whose answer is short. */
  public HttpCall(HttpMethod method, URI uri, Consumer<HttpHeaders> headers, byte[] body) {
    this(method, uri, headers, body, ANSWER_LIMIT_BYTES);
  }

  /** A request without a body. */
  public static HttpCall get(URI uri, Consumer<HttpHeaders> headers) {
    return new HttpCall(HttpMethod.GET, uri, headers, NOTHING);
  }

  /** A request for a file of 64 MiB at most. */
  public static HttpCall download(URI uri, Consumer<HttpHeaders> headers) {
    return new HttpCall(HttpMethod.GET, uri, headers, NOTHING, FILE_LIMIT_BYTES);
  }

  /** A request with a body, whose content type is among the headers. */
  public static HttpCall post(URI uri, Consumer<HttpHeaders> headers, byte[] body) {
    return new HttpCall(HttpMethod.POST, uri, headers, body);
  }

  /** Method and path only: bodies, headers and queries may hold what no log may show. */
  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }
}
