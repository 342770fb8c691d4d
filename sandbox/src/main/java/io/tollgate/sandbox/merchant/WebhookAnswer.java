package io.tollgate.sandbox.merchant;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the merchant's endpoint answers to a webhook.
 *
 * @param status the HTTP status
 * @param delay waited before the answer
 * @param retryAfter sent as {@code Retry-After}, in whole seconds; null for none
 * @param bodyBytes how long a body to send
 * @param hangs whether no answer is sent at all
 */
public record WebhookAnswer(
    int status, Duration delay, @Nullable Duration retryAfter, long bodyBytes, boolean hangs) {

  /** 204, at once. */
  public static WebhookAnswer accepted() {
    return ofStatus(204);
  }

  /** A status, at once. */
  public static WebhookAnswer ofStatus(int status) {
    return new WebhookAnswer(status, Duration.ZERO, null, 0, false);
  }

  /** A connection that stays open without an answer. */
  public static WebhookAnswer never() {
    return new WebhookAnswer(200, Duration.ZERO, null, 0, true);
  }

  /** The same, later. */
  public WebhookAnswer after(Duration otherDelay) {
    return new WebhookAnswer(status, otherDelay, retryAfter, bodyBytes, hangs);
  }

  /** The same, with a {@code Retry-After} header. */
  public WebhookAnswer retryAfter(Duration wait) {
    return new WebhookAnswer(status, delay, wait, bodyBytes, hangs);
  }

  /** The same, with a body of so many bytes, which is never held in memory at once. */
  public WebhookAnswer withBody(long bytes) {
    return new WebhookAnswer(status, delay, retryAfter, bytes, hangs);
  }
}
