package io.tollgate.sandbox.camara;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The simulator as one of the sandbox's channels. Payments are taken in two steps, the only way in
 * which the operator asks payers for anything.
 */
final class SimulatedCamara implements SimulatedChannel {

  /** Those of a password are among them: nobody types it, so the payment is closed in the end. */
  private static final Set<CamaraScript> NOT_CHARGED =
      EnumSet.of(
          CamaraScript.PROCESSING_THEN_DENIED,
          CamaraScript.DENIED,
          CamaraScript.THRESHOLD,
          CamaraScript.AMOUNT,
          CamaraScript.UNKNOWN_NUMBER,
          CamaraScript.NOT_APPLICABLE,
          CamaraScript.BUSY,
          CamaraScript.BROKEN,
          CamaraScript.DROP,
          CamaraScript.SILENT_THEN_DENIED,
          CamaraScript.PASSWORD,
          CamaraScript.PASSWORD_LATER,
          CamaraScript.CONFIRM_DENIED);

  private static final Payer STAYS_AWAY = _ -> {};

  private final CamaraSimulatorSettings settings;
  private final KeyPair client;
  private final URI callbacks;
  private final CamaraSimulator simulator;

  private SimulatedCamara(int port, URI callbacks) {
    this.client = newKeys();
    this.callbacks = callbacks;
    this.settings =
        CamaraSimulatorSettings.defaults()
            .withPort(port)
            .withClientKey(base64(client.getPublic().getEncoded()));
    this.simulator = CamaraSimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "camara";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedCamara(port, callbacks);
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "client-id", settings.clientId(),
        "client-key", base64(client.getPrivate().getEncoded()),
        "callback", "sandbox-callback-secret");
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "token-url", simulator.tokenUrl(),
        "callback-url", callbacks.toString(),
        "flow", "two-step");
  }

  @Override
  public List<Trial> trials() {
    return Stream.concat(
            Arrays.stream(CamaraScript.values()).map(SimulatedCamara::trial),
            Stream.of(
                order("page, refused", CamaraScript.PAGE)
                    .acting(Payer.deciding("refuse"))
                    .failing(),
                order("page, never visited", CamaraScript.PAGE).acting(STAYS_AWAY).failing()))
        .toList();
  }

  private static Trial trial(CamaraScript script) {
    var name = script.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    var trial = order(name, script).acting(payer(script));
    return NOT_CHARGED.contains(script) ? trial.failing() : trial;
  }

  private static Payer payer(CamaraScript script) {
    return switch (script) {
      case PAGE -> Payer.deciding("agree");
      case PASSWORD, PASSWORD_LATER -> STAYS_AWAY;
      default -> Payer.NOBODY;
    };
  }

  private static Trial order(String name, CamaraScript script) {
    return Trial.of(name, "carrier_billing", "EUR", "carrier", null)
        .with("customer", Map.of("phone", script.exampleNumber()));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().charges().stream()
        .filter(charge -> charge.referenceCode().startsWith(paymentId + "-"))
        .filter(charge -> charge.charged() && charge.refunded().compareTo(charge.amount()) < 0)
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
