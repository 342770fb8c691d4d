package io.tollgate.sandbox.paypay;

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
final class SimulatedPayPay implements SimulatedChannel {

  private static final String PAYER = "sandbox-payer";
  private static final Payer PAYS = Payer.deciding("outcome=succeed");
  private static final Payer GIVES_UP = Payer.deciding("outcome=fail");
  private static final Payer STAYS_AWAY = _ -> {};

  private final PayPaySimulatorSettings settings;
  private final PayPaySimulator simulator;

  private SimulatedPayPay(PayPaySimulatorSettings settings) {
    this.settings = settings;
    this.simulator = PayPaySimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "paypay";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedPayPay(PayPaySimulatorSettings.defaults().at(port, callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("api-key", settings.apiKey(), "api-secret", settings.apiSecret());
  }

  @Override
  public Map<String, String> options() {
    return Map.of("merchant-id", settings.merchantId());
  }

  @Override
  public List<Trial> trials() {
    return Stream.concat(
            Arrays.stream(PayPayScript.values()).map(SimulatedPayPay::charge),
            Stream.of(
                code("paid", PayPayScript.APPROVED).acting(PAYS),
                code("given up", PayPayScript.APPROVED).acting(GIVES_UP).failing(),
                code("not paid in time", PayPayScript.APPROVED).acting(STAYS_AWAY).failing(),
                code("refused by the wallet", PayPayScript.NO_FUNDS).acting(PAYS).failing(),
                code("made slowly", PayPayScript.SLOW).acting(PAYS),
                code("of an answer that is lost", PayPayScript.SILENT).acting(STAYS_AWAY).failing(),
                code("paid, notified late", PayPayScript.CALLBACK_LATE).acting(PAYS),
                code("paid, not notified", PayPayScript.CALLBACK_LOST).acting(PAYS),
                code("paid, notified wrongly", PayPayScript.CALLBACK_FORGED).acting(PAYS)))
        .toList();
  }

  private static Trial charge(PayPayScript script) {
    Trial trial =
        Trial.of("charge " + script, "quick_pay", "JPY", "paypay", PAYER)
            .with("amount", script.exampleYen());
    return script.charges() ? trial : trial.failing();
  }

  private static Trial code(String name, PayPayScript script) {
    return Trial.of("code " + name, "account_balance", "JPY", "paypay", null)
        .with("amount", script.exampleYen());
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesFor(paymentId).stream()
        .filter(charge -> charge.charged() && charge.refunded() < charge.taken())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
