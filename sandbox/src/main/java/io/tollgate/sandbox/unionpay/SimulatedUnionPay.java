package io.tollgate.sandbox.unionpay;

import io.tollgate.sandbox.channel.CertifiedKey;
import io.tollgate.sandbox.channel.Payer;
import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedUnionPay implements SimulatedChannel {

  private static final String MER_ID = "777290058110048";
  private static final String PFX_PASSWORD = "000000";

  /** They are about refunds only. */
  private static final Set<UnionPayScript> OF_REFUNDS =
      EnumSet.of(
          UnionPayScript.REFUND_PENDING, UnionPayScript.REFUND_FAILS, UnionPayScript.REFUND_SILENT);

  /** Those that refuse nothing, and yet take nothing. */
  private static final Set<UnionPayScript> NOT_CHARGED =
      EnumSet.of(UnionPayScript.PENDING_FAILS, UnionPayScript.ERROR, UnionPayScript.DROP);

  private static final Payer STAYS_AWAY = _ -> {};

  private final UnionPayIdentities identities = UnionPayIdentities.create();
  private final UnionPaySimulator simulator;
  private final URI callbacks;

  private SimulatedUnionPay(int port, URI callbacks) {
    this.callbacks = callbacks;
    this.simulator = UnionPaySimulator.start(port, MER_ID, identities, callbacks);
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "unionpay";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedUnionPay(port, callbacks);
    }
  }

  @Override
  public String baseUrl() {
    return simulator.gatewayUrl();
  }

  @Override
  public Map<String, String> secrets() {
    byte[] pfx = identities.merchant().pfx(PFX_PASSWORD);
    return Map.of(
        "pfx", Base64.getEncoder().encodeToString(pfx),
        "pfx-password", PFX_PASSWORD,
        "root-cert", CertifiedKey.pem(identities.root()),
        "middle-cert", identities.middle().pem());
  }

  /** Payers have little time, so that it can be watched how it ends. */
  @Override
  public Map<String, String> options() {
    return Map.of(
        "mer-id", MER_ID,
        "back-url", callbacks.toString(),
        "tr-id", "62000000001",
        "file-url", simulator.fileUrl(),
        "txn-time-step", "10",
        "pay-minutes", "1",
        "grace-minutes", "0");
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(tokens(), pages(), codes()).flatMap(trials -> trials).toList();
  }

  private static Stream<Trial> tokens() {
    return Stream.concat(
        Arrays.stream(UnionPayScript.values())
            .filter(script -> !OF_REFUNDS.contains(script))
            .map(SimulatedUnionPay::token),
        Stream.of(Trial.of("card by token", "foreign_card", "CNY", "unionpay", "6235489")));
  }

  private static Trial token(UnionPayScript script) {
    Trial trial = Trial.of("token " + script, "quick_pay", "CNY", "unionpay", script.token());
    boolean isCharged = script.refusal().isEmpty() && !NOT_CHARGED.contains(script);
    return isCharged ? trial : trial.failing();
  }

  private static Stream<Trial> pages() {
    return Stream.of(
        page("paid", "unionpay").acting(paying(UnionPayScript.APPROVE)),
        page("paid by phone", "unionpay_wap").acting(paying(UnionPayScript.APPROVE)),
        page("paid by a company", "unionpay_b2b").acting(paying(UnionPayScript.APPROVE)),
        page("of a refused card", "unionpay").acting(paying(UnionPayScript.NO_FUNDS)).failing(),
        page("of a second card", "unionpay")
            .acting(paying(UnionPayScript.NO_FUNDS, UnionPayScript.APPROVE)),
        page("never opened", "unionpay").acting(STAYS_AWAY).failing(),
        page("told of late", "unionpay").acting(paying(UnionPayScript.CALLBACK_LATE)),
        page("not told of", "unionpay").acting(paying(UnionPayScript.CALLBACK_LOST)),
        page("told of wrongly", "unionpay").acting(paying(UnionPayScript.CALLBACK_FORGED)),
        page("told of twice", "unionpay").acting(paying(UnionPayScript.CALLBACK_TWICE)));
  }

  private Stream<Trial> codes() {
    return Stream.of(
        code("scanned").acting(this::scan), code("not scanned").acting(STAYS_AWAY).failing());
  }

  private static Trial page(String name, String method) {
    return Trial.of("page " + name, "online_banking", "CNY", method, null);
  }

  private static Trial code(String name) {
    return Trial.of("code " + name, "online_banking", "CNY", "unionpay_qr", null);
  }

  /** A payer who pays at the page as scripted, one card after the other. */
  private static Payer paying(UnionPayScript... cards) {
    return page -> {
      for (UnionPayScript card : cards) {
        Payer.deciding(UnionPayWire.SIMULATED + "=" + card.token()).act(page);
      }
    };
  }

  /** A code ends in the number that it is to pay. */
  private void scan(String code) {
    simulator.scan(code.substring(code.lastIndexOf('/') + 1));
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().chargesFor(paymentId).stream()
        .filter(charge -> simulator.book().refunded(charge.queryId()) < charge.amount())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
