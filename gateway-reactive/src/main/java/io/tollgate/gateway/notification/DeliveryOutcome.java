package io.tollgate.gateway.notification;

import java.time.Duration;

/** What an endpoint made of a webhook. */
sealed interface DeliveryOutcome {

  record Delivered(int status) implements DeliveryOutcome {}

  /**
   * It comes again.
   *
   * @param retryAfter the least that the endpoint asked to wait; zero where it did not
   */
  record Failed(String why, Duration retryAfter) implements DeliveryOutcome {}

  /** The endpoint wants no more of any (410). */
  record Gone() implements DeliveryOutcome {}
}
