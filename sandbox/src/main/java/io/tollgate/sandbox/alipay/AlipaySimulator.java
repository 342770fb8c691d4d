package io.tollgate.sandbox.alipay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Alipay's open gateway on 127.0.0.1: trades, held money, agreements and bills. The token of a
 * charge says how it goes (see the README); the {@link #book()} is the truth.
 *
 * <p>Whoever opens what a payer is shown pays; with {@code &sim_outcome=open} behind it he only
 * looks, and with {@code &sim_outcome=callback_lost} (or another of those) he pays and the
 * notification goes wrong so.
 */
public final class AlipaySimulator implements AutoCloseable {

  private static final Duration SLOW = Duration.ofMillis(300);

  /** What is opened by payers, not called by servers. */
  private static final Set<String> SHOWN =
      Set.of(
          "alipay.trade.page.pay",
          "alipay.trade.wap.pay",
          "alipay.trade.app.pay",
          "alipay.fund.auth.order.app.freeze",
          "alipay.user.agreement.page.sign");

  private final AlipayBook book = new AlipayBook();
  private final Map<String, String> billDays = new ConcurrentHashMap<>();

  /** Trades of which nothing was told yet. */
  private final Set<String> mute = ConcurrentHashMap.newKeySet();

  private final String appId;
  private final AlipayWire wire;
  private final AlipayNotices notices;
  private final AlipayFreezes freezes;
  private final AlipayTrades trades;
  private final AlipayAgreements agreements;
  private final AlipayBills bills;
  private final DisposableServer server;

  private AlipaySimulator(int port, String appId, PublicKey merchant, @Nullable URI callbackUrl) {
    this.appId = appId;
    this.wire = new AlipayWire(merchant);
    this.notices = new AlipayNotices(appId, wire, callbackUrl);
    this.freezes = new AlipayFreezes(book, notices);
    this.trades = new AlipayTrades(book, freezes, notices, () -> url("/cashier"));
    this.agreements = new AlipayAgreements(book, notices);
    this.bills = new AlipayBills(book);
    this.server = HttpServer.create().host("127.0.0.1").port(port).handle(this::handle).bindNow();
  }

  /**
   * Starts a simulator and waits until it listens.
   *
   * @param port where it listens on 127.0.0.1; 0 for any free port
   * @param appId the merchant's application
   * @param merchant verifies requests
   * @param callbackUrl where notifications go; without it there are none
   */
  public static AlipaySimulator start(
      int port, String appId, PublicKey merchant, @Nullable URI callbackUrl) {
    return new AlipaySimulator(port, appId, merchant, callbackUrl);
  }

  /** To be used where Alipay's own gateway would be. */
  public String gatewayUrl() {
    return url("/gateway.do");
  }

  /** What answers and notifications are signed by. */
  public PublicKey publicKey() {
    return wire.publicKey();
  }

  /** Every trade, freeze and agreement it took part in. */
  public AlipayBook book() {
    return book;
  }

  /** Stops listening and sends no more notifications. */
  @Override
  public void close() {
    notices.close();
    server.disposeNow();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    int at = request.uri().indexOf('?');
    String path = at < 0 ? request.uri() : request.uri().substring(0, at);
    String query = at < 0 ? "" : request.uri().substring(at + 1);
    return switch (path) {
      case "/cashier" -> cashier(AlipayWire.fields(query), response);
      case "/bill" -> bill(query, response);
      default ->
          request
              .receive()
              .aggregate()
              .asString(UTF_8)
              .defaultIfEmpty("")
              .flatMap(body -> gateway(AlipayWire.fields(query + "&" + body), response));
    };
  }

  private Mono<Void> gateway(Map<String, String> fields, HttpServerResponse response) {
    AlipayScript visit = AlipayScript.ofVisit(fields.remove("sim_outcome"));
    if (!wire.isMerchants(fields) || !appId.equals(fields.get("app_id"))) {
      return said(response, unsigned());
    }
    String method = fields.getOrDefault("method", "");
    JsonNode content = AlipayJson.MAPPER.readTree(fields.getOrDefault("biz_content", "{}"));
    if (SHOWN.contains(method)) {
      visit(method, content, visit);
      return said(response, "the payer was here".getBytes(UTF_8));
    }
    return called(method, content, response);
  }

  private Mono<Void> called(String method, JsonNode content, HttpServerResponse response) {
    AlipayScript script = AlipayScript.of(token(content));
    if (script == AlipayScript.DROP) {
      return dropped(response);
    }
    if (script == AlipayScript.MUTE) {
      mute.add(AlipayJson.text(content, "out_trade_no"));
    }
    byte[] answer =
        wire.answer(method, call(method, content, script), script == AlipayScript.WRONG_SIGNATURE);
    if (method.equals("alipay.trade.query")
        && mute.remove(AlipayJson.text(content, "out_trade_no"))) {
      return Mono.never();
    }
    return switch (script) {
      case DROP_AFTER_CHARGE -> dropped(response);
      case SILENT_AFTER_CHARGE, MUTE -> Mono.never();
      case SLOW -> Mono.delay(SLOW).then(Mono.defer(() -> said(response, answer)));
      default -> said(response, answer);
    };
  }

  private ObjectNode call(String method, JsonNode content, AlipayScript script) {
    synchronized (book) {
      if (method.startsWith("alipay.trade.")) {
        return trades.call(method, content, script);
      }
      if (method.startsWith("alipay.fund.auth.")) {
        return freezes.call(method, content, script);
      }
      return method.startsWith("alipay.user.agreement.")
          ? agreements.call(method, content)
          : billAddress(method, content);
    }
  }

  private void visit(String method, JsonNode content, AlipayScript script) {
    synchronized (book) {
      switch (method) {
        case "alipay.user.agreement.page.sign" -> agreements.visit(content, script);
        case "alipay.fund.auth.order.app.freeze" -> freezes.visit(content, script);
        default -> trades.visit(content, script);
      }
    }
  }

  private Mono<Void> cashier(Map<String, String> scanned, HttpServerResponse response) {
    AlipayScript script = AlipayScript.ofVisit(scanned.remove("sim_outcome"));
    visit("alipay.trade.precreate", AlipayJson.MAPPER.valueToTree(scanned), script);
    return said(response, "the payer was here".getBytes(UTF_8));
  }

  private ObjectNode billAddress(String method, JsonNode content) {
    if (!method.equals("alipay.data.dataservice.bill.downloadurl.query")) {
      return AlipayJson.failed("40001", "isv.invalid-method");
    }
    String ticket = UUID.randomUUID().toString();
    billDays.put(ticket, AlipayJson.text(content, "bill_date"));
    return AlipayJson.ok().put("bill_download_url", url("/bill?" + ticket));
  }

  private Mono<Void> bill(String ticket, HttpServerResponse response) {
    String day = billDays.remove(ticket);
    return day == null
        ? response.status(404).send().then()
        : response.sendByteArray(Mono.just(bills.of(day))).then();
  }

  private static String token(JsonNode content) {
    return content.has("auth_code")
        ? AlipayJson.text(content, "auth_code")
        : AlipayJson.text(content.path("agreement_params"), "agreement_no");
  }

  /** Alipay does not sign what it says to somebody that it does not know. */
  private static byte[] unsigned() {
    String node = AlipayJson.failed("40002", "isv.invalid-signature").toString();
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
}
