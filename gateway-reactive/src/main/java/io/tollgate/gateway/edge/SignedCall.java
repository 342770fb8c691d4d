package io.tollgate.gateway.edge;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * A request whose signature was found right.
 *
 * @param body the raw bytes that were signed
 */
public record SignedCall(Caller caller, byte[] body) {

  private static final String ATTRIBUTE = SignedCall.class.getName();

  /** What {@link SignedCalls} found out about this request. */
  public static SignedCall of(ServerRequest request) {
    return (SignedCall)
        request
            .attribute(ATTRIBUTE)
            .orElseThrow(() -> new IllegalStateException("a route without the signature filter"));
  }

  void attachTo(ServerRequest request) {
    request.attributes().put(ATTRIBUTE, this);
  }
}
