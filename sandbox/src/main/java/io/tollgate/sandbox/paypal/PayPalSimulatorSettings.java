package io.tollgate.sandbox.paypal;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param callbackUrl where webhooks are sent; null for none
 * @param slowAnswer how long {@code sim-slow} takes
 * @param processing how long what is pending takes to become final
 * @param lateCallback how late {@code sim-callback-late} calls
 * @param silence how long a silent answer keeps the connection open
 * @param reportLag how far the transaction report is behind; negative where it runs ahead
 */
public record PayPalSimulatorSettings(
    int port,
    @Nullable URI callbackUrl,
    Duration slowAnswer,
    Duration processing,
    Duration lateCallback,
    Duration silence,
    Duration reportLag) {

  /** What requests for a token must carry. */
  public static final String CLIENT_ID = "sandbox-client";

  public static final String CLIENT_SECRET = "sandbox-client-secret";

  /** The id of the webhook, which is part of what is signed. */
  public static final String WEBHOOK_ID = "1JE4291016473214C";

  /** Any free port, no webhooks, and the documented durations. */
  public static PayPalSimulatorSettings defaults() {
    return new PayPalSimulatorSettings(
        0,
        null,
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ZERO);
  }

  /** The same on another port. */
  public PayPalSimulatorSettings withPort(int other) {
    return new PayPalSimulatorSettings(
        other, callbackUrl, slowAnswer, processing, lateCallback, silence, reportLag);
  }

  /** The same with another address for webhooks. */
  public PayPalSimulatorSettings withCallbackUrl(URI other) {
    return new PayPalSimulatorSettings(
        port, other, slowAnswer, processing, lateCallback, silence, reportLag);
  }

  /** The same with other durations, in the order of the components. */
  public PayPalSimulatorSettings withDurations(
      Duration slow, Duration pending, Duration late, Duration silent) {
    return new PayPalSimulatorSettings(port, callbackUrl, slow, pending, late, silent, reportLag);
  }

  /** The same with a report that is further behind. */
  public PayPalSimulatorSettings withReportLag(Duration lag) {
    return new PayPalSimulatorSettings(
        port, callbackUrl, slowAnswer, processing, lateCallback, silence, lag);
  }
}
