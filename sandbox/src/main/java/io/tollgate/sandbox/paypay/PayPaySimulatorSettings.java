package io.tollgate.sandbox.paypay;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param apiKey the key that requests must carry
 * @param apiSecret what signs requests, and decoded from Base64 what signs consents
 * @param merchantId what requests must say in {@code X-ASSUME-MERCHANT}
 * @param callbackUrl where notifications go; null for nowhere
 * @param times how long whatever takes time takes
 */
public record PayPaySimulatorSettings(
    int port,
    String apiKey,
    String apiSecret,
    String merchantId,
    @Nullable URI callbackUrl,
    Times times) {

  /**
   * How long whatever takes time takes.
   *
   * @param slow how long slow answers take
   * @param processing how long until what is under way is final
   * @param late how late the late notification comes
   * @param silence how long a connection stays open without an answer
   */
  public record Times(Duration slow, Duration processing, Duration late, Duration silence) {}

  /** Any free port, the sandbox's keys, no notifications, and times for people. */
  public static PayPaySimulatorSettings defaults() {
    return new PayPaySimulatorSettings(
        0,
        "a_sandbox",
        "c2FuZGJveC1zZWNyZXQtb2YtcGF5cGF5",
        "123456789",
        null,
        new Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60)));
  }

  /** The same at another port, with notifications to that address. */
  public PayPaySimulatorSettings at(int otherPort, URI callbacks) {
    return new PayPaySimulatorSettings(otherPort, apiKey, apiSecret, merchantId, callbacks, times);
  }

  /** The same with other times. */
  public PayPaySimulatorSettings taking(Times other) {
    return new PayPaySimulatorSettings(port, apiKey, apiSecret, merchantId, callbackUrl, other);
  }
}
