package io.tollgate.sandbox.btcpay;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedBtcPay implements SimulatedChannel {

  private static final String WAITS = "tea";

  /** Every payer is sent to the invoice's page, whether or not a script pays in their place. */
  private static final Payer STAYS_AWAY = _ -> {};

  private final BtcPaySimulatorSettings settings;
  private final BtcPaySimulator simulator;

  private SimulatedBtcPay(BtcPaySimulatorSettings settings) {
    this.settings = settings;
    this.simulator = BtcPaySimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "btcpay";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedBtcPay(
          BtcPaySimulatorSettings.defaults().withPort(port).withCallbackUrl(callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("api-key", settings.apiKey(), "webhook", settings.webhookSecret());
  }

  @Override
  public Map<String, String> options() {
    return Map.of("store", settings.storeId());
  }

  @Override
  public List<Trial> trials() {
    return Stream.concat(
            Arrays.stream(BtcPayScript.values()).map(SimulatedBtcPay::scripted),
            Stream.of(
                trial("paid at the page", "crypto", "EUR", WAITS).acting(paying("all")),
                trial("paid in bitcoin", "bitcoin", "USD", WAITS).acting(paying("all")),
                trial("paid by lightning", "lightning", "JPY", WAITS).acting(paying("all")),
                trial("paid in two parts", "crypto", "EUR", WAITS)
                    .acting(step -> {
                      paying("3.00").act(step);
                      paying("9.99").act(step);
                    }),
                trial("paid in part", "crypto", "EUR", WAITS).acting(paying("3.00")).failing()))
        .toList();
  }

  private static Trial scripted(BtcPayScript script) {
    String word = script.name().toLowerCase(Locale.ROOT);
    Trial trial = trial(word, "crypto", "EUR", word).acting(STAYS_AWAY);
    return script.isSettled() ? trial : trial.failing();
  }

  private static Trial trial(String name, String method, String currency, String description) {
    return Trial.of(name, "virtual_currency", currency, method, null)
        .with("description", description);
  }

  private static Payer paying(String amount) {
    return Payer.deciding("pay=" + amount);
  }

  /** Money that came too late or in part pays for nothing, and a person gives it back. */
  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().lines(paymentId).stream()
        .filter(line -> line.status().equals("Settled"))
        .filter(line -> line.paid().compareTo(line.promised()) > 0)
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
