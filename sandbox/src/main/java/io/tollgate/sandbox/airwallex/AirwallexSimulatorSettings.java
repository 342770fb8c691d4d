package io.tollgate.sandbox.airwallex;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param clientId who logs in
 * @param apiKey what proves it
 * @param webhookSecret what signs events
 * @param callbackUrl where events go; null for nowhere
 * @param times how long whatever takes time takes
 */
public record AirwallexSimulatorSettings(
    int port,
    String clientId,
    String apiKey,
    String webhookSecret,
    @Nullable URI callbackUrl,
    Times times) {

  /**
   * How long whatever takes time takes.
   *
   * @param slow how long slow answers take
   * @param processing how long until what is under way is final
   * @param late how late the late event comes
   * @param silence how long a connection stays open without an answer
   * @param token how long a token is good for
   */
  public record Times(
      Duration slow, Duration processing, Duration late, Duration silence, Duration token) {}

  /** Any free port, the sandbox's keys, no events, and times for people. */
  public static AirwallexSimulatorSettings defaults() {
    return new AirwallexSimulatorSettings(
        0,
        "sandbox-client",
        "sandbox-key-of-airwallex",
        "whsec_sandbox_of_airwallex",
        null,
        new Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(30)));
  }

  /** The same at another port, with events to that address. */
  public AirwallexSimulatorSettings at(int otherPort, URI callbacks) {
    return new AirwallexSimulatorSettings(
        otherPort, clientId, apiKey, webhookSecret, callbacks, times);
  }

  /** The same with other times. */
  public AirwallexSimulatorSettings taking(Times other) {
    return new AirwallexSimulatorSettings(
        port, clientId, apiKey, webhookSecret, callbackUrl, other);
  }
}
