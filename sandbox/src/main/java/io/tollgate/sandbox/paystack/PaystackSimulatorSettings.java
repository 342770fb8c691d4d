package io.tollgate.sandbox.paystack;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param secretKey the API key that requests must carry, and that signs events
 * @param callbackUrl where events are sent; null for none
 * @param later how long whatever does not happen at once takes
 * @param silence how long a connection is kept open without an answer
 */
public record PaystackSimulatorSettings(
    int port, String secretKey, @Nullable URI callbackUrl, Duration later, Duration silence) {

  /** Any free port, the sandbox's key, no callbacks, and durations that a person can follow. */
  public static PaystackSimulatorSettings defaults() {
    return new PaystackSimulatorSettings(
        0, "sk_test_sandbox", null, Duration.ofSeconds(2), Duration.ofSeconds(60));
  }

  /** The same on a fixed port. */
  PaystackSimulatorSettings withPort(int other) {
    return new PaystackSimulatorSettings(other, secretKey, callbackUrl, later, silence);
  }

  /** The same with a callback address; null for none. */
  public PaystackSimulatorSettings withCallbackUrl(@Nullable URI other) {
    return new PaystackSimulatorSettings(port, secretKey, other, later, silence);
  }

  /** The same with other durations. */
  public PaystackSimulatorSettings withDurations(Duration otherLater, Duration otherSilence) {
    return new PaystackSimulatorSettings(port, secretKey, callbackUrl, otherLater, otherSilence);
  }
}
