package io.tollgate.channels.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.AccountId;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts, keys and messages with valid defaults. */
final class WechatFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final KeyPair MERCHANT = keys();
  static final KeyPair PLATFORM = keys();
  static final String MCHID = "1900000109";
  static final String APPID = "wxd678efh567hg6787";
  static final String SERIAL = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C";
  static final String KEY_ID = "PUB_KEY_ID_0119000001092026030100000001";
  static final String API_V3_KEY = "0123456789abcdefghijklmnopqrstuv";
  static final String NONCE = "593BEC0C930BF1AFEB40B4A08C8FB242";
  static final String TRANSACTION = "1217752501201407033233368018";

  private WechatFixtures() {}

  static Method method(String type) {
    return new Method(type, null);
  }

  static Order order() {
    return order(method("wechat_native"), "深圳分店-《图书》, 第1册");
  }

  static Order order(Method method, String description) {
    return order(Money.of(1299, "CNY"), method, description, "order-1");
  }

  static Order order(Money amount, Method method, String description, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        Product.ACCOUNT_BALANCE,
        amount,
        CaptureMode.AUTOMATIC,
        method,
        new Customer("c-1", null, "CN", null, null, "203.0.113.7"),
        URI.create("https://shop.example/back?order=1"),
        description,
        Map.of());
  }

  static ChannelRequestId attempt(Order order) {
    return new ChannelRequestId(order.paymentId(), 1);
  }

  static String number(Order order) {
    return WechatOrderNumber.of(attempt(order));
  }

  static PayRequest request(Order order) {
    return new PayRequest(attempt(order), order);
  }

  static AttemptQuery query(Order order) {
    return new AttemptQuery(attempt(order), null, order, NOW);
  }

  static PaymentOperation refund(Order order, long fen) {
    return refund(order, fen, "ref_1-" + fen);
  }

  static PaymentOperation refund(Order order, long fen, String id) {
    return new PaymentOperation(
        new OperationId(id), query(order), Money.of(fen, "CNY"), true, null);
  }

  static ChannelAccount account(String url, Map<String, String> more) {
    var options =
        new HashMap<>(
            Map.of(
                "mchid", MCHID,
                "appid", APPID,
                "serial", SERIAL,
                "platform-key-id", KEY_ID,
                "notify-url", "https://pay.example/callbacks/wechat/cn"));
    options.putAll(more);
    options.values().removeIf(String::isEmpty);
    return new ChannelAccount(
        new AccountId("wechat", "cn"),
        URI.create(url),
        Map.of(
            "private-key", pem("PRIVATE KEY", MERCHANT.getPrivate().getEncoded()),
            "api-v3-key", Secret.ofText(API_V3_KEY),
            "platform-public-key", pem("PUBLIC KEY", PLATFORM.getPublic().getEncoded())),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }

  static WechatAccount ours(Map<String, String> more) {
    return new WechatAccount(account("http://127.0.0.1:1", more));
  }

  static WechatAccount ours() {
    return ours(Map.of());
  }

  static WechatSigning signing() {
    return new WechatSigning(CLOCK, () -> NONCE);
  }

  static PlatformKeys keys(WechatAccount account) {
    return new PlatformKeys(account, List.of());
  }

  /** An answer to a query, about the default order. */
  static ObjectNode transaction(String state) {
    var json =
        JSON.createObjectNode()
            .put("appid", APPID)
            .put("mchid", MCHID)
            .put("out_trade_no", number(order()))
            .put("transaction_id", TRANSACTION)
            .put("trade_type", "NATIVE")
            .put("trade_state", state)
            .put("trade_state_desc", "支付成功")
            .put("bank_type", "CMC")
            .put("attach", "")
            .put("success_time", "2026-03-01T19:59:35+08:00");
    json.putObject("payer").put("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    json.putObject("amount")
        .put("total", 1299)
        .put("payer_total", 1199)
        .put("currency", "CNY")
        .put("payer_currency", "CNY");
    return json;
  }

  /** An answer about the refund of 500 fen of the default order. */
  static ObjectNode refundOf500(String status) {
    var json =
        JSON.createObjectNode()
            .put("refund_id", "50000000382019052709732678859")
            .put("out_refund_no", "ref_1-500")
            .put("transaction_id", TRANSACTION)
            .put("out_trade_no", number(order()))
            .put("channel", "ORIGINAL")
            .put("user_received_account", "招商银行信用卡0403")
            .put("create_time", "2026-03-01T19:59:35+08:00")
            .put("status", status)
            .put("funds_account", "UNSETTLED");
    json.putObject("amount")
        .put("total", 1299)
        .put("refund", 500)
        .put("payer_total", 1299)
        .put("payer_refund", 500)
        .put("settlement_refund", 500)
        .put("settlement_total", 1299)
        .put("discount_refund", 0)
        .put("currency", "CNY");
    return json;
  }

  /** What a refund's notification seals. */
  static ObjectNode refundNotice(String status) {
    var json = refundOf500(status);
    json.remove(List.of("status", "channel", "create_time", "funds_account"));
    json.put("mchid", MCHID).put("refund_status", status);
    ((ObjectNode) json.get("amount"))
        .remove(List.of("currency", "settlement_refund", "settlement_total", "discount_refund"));
    return json;
  }

  static ObjectNode error(String code) {
    return JSON.createObjectNode().put("code", code).put("message", "in words");
  }

  static Answered answer(int status, ObjectNode body) {
    return new Answered(status, bytes(body));
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  /** A notification as the vendor sends it, before it is signed. */
  static byte[] notice(String event, ObjectNode content) {
    var json =
        JSON.createObjectNode()
            .put("id", "EV-2018022511223320873")
            .put("create_time", "2026-03-01T19:59:36+08:00")
            .put("resource_type", "encrypt-resource")
            .put("event_type", event)
            .put("summary", "支付成功");
    json.set(
        "resource", sealed(bytes(content), event.startsWith("REFUND") ? "refund" : "transaction"));
    return bytes(json);
  }

  static ObjectNode sealed(byte[] plain, String associatedData) {
    return JSON.createObjectNode()
        .put("original_type", associatedData)
        .put("algorithm", "AEAD_AES_256_GCM")
        .put("ciphertext", ciphertext(plain, "fdasflkja484", associatedData))
        .put("associated_data", associatedData)
        .put("nonce", "fdasflkja484");
  }

  static String ciphertext(byte[] plain, String nonce, String associatedData) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(API_V3_KEY.getBytes(UTF_8), "AES"),
          new GCMParameterSpec(128, nonce.getBytes(UTF_8)));
      cipher.updateAAD(associatedData.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The four headers, by lower-case name. */
  static Map<String, String> seal(byte[] body, Instant at, KeyPair key, String serial) {
    var timestamp = Long.toString(at.getEpochSecond());
    var text = timestamp + "\n" + NONCE + "\n" + new String(body, UTF_8) + "\n";
    var signature =
        Rsa.sign(pem("PRIVATE KEY", key.getPrivate().getEncoded()), text.getBytes(UTF_8));
    return new TreeMap<>(
        Map.of(
            "wechatpay-timestamp", timestamp,
            "wechatpay-nonce", NONCE,
            "wechatpay-serial", serial,
            "wechatpay-signature", Base64.getEncoder().encodeToString(signature)));
  }

  static Map<String, String> seal(byte[] body) {
    return seal(body, NOW, PLATFORM, KEY_ID);
  }

  static Answered answered(int status, byte[] body, Map<String, String> headers) {
    var all = new DefaultHttpHeaders();
    headers.forEach(all::set);
    return new Answered(status, all, body);
  }

  static RawCallback callback(byte[] body, Map<String, String> headers) {
    var lists = new HashMap<String, List<String>>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return new RawCallback("POST", "/callbacks/wechat/cn", "", lists, body, NOW);
  }

  static RawCallback signed(byte[] body) {
    return callback(body, seal(body));
  }

  static byte[] resource(String name) {
    try (var in = WechatFixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static byte[] zipped(byte[] plain) {
    var zipped = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(zipped)) {
      zip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return zipped.toByteArray();
  }

  static Secret pem(String name, byte[] der) {
    return Secret.ofText(
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(name, Base64.getMimeEncoder().encodeToString(der)));
  }

  static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
