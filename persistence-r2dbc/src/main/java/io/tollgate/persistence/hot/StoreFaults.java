package io.tollgate.persistence.hot;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells "Redis cannot serve us now" from "we asked something wrong": the first becomes {@code
 * STORE_UNAVAILABLE}, the second stays the defect that it is.
 */
final class StoreFaults {

  /** First words of Redis' error replies that pass by themselves or by an operator's hand. */
  private static final Set<String> PASSING =
      Set.of(
          "LOADING",
          "CLUSTERDOWN",
          "MISCONF",
          "OOM",
          "READONLY",
          "BUSY",
          "TRYAGAIN",
          "MASTERDOWN",
          "NOREPLICAS",
          "MOVED",
          "ASK",
          "UNBLOCKED",
          "FENCED",
          "NOSCRIPT");

  private StoreFaults() {}

  static Throwable translate(Throwable raw) {
    var error = unwrapped(raw);
    var why = reason(error);
    return why == null
        ? error
        : new GatewayFault(
            FaultCode.STORE_UNAVAILABLE, "the hot store is unavailable: " + why, error);
  }

  static Throwable unwrapped(Throwable error) {
    var cause = error.getCause();
    return error instanceof CompletionException && cause != null ? unwrapped(cause) : error;
  }

  private static @Nullable String reason(Throwable error) {
    return switch (error) {
      case RedisCommandExecutionException refused -> passingWord(refused);
      case TimeoutException _ -> "no reply in time";
      case CancellationException _, IOException _, RedisException _ -> "no connection";
      default -> null;
    };
  }

  private static @Nullable String passingWord(RedisCommandExecutionException refused) {
    var message = refused.getMessage() == null ? "" : refused.getMessage();
    var word = message.split("[ :]", 2)[0];
    return PASSING.contains(word) ? word.toLowerCase(java.util.Locale.ROOT) : null;
  }
}
