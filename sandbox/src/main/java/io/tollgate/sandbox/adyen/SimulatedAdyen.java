package io.tollgate.sandbox.adyen;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedAdyen implements SimulatedChannel {

  private static final List<String> CHARGED =
      List.of(
          "approved",
          "pending",
          "slow",
          "charge-then-timeout",
          "charge-then-drop",
          "drop",
          "500-after-charge",
          "500",
          "callback-lost",
          "callback-twice",
          "callback-late",
          "callback-forged",
          "timeout-callback-lost");

  private static final List<String> NOT_CHARGED =
      List.of(
          "refused-2",
          "refused-6",
          "refused-12",
          "refused-20",
          "error",
          "cancelled",
          "invalid",
          "pending-then-refused",
          "refused-then-drop");

  private final AdyenSimulatorSettings settings;
  private final AdyenSimulator simulator;

  private SimulatedAdyen(AdyenSimulatorSettings settings) {
    this.settings = settings;
    this.simulator = AdyenSimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "adyen";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedAdyen(
          AdyenSimulatorSettings.defaults().withPort(port).withCallbackUrl(callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "api-key", settings.apiKey(),
        "report-key", settings.apiKey(),
        "hmac", settings.hmacKey());
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "merchant-account", settings.merchantAccount(),
        "report-url", simulator.reportUrl(),
        "report-hosts", "127.0.0.1");
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            CHARGED.stream().map(SimulatedAdyen::card),
            NOT_CHARGED.stream().map(SimulatedAdyen::card).map(Trial::failing),
            Stream.of(
                atPage("online_banking", "ideal", "succeed"),
                atPage("online_banking", "ideal", "fail").failing(),
                atPage("online_banking", "trustly", "succeed"),
                atPage("online_banking", "eps", "succeed"),
                atPage("account_balance", "alipay", "succeed"),
                atPage("account_balance", "wechatpayqr", "succeed")))
        .flatMap(trials -> trials)
        .toList();
  }

  private static Trial card(String script) {
    return Trial.of(script, "foreign_card", "EUR", "card", "sim-shopper/" + script);
  }

  private static Trial atPage(String product, String method, String outcome) {
    return Trial.of(method + ", to " + outcome, product, "EUR", method, null)
        .acting(Payer.deciding("outcome=" + outcome));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().lines().stream()
        .filter(line -> line.reference().startsWith(paymentId))
        .filter(line -> line.captured() > line.refunded())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
