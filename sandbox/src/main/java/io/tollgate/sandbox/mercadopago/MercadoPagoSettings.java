package io.tollgate.sandbox.mercadopago;

import java.time.Duration;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param accessToken what requests must carry, e.g. {@code TEST-sandbox}
 * @param webhookSecret what signs notifications
 * @param currency of the account; every payment is charged in it
 * @param processing how long slow things take
 * @param silence how long a connection stays open without an answer
 */
public record MercadoPagoSettings(
    int port,
    String accessToken,
    String webhookSecret,
    String currency,
    Duration processing,
    Duration silence) {

  /** Any free port, the sandbox's keys, a Brazilian account, and the durations of the manual. */
  public static MercadoPagoSettings defaults() {
    return new MercadoPagoSettings(
        0,
        "TEST-sandbox",
        "sandbox-mercadopago",
        "BRL",
        Duration.ofSeconds(2),
        Duration.ofSeconds(60));
  }

  /** The same on another port. */
  public MercadoPagoSettings withPort(int other) {
    return new MercadoPagoSettings(
        other, accessToken, webhookSecret, currency, processing, silence);
  }

  /** The same with other durations. */
  public MercadoPagoSettings withDurations(Duration otherProcessing, Duration otherSilence) {
    return new MercadoPagoSettings(
        port, accessToken, webhookSecret, currency, otherProcessing, otherSilence);
  }
}
