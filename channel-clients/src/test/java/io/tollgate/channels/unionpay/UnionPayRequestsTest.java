package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPayFixtures.MER_ID;
import static io.tollgate.channels.unionpay.UnionPayFixtures.OPERATION;
import static io.tollgate.channels.unionpay.UnionPayFixtures.QUERY_ID;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TXN_TIME;
import static io.tollgate.channels.unionpay.UnionPayFixtures.WHO;
import static io.tollgate.channels.unionpay.UnionPayFixtures.account;
import static io.tollgate.channels.unionpay.UnionPayFixtures.agreement;
import static io.tollgate.channels.unionpay.UnionPayFixtures.calls;
import static io.tollgate.channels.unionpay.UnionPayFixtures.charge;
import static io.tollgate.channels.unionpay.UnionPayFixtures.code;
import static io.tollgate.channels.unionpay.UnionPayFixtures.number;
import static io.tollgate.channels.unionpay.UnionPayFixtures.order;
import static io.tollgate.channels.unionpay.UnionPayFixtures.page;
import static io.tollgate.channels.unionpay.UnionPayFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is sent, field by field: one that is unknown to the facts, or missing, fails. There is no
 * official description to hold requests against; the page's are held against pay-java-union's.
 */
class UnionPayRequestsTest {

  private static final String BACK_URL = "https://pay.example/callbacks/unionpay/cn?a=1";

  private final UnionPayRequests requests = new UnionPayRequests(calls());

  @ParameterizedTest
  @CsvSource({
    "unionpay, AUTOMATIC, 01, 000201, 07",
    "unionpay, MANUAL, 02, 000201, 07",
    "unionpay_wap, AUTOMATIC, 01, 000201, 08",
    "unionpay_b2b, AUTOMATIC, 01, 000202, 07",
  })
  void sendsThePayerToThePage(
      String type, CaptureMode capture, String txnType, String bizType, String channelType) {
    var order = UnionPayFixtures.order(Product.ONLINE_BANKING, type, null, capture, "order-1");
    var page = requests.page(transaction(order), UnionPayScene.of(order).orElseThrow(), order);
    var fields = signedFields(page.getRawQuery());

    assertThat(page.toString()).startsWith("http://127.0.0.1:1/gateway/api/frontTransReq.do?");
    assertThat(fields)
        .isEqualTo(
            fields(
                common(txnType, "01", bizType),
                "orderId",
                number(order),
                "txnTime",
                TXN_TIME,
                "channelType",
                channelType,
                "txnAmt",
                "8888",
                "currencyCode",
                "156",
                "frontUrl",
                "https://shop.example/back?order=1&x=%C3%A4",
                "backUrl",
                BACK_URL,
                "payTimeout",
                "20260301201530"));
  }

  /** It adds a description of its own, and takes the current time for the transaction's. */
  @Test
  void sendsWhatTheOtherClientSends() {
    var page = requests.page(transaction(order()), UnionPayScene.PAGE, order());
    var ours = FormFields.read(page.getRawQuery(), UTF_8).orElseThrow();
    var theirs = UnionPaySigningTest.otherFields();

    assertThat(theirs.keySet())
        .containsExactlyInAnyOrderElementsOf(fields(ours, "orderDesc", "").keySet());
    for (var name : ours.keySet()) {
      if (!name.equals("txnTime") && !name.equals("payTimeout") && !name.equals("signature")) {
        assertThat(theirs.get(name)).as(name).isEqualTo(ours.get(name));
      }
    }
  }

  @Test
  void goesByAPageOfOursWhereTheAccountNamesOne() {
    var own = new UnionPayRequests(calls(Map.of("front-page", "https://pay.example/go?to=up")));

    assertThat(own.page(transaction(order()), UnionPayScene.PAGE, order()).toString())
        .startsWith("https://pay.example/go?to=up&accessType=0&backUrl=https%3A%2F%2F");
  }

  @Test
  void asksForACode() {
    assertThat(sent(requests.code(transaction(code()), UnionPayScene.QR), "backTransReq.do"))
        .isEqualTo(
            fields(
                common("01", "07", "000000"),
                "orderId",
                number(code()),
                "txnTime",
                TXN_TIME,
                "channelType",
                "08",
                "txnAmt",
                "8888",
                "currencyCode",
                "156",
                "backUrl",
                BACK_URL,
                "payTimeout",
                "20260301201530"));
  }

