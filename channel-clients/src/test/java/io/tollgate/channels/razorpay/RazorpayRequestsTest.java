package io.tollgate.channels.razorpay;

import static io.tollgate.channels.razorpay.RazorpayFixtures.JSON;
import static io.tollgate.channels.razorpay.RazorpayFixtures.KEY_SECRET;
import static io.tollgate.channels.razorpay.RazorpayFixtures.ORDER_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.PAYMENT_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.TOKEN;
import static io.tollgate.channels.razorpay.RazorpayFixtures.account;
import static io.tollgate.channels.razorpay.RazorpayFixtures.agreement;
import static io.tollgate.channels.razorpay.RazorpayFixtures.attempt;
import static io.tollgate.channels.razorpay.RazorpayFixtures.hosted;
import static io.tollgate.channels.razorpay.RazorpayFixtures.manual;
import static io.tollgate.channels.razorpay.RazorpayFixtures.operation;
import static io.tollgate.channels.razorpay.RazorpayFixtures.order;
import static io.tollgate.channels.razorpay.RazorpayFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RazorpayRequestsTest {

  private static final String CUSTOMER = "cust_1Aa00000000001";

  @Test
  void sendsOnlyWhatTheDocumentsKnow() {
    var upi = ordered(Product.ACCOUNT_BALANCE, "upi", "payer@upi");
    var intent = ordered(Product.ACCOUNT_BALANCE, "upi", null);
    var agreed = ordered(Product.QUICK_PAY, "upi", TOKEN);

    assertRight("order", RazorpayRequests.order(request(order()), account()));
    assertRight("netbanking", pay(order()));
    assertRight("netbanking", pay(ordered(Product.ONLINE_BANKING, "fpx", "MB2U")));
    assertRight("wallet", pay(ordered(Product.ACCOUNT_BALANCE, "wallet", "payzapp")));
    assertRight("upi", pay(upi));
    assertRight("upi", pay(intent));
    assertRight("recurring", pay(agreed));
    assertRight("link", RazorpayRequests.link(request(hosted()), account()));
    assertRight(
        "capture", RazorpayRequests.capture(operation(order().amount()), PAYMENT_ID, account()));
    assertRight(
        "refund", RazorpayRequests.refund(operation(order().amount()), PAYMENT_ID, account()));
    assertRight("customer", RazorpayAgreementRequests.customer(agreement(null), account()));
    assertRight(
        "agreement order", RazorpayAgreementRequests.order(agreement(null), CUSTOMER, account()));
    assertRight("agreement payment", agree(agreement(null)));
    assertRight("agreement payment", agree(withoutAddress()));
  }

  @Test
  void wouldNoticeAFieldThatTheDocumentsLackOrWant() {
    var body = JSON.createObjectNode().put("amount", 1).put("strange", 1);
    body.putObject("payment").put("other", 1);

    assertThat(DocumentedFields.problems("order", body))
        .containsExactlyInAnyOrder(
            "lacks currency",
            "lacks payment.capture",
            "strange is unknown",
            "payment.other is unknown");
  }

  @Test
  void namesTheAttemptByReceiptAndNote() {
    var body = body(RazorpayRequests.order(request(manual()), account()));

    assertThat(body.path("receipt").asString()).isEqualTo(attempt().toString()).hasSizeLessThan(41);
    assertThat(body.at("/notes/attempt_id").asString()).isEqualTo(attempt().toString());
    assertThat(body.at("/payment/capture").asString()).isEqualTo("manual");
    assertThat(body.path("amount").asLong()).isEqualTo(129900);
    assertThat(body.path("currency").asString()).isEqualTo("INR");
  }

  @Test
  void showsItsKeyInTheHeaderAlone() {
    var call = RazorpayRequests.order(request(order()), account());
    var headers = new DefaultHttpHeaders();

    call.headers().accept(headers);

    var pair = ("rzp_test_1:" + KEY_SECRET).getBytes(UTF_8);
    assertThat(headers.get("Authorization"))
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString(pair));
    assertThat(call + " " + new String(call.body(), UTF_8)).doesNotContain(KEY_SECRET);
  }

  @Test
  void refundsUnderAKeyThatIsTheSameOnEveryRepetitionAndWithinTheRules() {
    var shortest = refundKey("a");
    var longest = refundKey("o".repeat(40));

    assertThat(shortest).isEqualTo(refundKey("a")).matches("[A-Za-z0-9_-]{10,}");
    assertThat(longest).matches("[A-Za-z0-9_-]{10,}").isNotEqualTo(shortest);
  }

  @Test
  void chargesUnderAnAgreementByCustomerAndToken() {
    var call = pay(ordered(Product.QUICK_PAY, "upi", TOKEN));

    assertThat(call.uri().getPath()).isEqualTo("/v1/payments/create/recurring");
    assertThat(body(call).path("customer_id").asString()).isEqualTo(CUSTOMER);
    assertThat(body(call).path("token").asString()).isEqualTo("token_FHf94Uym9tdYFJ");
    assertThat(body(call).path("recurring").asBoolean()).isTrue();
  }

  @Test
  void asksForAMandateOfAtMostWhatTheAccountSays() {
    var account = account("http://127.0.0.1:1", Map.of("agreement-max-amount", "500000"));

    var body = body(RazorpayAgreementRequests.order(agreement(null), CUSTOMER, account));

    assertThat(body.at("/token/max_amount").asLong()).isEqualTo(500000);
    assertThat(body.path("amount").asLong()).isEqualTo(100);
    assertThat(body.at("/payment/capture").asString()).isEqualTo("manual");
    assertThat(body.path("method").asString()).isEqualTo("upi");
    assertThat(body(agree(withoutAddress())).at("/upi/flow").asString()).isEqualTo("intent");
  }

  @Test
  void asksForADayOfSettlements() {
    var call = RazorpayStatement.request(LocalDate.parse("2026-02-07"), 1000, account());

    assertThat(call.uri().getRawQuery())
        .isEqualTo("year=2026&month=02&day=07&count=1000&skip=1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../orders", "a/b", "pay 1", "pay_1\r\n"})
  void asksForNothingThatIsNoId(String strange) {
    assertThatThrownBy(() -> RazorpayRequests.retrieve(strange, account()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RazorpayAgreementRequests.end(CUSTOMER, strange, account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"netbanking,", "fpx,", "wallet,", "card, tok_1", "cheque, x"})
  void buildsNothingForAMethodThatItCannotPay(String type, @Nullable String token) {
    var strange = request(ordered(Product.ONLINE_BANKING, type, token));

    assertThatThrownBy(() -> RazorpayRequests.payment(strange, ORDER_ID, account()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "100, INR, true",
    "99, INR, false",
    "1, USD, true",
    "295, JPY, true",
    "1, KRW, false",
    "295990, KWD, true",
    "295991, KWD, false",
    "10, BHD, true",
    "10, OMR, true",
    "10, TND, false",
    "100, MYR, true",
  })
  void takesTheAmountsThatTheDocumentsGive(long amount, String currency, boolean takes) {
    assertThat(RazorpayAmounts.canTake(Money.of(amount, currency))).isEqualTo(takes);
  }

  @Test
  void givesBackLessThanItTakes() {
    assertThat(RazorpayAmounts.canExpress(Money.of(1, "INR"))).isTrue();
    assertThat(RazorpayAmounts.decode(99991L, "KWD")).isEmpty();
    assertThat(RazorpayAmounts.decode(null, "INR")).isEmpty();
    assertThat(RazorpayAmounts.decode(1L, "XXY")).isEmpty();
  }

  private static Order ordered(Product product, String type, @Nullable String token) {
    return RazorpayFixtures.order(product, new Method(type, token), CaptureMode.AUTOMATIC);
  }

  private static HttpCall pay(Order order) {
    return RazorpayRequests.payment(request(order), ORDER_ID, account());
  }

  private static HttpCall agree(AgreementRequest request) {
    return RazorpayAgreementRequests.firstPayment(request, CUSTOMER, ORDER_ID, account());
  }

  private static AgreementRequest withoutAddress() {
    var like = agreement(null);
    return new AgreementRequest(
        like.id(),
        new Method("upi", null),
        like.customer(),
        like.currency(),
        like.returnUrl(),
        like.description(),
        null);
  }

  private static String refundKey(String id) {
    var like = operation(order().amount());
    var refund =
        new PaymentOperation(new OperationId(id), like.attempt(), like.amount(), true, null);
    var headers = new DefaultHttpHeaders();
    RazorpayRequests.refund(refund, PAYMENT_ID, account()).headers().accept(headers);
    return headers.get("X-Refund-Idempotency");
  }

  private static void assertRight(String page, HttpCall call) {
    assertThat(DocumentedFields.problems(page, body(call))).as(page).isEmpty();
  }

  private static JsonNode body(HttpCall call) {
    return JSON.readTree(call.body());
  }
}
