package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackFixtures.JSON;
import static io.tollgate.channels.paystack.PaystackFixtures.NOW;
import static io.tollgate.channels.paystack.PaystackFixtures.PART;
import static io.tollgate.channels.paystack.PaystackFixtures.PRICE;
import static io.tollgate.channels.paystack.PaystackFixtures.account;
import static io.tollgate.channels.paystack.PaystackFixtures.agreement;
import static io.tollgate.channels.paystack.PaystackFixtures.attempt;
import static io.tollgate.channels.paystack.PaystackFixtures.operation;
import static io.tollgate.channels.paystack.PaystackFixtures.order;
import static io.tollgate.channels.paystack.PaystackFixtures.payer;
import static io.tollgate.channels.paystack.PaystackFixtures.reference;
import static io.tollgate.channels.paystack.PaystackFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PaystackRequestsTest {

  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final Money CEDIS = Money.of(1_250, "GHS");

  @Test
  void sendsAPayerToThePageForTheOneMethodOfTheOrder() {
    var call = call(order());

    assertThat(call.method().name()).isEqualTo("POST");
    assertThat(call.uri()).hasToString("http://127.0.0.1:1/transaction/initialize");
    assertThat(headers(call))
        .containsEntry("Authorization", "Bearer sk_test_sandbox")
        .containsEntry("Content-Type", "application/json; charset=utf-8");
    assertThat(json(call))
        .isEqualTo(
            JSON.readTree(
                """
                {"email":"payer@example.com","amount":250000,"currency":"NGN",
                 "reference":"%s","channels":["card"],
                 "callback_url":"https://shop.example/back?order=1"}
                """
                    .formatted(reference())));
  }

  @Test
  void chargesASavedAuthorizationForTheAddressItBelongsTo() {
    var own = saved("AUTH_8dfhjjdt/owner@example.com");
    var orders = saved("AUTH_8dfhjjdt");

    assertThat(call(own).uri().getPath()).isEqualTo("/transaction/charge_authorization");
    assertThat(json(call(own)))
        .isEqualTo(
            JSON.readTree(
                """
                {"email":"owner@example.com","amount":250000,"currency":"NGN",
                 "reference":"%s","authorization_code":"AUTH_8dfhjjdt"}
                """
                    .formatted(reference())));
    assertThat(json(call(orders)).path("email").asString()).isEqualTo("payer@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bank | 057/0001234567 | {'code':'057','account_number':'0001234567'}",
        "ussd | 737 | {'type':'737'}",
        "eft | ozow | {'provider':'ozow'}",
        "mobile_money | mtn | {'phone':'+2348012345678','provider':'mtn'}",
        "mobile_money | mpesa/+254710000000 | {'phone':'+254710000000','provider':'mpesa'}",
      })
  void chargesDirectlyWhatTheTokenNames(String method, String token, String details) {
    var order = order(PRICE, Product.ONLINE_BANKING, new Method(method, token));

    assertThat(call(order).uri().getPath()).isEqualTo("/charge");
    assertThat(json(call(order)).get(method)).isEqualTo(JSON.readTree(details.replace('\'', '"')));
    assertThat(json(call(order)).path("currency").asString()).isEqualTo("NGN");
  }

  @ParameterizedTest
  @CsvSource({
    "QUICK_PAY, card,",
    "ONLINE_BANKING, direct_debit,",
    "FOREIGN_CARD, card, tok_1",
    "ONLINE_BANKING, bank, 057",
    "ONLINE_BANKING, bank_transfer, x",
    "ONLINE_BANKING, qr, x",
  })
  void takesNoOrderThatItCannotTake(Product product, String method, String token) {
    assertThat(PaystackWay.of(order(PRICE, product, new Method(method, token))))
        .isInstanceOf(PaystackWay.None.class);
  }

  @Test
  void takesNoOrderOfAPayerWithoutAnAddressOrAPhoneToCharge() {
    var card = new Method("card", null);
    var money = new Method("mobile_money", "mtn");
    var noPhone = new Customer(null, "payer@example.com", null, null, null, null);

    assertThat(way(card, payer(null))).isInstanceOf(PaystackWay.None.class);
    assertThat(way(money, noPhone)).isInstanceOf(PaystackWay.None.class);
    assertThat(way(new Method("card", "AUTH_1/a@b.c"), Customer.UNKNOWN))
        .isEqualTo(new PaystackWay.Saved("AUTH_1", "a@b.c"));
  }

  @Test
  void givesTheSameBytesForTheSameAttemptAndOtherReferencesToOthers() {
    assertThat(call(order()).body()).isEqualTo(call(order()).body());
    assertThat(PaystackIds.reference(new ChannelRequestId(order().paymentId(), 2)))
        .isNotEqualTo(reference());
  }

  @Test
  void writesReferencesThatPaystackTakesAndReadsOnlyItsOwn() {
    assertThat(reference()).matches("[A-Za-z0-9.=-]+");
    assertThat(PaystackIds.attempt(reference())).contains(attempt(order()));
    assertThat(PaystackIds.attempt(attempt(order()).toString())).isEmpty();
    assertThat(PaystackIds.attempt("T563902343_n")).isEmpty();
    assertThat(PaystackIds.attempt(null)).isEmpty();
    assertThat(PaystackIds.refund("tollgate op_1")).contains(new OperationId("op_1"));
    assertThat(PaystackIds.refund("Refund for T1 by shop@example.com")).isEmpty();
    assertThat(PaystackIds.refund("tollgate NOT OURS")).isEmpty();
    assertThat(PaystackIds.refund(null)).isEmpty();
  }

  @Test
  void fitsTheOfficialDescription() {
    PaystackDescription.assume();

    for (var order :
        List.of(
            order(),
            order(CEDIS, Product.ACCOUNT_BALANCE, new Method("mobile_money", null)),
            order(PRICE, Product.ONLINE_BANKING, new Method("bank_transfer", null)))) {
      assertFits("/transaction/initialize", text(call(order)));
    }
    assertFits("/transaction/charge_authorization", text(call(saved("AUTH_8dfhjjdt"))));
    for (var method :
        List.of(
            new Method("bank", "057/0001234567"),
            new Method("ussd", "737"),
            new Method("eft", "ozow"),
            new Method("mobile_money", "mtn"))) {
      var body = json(call(order(PRICE, Product.ONLINE_BANKING, method)));
      // The one field that the description lacks and the vendor's own samples have.
      assertThat(PaystackDescription.problems("/charge", body.toString()))
          .hasSize(1)
          .allMatch(problem -> problem.toString().contains("currency"));
      ((ObjectNode) body).remove("currency");
      assertFits("/charge", body.toString());
    }
    assertFits(
        "/charge/submit_otp",
        text(PaystackRequests.submitOtp(attempt(order()), "123456", account())));
    assertFits("/refund", text(PaystackRequests.refund(operation(order(), PART), account())));
    assertFits(
        "/customer/authorization/initialize",
        text(
            PaystackAgreementRequests.initialize(
                agreement("direct_debit", null), "payer@example.com", account())));
    assertFits(
        "/customer/authorization/deactivate",
        text(PaystackAgreementRequests.deactivate("AUTH_1", account())));
  }

  @Test
  void wouldNotFitTheOfficialDescriptionOtherwise() {
    PaystackDescription.assume();

    assertThat(PaystackDescription.problems("/transaction/initialize", "{\"email\":\"a@b.c\"}"))
        .isNotEmpty();
    assertThat(
            PaystackDescription.problems(
                "/refund", "{\"transaction\":\"T1\",\"amount\":1,\"reason\":\"x\"}"))
        .isNotEmpty();
    assertThat(PaystackDescription.problems("/refund", "{\"transaction\":\"T1\",\"amount\":\"1\"}"))
        .isNotEmpty();
  }

  @Test
  void asksByAddressesThatTheDescriptionHas() {
    PaystackDescription.assume();

    assertThat(PaystackRequests.verify(attempt(order()), account()).uri().getPath())
        .isEqualTo("/transaction/verify/" + reference());
    assertThat(PaystackRequests.pending(attempt(order()), account()).uri().getPath())
        .isEqualTo("/charge/" + reference());
    assertThat(PaystackRequests.fetchRefund("15107322", account()).uri().getPath())
        .isEqualTo("/refund/15107322");
    assertNoStrangers("/refund", PaystackRequests.listRefunds(NOW, "2", account()));
    assertNoStrangers("/refund", PaystackStatementRequests.refunds(DAY, null, account()));
    assertNoStrangers("/settlement", PaystackStatementRequests.settlements("3", account()));
    assertNoStrangers("/transaction", PaystackStatementRequests.transactions(7, null, account()));
    assertNoStrangers("/transaction/export", PaystackStatementRequests.export(7, account()));
    assertNoStrangers(
        "/directdebit/mandate-authorizations",
        PaystackAgreementRequests.listRevoked("abc", account()));
  }

  @Test
  void offersOnlyMethodsAndCurrenciesThatTheDescriptionHas() {
    PaystackDescription.assume();
    var capabilities = new PaystackFactory().create(edges()).capabilities();

    var channels =
        PaystackDescription.words(
            "/components/schemas/TransactionInitialize/properties/channels/items/enum");
    assertThat(capabilities.methods())
        .containsAll(channels)
        .hasSize(channels.size() + 1)
        .contains("direct_debit");
    for (var currency : PaystackDescription.words("/components/schemas/Currency/enum")) {
      assertThat(capabilities.amounts().test(Money.of(100, currency))).as(currency).isTrue();
    }
  }

  @Test
  void putsNothingIntoAnAddressThatIsNoId() {
    assertThatThrownBy(() -> PaystackRequests.fetchRefund("1/../2", account()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PaystackAgreementRequests.verify("a?b", account()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PaystackWay.of(saved("AUTH_a b"))).isInstanceOf(PaystackWay.None.class);
  }

  @Test
  void looksForRefundsSinceALittleBeforeAndKeepsTheKeyFromFileHosts() {
    assertThat(PaystackRequests.listRefunds(NOW, null, account()).uri().getQuery())
        .isEqualTo("perPage=100&page=1&from=2026-03-01T11:55:00Z");
    assertThat(headers(PaystackCalls.download(URI.create("https://files.paystack.co/a.csv"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NGN, 1, XOF, 1",
    "KES, 150, XOF, 150",
    "USD, 99, '', 99",
    "XOF, 500, XOF, 50000",
    "XOF, 500, '', 500",
    "XOF, 500, 'GHS, XOF', 50000",
  })
  void writesAndReadsAmounts(String currency, long minor, String hundredfold, long written) {
    var account = account("http://127.0.0.1:1", Map.of("hundredfold", hundredfold));
    var money = Money.of(minor, currency);

    assertThat(PaystackAmounts.encode(money, account)).hasValue(written);
    assertThat(PaystackAmounts.decode(written, currency, account)).contains(money);
  }

  @Test
  void readsNoImpossibleAmount() {
    assertThat(PaystackAmounts.decode(50L, "XOF", account())).isEmpty();
    assertThat(PaystackAmounts.decode(-1L, "NGN", account())).isEmpty();
    assertThat(PaystackAmounts.decode(1L, "EUR", account())).isEmpty();
    assertThat(PaystackAmounts.decode(null, "NGN", account())).isEmpty();
    assertThat(PaystackAmounts.canTake(Money.of(0, "NGN"))).isFalse();
    assertThat(PaystackAmounts.canTake(Money.of(Long.MAX_VALUE, "XOF"))).isFalse();
    assertThat(PaystackAmounts.canTake(Money.of(100, "EUR"))).isFalse();
  }

  private static ChannelEdges edges() {
    return new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  }

  private static Order saved(String token) {
    return order(PRICE, Product.QUICK_PAY, new Method("card", token));
  }

  private static PaystackWay way(Method method, Customer payer) {
    return PaystackWay.of(order(PRICE, Product.FOREIGN_CARD, method, payer, "order-1"));
  }

  private static HttpCall call(Order order) {
    return switch (PaystackWay.of(order)) {
      case PaystackWay.Page way -> PaystackRequests.initialize(request(order), way, account());
      case PaystackWay.Saved way -> PaystackRequests.chargeSaved(request(order), way, account());
      case PaystackWay.Direct way -> PaystackRequests.charge(request(order), way, account());
      case PaystackWay.None(var why) -> throw new AssertionError(why);
    };
  }

  private static void assertFits(String path, String body) {
    assertThat(PaystackDescription.problems(path, body)).as(body).isEmpty();
  }

  private static void assertNoStrangers(String path, HttpCall call) {
    assertThat(call.uri().getPath()).isEqualTo(path);
    assertThat(PaystackDescription.strangers(path, call.uri().getRawQuery())).isEmpty();
  }

  private static Map<String, String> headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    var map = new TreeMap<String, String>();
    headers.forEach(header -> map.put(header.getKey(), header.getValue()));
    return map;
  }

  private static JsonNode json(HttpCall call) {
    return JSON.readTree(call.body());
  }

  private static String text(HttpCall call) {
    return new String(call.body(), UTF_8);
  }
}