  @Test
  void chargesAToken() {
    var order = charge("6235");

    assertThat(
            sent(
                requests.charge(transaction(order), UnionPayScene.TOKEN, "6235"),
                "backTransReq.do"))
        .isEqualTo(
            fields(
                common("01", "01", "000902"),
                "orderId",
                number(order),
                "txnTime",
                TXN_TIME,
                "channelType",
                "07",
                "txnAmt",
                "8888",
                "currencyCode",
                "156",
                "backUrl",
                BACK_URL,
                "tokenPayData",
                "{trId=62000000001&token=6235}"));
  }

  @Test
  void asksByNumberAndTime() {
    assertThat(sent(requests.query(transaction(order())), "queryTrans.do"))
        .isEqualTo(
            fields(common("00", "00", "000201"), "orderId", number(order()), "txnTime", TXN_TIME));
  }

  @ParameterizedTest
  @CsvSource({
    "CAPTURE, 03",
    "RELEASE, 32",
    "REFUND, 04",
    "CANCEL, 31",
    "CANCEL_CAPTURE, 33",
  })
  void namesTheOriginalInEveryOperation(UnionPayDeed deed, String txnType) {
    var operation = operation(deed.txnType(calls()));

    assertThat(sent(requests.operation(operation, UnionPayScene.PAGE, QUERY_ID), "backTransReq.do"))
        .isEqualTo(
            fields(
                common(txnType, "00", "000201"),
                "orderId",
                "opU1DaPP",
                "txnTime",
                TXN_TIME,
                "channelType",
                "07",
                "origQryId",
                QUERY_ID,
                "txnAmt",
                "500",
                "backUrl",
                BACK_URL));
  }

  @ParameterizedTest
  @CsvSource({
    "CAPTURE, capture-type",
    "RELEASE, void-type",
    "REFUND, refund-type",
    "CANCEL, cancel-type",
    "CANCEL_CAPTURE, cancel-capture-type",
  })
  void letsTheAccountNameTheTypesOfOperations(UnionPayDeed deed, String option) {
    assertThat(deed.txnType(calls(Map.of(option, "77")))).isEqualTo("77");
  }

  @Test
  void asksForAgreementsAndEndsThem() {
    var page = requests.agree(agreement());

    assertThat(page.getPath()).isEqualTo("/gateway/api/frontTransReq.do");
    assertThat(signedFields(page.getRawQuery()))
        .isEqualTo(
            fields(
                common("79", "00", "000902"),
                "orderId",
                "agrU1PPP",
                "txnTime",
                TXN_TIME,
                "channelType",
                "07",
                "tokenPayData",
                "{trId=62000000001&tokenType=01}",
                "frontUrl",
                "https://shop.example/agreed",
                "backUrl",
                BACK_URL));
    assertThat(sent(requests.token(agreement(), TXN_TIME), "backTransReq.do"))
        .isEqualTo(
            fields(
                common("79", "05", "000902"),
                "orderId",
                "agrU1PPP",
                "txnTime",
                TXN_TIME,
                "channelType",
                "07",
                "tokenPayData",
                "{trId=62000000001&tokenType=01}"));
    assertThat(sent(requests.deleteToken("e1234567", TXN_TIME, "6235"), "backTransReq.do"))
        .isEqualTo(
            fields(
                common("74", "01", "000902"),
                "orderId",
                "e1234567",
                "txnTime",
                TXN_TIME,
                "channelType",
                "07",
                "tokenPayData",
                "{trId=62000000001&token=6235}"));
  }

  @Test
  void asksForTheBillOfADay() {
    var own = new UnionPayRequests(calls(Map.of("file-url", "https://files.example/")));
    var call = own.bill(LocalDate.of(2026, 2, 28));

    assertThat(call.uri()).isEqualTo(URI.create("https://files.example/"));
    assertThat(requests.bill(LocalDate.of(2026, 2, 28)).uri())
        .isEqualTo(URI.create("https://filedownload.95516.com/"));
    assertThat(signedFields(new String(call.body(), UTF_8)))
        .isEqualTo(
            fields(
                common("76", "01", "000000"),
                "txnTime",
                "20260301200030",
                "settleDate",
                "0228",
                "fileType",
                "00"));
  }

