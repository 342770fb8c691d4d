package io.tollgate.sandbox.razorpay;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param keyId of the key that requests must carry
 * @param keySecret of the same
 * @param webhookSecret that signs events
 * @param callbackUrl where events are sent; null for none
 * @param uniqueReceipts whether an order is refused whose receipt is known
 * @param processing how long slow answers, pending payments and refunds take, and late events
 * @param silence how long a connection stays open without an answer
 */
public record RazorpaySimulatorSettings(
    int port,
    String keyId,
    String keySecret,
    String webhookSecret,
    @Nullable URI callbackUrl,
    boolean uniqueReceipts,
    Duration processing,
    Duration silence) {

  /** Any free port, the sandbox's keys, no callbacks, and receipts that may be used again. */
  public static RazorpaySimulatorSettings defaults() {
    return new RazorpaySimulatorSettings(
        0,
        "rzp_test_sandbox",
        "sandbox_key_secret",
        "sandbox_webhook_secret",
        null,
        false,
        Duration.ofSeconds(2),
        Duration.ofSeconds(60));
  }

  /** The same on another port. */
  public RazorpaySimulatorSettings withPort(int other) {
    return new RazorpaySimulatorSettings(
        other, keyId, keySecret, webhookSecret, callbackUrl, uniqueReceipts, processing, silence);
  }

  /** The same with a callback address. */
  public RazorpaySimulatorSettings withCallbackUrl(URI other) {
    return new RazorpaySimulatorSettings(
        port, keyId, keySecret, webhookSecret, other, uniqueReceipts, processing, silence);
  }

  /** The same with receipts that can be used only once. */
  public RazorpaySimulatorSettings withUniqueReceipts() {
    return new RazorpaySimulatorSettings(
        port, keyId, keySecret, webhookSecret, callbackUrl, true, processing, silence);
  }

  /** The same with other durations. */
  public RazorpaySimulatorSettings withDurations(Duration otherProcessing, Duration otherSilence) {
    return new RazorpaySimulatorSettings(
        port,
        keyId,
        keySecret,
        webhookSecret,
        callbackUrl,
        uniqueReceipts,
        otherProcessing,
        otherSilence);
  }
}
