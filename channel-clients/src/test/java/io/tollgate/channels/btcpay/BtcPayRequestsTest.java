package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.INVOICE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.JSON;
import static io.tollgate.channels.btcpay.BtcPayFixtures.KEY;
import static io.tollgate.channels.btcpay.BtcPayFixtures.NOW;
import static io.tollgate.channels.btcpay.BtcPayFixtures.PART;
import static io.tollgate.channels.btcpay.BtcPayFixtures.REFUND;
import static io.tollgate.channels.btcpay.BtcPayFixtures.STORE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.account;
import static io.tollgate.channels.btcpay.BtcPayFixtures.attempt;
import static io.tollgate.channels.btcpay.BtcPayFixtures.operation;
import static io.tollgate.channels.btcpay.BtcPayFixtures.order;
import static io.tollgate.channels.btcpay.BtcPayFixtures.pullPayment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, and whether the official description knows it. */
class BtcPayRequestsTest {

  private static final String INVOICES = "/api/v1/stores/{storeId}/invoices";
  private static final LocalDate DAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

  @Test
  void makesAnInvoiceOfTheOrder() {
    var call = create(order(), account());

    assertThat(call.method().name()).isEqualTo("POST");
    assertThat(call.uri())
        .hasToString("https://pay.shop.example/api/v1/stores/" + STORE + "/invoices");
    assertThat(text(call))
        .isEqualTo(
            """
            {"amount":"12.99","currency":"EUR",\
            "metadata":{"orderId":"$ATTEMPT","itemDesc":"Zwölf Bücher & mehr"},\
            "checkout":{"redirectURL":"https://shop.example/back?order=1"}}\
            """
                .replace("$ATTEMPT", attempt(order()).toString()));
  }

  @Test
  void sendsWhatTheAccountSetsAndTheMethodAsks() {
    var account =
        account(
            Map.of(
                "expiration-minutes", "20", "monitoring-minutes", "60", "speed", "LowMediumSpeed"));

    assertThat(JSON.readTree(text(create(order("bitcoin"), account))).path("checkout"))
        .isEqualTo(
            JSON.readTree(
                """
                {"speedPolicy":"LowMediumSpeed","redirectURL":"https://shop.example/back?order=1",
                 "expirationMinutes":20,"monitoringMinutes":60,"paymentMethods":["BTC-CHAIN"]}\
                """));
    assertThat(text(create(order("lightning"), account))).contains("[\"BTC-LN\"]");
  }

  @ParameterizedTest
  @CsvSource({"1299, EUR, 12.99", "5, EUR, 0.05", "1299, JPY, 1299", "1299, BHD, 1.299"})
  void writesAmountsInTheMajorUnit(long minor, String currency, String written) {
    var order = order("crypto", Money.of(minor, currency), "order-2", null);

    assertThat(text(create(order, account()))).contains("{\"amount\":\"" + written + "\",");
    assertThat(BtcPayAmounts.read(written + (written.contains(".") ? "000" : ".0"), currency))
        .contains(order.amount());
  }

  @ParameterizedTest
  @CsvSource({
    "12.991, EUR",
    "1e3, EUR",
    "'', EUR",
    "' 1', EUR",
    "1.5, JPY",
    "12.99, BTC",
    "12.99, eur",
    "99999999999999999999, EUR",
    "NaN, EUR",
    "12.99, ",
  })
  void readsNoAmountThatIsNone(String text, String currency) {
    assertThat(BtcPayAmounts.read(text, currency)).isEmpty();
  }

  @Test
  void closesByMarking() {
    var call = BtcPayRequests.close(INVOICE, account());

    assertThat(call.uri().getPath()).endsWith("/invoices/" + INVOICE + "/status");
    assertThat(text(call)).isEqualTo("{\"status\":\"Invalid\"}");
  }

  @Test
  void givesBackTheExactAmountUnderOurId() {
    var call = BtcPayRequests.refund(operation(INVOICE, PART), INVOICE, account());

    assertThat(call.uri().getPath()).endsWith("/invoices/" + INVOICE + "/refund");
    assertThat(text(call))
        .isEqualTo(
            """
            {"name":"Refund op_1","payoutMethodId":"BTC-CHAIN","refundVariant":"Custom",\
            "customAmount":"5.00","customCurrency":"EUR"}\
            """);
    var byLightning = account(Map.of("payout-method", "BTC-LN"));
    assertThat(text(BtcPayRequests.refund(operation(INVOICE, PART), INVOICE, byLightning)))
        .contains("\"payoutMethodId\":\"BTC-LN\"");
  }

