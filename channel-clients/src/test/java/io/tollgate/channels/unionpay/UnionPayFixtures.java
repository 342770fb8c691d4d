package io.tollgate.channels.unionpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.channel.CertifiedKey;
import io.tollgate.sandbox.unionpay.UnionPayIdentities;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Orders, accounts, certificates and answers with valid defaults. */
final class UnionPayFixtures {

  /** Eight in the evening in Beijing. */
  static final Instant NOW = Instant.parse("2026-03-01T12:00:30Z");

  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** The minute of {@link #NOW}. */
  static final String TXN_TIME = "20260301200000";

  static final String MER_ID = "777290058110048";
  static final String QUERY_ID = "202603012000001234568";
  static final String TRADED = TXN_TIME + "-" + QUERY_ID;
  static final String TOKEN = "6235489000000000001";
  static final OperationId OPERATION = new OperationId("op_1-a");
  static final OperationId AGREEMENT = new OperationId("agr_1");
  static final String PASSWORD = "000000";

  /** Making keys takes long, so there is one set for all. */
  static final UnionPayIdentities WHO = UnionPayIdentities.create();

  /** Nor is a file of keys the same when it is written again. */
  private static final Map<String, Secret> SECRETS =
      Map.of(
          "pfx", Secret.ofText(base64(WHO.merchant().pfx(PASSWORD))),
          "pfx-password", Secret.ofText(PASSWORD),
          "root-cert", Secret.ofText(CertifiedKey.pem(WHO.root())),
          "middle-cert", Secret.ofText(WHO.middle().pem()));

  private UnionPayFixtures() {}

  static Order order() {
    return page(CaptureMode.AUTOMATIC);
  }

  static Order page(CaptureMode capture) {
    return order(Product.ONLINE_BANKING, UnionPayScene.PAGE_METHOD, null, capture, "order-1");
  }

  static Order code() {
    return order(
        Product.ONLINE_BANKING, UnionPayScene.QR_METHOD, null, CaptureMode.AUTOMATIC, "order-1");
  }

  static Order charge(String token) {
    return charge(token, "order-1");
  }

  static Order charge(String token, String reference) {
    return order(
        Product.QUICK_PAY, UnionPayScene.PAGE_METHOD, token, CaptureMode.AUTOMATIC, reference);
  }

  static Order order(
      Product product, String type, String token, CaptureMode capture, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        Money.of(8888, "CNY"),
        capture,
        new Method(type, token),
        new Customer("c-1", "payer@example.com", "CN", null, null, null),
        URI.create("https://shop.example/back?order=1&x=%C3%A4"),
        "十二本书 & more",
        Map.of());
  }

  static ChannelRequestId attempt(Order order) {
    return new ChannelRequestId(order.paymentId(), 1);
  }

  static String number(Order order) {
    return UnionPayIds.of(attempt(order));
  }

  static PayRequest request(Order order) {
    return new PayRequest(attempt(order), order);
  }

  static AttemptQuery query(Order order, String reference, Instant sentAt) {
    return new AttemptQuery(attempt(order), reference, order, sentAt);
  }

  static PaymentOperation operation(Order order, String reference, long fen) {
    return new PaymentOperation(
        OPERATION, query(order, reference, NOW), Money.of(fen, "CNY"), true, null);
  }

  static AgreementRequest agreement() {
    return new AgreementRequest(
        AGREEMENT,
        new Method(UnionPayScene.PAGE_METHOD, null),
        Customer.UNKNOWN,
        Currency.getInstance("CNY"),
        URI.create("https://shop.example/agreed"),
        null,
        null);
  }

  static UnionPayTransaction transaction(Order order) {
    var scene = UnionPayScene.of(order).orElseThrow();
    var type = order.capture() == CaptureMode.MANUAL ? "02" : "01";
    return new UnionPayTransaction(number(order), TXN_TIME, type, scene.bizType(), order.amount());
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1/gateway/api/", Map.of());
  }

