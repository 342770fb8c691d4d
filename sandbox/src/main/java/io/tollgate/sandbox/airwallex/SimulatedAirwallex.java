package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedAirwallex implements SimulatedChannel {

  private static final String CARD = "mtd_sandbox_visa";
  private static final Payer PAYS = Payer.deciding("outcome=succeed");
  private static final Payer GIVES_UP = Payer.deciding("outcome=fail");
  private static final Payer STAYS_AWAY = _ -> {};

  private final AirwallexSimulatorSettings settings;
  private final AirwallexSimulator simulator;

  private SimulatedAirwallex(AirwallexSimulatorSettings settings) {
    this.settings = settings;
    this.simulator = AirwallexSimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "airwallex";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedAirwallex(AirwallexSimulatorSettings.defaults().at(port, callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "client-id",
        settings.clientId(),
        "api-key",
        settings.apiKey(),
        "webhook",
        settings.webhookSecret());
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(cards(), others(), wallets()).flatMap(trials -> trials).toList();
  }

  private static Stream<Trial> cards() {
    return Arrays.stream(AirwallexScript.values()).map(SimulatedAirwallex::card);
  }

  private static Stream<Trial> others() {
    AirwallexScript challenge = AirwallexScript.CHALLENGE;
    return Stream.of(
        Trial.of("card in yen", "foreign_card", "JPY", "card", CARD),
        Trial.of("card in dinars", "foreign_card", "BHD", "card", CARD),
        Trial.of("card by consent", "quick_pay", "EUR", "card", "cst_sandbox_payer"),
        Trial.of("card of nobody", "foreign_card", "USD", "card", "mtd_nobody").failing(),
        card("card challenged, in vain", challenge).acting(GIVES_UP).failing(),
        card("card challenged, unheard", challenge).acting(STAYS_AWAY).failing());
  }

  private static Stream<Trial> wallets() {
    return Stream.of(
        wallet("alipaycn", "CNY", AirwallexScript.APPROVED, "paid").acting(PAYS),
        wallet("alipayhk", "HKD", AirwallexScript.APPROVED, "paid").acting(PAYS),
        wallet("dana", "USD", AirwallexScript.APPROVED, "paid").acting(PAYS),
        wallet("gcash", "PHP", AirwallexScript.APPROVED, "paid").acting(PAYS),
        wallet("kakaopay", "USD", AirwallexScript.APPROVED, "paid").acting(PAYS),
        wallet("tng", "MYR", AirwallexScript.APPROVED, "paid").acting(PAYS),
        wallet("gcash", "PHP", AirwallexScript.APPROVED, "given up").acting(GIVES_UP).failing(),
        wallet("gcash", "PHP", AirwallexScript.APPROVED, "left").acting(STAYS_AWAY).failing(),
        wallet("gcash", "PHP", AirwallexScript.PROVIDER, "refused").acting(PAYS).failing(),
        wallet("gcash", "PHP", AirwallexScript.SLOW, "made slowly").acting(PAYS),
        wallet("gcash", "PHP", AirwallexScript.SILENT, "of a lost answer")
            .acting(STAYS_AWAY)
            .failing(),
        wallet("gcash", "PHP", AirwallexScript.CALLBACK_LATE, "told late").acting(PAYS),
        wallet("gcash", "PHP", AirwallexScript.CALLBACK_LOST, "not told").acting(PAYS),
        wallet("gcash", "PHP", AirwallexScript.CALLBACK_TWICE, "told twice").acting(PAYS),
        wallet("gcash", "PHP", AirwallexScript.CALLBACK_FORGED, "told falsely").acting(PAYS),
        wallet("gcash", "PHP", AirwallexScript.CALLBACK_SIGNED_WRONGLY, "not believed")
            .acting(PAYS));
  }

  private static Trial card(AirwallexScript script) {
    Trial trial = card("card " + script, script);
    return switch (script) {
      case CHALLENGE -> trial.acting(PAYS);
      default -> script.charges() ? trial : trial.failing();
    };
  }

  private static Trial card(String name, AirwallexScript script) {
    return Trial.of(name, "foreign_card", "USD", "card", CARD).with("amount", script.example());
  }

  private static Trial wallet(String type, String currency, AirwallexScript script, String name) {
    return Trial.of(type + " " + name, "account_balance", currency, type, null)
        .with("amount", script.example());
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesFor(paymentId).stream()
        .filter(charge -> charge.charged() && charge.refunded().compareTo(charge.taken()) < 0)
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
