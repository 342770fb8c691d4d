package io.tollgate.sandbox.mercadopago;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The simulator as one of the sandbox's channels: a Brazilian account. */
final class SimulatedMercadoPago implements SimulatedChannel {

  private static final Payer STAYS_AWAY = _ -> {};

  private static final List<String> REJECTED_FOR =
      List.of(
          "cc_rejected_insufficient_amount",
          "cc_rejected_bad_filled_date",
          "cc_rejected_max_attempts",
          "cc_rejected_high_risk",
          "cc_rejected_3ds_challenge",
          "cc_rejected_call_for_authorize",
          "cc_rejected_duplicated_payment",
          "rejected_by_biz_rule",
          "a_new_reason");

  private static final List<Script> NOT_CHARGED =
      List.of(Script.IN_PROCESS_THEN_REJECT, Script.DROP, Script.FAIL, Script.REFUSE, Script.BUSY);

  private final MercadoPagoSettings settings;
  private final URI callbacks;
  private final MercadoPagoSimulator simulator;
  private final String savedCard;

  private SimulatedMercadoPago(MercadoPagoSettings settings, URI callbacks) {
    this.settings = settings;
    this.callbacks = callbacks;
    this.simulator = MercadoPagoSimulator.start(settings);
    this.savedCard = simulator.saveCard("regular@example.com", "visa");
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "mercadopago";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedMercadoPago(MercadoPagoSettings.defaults().withPort(port), callbacks);
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("access-token", settings.accessToken(), "webhook", settings.webhookSecret());
  }

  @Override
  public Map<String, String> options() {
    return Map.of("currency", settings.currency(), "notify-url", callbacks.toString());
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            Stream.of(Script.values())
                .filter(script -> script != Script.REJECT)
                .map(SimulatedMercadoPago::scripted),
            REJECTED_FOR.stream().map(why -> card("reject-" + why).failing()),
            Stream.of(
                trial("a saved card", "quick_pay", "card", savedCard),
                paid("pse", "online_banking", "approve"),
                paid("bank_transfer", "online_banking", "approve"),
                paid("account_money", "account_balance", "approve"),
                paid("account_money", "account_balance", "reject").failing(),
                paid("account_money", "account_balance", "leave").failing(),
                paid("pix", "online_banking", "approve"),
                paid("pix", "online_banking", "reject").failing(),
                paid("pix", "online_banking", "expire").failing(),
                trial("pix, not paid", "online_banking", "pix", null).acting(STAYS_AWAY).failing()))
        .flatMap(trials -> trials)
        .toList();
  }

  private static Trial scripted(Script script) {
    var trial = card(script.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return NOT_CHARGED.contains(script) ? trial.failing() : trial;
  }

  private static Trial card(String token) {
    return trial(token, "foreign_card", "card", token);
  }

  private Trial paid(String method, String product, String outcome) {
    return trial(method + ", to " + outcome, product, method, null)
        .acting(step -> Payer.deciding("outcome=" + outcome).act(page(step)));
  }

  /** Who scans a Pix code comes to its payment's page. */
  private String page(String step) {
    return step.startsWith(MercadoPagoPayments.PIX_CODE)
        ? baseUrl() + "/_sim/pay/" + step.substring(MercadoPagoPayments.PIX_CODE.length())
        : step;
  }

  private static Trial trial(String name, String product, String method, @Nullable String token) {
    return Trial.of(name, product, "BRL", method, token)
        .with("description", "Two coffees")
        .with("customer", Map.of("country", "BR", "email", "payer@example.com"));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesFor(paymentId).stream()
        .filter(charge -> charge.charged() && charge.refunded().compareTo(charge.amount()) < 0)
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
