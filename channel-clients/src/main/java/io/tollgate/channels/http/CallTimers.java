package io.tollgate.channels.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.domain.channel.AccountId;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Times a channel account's operations: {@code tollgate.channel.calls}. */
final class CallTimers {

  private final MeterRegistry meters;
  private final AccountId account;

  /** Looking a timer up in the registry costs more than recording it. */
  private final Map<Operation, Map<String, Timer>> known = new EnumMap<>(Operation.class);

  CallTimers(MeterRegistry meters, AccountId account) {
    this.meters = meters;
    this.account = account;
    for (var operation : Operation.values()) {
      known.put(operation, new ConcurrentHashMap<>());
    }
  }

  void record(Operation operation, String outcome, long nanos) {
    known
        .getOrDefault(operation, Map.of())
        .computeIfAbsent(outcome, tag -> timer(operation, tag))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Operation operation, String outcome) {
    return meters.timer(
        "tollgate.channel.calls",
        "channel",
        account.channel(),
        "account",
        account.account(),
        "operation",
        operation.tag(),
        "outcome",
        outcome);
  }
}
