package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.certificate.InMemoryCertificateProvider;
import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.core.util.PemUtil;
import com.wechat.pay.java.service.billdownload.BillDownloadServiceExtension;
import com.wechat.pay.java.service.billdownload.model.BillType;
import com.wechat.pay.java.service.billdownload.model.GetTradeBillRequest;
import com.wechat.pay.java.service.billdownload.model.TarType;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.model.Transaction.TradeStateEnum;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Drives the simulator by the vendor's own client, which checks every signature. */
@Timeout(60)
class WechatSdkTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final KeyPair MERCHANT = keys();

  private final List<RequestParam> notices = new CopyOnWriteArrayList<>();
  private HttpServer door;
  private WechatSimulator simulator;

  @BeforeEach
  void start() throws IOException {
    door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    door.createContext("/", this::take);
    door.start();
    simulator = WechatSimulator.start(settings());
  }

  @AfterEach
  void stop() {
    simulator.close();
    door.stop(0);
  }

  @Test
  void takesAnOrderTellsItsStateAndClosesIt() {
    var service = service();

    assertThat(service.prepay(order("order-1", "book")).getCodeUrl())
        .isEqualTo("weixin://wxpay/bizpayurl?pr=order-1");
    assertThat(state(service, "order-1")).isEqualTo(TradeStateEnum.NOTPAY);
    var close = new CloseOrderRequest();
    close.setMchid(WechatSimulatorSettings.MCHID);
    close.setOutTradeNo("order-1");
    service.closeOrder(close);
    assertThat(state(service, "order-1")).isEqualTo(TradeStateEnum.CLOSED);
  }

  @Test
  void tellsThatAnOrderWasPaidAndRefunded() {
    var service = service();
    service.prepay(order("order-2", "sim_pay"));
    await().atMost(SOON).until(() -> notices.size() == 1);

    var paid = parser().parse(notices.getFirst(), Transaction.class);
    assertThat(paid.getTradeState()).isEqualTo(TradeStateEnum.SUCCESS);
    assertThat(paid.getAmount().getTotal()).isEqualTo(1299);
    assertThat(paid.getTransactionId())
        .isEqualTo(simulator.book().charge("order-2").orElseThrow().transaction());

    var refunds = new RefundService.Builder().httpClient(client()).build();
    var refund = refunds.create(refund("order-2", "refund-2", 500L));
    assertThat(refund.getStatus()).isEqualTo(Status.SUCCESS);
    assertThat(refund.getAmount().getRefund()).isEqualTo(500L);
    var query = new QueryByOutRefundNoRequest();
    query.setOutRefundNo("refund-2");
    assertThat(refunds.queryByOutRefundNo(query).getRefundId()).isEqualTo(refund.getRefundId());
    await().atMost(SOON).until(() -> notices.size() == 2);
    assertThat(parser().parse(notices.getLast(), RefundNotification.class).getRefundStatus())
        .isEqualTo(Status.SUCCESS);
  }

  @Test
  void refusesAsTheVendorDoes() {
    var service = service();
    service.prepay(order("order-3", "book"));

    assertThatThrownBy(() -> service.prepay(order("order-3", "another book")))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> {
              assertThat(refusal.getHttpStatusCode()).isEqualTo(403);
              assertThat(refusal.getErrorCode()).isEqualTo("OUT_TRADE_NO_USED");
            });
    assertThatThrownBy(() -> state(service, "nothing"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> assertThat(refusal.getErrorCode()).isEqualTo("ORDER_NOT_EXIST"));
    assertThatThrownBy(() -> service.prepay(order("short", "book")))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> assertThat(refusal.getErrorCode()).isEqualTo("PARAM_ERROR"));
  }

  @Test
  void signsWronglyWhereItIsToldTo() {
    assertThatThrownBy(() -> service().prepay(order("sim_wrongly_signed", "sim_wrongly_signed")))
        .isInstanceOf(ValidationException.class);
    // What is no Base64, or not there, the client does not expect.
    for (var script : List.of("sim_probe", "sim_unsigned")) {
      assertThatThrownBy(() -> service().prepay(order(script, script)))
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void givesABillWithItsHash() throws IOException {
    service().prepay(order("order-4", "sim_pay"));
    await().atMost(SOON).until(() -> notices.size() == 1);
    var request = new GetTradeBillRequest();
    request.setBillDate(LocalDate.now(WechatJson.ZONE).toString());
    request.setBillType(BillType.ALL);
    request.setTarType(TarType.GZIP);

    var bill =
        new BillDownloadServiceExtension.Builder()
            .httpClient(client())
            .decryptor(text -> text)
            .build()
            .getTradeBill(request);

    assertThat(new String(bill.getInputStream().readAllBytes(), UTF_8)).contains("`order-4,`");
    assertThat(bill.verifyHash()).isTrue();
  }

  @Test
  void signsWithCertificatesThatItSealed() throws IOException, InterruptedException {
    simulator.close();
    simulator = WechatSimulator.start(settings().withCertificates());
    simulator.rotateCertificate();
    var certificates = certificates();

    assertThat(certificates).hasSize(2);
    var validator =
        new WechatPay2Validator(new RSAVerifier(new InMemoryCertificateProvider(certificates)));
    var service =
        new NativePayService.Builder()
            .httpClient(new RedirectedClient(credential(), validator, simulator.baseUrl()))
            .build();
    assertThat(service.prepay(order("order-5", "book")).getCodeUrl()).isNotEmpty();
  }

  private List<X509Certificate> certificates() throws IOException, InterruptedException {
    var uri = URI.create(simulator.baseUrl() + "/v3/certificates?algorithm_type=RSA");
    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri)
                    .header("Authorization", credential().getAuthorization(uri, "GET", ""))
                    .build(),
                BodyHandlers.ofString());
    var cipher = new AeadAesCipher(WechatSimulatorSettings.API_V3_KEY.getBytes(UTF_8));
    var found = new ArrayList<X509Certificate>();
    for (var entry : JsonMapper.shared().readTree(response.body()).at("/data")) {
      var sealed = entry.get("encrypt_certificate");
      var pem =
          cipher.decrypt(
              sealed.get("associated_data").asString().getBytes(UTF_8),
              sealed.get("nonce").asString().getBytes(UTF_8),
              Base64.getDecoder().decode(sealed.get("ciphertext").asString()));
      found.add(PemUtil.loadX509FromString(pem));
    }
    return found;
  }

  private NativePayService service() {
    return new NativePayService.Builder().httpClient(client()).build();
  }

  private RedirectedClient client() {
    var verifier =
        new RSAVerifier(
            PemUtil.loadPublicKeyFromString(WechatSimulator.publicKey()),
            WechatSimulator.publicKeyId());
    return new RedirectedClient(
        credential(), new WechatPay2Validator(verifier), simulator.baseUrl());
  }

  private static WechatPay2Credential credential() {
    return new WechatPay2Credential(
        WechatSimulatorSettings.MCHID,
        new RSASigner(WechatSimulatorSettings.MERCHANT_SERIAL, MERCHANT.getPrivate()));
  }

  private static NotificationParser parser() {
    return new NotificationParser(
        new RSAPublicKeyNotificationConfig.Builder()
            .publicKey(WechatSimulator.publicKey())
            .publicKeyId(WechatSimulator.publicKeyId())
            .apiV3Key(WechatSimulatorSettings.API_V3_KEY)
            .build());
  }

  private PrepayRequest order(String number, String description) {
    var request = new PrepayRequest();
    request.setAppid("wx8888888888888888");
    request.setMchid(WechatSimulatorSettings.MCHID);
    request.setDescription(description);
    request.setOutTradeNo(number);
    request.setNotifyUrl(address());
    var amount = new Amount();
    amount.setTotal(1299);
    amount.setCurrency("CNY");
    request.setAmount(amount);
    return request;
  }

  private CreateRequest refund(String order, String number, long fen) {
    var request = new CreateRequest();
    request.setOutTradeNo(order);
    request.setOutRefundNo(number);
    request.setNotifyUrl(address());
    var amount = new AmountReq();
    amount.setRefund(fen);
    amount.setTotal(1299L);
    amount.setCurrency("CNY");
    request.setAmount(amount);
    return request;
  }

  private static TradeStateEnum state(NativePayService service, String number) {
    var query = new QueryOrderByOutTradeNoRequest();
    query.setMchid(WechatSimulatorSettings.MCHID);
    query.setOutTradeNo(number);
    return service.queryOrderByOutTradeNo(query).getTradeState();
  }

  private String address() {
    return "http://127.0.0.1:" + door.getAddress().getPort() + "/callbacks";
  }

  private void take(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    notices.add(
        new RequestParam.Builder()
            .serialNumber(headers.getFirst("Wechatpay-Serial"))
            .nonce(headers.getFirst("Wechatpay-Nonce"))
            .timestamp(headers.getFirst("Wechatpay-Timestamp"))
            .signature(headers.getFirst("Wechatpay-Signature"))
            .body(new String(exchange.getRequestBody().readAllBytes(), UTF_8))
            .build());
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private static WechatSimulatorSettings settings() {
    return WechatSimulatorSettings.of(
            IssuedCertificate.framed("PUBLIC KEY", MERCHANT.getPublic().getEncoded()))
        .withDurations(
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofSeconds(5));
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
