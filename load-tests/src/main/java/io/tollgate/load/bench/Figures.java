package io.tollgate.load.bench;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one measurement brought.
 *
 * @param cpuMillis by process, until everything behind the answers was done too
 * @param calls of Redis commands
 * @param quietAfterMillis how long the work behind the answers went on after the last answer
 */
record Figures(
    Wrk.Outcome load, Map<String, Long> cpuMillis, Map<String, Long> calls, long quietAfterMillis) {

  /** CPU ms per payment of a process. */
  double cpuPerPayment(String process) {
    return (double) cpuMillis.getOrDefault(process, 0L) / load.requests();
  }

  /** Calls of a Redis command per payment. */
  double callsPerPayment(String command) {
    return (double) calls.getOrDefault(command, 0L) / load.requests();
  }

  /** All of it, for the eye. */
  String line() {
    return "%.0f/s, p50 %.1f ms, p99 %.1f ms, refused %d, broken %d; CPU ms per payment: %s; quiet after %d ms"
        .formatted(
            load.perSecond(),
            load.p50() / 1e3,
            load.p99() / 1e3,
            load.refused(),
            load.broken(),
            cpuMillis.keySet().stream()
                .map(name -> "%s %.3f".formatted(name, cpuPerPayment(name)))
                .collect(Collectors.joining(", ")),
            quietAfterMillis);
  }
}
