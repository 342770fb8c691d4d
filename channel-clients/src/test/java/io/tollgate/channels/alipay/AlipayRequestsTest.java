package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.AUTH_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.JSON;
import static io.tollgate.channels.alipay.AlipayFixtures.calls;
import static io.tollgate.channels.alipay.AlipayFixtures.operation;
import static io.tollgate.channels.alipay.AlipayFixtures.order;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static io.tollgate.channels.alipay.AlipayFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AlipayRequestsTest {

  private static final Path MODELS =
      Path.of(
              System.getenv()
                  .getOrDefault("TOLLGATE_CHANNEL_SPECS", "../shared/channels/specs"))
          .resolve("sdk-models/alipay-4.40.734.json");

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

  @Test
  void sendsOnlyFieldsThatTheSdkHas() {
    Assumptions.assumeTrue(Files.exists(MODELS), "the SDK's field lists are not here");
    var models = JSON.readTree(MODELS.toFile());
    for (var parameters : everything()) {
      var model = models.path(modelOf(parameters.get("method")));

      assertThat(model.isObject()).as(parameters.get("method")).isTrue();
      assertThat(model.propertyNames())
          .as(parameters.get("method"))
          .containsAll(content(parameters).propertyNames());
    }
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
    assertThat(AlipayIds.ours(out(order())))
        .contains(AlipayFixtures.attempt(order()).toString());
  }

  @Test
  void buildsNothingWithoutTheToken() {
    var order = order(AlipayScene.BARCODE_METHOD, null);

    assertThatThrownBy(() -> AlipayRequests.charge(request(order), calls()))
        .isInstanceOf(IllegalArgumentException.class);
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
