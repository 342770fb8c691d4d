package io.tollgate.sandbox.wechat;

import io.tollgate.sandbox.channel.SimulatedChannel;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.channel.Trial;
import java.net.URI;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator as one of the sandbox's channels. */
final class SimulatedWechat implements SimulatedChannel {

  private static final String APP_ID = "wxd678efh567hg6787";

  private static final List<String> CHARGED =
      List.of(
          "sim_pay",
          "sim_accept",
          "sim_slow",
          "sim_silent",
          "sim_drop_after",
          "sim_500_after",
          "sim_unsigned",
          "sim_wrongly_signed",
          "sim_callback_lost",
          "sim_callback_twice",
          "sim_callback_late",
          "sim_callback_forged",
          "sim_callback_probe");

  private static final List<String> NOT_CHARGED =
      List.of(
          "sim_fail",
          "sim_error_403_NOT_ENOUGH",
          "sim_error_403_RULE_LIMIT",
          "sim_error_400_PARAM_ERROR",
          "sim_drop",
          "sim_500");

  private final WechatSimulator simulator;
  private final KeyPair merchant;
  private final URI callbacks;

  private SimulatedWechat(int port, URI callbacks) {
    this.merchant = WechatPlatform.newKeys();
    this.callbacks = callbacks;
    this.simulator =
        WechatSimulator.start(
            WechatSimulatorSettings.of(
                    IssuedCertificate.framed("PUBLIC KEY", merchant.getPublic().getEncoded()))
                .withPort(port));
  }

  /** Starts them. */
  public static final class Factory implements SimulatedChannelFactory {

    @Override
    public String channel() {
      return "wechat";
    }

    @Override
    public SimulatedChannel start(int port, URI callbacks) {
      return new SimulatedWechat(port, callbacks);
    }
  }

  @Override
  public String baseUrl() {
    return simulator.baseUrl();
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "private-key", IssuedCertificate.framed("PRIVATE KEY", merchant.getPrivate().getEncoded()),
        "api-v3-key", WechatSimulatorSettings.API_V3_KEY,
        "platform-public-key", WechatSimulator.publicKey());
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "mchid",
        WechatSimulatorSettings.MCHID,
        "appid",
        APP_ID,
        "serial",
        WechatSimulatorSettings.MERCHANT_SERIAL,
        "platform-key-id",
        WechatSimulator.publicKeyId(),
        "notify-url",
        callbacks.toString());
  }

  @Override
  public List<Trial> trials() {
    return Stream.of(
            CHARGED.stream().map(SimulatedWechat::scan),
            NOT_CHARGED.stream().map(SimulatedWechat::scan).map(Trial::failing),
            Stream.of("wechat_h5", "wechat_app")
                .map(method -> order("sim_pay", method).acting(_ -> {})))
        .flatMap(trials -> trials)
        .toList();
  }

  private static Trial scan(String script) {
    return order(script, "wechat_native");
  }

  /** The payer of a scripted order acts by itself. */
  private static Trial order(String script, String method) {
    return Trial.of(script + " by " + method, "account_balance", "CNY", method, null)
        .with("description", script)
        .acting(_ -> {});
  }

  @Override
  public long chargesOf(String paymentId) {
    return simulator.book().charges().stream()
        .filter(charge -> charge.number().startsWith(paymentId))
        .filter(charge -> charge.charged() && charge.refunded() < charge.total())
        .count();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