  static ChannelAccount account(Map<String, String> more) {
    return account("http://127.0.0.1:1/gateway/api/", more);
  }

  static ChannelAccount account(String url, Map<String, String> more) {
    var options = new HashMap<String, String>();
    options.put("mer-id", MER_ID);
    options.put("back-url", "https://pay.example/callbacks/unionpay/cn?a=1");
    options.put("tr-id", "62000000001");
    options.putAll(more);
    return new ChannelAccount(
        new AccountId("unionpay", "cn"), URI.create(url), secrets(), options, limits());
  }

  static ChannelLimits limits() {
    return new ChannelLimits(50, Duration.ofSeconds(1), Duration.ofMillis(1_500), 200);
  }

  static Map<String, Secret> secrets() {
    return SECRETS;
  }

  static UnionPayCalls calls() {
    return calls(Map.of());
  }

  static UnionPayCalls calls(Map<String, String> options) {
    return new UnionPayCalls(account(options), CLOCK);
  }

  /** What an answer repeats of the request about a transaction, with an answer code. */
  static Map<String, String> said(UnionPayTransaction about, String code) {
    var fields = new TreeMap<String, String>();
    fields.put("version", "5.1.0");
    fields.put("encoding", "UTF-8");
    fields.put("signMethod", "01");
    fields.put("txnType", about.txnType());
    fields.put("txnSubType", "00");
    fields.put("bizType", about.bizType());
    fields.put("accessType", "0");
    fields.put("merId", MER_ID);
    fields.put("orderId", about.orderId());
    fields.put("txnTime", about.txnTime());
    fields.put("respCode", code);
    fields.put("respMsg", "成功[0000000]");
    return fields;
  }

  /** The answer to a question, by the code of what is asked after. */
  static Map<String, String> known(UnionPayTransaction about, String code) {
    var fields = said(about, "00");
    fields.put("origRespCode", code);
    fields.put("origRespMsg", "成功[0000000]");
    fields.put("queryId", QUERY_ID);
    fields.put("txnAmt", "" + about.amount().minorUnits());
    fields.put("currencyCode", "156");
    fields.put("settleAmt", "" + about.amount().minorUnits());
    fields.put("settleDate", "0301");
    fields.put("traceNo", "123456");
    fields.put("traceTime", "0301200000");
    return fields;
  }

  /** The fields of a notice about a payment. */
  static Map<String, String> notice(UnionPayTransaction about) {
    var fields = known(about, "00");
    fields.remove("origRespCode");
    fields.remove("origRespMsg");
    fields.put("accNo", "6226********0048");
    fields.put("reserved", "");
    return fields;
  }

  static Exchange answer(Map<String, String> fields) {
    return new Exchange.Answered(200, raw(signed(fields)));
  }

  static Map<String, String> signed(Map<String, String> fields) {
    return signed(fields, WHO.unionPay(), WHO.unionPay());
  }

  /** The fields with the certificate of one and the signature of another. */
  static Map<String, String> signed(
      Map<String, String> fields, CertifiedKey shown, CertifiedKey used) {
    var all = new TreeMap<>(fields);
    all.put("certId", shown.certificate().getSerialNumber().toString());
    all.put("signPubKeyCert", shown.pem());
    var key = Secret.ofText(base64(used.privateKey().getEncoded()));
    all.put("signature", base64(Rsa.sign(key, UnionPaySigning.signed(new UnionPayMessage(all)))));
    return all;
  }

  /** As answers are written. */
  static byte[] raw(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + it.getValue())
        .collect(Collectors.joining("&"))
        .getBytes(UTF_8);
  }

  /** As requests and notices are written. */
  static byte[] form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
        .collect(Collectors.joining("&"))
        .getBytes(UTF_8);
  }

  static RawCallback callback(byte[] body) {
    return new RawCallback(
        "POST",
        "/callbacks/unionpay/cn",
        "a=1",
        Map.of("content-type", List.of("application/x-www-form-urlencoded;charset=UTF-8")),
        body,
        NOW);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
