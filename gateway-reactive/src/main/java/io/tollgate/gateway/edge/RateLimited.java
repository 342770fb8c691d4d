package io.tollgate.gateway.edge;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import java.util.Map;

/** Too many requests; the headers say how many would be right (IETF draft RateLimit headers). */
final class RateLimited extends GatewayFault {

  private static final long serialVersionUID = 1L;

  private final int requestsPerSecond;

  RateLimited(int requestsPerSecond) {
    super(
        FaultCode.RATE_LIMITED,
        "too many requests (expected: at most " + requestsPerSecond + " a second)");
    this.requestsPerSecond = requestsPerSecond;
  }

  Map<String, String> headers() {
    return Map.of(
        "RateLimit-Policy", "\"merchant\";q=" + requestsPerSecond + ";w=1",
        "RateLimit", "\"merchant\";r=0;t=1",
        "Retry-After", "1");
  }
}
