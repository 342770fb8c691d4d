package io.tollgate.domain.notification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a webhook is tried again: now, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and
 * 24 h, the retry schedule of the Standard Webhooks specification.
 *
 * @param delays before each retry, counted from the failure before it
 */
public record DeliverySchedule(List<Duration> delays) {

  public static final DeliverySchedule STANDARD =
      new DeliverySchedule(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)));

  public DeliverySchedule {
    delays = List.copyOf(delays);
  }

  /** How long to wait after {@code failures} failures; empty where it is given up. */
  public Optional<Duration> after(int failures) {
    return failures >= 1 && failures <= delays.size()
        ? Optional.of(delays.get(failures - 1))
        : Optional.empty();
  }
}
