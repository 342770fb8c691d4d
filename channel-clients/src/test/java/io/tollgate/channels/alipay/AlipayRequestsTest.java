package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.AUTH_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.JSON;
import static io.tollgate.channels.alipay.AlipayFixtures.calls;
import static io.tollgate.channels.alipay.AlipayFixtures.operation;
import static io.tollgate.channels.alipay.AlipayFixtures.order;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static io.tollgate.channels.alipay.AlipayFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AlipayRequestsTest {

  private static final Path MODELS = folder().resolve("sdk-models/alipay-4.40.734.json");

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          entry(
              "alipay.trade.page.pay",
              "out_trade_no total_amount subject product_code time_expire"),
          entry(
              "alipay.trade.wap.pay", "out_trade_no total_amount subject product_code time_expire"),
          entry(
              "alipay.trade.app.pay", "out_trade_no total_amount subject product_code time_expire"),
          entry("alipay.trade.precreate", "out_trade_no total_amount subject timeout_express"),
          entry("alipay.trade.query", "out_trade_no"),
          entry("alipay.trade.close", "out_trade_no"),
          entry("alipay.trade.cancel", "out_trade_no"),
          entry("alipay.trade.refund", "out_trade_no refund_amount out_request_no"),
          entry("alipay.trade.fastpay.refund.query", "out_trade_no out_request_no"),
          entry("alipay.data.dataservice.bill.downloadurl.query", "bill_type bill_date"),
          entry(
              "alipay.fund.auth.order.app.freeze",
              "out_order_no out_request_no order_title amount product_code timeout_express"),
          entry(
              "alipay.fund.auth.order.freeze",
              "out_order_no out_request_no order_title amount product_code timeout_express"
                  + " auth_code auth_code_type"),
          entry(
              "alipay.fund.auth.operation.detail.query",
              "out_order_no out_request_no operation_type"),
          entry("alipay.fund.auth.order.unfreeze", "auth_no out_request_no amount remark"),
          entry(
              "alipay.user.agreement.page.sign",
              "personal_product_code sign_scene external_agreement_no access_params"),
          entry(
              "alipay.user.agreement.query",
              "personal_product_code sign_scene external_agreement_no"),
          entry("alipay.user.agreement.unsign", "agreement_no"));

  /** One method charges in three ways. */
  private static final Map<String, String> CHARGE_FIELDS =
      Map.of(
          "auth_code", "out_trade_no total_amount subject product_code scene auth_code",
          "agreement_params", "out_trade_no total_amount subject product_code agreement_params",
          "auth_no", "out_trade_no total_amount subject product_code auth_no auth_confirm_mode");

  @Test
  void asksForWhatTheTableOfOperationsNames() {
    var page = sent(AlipayRequests.page(request(page()), calls()));

    assertThat(page)
        .containsEntry("app_id", AlipayFixtures.APP_ID)
        .containsEntry("method", "alipay.trade.page.pay")
        .containsEntry("charset", "utf-8")
        .containsEntry("sign_type", "RSA2")
        .containsEntry("timestamp", "2026-03-01 20:00:00")
        .containsEntry("version", "1.0")
        .containsEntry("return_url", page().returnUrl().toString());
    var content = content(page);
    assertThat(content.path("out_trade_no").asString()).isEqualTo(out(page()));
    assertThat(content.path("total_amount").asString()).isEqualTo("88.88");
    assertThat(content.path("subject").asString()).startsWith("十二本书").doesNotContain("&");
    assertThat(content.path("product_code").asString()).isEqualTo("FAST_INSTANT_TRADE_PAY");
    assertThat(content.path("time_expire").asString()).isEqualTo("2026-03-01 20:30:00");
    assertThat(content.propertyNames()).hasSize(5);
  }

  @Test
  void signsAllParametersOfQueryAndBody() {
    for (var parameters : everything()) {
      var signed = AlipaySigning.requestContent(parameters).getBytes(UTF_8);
      var key = AlipayFixtures.secret(AlipayFixtures.OURS.getPublic().getEncoded());

      assertThat(Rsa.verifies(key, signed, Base64.getDecoder().decode(parameters.get("sign"))))
          .as(parameters.get("method"))
          .isTrue();
    }
  }

  /** What the table of operations asks for, and nothing else. */
  @Test
  void sendsExactlyTheFieldsOfEachMethod() {
    for (var parameters : everything()) {
      var content = content(parameters);

      assertThat(content.propertyNames())
          .as(parameters.get("method"))
          .containsExactlyInAnyOrder(fields(parameters.get("method"), content).split(" "));
    }
    assertThat(everything()).extracting(it -> it.get("method")).containsAll(FIELDS.keySet());
  }

  @Test
  void sendsOnlyFieldsThatTheSdkHas() {
    Assumptions.assumeTrue(
        Files.exists(MODELS), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
    var models = JSON.readTree(MODELS.toFile());
    for (var parameters : everything()) {
      var content = content(parameters);
      assertIsOf(models, modelOf(parameters.get("method")), content);
      if (content.has("agreement_params")) {
        assertIsOf(models, "AgreementParams", content.get("agreement_params"));
      }
      if (content.has("access_params")) {
        assertIsOf(models, "AccessParams", content.get("access_params"));
      }
    }
  }

  @Test
  void readsOnlyFieldsThatTheSdkHas() {
    Assumptions.assumeTrue(
        Files.exists(MODELS), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
    var models = JSON.readTree(MODELS.toFile());

    assertHave(
        models,
        AlipayTrade.class,
        "AlipayTradePayResponse",
        "AlipayTradeQueryResponse",
        "AlipayTradePrecreateResponse",
        "AlipayTradeCancelResponse");
    assertHave(models, AlipayAuth.class, "AlipayFundAuthOperationDetailQueryResponse");
    assertHave(
        models,
        AlipayRefund.class,
        "AlipayTradeRefundResponse",
        "AlipayTradeFastpayRefundQueryResponse");
    assertHave(models, AlipayAgreement.class, "AlipayUserAgreementQueryResponse");
    assertHave(
        models, AlipayStatement.Bill.class, "AlipayDataDataserviceBillDownloadurlQueryResponse");
  }

  @Test
  void namesTheCapturesThatDoNotLetTheRestGo() {
    var like = operation(order(), 100);
    var part =
        new PaymentOperation(like.id(), like.attempt(), like.amount(), false, like.capture());

    assertThat(confirmMode(part)).isEqualTo("NOT_COMPLETE");
    assertThat(confirmMode(like)).isEqualTo("COMPLETE");
  }

  @Test
  void carriesCertificatesAndTheMerchantsConsent() {
    var base =
        AlipayFixtures.account(
            "http://127.0.0.1:1/gateway.do",
            Map.of("app-cert-sn", "a1", "alipay-root-cert-sn", "b2_c3"));
    var secrets = new LinkedHashMap<>(base.secrets());
    secrets.put("app-auth-token", Secret.ofText("2026BBtoken"));
    var account =
        new ChannelAccount(base.id(), base.baseUrl(), secrets, base.options(), base.limits());
    var calls = new AlipayCalls(account, AlipayFixtures.CLOCK);

    var sent = sent(AlipayRequests.query(out(order()), calls));

    assertThat(sent)
        .containsEntry("app_cert_sn", "a1")
        .containsEntry("alipay_root_cert_sn", "b2_c3")
        .containsEntry("app_auth_token", "2026BBtoken");
    assertThat(AlipaySigning.requestContent(sent)).contains("app_auth_token=2026BBtoken");
    assertThat(AlipayRequests.query(out(order()), calls).toString()).doesNotContain("token");
  }

  @Test
  void limitsOnlineBankingToBanks() {
    var order = order(Product.ONLINE_BANKING, "alipay", null, CaptureMode.AUTOMATIC);

    assertThat(content(sent(AlipayRequests.page(request(order), calls()))).toString())
        .contains("\"enable_pay_channels\":\"bankPay,debitCardExpress\"");
  }

  @Test
  void tellsAlipayOurIdsInItsOwnAlphabet() {
    assertThat(out(order())).matches("[A-Za-z0-9_]{1,64}").endsWith("Z1");
    assertThat(AlipayIds.ours(out(order()))).contains(AlipayFixtures.attempt(order()).toString());
  }

  @Test
  void buildsNothingWithoutTheToken() {
    var order = order(AlipayScene.BARCODE_METHOD, null);

    assertThatThrownBy(() -> AlipayRequests.charge(request(order), calls()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String confirmMode(PaymentOperation capture) {
    return content(sent(AlipayAuthRequests.capture(capture, AUTH_NO, calls())))
        .path("auth_confirm_mode")
        .asString();
  }

  private static String fields(String method, JsonNode content) {
    return method.equals(AlipayRequests.PAY)
        ? CHARGE_FIELDS.entrySet().stream()
            .filter(it -> content.has(it.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow()
        : FIELDS.getOrDefault(method, "");
  }

  private static void assertIsOf(JsonNode models, String name, JsonNode content) {
    assertThat(models.path(name).isObject()).as(name).isTrue();
    assertThat(models.path(name).propertyNames()).as(name).containsAll(content.propertyNames());
  }

  private static void assertHave(JsonNode models, Class<?> read, String... responses) {
    var known = new HashSet<String>();
    for (var response : responses) {
      assertThat(models.path(response).isObject()).as(response).isTrue();
      known.addAll(models.path(response).propertyNames());
    }
    for (var component : read.getRecordComponents()) {
      assertThat(known).as(read.getSimpleName()).contains(snake(component.getName()));
    }
  }

  private static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }

  private static Order page() {
    return order(AlipayScene.PAGE_METHOD, null);
  }

  private static List<Map<String, String>> everything() {
    var operation = operation(order(), 100);
    var all = new ArrayList<Map<String, String>>();
    all.add(sent(AlipayRequests.page(request(page()), calls())));
    all.add(sent(AlipayRequests.wap(request(page()), calls())));
    all.add(fields(AlipayRequests.app(request(page()), calls())));
    all.add(sent(AlipayRequests.precreate(request(page()), calls())));
    all.add(sent(AlipayRequests.charge(request(order()), calls())));
    all.add(sent(AlipayRequests.withhold(request(order()), calls())));
    all.add(sent(AlipayRequests.query(out(order()), calls())));
    all.add(sent(AlipayRequests.close(AlipayFixtures.attempt(order()), calls())));
    all.add(sent(AlipayRequests.cancel(AlipayFixtures.attempt(order()), calls())));
    all.add(sent(AlipayRequests.refund(operation, calls())));
    all.add(sent(AlipayRequests.queryRefund(operation, calls())));
    all.add(sent(AlipayRequests.bill(LocalDate.of(2026, 2, 28), calls())));
    all.add(fields(AlipayAuthRequests.appFreeze(request(page()), calls())));
    all.add(sent(AlipayAuthRequests.codeFreeze(request(order()), calls())));
    all.add(sent(AlipayAuthRequests.queryFreeze(AlipayFixtures.attempt(order()), calls())));
    all.add(sent(AlipayAuthRequests.queryUnfreeze(operation, calls())));
    all.add(sent(AlipayAuthRequests.capture(operation, AUTH_NO, calls())));
    all.add(sent(AlipayAuthRequests.release(operation, AUTH_NO, calls())));
    all.add(sent(AlipayAgreementRequests.sign(AlipayFixtures.agreement(), calls())));
    all.add(sent(AlipayAgreementRequests.query(AlipayFixtures.agreement(), calls())));
    all.add(sent(AlipayAgreementRequests.end(AlipayFixtures.AGREEMENT_NO, calls())));
    return all;
  }

  private static Map<String, String> sent(HttpCall call) {
    var all = new LinkedHashMap<>(fields(call.uri().getRawQuery()));
    all.putAll(FormFields.read(call.body(), UTF_8).orElseThrow());
    return all;
  }

  private static Map<String, String> sent(URI page) {
    return fields(page.getRawQuery());
  }

  private static Map<String, String> fields(String raw) {
    return FormFields.read(raw, UTF_8).orElseThrow();
  }

  private static JsonNode content(Map<String, String> parameters) {
    return JSON.readTree(parameters.get("biz_content"));
  }

  /** {@code alipay.trade.page.pay} is {@code AlipayTradePagePayModel}. */
  private static String modelOf(String method) {
    var name = new StringBuilder();
    for (var word : method.split("\\.")) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name + "Model";
  }
}
