package io.tollgate.sandbox.antom;

import io.tollgate.sandbox.antom.AntomBook.Charge;
import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.security.KeyPair;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedAntom implements SimulatedChannel {

  private static final String CLIENT_ID = "SANDBOX_5Y0000000000";

  /** A wallet's token that no script is called by. */
  private static final String CONSENT = "28100101202603011200000001";

  private static final Payer STAYS_AWAY = _ -> {};

  private static final Set<AntomScript> NOT_CHARGED =
      EnumSet.of(
          AntomScript.SIM_PENDING_THEN_FAIL,
          AntomScript.SIM_DECLINE_BALANCE,
          AntomScript.SIM_DECLINE_RISK,
          AntomScript.SIM_DECLINE_LIMIT,
          AntomScript.SIM_BUSY,
          AntomScript.SIM_UNHEARD_OF,
          AntomScript.SIM_ERROR,
          AntomScript.SIM_DROP);

  /** Those that a token names. */
  private static final Set<AntomScript> OF_TOKENS =
      EnumSet.complementOf(EnumSet.of(AntomScript.SIM_REDIRECT));

  private final KeyPair merchant = AntomSimulator.keys();
  private final URI callbacks;
  private final AntomSimulator simulator;

  private SimulatedAntom(int port, URI callbacks) {
    this.callbacks = callbacks;
    this.simulator = AntomSimulator.start(port, CLIENT_ID, merchant.getPublic(), callbacks);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "antom";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedAntom(port, callbacks);
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "private-key", Base64.getEncoder().encodeToString(merchant.getPrivate().getEncoded()),
        "antom-public-key", simulator.publicKey());
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "client-id",
        CLIENT_ID,
        "notify-url",
        callbacks.toString(),
        "settlement-url",
        simulator.baseUrl() + "/settlement/{day}.csv");
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            OF_TOKENS.stream().map(SimulatedAntom::agreed),
            Stream.of(
                Trial.of("agreement of a payer", "quick_pay", "PHP", "gcash", CONSENT),
                card(AntomScript.SIM_APPROVE),
                card(AntomScript.SIM_DECLINE_RISK).failing(),
                card(AntomScript.SIM_CHARGE_THEN_TIMEOUT),
                card(AntomScript.SIM_CALLBACK_FORGED)),
            Stream.of(
                    "callback_lost",
                    "callback_twice",
                    "callback_late",
                    "callback_forged",
                    "succeed")
                .map(outcome -> wallet("PHP", "gcash", outcome)),
            Stream.of(
                wallet("PHP", "gcash", "fail").failing(),
                wallet("PHP", "gcash", "stay away").acting(STAYS_AWAY).failing(),
                wallet("SGD", "grabpay_sg", "succeed"),
                wallet("HKD", "alipay_hk", "succeed"),
                wallet("MYR", "tng", "succeed"),
                wallet("THB", "truemoney", "succeed"),
                wallet("IDR", "dana", "succeed"),
                wallet("KRW", "kakaopay", "succeed"),
                wallet("VND", "zalopay", "succeed"),
                atPage("online_banking", "MYR", "fpx", "succeed"),
                atPage("online_banking", "MYR", "fpx", "fail").failing()))
        .flatMap(trials -> trials)
        .toList();
  }

  /** Charged under an agreement, whose token says what happens. */
  private static Trial agreed(AntomScript script) {
    Trial trial = Trial.of("agreement, " + script, "quick_pay", "PHP", "gcash", script.token());
    return NOT_CHARGED.contains(script) ? trial.failing() : trial;
  }

  private static Trial card(AntomScript script) {
    return Trial.of("card, " + script, "foreign_card", "SGD", "card", script.token());
  }

  private static Trial wallet(String currency, String method, String outcome) {
    return atPage("account_balance", currency, method, outcome);
  }

  private static Trial atPage(String product, String currency, String method, String outcome) {
    return Trial.of(method + ", to " + outcome, product, currency, method, null)
        .acting(Payer.deciding("outcome=" + outcome));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().charges().stream()
        .filter(charge -> charge.paymentRequestId().startsWith(paymentId))
        .filter(Charge::charged)
        .filter(charge -> charge.refunded() < charge.value())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
