package io.tollgate.delayqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the scripts answer; their shapes are described at the head of each script.
 *
 * @param shard the shard that was asked
 * @param token the token of the claim
 * @param parts claimed tasks, deaths, time to the next head
 */
record ClaimReply(int shard, String token, List<Object> parts) {

  Claim claim() {
    return new Claim(list(parts.get(0)).stream().map(this::task).toList(), untilNext());
  }

  Map<String, Integer> died() {
    Map<String, Integer> attempts = new LinkedHashMap<>();
    for (Object entry : list(parts.get(1))) {
      List<?> fields = list(entry);
      attempts.put(text(fields.get(0)), (int) number(fields.get(1)));
    }
    return attempts;
  }

  static DeadTask deadTask(int shard, Object entry) {
    List<?> fields = list(entry);
    Instant diedAt = Instant.ofEpochMilli(number(fields.get(2)));
    return new DeadTask(shard, text(fields.get(0)), text(fields.get(1)), diedAt);
  }

  private ClaimedTask task(Object entry) {
    List<?> fields = list(entry);
    return new ClaimedTask(
        shard,
        text(fields.get(0)),
        text(fields.get(1)),
        token,
        (int) number(fields.get(2)),
        Duration.ofMillis(number(fields.get(3))));
  }

  private @Nullable Duration untilNext() {
    long millis = number(parts.get(2));
    return millis < 0 ? null : Duration.ofMillis(millis);
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  private static String text(Object value) {
    return (String) value;
  }

  private static long number(Object value) {
    return (Long) value;
  }
}