  @Test
  void saysWhatItSends() {
    var headers = new DefaultHttpHeaders();
    requests.query(transaction(order())).headers().accept(headers);

    assertThat(headers.get("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded;charset=UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6235&trId=1", "6235}", "{6235", "", "62 35", "6235\r\n"})
  void putsNothingBetweenBracesThatIsNoToken(String token) {
    assertThatThrownBy(
            () -> requests.charge(transaction(charge("6235")), UnionPayScene.TOKEN, token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("6235");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mer-id", "back-url"})
  void buildsNothingWithoutWhatTheAccountHasToSay(String option) {
    var poor = new UnionPayRequests(calls(Map.of(option, " ")));

    assertThatThrownBy(() -> poor.page(transaction(order()), UnionPayScene.PAGE, order()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsTheWaysOfEveryOrder() {
    assertThat(UnionPayScene.of(order())).contains(UnionPayScene.PAGE);
    assertThat(UnionPayScene.of(page(CaptureMode.MANUAL))).contains(UnionPayScene.PAGE);
    assertThat(UnionPayScene.of(code())).contains(UnionPayScene.QR);
    assertThat(UnionPayScene.of(charge("6235"))).contains(UnionPayScene.TOKEN);
    assertThat(way(Product.QUICK_PAY, "unionpay", null, CaptureMode.AUTOMATIC)).isNull();
    assertThat(way(Product.QUICK_PAY, "unionpay", "6235", CaptureMode.MANUAL)).isNull();
    assertThat(way(Product.FOREIGN_CARD, "unionpay", "6235", CaptureMode.AUTOMATIC))
        .isEqualTo(UnionPayScene.TOKEN);
    assertThat(way(Product.ONLINE_BANKING, "unionpay", "6235", CaptureMode.MANUAL)).isNull();
    assertThat(way(Product.FOREIGN_CARD, "unionpay", null, CaptureMode.AUTOMATIC))
        .isEqualTo(UnionPayScene.PAGE);
    assertThat(way(Product.FOREIGN_CARD, "unionpay_b2b", null, CaptureMode.AUTOMATIC)).isNull();
    assertThat(way(Product.ONLINE_BANKING, "unionpay_qr", null, CaptureMode.MANUAL)).isNull();
    assertThat(way(Product.ONLINE_BANKING, "card", null, CaptureMode.AUTOMATIC)).isNull();
  }

  private static UnionPayScene way(
      Product product, String type, String token, CaptureMode capture) {
    Order order = UnionPayFixtures.order(product, type, token, capture, "order-1");
    return UnionPayScene.of(order).orElse(null);
  }

  private static UnionPayTransaction operation(String txnType) {
    var id = UnionPayIds.of(new OperationId(OPERATION.value()));
    return new UnionPayTransaction(id, TXN_TIME, txnType, "000201", Money.of(500, "CNY"));
  }

  private static Map<String, String> sent(HttpCall call, String path) {
    assertThat(call.method().name()).isEqualTo("POST");
    assertThat(call.uri().toString()).isEqualTo("http://127.0.0.1:1/gateway/api/" + path);
    return signedFields(new String(call.body(), UTF_8));
  }

  /** The fields without what signs them, once that is known to be right. */
  private static Map<String, String> signedFields(String form) {
    var fields = new TreeMap<>(FormFields.read(form, UTF_8).orElseThrow());
    assertThat(
            Rsa.verifies(
                WHO.merchant().certificate().getPublicKey(),
                UnionPaySigning.signed(new UnionPayMessage(fields)),
                Base64.getDecoder().decode(fields.remove("signature"))))
        .isTrue();
    ChannelAccount account = account();
    assertThat(fields.remove("certId")).isEqualTo(UnionPayKey.of(account).certId());
    return fields;
  }

  private static Map<String, String> common(String txnType, String subType, String bizType) {
    return Map.of(
        "version",
        "5.1.0",
        "encoding",
        "UTF-8",
        "signMethod",
        "01",
        "txnType",
        txnType,
        "txnSubType",
        subType,
        "bizType",
        bizType,
        "accessType",
        "0",
        "merId",
        MER_ID);
  }

  private static Map<String, String> fields(Map<String, String> some, String... more) {
    var fields = new TreeMap<>(some);
    for (int at = 0; at < more.length; at += 2) {
      fields.put(more[at], more[at + 1]);
    }
    return fields;
  }
}
