package io.tollgate.sandbox.alipay;

import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.security.Key;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedAlipay implements SimulatedChannel {

  private static final String APP_ID = "2021000000000001";
  private static final String AGREEMENT = "20265803123456789012";

  private static final Payer PAYS = Payer.deciding("sim_outcome=approve");

  /** He opens the cashier, or is asked for his password, and leaves it at that. */
  private static final Payer LOOKS = Payer.deciding("sim_outcome=open");

  private static final Payer IN_HIS_APP = _ -> {};

  private static final Set<AlipayScript> NOT_CHARGED =
      EnumSet.of(
          AlipayScript.OPEN,
          AlipayScript.NO_FUNDS,
          AlipayScript.CODE_INVALID,
          AlipayScript.FAIL,
          AlipayScript.RESTRICTED,
          AlipayScript.RISK,
          AlipayScript.BUSY,
          AlipayScript.UNHEARD_OF,
          AlipayScript.ERROR,
          AlipayScript.DROP);

  private static final Set<AlipayScript> OF_NOTICES =
      EnumSet.range(AlipayScript.CALLBACK_LOST, AlipayScript.CALLBACK_FORGED);

  private final KeyPair merchant = AlipayWire.keys();
  private final URI callbacks;
  private final AlipaySimulator simulator;

  private SimulatedAlipay(int port, URI callbacks) {
    this.callbacks = callbacks;
    this.simulator = AlipaySimulator.start(port, APP_ID, merchant.getPublic(), callbacks);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "alipay";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedAlipay(port, callbacks);
    }
  }

  @Override
  public String baseUrl() {
    return simulator.gatewayUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "private-key", text(merchant.getPrivate()),
        "alipay-public-key", text(simulator.publicKey()));
  }

  @Override
  public Map<String, String> options() {
    return Map.of("app-id", APP_ID, "notify-url", callbacks.toString());
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            Arrays.stream(AlipayScript.values()).map(SimulatedAlipay::barcode),
            OF_NOTICES.stream().map(SimulatedAlipay::scanned),
            Stream.of(
                shown("account_balance", "alipay").acting(PAYS),
                shown("account_balance", "alipay_wap").acting(PAYS),
                shown("account_balance", "alipay_app").acting(this::paysInHisApp),
                shown("online_banking", "alipay").acting(PAYS),
                shown("online_banking", "alipay_qr").acting(LOOKS).failing(),
                agreed(AGREEMENT),
                agreed(AlipayScript.SILENT_AFTER_CHARGE.token()),
                agreed(AlipayScript.NO_FUNDS.token()).failing()))
        .flatMap(trials -> trials)
        .toList();
  }

  /** The merchant scans the payer's code, which says what happens. */
  private static Trial barcode(AlipayScript script) {
    Trial trial =
        Trial.of("bar code, " + script, "account_balance", "CNY", "alipay_barcode", script.token());
    Trial asked = script.waits() ? trial.acting(IN_HIS_APP) : trial;
    return NOT_CHARGED.contains(script) ? asked.failing() : asked;
  }

  /** The payer scans a code, pays, and the notification goes wrong. */
  private static Trial scanned(AlipayScript script) {
    return Trial.of("scanned, " + script, "account_balance", "CNY", "alipay_qr", null)
        .acting(Payer.deciding("sim_outcome=" + script.word()));
  }

  private static Trial shown(String product, String method) {
    return Trial.of(product + " by " + method, product, "CNY", method, null);
  }

  private static Trial agreed(String agreementNo) {
    return Trial.of("agreement " + agreementNo, "quick_pay", "CNY", "alipay", agreementNo);
  }

  /** The merchant's app hands the text to Alipay's, which knows where to go with it. */
  private void paysInHisApp(String text) {
    PAYS.act(simulator.gatewayUrl() + "?" + text);
  }

  /** The merchant's numbers have no dash: the channel writes a capital Z instead. */
  @Override
  public long chargesOf(String paymentId) {
    String number = paymentId.replace('-', 'Z');
    return simulator.book().trades().stream()
        .filter(trade -> trade.outTradeNo().startsWith(number))
        .filter(trade -> trade.wasPaid() && trade.refunded().compareTo(trade.amount()) < 0)
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }

  private static String text(Key key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }
}
