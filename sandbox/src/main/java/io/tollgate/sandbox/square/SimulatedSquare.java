package io.tollgate.sandbox.square;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedSquare implements SimulatedChannel {

  private static final Set<Script> NOT_CHARGED =
      EnumSet.of(
          Script.CARD_NONCE_DECLINED,
          Script.DECLINE,
          Script.INVALID_REQUEST,
          Script.RATE_LIMITED,
          Script.SERVER_ERROR,
          Script.PENDING_THEN_FAIL,
          Script.DROP);

  private static final Payer PAYS = Payer.deciding("outcome=succeed");
  private static final Payer FAILS = Payer.deciding("outcome=fail");
  private static final Payer STAYS_AWAY = _ -> {};

  private final SquareSimulatorSettings settings;
  private final SquareSimulator simulator;
  private final URI callbacks;

  private SimulatedSquare(int port, URI callbacks) {
    this.callbacks = callbacks;
    this.settings = SquareSimulatorSettings.defaults().withPort(port).withCallbackUrl(callbacks);
    this.simulator = SquareSimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "square";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedSquare(port, callbacks);
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("access-token", settings.accessToken(), "signature-key", settings.signatureKey());
  }

  @Override
  public Map<String, String> options() {
    return Map.of("notification-url", callbacks.toString(), "location", "L1");
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            Arrays.stream(Script.values()).map(SimulatedSquare::trial),
            Stream.of("apple_pay", "google_pay", "cash_app")
                .map(method -> token(method, method, Script.CARD_NONCE_OK.exampleToken())),
            Stream.of("apple_pay", "google_pay", "cash_app")
                .map(method -> page(method, "paid").acting(PAYS)),
            Stream.of(onFile(Script.CARD_NONCE_OK), onFile(Script.DECLINE).failing()),
            Stream.of(
                page("cash_app", "refused").acting(FAILS).failing(),
                page("cash_app", "never visited").acting(STAYS_AWAY).failing(),
                page("cash_app", "of an answer that is lost")
                    .with("description", Script.CHARGE_THEN_DROP.exampleToken())
                    .failing()))
        .flatMap(trials -> trials)
        .toList();
  }

  private static Trial trial(Script script) {
    var token = script.exampleToken();
    var trial = token(token, "card", token);
    return NOT_CHARGED.contains(script) ? trial.failing() : trial;
  }

  private static Trial page(String method, String name) {
    return Trial.of(method + " page, " + name, "account_balance", "USD", method, null);
  }

  private static Trial token(String name, String method, String token) {
    return Trial.of(name, "foreign_card", "USD", method, token);
  }

  private Trial onFile(Script script) {
    var token = script.exampleToken();
    return Trial.of("on file, " + token, "quick_pay", "USD", "card", simulator.keepCard(token));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().charges().stream()
        .filter(charge -> charge.reference().contains(paymentId + "-"))
        .filter(SquareBook.Charge::isKept)
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
