package io.tollgate.sandbox.camara;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one simulator is set up.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free port
 * @param clientId who may ask for access tokens
 * @param clientSecret what the client shows, unless it has a key
 * @param clientKey the client's public key (X.509, Base64), with which its assertions are verified;
 *     null where it shows a secret
 * @param processing how long what is {@code processing} takes, and what comes late
 * @param silence how long the silent numbers keep the connection open without an answer
 * @param longestPage of a list, whatever is asked for
 * @param tellsTotals whether lists say {@code X-Total-Count}
 */
public record CamaraSimulatorSettings(
    int port,
    String clientId,
    String clientSecret,
    @Nullable String clientKey,
    Duration processing,
    Duration silence,
    int longestPage,
    boolean tellsTotals) {

  /** The sandbox's client with its secret, two seconds, a minute, pages of a hundred. */
  public static CamaraSimulatorSettings defaults() {
    return new CamaraSimulatorSettings(
        0,
        "sandbox-client",
        "sandbox-secret",
        null,
        Duration.ofSeconds(2),
        Duration.ofSeconds(60),
        100,
        true);
  }

  /** The same at another port. */
  public CamaraSimulatorSettings withPort(int otherPort) {
    return new CamaraSimulatorSettings(
        otherPort,
        clientId,
        clientSecret,
        clientKey,
        processing,
        silence,
        longestPage,
        tellsTotals);
  }

  /** The same for a client that has a key. */
  public CamaraSimulatorSettings withClientKey(String publicKey) {
    return new CamaraSimulatorSettings(
        port, clientId, clientSecret, publicKey, processing, silence, longestPage, tellsTotals);
  }

  /** The same, faster or slower. */
  public CamaraSimulatorSettings withDurations(Duration otherProcessing, Duration otherSilence) {
    return new CamaraSimulatorSettings(
        port,
        clientId,
        clientSecret,
        clientKey,
        otherProcessing,
        otherSilence,
        longestPage,
        tellsTotals);
  }

  /** The same with other lists. */
  public CamaraSimulatorSettings withPages(int longest, boolean totals) {
    return new CamaraSimulatorSettings(
        port, clientId, clientSecret, clientKey, processing, silence, longest, totals);
  }
}
