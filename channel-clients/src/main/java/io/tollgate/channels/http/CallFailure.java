package io.tollgate.channels.http;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/**
 * Why a call brought no answer. Its words are ours alone: what an exception says may hold addresses
 * and values that no log may show.
 */
final class CallFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The channel said more than we read. */
  static final class AnswerTooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnswerTooLarge() {
      super("answer too large", null, false, false);
    }
  }

  private final transient Exchange exchange;
  private final boolean stale;

  private CallFailure(Exchange exchange, boolean stale, Throwable cause) {
    super(exchange.toString(), cause, false, false);
    this.exchange = exchange;
    this.stale = stale;
  }

  static CallFailure of(Throwable cause, Departure departure) {
    if (!departure.hold()) {
      return new CallFailure(new Exchange.Unknown(whyUnknown(cause)), false, cause);
    }
    var why = whyNotSent(cause);
    return new CallFailure(
        new Exchange.NotSent(why == null ? "connection lost before sending" : why),
        why == null && cause instanceof IOException,
        cause);
  }

  /** Whether our own limits refused the call, so that it says nothing about the channel. */
  static boolean isOurs(Throwable thrown) {
    return switch (thrown) {
      case BulkheadFullException _,
          PoolAcquirePendingLimitException _,
          PoolAcquireTimeoutException _ ->
          true;
      default -> false;
    };
  }

  Exchange exchange() {
    return exchange;
  }

  /** Whether a pooled connection turned out to be dead before a byte was written to it. */
  boolean isStale() {
    return stale;
  }

  private static @Nullable String whyNotSent(Throwable cause) {
    return switch (cause) {
      case BulkheadFullException _ -> "as many calls in flight as the account may have";
      case CallNotPermittedException _ -> "circuit breaker open";
      case PoolAcquirePendingLimitException _, PoolAcquireTimeoutException _ ->
          "no free connection";
      case ConnectTimeoutException _ -> "connect timeout";
      case NoRouteToHostException _ -> "no route to the channel";
      case ConnectException _ -> "connection refused";
      case UnknownHostException _ -> "host not found";
      case SSLException _ -> "TLS handshake failed";
      case TimeoutException _ -> "no connection in time";
      default -> null;
    };
  }

  private static String whyUnknown(Throwable cause) {
    return switch (cause) {
      case TimeoutException _ -> "no whole answer in time";
      case AnswerTooLarge _ -> "answer too large";
      case IOException _ -> "connection lost after sending";
      default -> "unreadable answer (" + cause.getClass().getSimpleName() + ")";
    };
  }
}
