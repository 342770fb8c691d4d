package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.JSON;
import static io.tollgate.channels.wechat.WechatFixtures.attempt;
import static io.tollgate.channels.wechat.WechatFixtures.keys;
import static io.tollgate.channels.wechat.WechatFixtures.method;
import static io.tollgate.channels.wechat.WechatFixtures.number;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.ours;
import static io.tollgate.channels.wechat.WechatFixtures.refund;
import static io.tollgate.channels.wechat.WechatFixtures.request;
import static io.tollgate.channels.wechat.WechatFixtures.signing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class WechatRequestsTest {

  private static final Method JSAPI = new Method("wechat_jsapi", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");

  @Test
  void makesAnOrderUnderTheAttemptsNumber() {
    var request = WechatRequests.order(request(order()), ours());

    assertThat(request.method().name()).isEqualTo("POST");
    assertThat(request.uri()).hasToString("http://127.0.0.1:1/v3/pay/transactions/native");
    assertThat(json(request))
        .isEqualTo(
            JSON.readTree(
                """
                {"appid":"wxd678efh567hg6787","mchid":"1900000109",
                 "description":"深圳分店-《图书》, 第1册","out_trade_no":"%s",
                 "notify_url":"https://pay.example/callbacks/wechat/cn",
                 "amount":{"total":1299,"currency":"CNY"}}\
                """
                    .formatted(number(order()))));
  }

  @Test
  void tellsWhoPaysInsideWechat() {
    var json = json(WechatRequests.order(request(order(JSAPI, "book")), ours()));

    assertThat(json.at("/payer/openid").asString("")).isEqualTo("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
  }

  @Test
  void tellsThePhonesAddressInABrowser() {
    var order = order(method("wechat_h5"), "book");
    var request = WechatRequests.order(request(order), ours(Map.of("h5-type", "iOS")));

    assertThat(request.uri()).hasPath("/v3/pay/transactions/h5");
    assertThat(json(request).at("/scene_info"))
        .isEqualTo(
            JSON.readTree("{\"payer_client_ip\":\"203.0.113.7\",\"h5_info\":{\"type\":\"iOS\"}}"));
  }

  @Test
  void usesTheAppidOfTheScene() {
    var account = ours(Map.of("appid-app", "wxapp"));

    assertThat(
            json(WechatRequests.order(request(order(method("wechat_app"), "book")), account))
                .at("/appid")
                .asString(""))
        .isEqualTo("wxapp");
    assertThat(json(WechatRequests.order(request(order()), account)).at("/appid").asString(""))
        .isEqualTo(WechatFixtures.APPID);
  }

  @Test
  void shortensADescriptionAndNeverLeavesItOut() {
    var long1 = description("字".repeat(200));
    var pair = description("x".repeat(126) + "😀tail");

    assertThat(long1).isEqualTo("字".repeat(127));
    assertThat(pair).isEqualTo("x".repeat(126));
    assertThat(description(null)).isEqualTo("order-1");
    assertThat(description("  ")).isEqualTo("order-1");
  }

  @Test
  void givesTheSameBytesForTheSameAttempt() {
    assertThat(WechatRequests.order(request(order()), ours()).body())
        .isEqualTo(WechatRequests.order(request(order()), ours()).body());
  }

  @Test
  void asksClosesRefundsAndListsBills() {
    assertThat(WechatRequests.query(attempt(order()), ours()).uri())
        .hasToString(
            "http://127.0.0.1:1/v3/pay/transactions/out-trade-no/"
                + number(order())
                + "?mchid=1900000109");
    var close = WechatRequests.close(attempt(order()), ours());
    assertThat(close.uri())
        .hasPath("/v3/pay/transactions/out-trade-no/" + number(order()) + "/close");
    assertThat(json(close)).isEqualTo(JSON.readTree("{\"mchid\":\"1900000109\"}"));
    assertThat(WechatRequests.queryRefund(new OperationId("ref_1"), ours()).uri())
        .hasToString("http://127.0.0.1:1/v3/refund/domestic/refunds/ref_1");
    assertThat(WechatRequests.bill(LocalDate.parse("2026-02-28"), ours()).uri())
        .hasToString(
            "http://127.0.0.1:1/v3/bill/tradebill?bill_date=2026-02-28&bill_type=ALL&tar_type=GZIP");
    assertThat(json(WechatRequests.refund(refund(order(), 500), ours())))
        .isEqualTo(
            JSON.readTree(
                """
                {"out_trade_no":"%s","out_refund_no":"ref_1-500",
                 "notify_url":"https://pay.example/callbacks/wechat/cn",
                 "amount":{"refund":500,"total":1299,"currency":"CNY"}}\
                """
                    .formatted(number(order()))));
  }

  @Test
  void fitsTheVendorsFieldLists() {
    WechatModels.assume();

    for (var method :
        new Method[] {method("wechat_native"), method("wechat_h5"), method("wechat_app"), JSAPI}) {
      var json = json(WechatRequests.order(request(order(method, "book")), ours()));
      assertThat(WechatModels.problems(json, "PrepayRequest")).as(method.type()).isEmpty();
      for (var needed :
          new String[] {"appid", "mchid", "description", "out_trade_no", "notify_url", "amount"}) {
        assertThat(json.has(needed)).as(needed).isTrue();
      }
    }
    assertThat(
            WechatModels.problems(
                json(WechatRequests.refund(refund(order(), 500), ours())), "CreateRequest"))
        .isEmpty();
    assertThat(
            WechatModels.problems(
                json(WechatRequests.close(attempt(order()), ours())), "CloseRequest"))
        .isEmpty();
  }

  @Test
  void wouldNoticeAFieldThatTheVendorDoesNotKnow() {
    WechatModels.assume();

    assertThat(WechatModels.problems(JSON.readTree("{\"colour\":\"red\"}"), "PrepayRequest"))
        .isNotEmpty();
    assertThat(
            WechatModels.problems(
                JSON.readTree("{\"amount\":{\"total\":\"12\"}}"), "PrepayRequest"))
        .isNotEmpty();
    assertThat(
            WechatModels.problems(JSON.readTree("{\"amount\":{\"refund\":1.5}}"), "CreateRequest"))
        .isNotEmpty();
  }

  @Test
  void signsWhatGoesOut() {
    var headers =
        headers(
            signing().call(WechatRequests.order(request(order()), ours()), ours(), keys(ours())));

    assertThat(headers)
        .containsEntry("Accept", "application/json")
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Wechatpay-Serial", WechatFixtures.KEY_ID);
    assertThat(headers.get("Authorization"))
        .startsWith(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\""
                + WechatFixtures.NONCE
                + "\",timestamp=\"1772366400\",serial_no=\""
                + WechatFixtures.SERIAL
                + "\",signature=\"");
  }

  @ParameterizedTest
  @CsvSource({
    "mchid, ''",
    "mchid, 'a\"b'",
    "appid, ''",
    "serial, ''",
    "notify-url, ''",
    "notify-url, https://pay.example/callbacks?x=1",
    "notify-url, not an address",
  })
  void buildsNothingForAnAccountThatLacksSomething(String option, String value) {
    var account = ours(Map.of(option, value));

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            signing()
                .call(WechatRequests.order(request(order()), account), account, keys(account)));
  }

  @Test
  void buildsNothingForAnOrderThatWechatCannotTake() {
    var noPayer = order(method("wechat_jsapi"), "book");
    var noScene = order(method("card"), "book");
    var euros = order(Money.of(1299, "EUR"), method("wechat_native"), "book", "order-1");
    var tooMuch =
        order(Money.of(Integer.MAX_VALUE + 1L, "CNY"), method("wechat_native"), "book", "order-1");
    var noAddress = withoutAddress(order(method("wechat_h5"), "book"));

    for (var order : new Order[] {noPayer, noScene, euros, tooMuch, noAddress}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WechatRequests.order(request(order), ours()));
    }
  }

  @Test
  void takesFenOnly() {
    assertThat(WechatAmounts.canTake(Money.of(1, "CNY"))).isTrue();
    assertThat(WechatAmounts.canTake(Money.of(Integer.MAX_VALUE, "CNY"))).isTrue();
    assertThat(WechatAmounts.canTake(Money.of(Integer.MAX_VALUE + 1L, "CNY"))).isFalse();
    assertThat(WechatAmounts.canTake(Money.of(0, "CNY"))).isFalse();
    assertThat(WechatAmounts.canTake(Money.of(1, "HKD"))).isFalse();
  }

  @Test
  void showsNoSecretWhenPrinted() {
    var call = signing().call(WechatRequests.query(attempt(order()), ours()), ours(), keys(ours()));

    assertThat(call.toString())
        .isEqualTo("GET /v3/pay/transactions/out-trade-no/" + number(order()));
    assertThat(ours().toString())
        .doesNotContain("PRIVATE")
        .doesNotContain(WechatFixtures.API_V3_KEY);
  }

  private static String description(String text) {
    return json(WechatRequests.order(request(order(method("wechat_native"), text)), ours()))
        .at("/description")
        .asString("");
  }

  private static Order withoutAddress(Order order) {
    return new Order(
        order.merchant(),
        order.reference(),
        order.product(),
        order.amount(),
        order.capture(),
        order.method(),
        Customer.UNKNOWN,
        order.returnUrl(),
        order.description(),
        order.metadata());
  }

  private static JsonNode json(WechatRequest request) {
    return JSON.readTree(request.body());
  }

  private static Map<String, String> headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    var values = new TreeMap<String, String>();
    headers.forEach(header -> values.put(header.getKey(), header.getValue()));
    return values;
  }
}
