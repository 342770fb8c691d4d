package io.tollgate.sandbox.paypal;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedPayPal implements SimulatedChannel {

  private static final List<String> CHARGED =
      List.of(
          "sim-approved",
          "sim-pending",
          "sim-slow",
          "sim-charge-then-timeout",
          "sim-charge-then-drop",
          "sim-500-after-charge",
          "sim-callback-lost",
          "sim-callback-twice",
          "sim-callback-late",
          "sim-callback-forged",
          "sim-callback-foreign");

  private static final List<String> NOT_CHARGED =
      List.of(
          "sim-issue-INSTRUMENT_DECLINED",
          "sim-issue-CARD_EXPIRED",
          "sim-issue-TRANSACTION_LIMIT_EXCEEDED",
          "sim-processor-0500",
          "sim-pending-then-fail",
          "sim-drop",
          "sim-500",
          "unknown-token");

  private final PayPalSimulator simulator;

  private SimulatedPayPal(PayPalSimulatorSettings settings) {
    this.simulator = PayPalSimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "paypal";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedPayPal(
          PayPalSimulatorSettings.defaults().withPort(port).withCallbackUrl(callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl().toString();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "client-id", PayPalSimulatorSettings.CLIENT_ID,
        "client-secret", PayPalSimulatorSettings.CLIENT_SECRET,
        "webhook-root", simulator.webhookRootPem());
  }

  @Override
  public Map<String, String> options() {
    return Map.of("webhook-id", PayPalSimulatorSettings.WEBHOOK_ID);
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            CHARGED.stream().map(SimulatedPayPal::card),
            NOT_CHARGED.stream().map(SimulatedPayPal::card).map(Trial::failing),
            Stream.of(
                card("sim-act").acting(Payer.deciding("outcome=approve")),
                Trial.of("saved card", "quick_pay", "EUR", "card", "sim-approved"),
                Trial.of("saved wallet", "quick_pay", "EUR", "paypal", "sim-approved"),
                Trial.of("saved wallet in yen", "quick_pay", "JPY", "paypal", "sim-approved"),
                wallet("books", "approve"),
                wallet("books", "cancel").failing(),
                wallet("sim-pending", "approve"),
                wallet("sim-charge-then-drop", "approve"),
                wallet("sim-drop", "approve"),
                wallet("sim-issue-INSTRUMENT_DECLINED", "approve").failing(),
                wallet("sim-create-then-drop", "cancel").failing()))
        .flatMap(trials -> trials)
        .toList();
  }

  private static Trial card(String token) {
    return Trial.of(token, "foreign_card", "EUR", "card", token);
  }

  private static Trial wallet(String description, String outcome) {
    var name = "wallet, %s, to %s".formatted(description, outcome);
    return Trial.of(name, "account_balance", "EUR", "paypal", null)
        .with("description", description)
        .acting(Payer.deciding("outcome=" + outcome));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesOf(paymentId).stream()
        .filter(charge -> charge.captured().compareTo(charge.refunded()) > 0)
        .mapToLong(PayPalBook.Charge::captures)
        .sum();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
