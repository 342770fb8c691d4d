package io.tollgate.sandbox.alipay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.PublicKey;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alipay's open gateway on 127.0.0.1, as far as trades go. The token of a charge says how it goes
 * (see the README); the {@link #book()} is the truth.
 */
public final class AlipaySimulator implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final AlipayBook book = new AlipayBook();
  private final AlipayWire wire;
  private final AlipayTrades trades;
  private final String appId;
  private final @Nullable URI callbackUrl;
  private final Disposable.Composite callbacks = Disposables.composite();
  private final DisposableServer server;

  private AlipaySimulator(String appId, PublicKey merchant, @Nullable URI callbackUrl) {
    this.appId = appId;
    this.wire = new AlipayWire(merchant);
    this.callbackUrl = callbackUrl;
    this.trades = new AlipayTrades(book, this::tell);
    this.server =
        HttpServer.create().host("127.0.0.1").port(0).handle(this::handle).bindNow();
  }

  /**
   * Starts a simulator and waits until it listens.
   *
   * @param merchant verifies requests
   * @param callbackUrl where notifications go; without it there are none
   */
  public static AlipaySimulator start(
      String appId, PublicKey merchant, @Nullable URI callbackUrl) {
    return new AlipaySimulator(appId, merchant, callbackUrl);
  }

  /** To be used where Alipay's own gateway would be. */
  public String gatewayUrl() {
    return "http://127.0.0.1:" + server.port() + "/gateway.do";
  }

  /** What answers and notifications are signed by. */
  public PublicKey publicKey() {
    return wire.publicKey();
  }

  /** Every trade it took part in. */
  public AlipayBook book() {
    return book;
  }

  /** Stops listening and sends no more notifications. */
  @Override
  public void close() {
    callbacks.dispose();
    server.disposeNow();
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    int at = request.uri().indexOf('?');
    String query = at < 0 ? "" : request.uri().substring(at + 1);
    return request
        .receive()
        .aggregate()
        .asString(UTF_8)
        .defaultIfEmpty("")
        .flatMap(body -> answer(AlipayWire.fields(query + "&" + body), response));
  }

  private Mono<Void> answer(Map<String, String> fields, HttpServerResponse response) {
    String method = fields.getOrDefault("method", "");
    if (!wire.isMerchants(fields) || !appId.equals(fields.get("app_id"))) {
      return said(response, unsigned());
    }
    JsonNode content = JSON.readTree(fields.getOrDefault("biz_content", "{}"));
    if (method.equals("alipay.trade.page.pay") || method.equals("alipay.trade.wap.pay")) {
      trades.payAtCashier(content);
      return said(response, "paid".getBytes(UTF_8));
    }
    AlipayScript script = AlipayScript.of(token(content));
    if (script == AlipayScript.DROP) {
      return dropped(response);
    }
    byte[] answer =
        wire.answer(
            method,
            trades.call(method, content, script),
            script == AlipayScript.WRONG_SIGNATURE);
    return switch (script) {
      case DROP_AFTER_CHARGE -> dropped(response);
      case SILENT_AFTER_CHARGE -> Mono.never();
      default -> said(response, answer);
    };
  }

  private static String token(JsonNode content) {
    return content.has("auth_code")
        ? content.path("auth_code").asString("")
        : content.path("agreement_params").path("agreement_no").asString("");
  }

  /** Alipay does not sign what it says to somebody that it does not know. */
  private static byte[] unsigned() {
    String node = AlipayTrades.failed("40002", "isv.invalid-signature").toString();
    return ("{\"error_response\":" + node + "}").getBytes(UTF_8);
  }

  private static Mono<Void> said(HttpServerResponse response, byte[] body) {
    return response
        .header("Content-Type", "text/html;charset=utf-8")
        .sendByteArray(Mono.just(body))
        .then();
  }

  private static Mono<Void> dropped(HttpServerResponse response) {
    response.withConnection(connection -> connection.dispose());
    return Mono.never();
  }

  private void tell(AlipayTrade trade, AlipayScript script) {
    if (callbackUrl == null || script == AlipayScript.CALLBACK_LOST) {
      return;
    }
    String form = wire.notification(fields(trade), script == AlipayScript.CALLBACK_FORGED);
    send(form);
    if (script == AlipayScript.CALLBACK_TWICE) {
      send(form);
    }
  }

  private Map<String, String> fields(AlipayTrade trade) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("app_id", appId);
    fields.put("charset", "utf-8");
    fields.put("notify_id", "sim" + trade.tradeNo());
    fields.put("notify_type", "trade_status_sync");
    fields.put("out_trade_no", trade.outTradeNo());
    fields.put("trade_no", trade.tradeNo());
    fields.put("trade_status", trade.status());
    fields.put("total_amount", AlipayTrades.text(trade.amount()));
    fields.put("gmt_payment", "2026-03-01 20:00:00");
    return fields;
  }

  private void send(String form) {
    callbacks.add(
        HttpClient.create()
            .headers(it ->
                it.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))
            .post()
            .uri(String.valueOf(callbackUrl))
            .send(ByteBufMono.fromString(Mono.just(form)))
            .response()
            // A merchant who does not listen is no fault of the simulator's.
            .subscribe(_ -> {}, _ -> {}));
  }
}
