package io.tollgate.sandbox.btcpay;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param apiKey what requests must carry as their token
 * @param storeId the only store there is
 * @param webhookSecret the secret that signs webhooks
 * @param callbackUrl where webhooks go; null for nowhere
 * @param step between one change of an invoice and the next; a slow answer takes one
 * @param late how late a late webhook is
 */
public record BtcPaySimulatorSettings(
    int port,
    String apiKey,
    String storeId,
    String webhookSecret,
    @Nullable URI callbackUrl,
    Duration step,
    Duration late) {

  /** Any free port, the sandbox's keys, no webhooks, steps of 2 s. */
  public static BtcPaySimulatorSettings defaults() {
    return new BtcPaySimulatorSettings(
        0,
        "btcpay-sandbox-key",
        "SandboxStore11111111111111111111",
        "btcpay-sandbox-webhook",
        null,
        Duration.ofSeconds(2),
        Duration.ofSeconds(10));
  }

  /** The same at another port. */
  public BtcPaySimulatorSettings withPort(int other) {
    return new BtcPaySimulatorSettings(
        other, apiKey, storeId, webhookSecret, callbackUrl, step, late);
  }

  /** The same with webhooks to an address. */
  public BtcPaySimulatorSettings withCallbackUrl(URI url) {
    return new BtcPaySimulatorSettings(port, apiKey, storeId, webhookSecret, url, step, late);
  }

  /** The same at another pace. */
  public BtcPaySimulatorSettings withPace(Duration otherStep, Duration otherLate) {
    return new BtcPaySimulatorSettings(
        port, apiKey, storeId, webhookSecret, callbackUrl, otherStep, otherLate);
  }
}
