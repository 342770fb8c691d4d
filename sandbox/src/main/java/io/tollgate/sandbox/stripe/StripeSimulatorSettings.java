package io.tollgate.sandbox.stripe;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param secretKey the API key that requests must carry, e.g. {@code sk_test_sandbox}
 * @param webhookSecret the secret that signs callbacks, used whole, e.g. {@code whsec_...}
 * @param callbackUrl where events are sent; null for none
 * @param slowAnswer how long {@code pm_sim_slow} takes
 * @param processing how long the {@code processing} methods take to become final
 * @param lateCallback how late {@code pm_sim_callback_late} calls
 * @param silence how long the silent methods keep the connection open without an answer
 * @param keptCharges how many payment intents the book remembers
 */
public record StripeSimulatorSettings(
    int port,
    String secretKey,
    String webhookSecret,
    @Nullable URI callbackUrl,
    Duration slowAnswer,
    Duration processing,
    Duration lateCallback,
    Duration silence,
    int keptCharges) {

  /** Any free port, the sandbox's keys, no callbacks, and the documented durations. */
  public static StripeSimulatorSettings defaults() {
    return new StripeSimulatorSettings(
        0,
        "sk_test_sandbox",
        "whsec_sandbox_stripe",
        null,
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        2_000_000);
  }

  /** The same on another port. */
  public StripeSimulatorSettings withPort(int other) {
    return new StripeSimulatorSettings(
        other,
        secretKey,
        webhookSecret,
        callbackUrl,
        slowAnswer,
        processing,
        lateCallback,
        silence,
        keptCharges);
  }

  /** The same with other keys. */
  public StripeSimulatorSettings withKeys(String otherKey, String otherWebhookSecret) {
    return new StripeSimulatorSettings(
        port,
        otherKey,
        otherWebhookSecret,
        callbackUrl,
        slowAnswer,
        processing,
        lateCallback,
        silence,
        keptCharges);
  }

  /** The same with another callback address; null for none. */
  public StripeSimulatorSettings withCallbackUrl(@Nullable URI other) {
    return new StripeSimulatorSettings(
        port,
        secretKey,
        webhookSecret,
        other,
        slowAnswer,
        processing,
        lateCallback,
        silence,
        keptCharges);
  }

  /** The same with other durations, in the order of the components. */
  public StripeSimulatorSettings withDurations(
      Duration otherSlowAnswer,
      Duration otherProcessing,
      Duration otherLateCallback,
      Duration otherSilence) {
    return new StripeSimulatorSettings(
        port,
        secretKey,
        webhookSecret,
        callbackUrl,
        otherSlowAnswer,
        otherProcessing,
        otherLateCallback,
        otherSilence,
        keptCharges);
  }

  /** The same with another size of the book. */
  public StripeSimulatorSettings withKeptCharges(int other) {
    return new StripeSimulatorSettings(
        port,
        secretKey,
        webhookSecret,
        callbackUrl,
        slowAnswer,
        processing,
        lateCallback,
        silence,
        other);
  }
}
