package io.tollgate.sandbox.wechat;

import java.time.Duration;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param mchid the only merchant it knows
 * @param merchantSerial of the merchant's certificate
 * @param merchantKey the merchant's public key, PEM
 * @param apiV3Key 32 characters that seal notifications and certificates
 * @param signsWithCertificate whether it signs with a certificate, or else with its public key
 * @param payerActs how long the payer of a {@code sim_pay} order takes, and each later change
 * @param slowAnswer how long {@code sim_slow} takes
 * @param lateCallback how late {@code sim_callback_late} calls
 * @param silence how long a silent answer keeps the connection open
 */
public record WechatSimulatorSettings(
    int port,
    String mchid,
    String merchantSerial,
    String merchantKey,
    String apiV3Key,
    boolean signsWithCertificate,
    Duration payerActs,
    Duration slowAnswer,
    Duration lateCallback,
    Duration silence) {

  public static final String MCHID = "1900000109";
  public static final String MERCHANT_SERIAL = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C";
  public static final String API_V3_KEY = "sandbox-api-v3-key-of-32-letters";

  /** The sandbox's merchant with that key, a public key on our side, and the documented times. */
  public static WechatSimulatorSettings of(String merchantKey) {
    return new WechatSimulatorSettings(
        0,
        MCHID,
        MERCHANT_SERIAL,
        merchantKey,
        API_V3_KEY,
        false,
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  /** The same on another port. */
  public WechatSimulatorSettings withPort(int other) {
    return new WechatSimulatorSettings(
        other,
        mchid,
        merchantSerial,
        merchantKey,
        apiV3Key,
        signsWithCertificate,
        payerActs,
        slowAnswer,
        lateCallback,
        silence);
  }

  /** The same, signing with certificates that have to be fetched. */
  public WechatSimulatorSettings withCertificates() {
    return new WechatSimulatorSettings(
        port,
        mchid,
        merchantSerial,
        merchantKey,
        apiV3Key,
        true,
        payerActs,
        slowAnswer,
        lateCallback,
        silence);
  }

  /** The same with other durations, in the order of the components. */
  public WechatSimulatorSettings withDurations(
      Duration otherPayerActs,
      Duration otherSlowAnswer,
      Duration otherLateCallback,
      Duration otherSilence) {
    return new WechatSimulatorSettings(
        port,
        mchid,
        merchantSerial,
        merchantKey,
        apiV3Key,
        signsWithCertificate,
        otherPayerActs,
        otherSlowAnswer,
        otherLateCallback,
        otherSilence);
  }
}
