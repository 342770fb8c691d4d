package io.tollgate.sandbox.stripe;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedStripe implements SimulatedChannel {

  private final StripeSimulator simulator;
  private final StripeSimulatorSettings settings;

  private SimulatedStripe(StripeSimulatorSettings settings) {
    this.settings = settings;
    this.simulator = StripeSimulator.start(settings);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "stripe";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedStripe(
          StripeSimulatorSettings.defaults()
              .withPort(port)
              .withKeptCharges(200_000)
              .withCallbackUrl(callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("api-key", settings.secretKey(), "webhook", settings.webhookSecret());
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public List<Trial> trials() {
    return Stream.concat(
            Script.BY_PAYMENT_METHOD.entrySet().stream()
                .map(script -> trial(script.getKey(), script.getValue())),
            Stream.of(atPage("ideal", "succeed"), atPage("ideal, given up", "fail").failing()))
        .toList();
  }

  private Trial trial(String paymentMethod, Script script) {
    var trial = Trial.of(paymentMethod, "foreign_card", "EUR", "card", paymentMethod);
    if (script.course() == Script.Course.NEED_ACTION) {
      trial = trial.acting(Payer.deciding("outcome=succeed"));
    }
    return script.charges() ? trial : trial.failing();
  }

  private Trial atPage(String name, String outcome) {
    return Trial.of(name, "online_banking", "EUR", "ideal", null)
        .with("customer", Map.of("country", "NL"))
        .acting(Payer.deciding("outcome=" + outcome));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesFor(paymentId).stream()
        .filter(charge -> charge.charged() && charge.refunded() < charge.received())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