  @Test
  void isWhatTheDescriptionAsksFor() {
    BtcPayDescription.assume();
    var full =
        account(
            Map.of("expiration-minutes", "20", "monitoring-minutes", "60", "speed", "HighSpeed"));

    assertThat(problems(INVOICES, create(order(), account()))).isEmpty();
    assertThat(problems(INVOICES, create(order("lightning"), full))).isEmpty();
    assertThat(
            problems(
                INVOICES + "/{invoiceId}/refund",
                BtcPayRequests.refund(operation(INVOICE, PART), INVOICE, account())))
        .isEmpty();
    assertThat(problems(INVOICES + "/{invoiceId}/status", BtcPayRequests.close(INVOICE, account())))
        .isEmpty();
    assertThat(BtcPayDescription.problemsOfRequest(INVOICES, "{\"amount\":12.99}")).isNotEmpty();
    assertThat(BtcPayDescription.problemsOfRequest(INVOICES, "{\"amonut\":\"12.99\"}"))
        .isNotEmpty();
    assertThat(
            BtcPayDescription.problemsOfRequest(
                INVOICES, "{\"checkout\":{\"speedPolicy\":\"Fast\"}}"))
        .isNotEmpty();
  }

  /** That archived invoices can be listed is in the server's source only. */
  @Test
  void asksWithFieldsThatTheDescriptionNames() {
    BtcPayDescription.assume();

    assertThat(strangers(INVOICES, BtcPayRequests.find(attempt(order()), account())))
        .containsExactly("includeArchived");
    assertThat(strangers(INVOICES, BtcPayRequests.madeOn(DAY, 100, account())))
        .containsExactly("includeArchived");
    assertThat(
            strangers(
                "/api/v1/pull-payments/{pullPaymentId}/payouts",
                BtcPayRequests.payouts(claimable(), account())))
        .isEmpty();
  }

  @Test
  void asksForTheInvoicesOfADay() {
    assertThat(BtcPayRequests.madeOn(DAY, 100, account()).uri().getQuery())
        .isEqualTo(
            "startDate=1772323200&endDate=1772409600&skip=100&take=100"
                + "&includePaymentMethods=true&includeArchived=true");
  }

  @Test
  void tellsTheKeyToTheServerAndToNobodyElse() {
    for (var call :
        List.of(
            create(order(), account()),
            BtcPayRequests.retrieve(INVOICE, account()),
            BtcPayRequests.paymentMethods(INVOICE, account()),
            BtcPayRequests.pullPayments(account()),
            BtcPayRequests.pullPayment(REFUND, account()))) {
      assertThat(headers(call).get("Authorization")).isEqualTo("token " + KEY);
      assertThat(call.toString() + call.uri() + account()).doesNotContain(KEY);
    }
    assertThat(headers(create(order(), account())).get("Content-Type"))
        .isEqualTo("application/json");
  }

  @Test
  void keepsThePathOfAnInstanceThatHasOne() {
    var inAFolder = BtcPayFixtures.account("https://shop.example/btcpay/", Map.of());

    assertThat(BtcPayRequests.retrieve(INVOICE, inAFolder).uri().getPath())
        .isEqualTo("/btcpay/api/v1/stores/" + STORE + "/invoices/" + INVOICE);
  }

  @Test
  void buildsNothingThatCannotBeRight() {
    assertThatThrownBy(() -> BtcPayRequests.retrieve("../x", account()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BtcPayRequests.pullPayment("a?b", account()))
        .isInstanceOf(IllegalArgumentException.class);
    for (var options :
        List.of(
            Map.of("store", ""),
            Map.of("store", "../x"),
            Map.of("speed", "fast"),
            Map.of("expiration-minutes", "soon"))) {
      assertThatThrownBy(() -> create(order(), account(options)))
          .as(options.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
    var withoutAKey =
        new ChannelAccount(
            account().id(), account().baseUrl(), Map.of(), account().options(), account().limits());
    assertThatThrownBy(() -> create(order(), withoutAKey))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static HttpCall create(Order order, ChannelAccount account) {
    return BtcPayRequests.create(attempt(order), order, account);
  }

  private static BtcPayPullPayment claimable() {
    return BtcPayPullPayment.read(pullPayment().toString().getBytes(UTF_8)).orElseThrow();
  }

  private static List<?> problems(String path, HttpCall call) {
    return BtcPayDescription.problemsOfRequest(path, text(call));
  }

  private static List<String> strangers(String path, HttpCall call) {
    return BtcPayDescription.strangers(path, call.uri().getQuery());
  }

  private static HttpHeaders headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    return headers;
  }

  private static String text(HttpCall call) {
    return new String(call.body(), UTF_8);
  }
}
