package io.tollgate.sandbox.square;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param accessToken that requests must carry
 * @param signatureKey that signs callbacks
 * @param callbackUrl where events are sent, and what is signed with them; null for none
 * @param processing how long slow answers and pending payments take, and how late callbacks are
 * @param silence how long a connection stays open without an answer
 */
public record SquareSimulatorSettings(
    int port,
    String accessToken,
    String signatureKey,
    @Nullable URI callbackUrl,
    Duration processing,
    Duration silence) {

  /** The sandbox's keys, no callbacks. */
  public static SquareSimulatorSettings defaults() {
    return new SquareSimulatorSettings(
        0,
        "EAAA_sandbox",
        "sandbox_signature_key",
        null,
        Duration.ofSeconds(2),
        Duration.ofSeconds(60));
  }

  /** The same at another port. */
  public SquareSimulatorSettings withPort(int other) {
    return new SquareSimulatorSettings(
        other, accessToken, signatureKey, callbackUrl, processing, silence);
  }

  /** The same with a callback address. */
  public SquareSimulatorSettings withCallbackUrl(URI other) {
    return new SquareSimulatorSettings(port, accessToken, signatureKey, other, processing, silence);
  }

  /** The same with other durations. */
  public SquareSimulatorSettings withDurations(Duration otherProcessing, Duration otherSilence) {
    return new SquareSimulatorSettings(
        port, accessToken, signatureKey, callbackUrl, otherProcessing, otherSilence);
  }
}
