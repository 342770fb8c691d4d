package io.tollgate.sandbox.paypay;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param apiKey the key that requests must carry
 * @param apiSecret what signs requests, and decoded from Base64 what signs consents
 * @param merchantId what requests must say in {@code X-ASSUME-MERCHANT}
 * @param callbackUrl where notifications go; null for nowhere
 * @param slow how long slow answers take
 * @param processing how long until what is under way is final
 * @param late how late the late notification comes
 * @param silence how long a connection stays open without an answer
 */
public record PayPaySimulatorSettings(
    String apiKey,
    String apiSecret,
    String merchantId,
    @Nullable URI callbackUrl,
    Duration slow,
    Duration processing,
    Duration late,
    Duration silence) {

  /** The sandbox's keys, no notifications, and durations for people. */
  public static PayPaySimulatorSettings defaults() {
    return new PayPaySimulatorSettings(
        "a_sandbox",
        "c2FuZGJveC1zZWNyZXQtb2YtcGF5cGF5",
        "123456789",
        null,
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }
}
