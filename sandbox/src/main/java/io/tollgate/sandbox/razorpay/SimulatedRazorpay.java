package io.tollgate.sandbox.razorpay;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The simulator as one of the sandbox's channels. */
final class SimulatedRazorpay implements SimulatedChannel {

  /** What opens the payer's app; the payment's id follows. */
  private static final String APP = "upi://pay?tr=";

  private static final List<String> DECLINED_FOR =
      List.of(
          "INSUFFICIENT_FUNDS",
          "CARD_EXPIRED",
          "PAYMENT_CANCELLED",
          "PAYMENT_RISK_CHECK_FAILED",
          "A_NEW_REASON");

  private static final Set<RazorpayScript> NOT_CHARGED =
      EnumSet.of(
          RazorpayScript.SIM_PENDING_THEN_FAIL,
          RazorpayScript.SIM_DECLINE,
          RazorpayScript.SIM_LAPSE,
          RazorpayScript.SIM_BANK_FAILS,
          RazorpayScript.SIM_BANK_SILENT,
          RazorpayScript.SIM_INVALID,
          RazorpayScript.SIM_RATE_LIMITED,
          RazorpayScript.SIM_SERVER_ERROR,
          RazorpayScript.SIM_DROP);

  /** A payer has to act; a late success is given back; an agreement is needed. */
  private static final Set<RazorpayScript> NOT_BY_THEMSELVES =
      EnumSet.of(
          RazorpayScript.SIM_REDIRECT,
          RazorpayScript.SIM_FAIL_THEN_OK,
          RazorpayScript.SIM_TOKEN_DECLINES);

  private final RazorpaySimulatorSettings settings;
  private final RazorpaySimulator simulator;
  private final String agreed;
  private final String agreedAndRefusing;

  private SimulatedRazorpay(RazorpaySimulatorSettings settings) {
    this.settings = settings;
    this.simulator = RazorpaySimulator.start(settings);
    this.agreed = simulator.agreed("payer@upi");
    this.agreedAndRefusing = simulator.agreed("sim_token_declines@upi");
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "razorpay";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedRazorpay(
          RazorpaySimulatorSettings.defaults().withPort(port).withCallbackUrl(callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "key-id", settings.keyId(),
        "key-secret", settings.keySecret(),
        "webhook", settings.webhookSecret());
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            EnumSet.complementOf(EnumSet.copyOf(NOT_BY_THEMSELVES)).stream()
                .map(SimulatedRazorpay::scripted),
            DECLINED_FOR.stream().map(why -> bank("SIM_DECLINE_" + why).failing()),
            Stream.of(
                bank("SIM_REDIRECT").acting(deciding("succeed")),
                trial("at the bank, given up", "online_banking", "netbanking", "SIM_REDIRECT")
                    .acting(deciding("fail"))
                    .failing(),
                trial("fpx", "online_banking", "fpx", "MB2U0227").with("currency", "MYR"),
                trial("wallet", "account_balance", "wallet", "olamoney"),
                trial("upi, asked", "account_balance", "upi", "payer@upi"),
                trial("upi, asked and refused", "account_balance", "upi", "sim_decline@upi")
                    .failing(),
                trial("upi, by the app", "account_balance", "upi", null)
                    .acting(deciding("succeed")),
                trial("upi, by the app, given up", "account_balance", "upi", null)
                    .acting(deciding("fail"))
                    .failing(),
                trial("an agreement", "quick_pay", "upi", agreed),
                trial("an agreement, refused", "quick_pay", "upi", agreedAndRefusing).failing(),
                link("a card at a link").acting(deciding("succeed")),
                link("a link, not paid").acting(deciding("fail")).failing()))
        .flatMap(trials -> trials)
        .toList();
  }

  private static Trial scripted(RazorpayScript script) {
    return NOT_CHARGED.contains(script) ? bank(script.name()).failing() : bank(script.name());
  }

  private static Trial bank(String code) {
    return trial(code, "online_banking", "netbanking", code);
  }

  private static Trial link(String name) {
    return trial(name, "foreign_card", "card", "link");
  }

  private static Trial trial(String name, String product, String method, @Nullable String token) {
    return Trial.of(name, product, "INR", method, token)
        .with("description", "Two coffees")
        .with(
            "customer",
            Map.of(
                "country", "IN",
                "email", "payer@example.com",
                "phone", "+919000090000",
                "ip", "192.0.2.7"));
  }

  /** Who is sent to the app comes to its payment's page. */
  private Payer deciding(String outcome) {
    return step ->
        Payer.deciding("outcome=" + outcome)
            .act(step.startsWith(APP) ? simulator.page(step.substring(APP.length())) : step);
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesFor(paymentId).stream()
        .filter(charge -> charge.status().equals("captured"))
        .filter(charge -> charge.refunded() < charge.amount())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
