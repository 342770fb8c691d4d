package io.tollgate.gateway.edge;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.fault.InvalidRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * The one place where faults become HTTP: problem details (RFC 9457) with our stable {@code code}.
 * Nothing of an unexpected exception is shown but that there was one.
 */
@Component
@Order(-2)
public final class Problems implements WebExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  Problems() {}

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(error);
    }
    return write(exchange, faultOf(error));
  }

  /** The status that a fault is answered with. */
  public static int statusOf(FaultCode code) {
    return switch (code) {
      case INVALID_REQUEST -> 400;
      case SIGNATURE_MISSING, SIGNATURE_INVALID, SIGNATURE_EXPIRED, SIGNATURE_REPLAYED -> 401;
      case NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case NOT_ACCEPTABLE -> 406;
      case REFERENCE_REUSED, IDEMPOTENCY_KEY_IN_USE -> 409;
      case PAYLOAD_TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case IDEMPOTENCY_KEY_REUSED, NO_ROUTE, RISK_REFUSED -> 422;
      case RATE_LIMITED -> 429;
      case INTERNAL -> 500;
      case STORE_UNAVAILABLE, OVERLOADED -> 503;
    };
  }

  /** The fault that an exception is; one of ours stays as it is. */
  public static GatewayFault faultOf(Throwable error) {
    return switch (error) {
      case GatewayFault fault -> fault;
      case ResponseStatusException status -> new GatewayFault(codeOf(status), titleOf(status));
      default -> {
        LOG.error("a request failed unexpectedly", error);
        yield new GatewayFault(FaultCode.INTERNAL, "an error of ours; it was recorded");
      }
    };
  }

  /** The problem details of a fault. */
  public static Map<String, Object> bodyOf(GatewayFault fault, String instance, String requestId) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "https://tollgate.io/problems/" + fault.code().code());
    body.put("title", fault.code().code().replace('_', ' '));
    body.put("status", statusOf(fault.code()));
    body.put("detail", String.valueOf(fault.getMessage()));
    body.put("instance", instance);
    body.put("code", fault.code().code());
    body.put("request_id", requestId);
    body.put("retryable", fault.code().retryable());
    body.put("errors", fault instanceof InvalidRequest invalid ? invalid.problems() : List.of());
    return body;
  }

  private static Mono<Void> write(ServerWebExchange exchange, GatewayFault fault) {
    var response = exchange.getResponse();
    int status = statusOf(fault.code());
    if (status >= 500 && fault.code() != FaultCode.OVERLOADED) {
      LOG.warn("answering {}: {}", status, fault.getMessage());
    }
    response.setStatusCode(HttpStatusCode.valueOf(status));
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (fault instanceof RateLimited limited) {
      limited.headers().forEach(response.getHeaders()::set);
    } else if (fault.code().retryable() && status != 500) {
      response.getHeaders().set("Retry-After", "1");
    }
    var bytes =
        JsonBodies.write(
            bodyOf(fault, exchange.getRequest().getPath().value(), RequestId.of(exchange)));
    return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
  }

  private static FaultCode codeOf(ResponseStatusException status) {
    return switch (status.getStatusCode().value()) {
      case 404 -> FaultCode.NOT_FOUND;
      case 405 -> FaultCode.METHOD_NOT_ALLOWED;
      case 406 -> FaultCode.NOT_ACCEPTABLE;
      case 413 -> FaultCode.PAYLOAD_TOO_LARGE;
      case 415 -> FaultCode.UNSUPPORTED_MEDIA_TYPE;
      case 503 -> FaultCode.STORE_UNAVAILABLE;
      default ->
          status.getStatusCode().is4xxClientError()
              ? FaultCode.INVALID_REQUEST
              : FaultCode.INTERNAL;
    };
  }

  private static String titleOf(ResponseStatusException status) {
    return switch (status.getStatusCode().value()) {
      case 404 -> "there is nothing here";
      case 405 -> "not with this method";
      case 415 -> "this content type is not understood (expected: application/json)";
      default -> "the request could not be understood";
    };
  }
}
