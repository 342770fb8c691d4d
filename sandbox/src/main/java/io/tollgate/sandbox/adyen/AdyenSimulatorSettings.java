package io.tollgate.sandbox.adyen;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param apiKey what requests must carry as {@code X-API-Key}
 * @param merchantAccount the only one that it knows
 * @param hmacKey signs webhooks, in hex
 * @param callbackUrl where webhooks are sent; null for none
 * @param processing how long what is pending, and every modification, takes to become final
 * @param slowAnswer how long the method {@code slow} takes to answer
 * @param lateCallback how late {@code callback-late} calls
 * @param silence how long silent methods keep the connection open without an answer
 */
public record AdyenSimulatorSettings(
    int port,
    String apiKey,
    String merchantAccount,
    String hmacKey,
    @Nullable URI callbackUrl,
    Duration processing,
    Duration slowAnswer,
    Duration lateCallback,
    Duration silence) {

  /** Any free port, the sandbox's keys, no webhooks, and the documented durations. */
  public static AdyenSimulatorSettings defaults() {
    return new AdyenSimulatorSettings(
        0,
        "adyen-sandbox-key",
        "TollgateSandbox",
        "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
        null,
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  /** The same on another port. */
  public AdyenSimulatorSettings withPort(int other) {
    return new AdyenSimulatorSettings(
        other,
        apiKey,
        merchantAccount,
        hmacKey,
        callbackUrl,
        processing,
        slowAnswer,
        lateCallback,
        silence);
  }

  /** The same with another callback address; null for none. */
  public AdyenSimulatorSettings withCallbackUrl(@Nullable URI other) {
    return new AdyenSimulatorSettings(
        port,
        apiKey,
        merchantAccount,
        hmacKey,
        other,
        processing,
        slowAnswer,
        lateCallback,
        silence);
  }

  /** The same with other durations, in the order of the components. */
  public AdyenSimulatorSettings withDurations(
      Duration otherProcessing,
      Duration otherSlowAnswer,
      Duration otherLateCallback,
      Duration otherSilence) {
    return new AdyenSimulatorSettings(
        port,
        apiKey,
        merchantAccount,
        hmacKey,
        callbackUrl,
        otherProcessing,
        otherSlowAnswer,
        otherLateCallback,
        otherSilence);
  }
}
