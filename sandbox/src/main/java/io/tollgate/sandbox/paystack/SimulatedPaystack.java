package io.tollgate.sandbox.paystack;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import io.tollgate.sandbox.paystack.PaystackScript.Refunding;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedPaystack implements SimulatedChannel {

  private static final String MANDATED = "mandated@example.com";
  private static final Payer PAYS = Payer.deciding("outcome=succeed");
  private static final Payer GIVES_UP = Payer.deciding("outcome=fail");
  private static final Payer LEAVES = Payer.deciding("outcome=leave");

  /** Who never comes to the page, or pays without being sent anywhere. */
  private static final Payer STAYS_AWAY = _ -> {};

  private final PaystackSimulatorSettings settings;
  private final PaystackSimulator simulator;
  private final String mandate;

  private SimulatedPaystack(PaystackSimulatorSettings settings) {
    this.settings = settings;
    this.simulator = PaystackSimulator.start(settings);
    this.mandate = simulator.giveMandate(MANDATED);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "paystack";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedPaystack(
          PaystackSimulatorSettings.defaults().withPort(port).withCallbackUrl(callbacks));
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("api-key", settings.secretKey());
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(saved(), pages(), direct()).flatMap(trials -> trials).toList();
  }

  /** Charges of saved authorizations, one for each behaviour of a payment. */
  private Stream<Trial> saved() {
    return Arrays.stream(PaystackScript.values())
        .filter(script -> script.refunding == Refunding.AT_ONCE)
        .map(this::saved);
  }

  private Trial saved(PaystackScript script) {
    String name = script.name().toLowerCase(Locale.ROOT);
    String email = "saved." + name + "@example.com";
    Trial trial = by(email, Trial.of("saved " + name, "quick_pay", "NGN", "card", "AUTH_" + name));
    return switch (script.course) {
      case DECLINE, LATER_DECLINE -> trial.failing();
      case OTP, BIRTHDAY, PAGE -> trial.acting(elsewhere(email, PAYS));
      case OFFLINE -> trial.acting(STAYS_AWAY);
      case SUCCEED, LATER -> isTaken(script) ? trial : trial.failing();
    };
  }

  private static Stream<Trial> pages() {
    return Stream.of(
        page("paid").acting(PAYS),
        page("refused").acting(GIVES_UP).failing(),
        page("left").acting(LEAVES).failing(),
        page("never opened").acting(STAYS_AWAY).failing(),
        page("never made, and the answer lost", "drop").failing(),
        page("made, and the answer lost", "charge_then_drop").failing(),
        page("told of late", "callback_late").acting(PAYS),
        page("not told of", "callback_lost").acting(PAYS),
        page("told of wrongly", "callback_forged").acting(PAYS),
        page("told of twice", "callback_twice").acting(PAYS),
        at("payer", Trial.of("page of a bank", "online_banking", "NGN", "bank", null)).acting(PAYS),
        at("payer", Trial.of("page of a QR code", "account_balance", "ZAR", "qr", null))
            .acting(PAYS),
        at("payer", Trial.of("page in francs", "account_balance", "XOF", "mobile_money", null))
            .acting(PAYS));
  }

  private Stream<Trial> direct() {
    return Stream.of(
        at("offline", Trial.of("code to dial", "online_banking", "NGN", "ussd", "737"))
            .acting(STAYS_AWAY),
        at("offline", Trial.of("phone", "account_balance", "KES", "mobile_money", "mpesa/+254712"))
            .acting(STAYS_AWAY),
        left("otp", Trial.of("password", "account_balance", "GHS", "mobile_money", "mtn/+23324")),
        left("birthday", Trial.of("birthday", "online_banking", "NGN", "bank", "057/0001234567")),
        at("page", Trial.of("bank's page", "online_banking", "ZAR", "eft", "ozow")).acting(PAYS),
        at("page", Trial.of("bank's page, refused", "online_banking", "ZAR", "eft", "ozow"))
            .acting(GIVES_UP)
            .failing(),
        at("payer", Trial.of("card", "foreign_card", "USD", "card", "AUTH_approved")),
        by(MANDATED, Trial.of("mandate", "quick_pay", "NGN", "direct_debit", mandate)));
  }

  private static Trial page(String name) {
    return page(name, "payer");
  }

  private static Trial page(String name, String script) {
    return at(script, Trial.of("page " + name, "online_banking", "NGN", "bank_transfer", null));
  }

  /** One that the payer of a direct charge leaves, who was sent nowhere. */
  private Trial left(String script, Trial trial) {
    String email = script + "@left.example";
    return by(email, trial).acting(elsewhere(email, LEAVES)).failing();
  }

  private static Trial at(String script, Trial trial) {
    return by(script + "@example.com", trial);
  }

  private static Trial by(String email, Trial trial) {
    return trial.with("customer", Map.of("email", email, "phone", "+2348012345678"));
  }

  /** A payer who acts on what was begun under an e-mail address, without an address to go to. */
  private Payer elsewhere(String email, Payer payer) {
    return _ ->
        simulator
            .book()
            .sales()
            .filter(sale -> sale.email().equals(email))
            .forEach(sale -> payer.act(baseUrl() + "/_sim/page/" + sale.reference()));
  }

  private static boolean isTaken(PaystackScript script) {
    return switch (script.answering) {
      case BUSY, REFUSED, DROP_BEFORE, FAIL_BEFORE -> false;
      case AT_ONCE, TERSE, SLOW, SILENT, DROP_AFTER, FAIL_AFTER, OTHER_AMOUNT -> true;
    };
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesFor(paymentId).stream()
        .filter(charge -> charge.charged() && charge.refunded() < charge.amount())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
