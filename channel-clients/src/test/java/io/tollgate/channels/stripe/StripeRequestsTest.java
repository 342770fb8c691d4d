package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.AGREEMENT;
import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.agreement;
import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.card;
import static io.tollgate.channels.stripe.StripeFixtures.operation;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.query;
import static io.tollgate.channels.stripe.StripeFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StripeRequestsTest {

  private static final Money AMOUNT = Money.of(1299, "EUR");
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");

  @Test
  void createsAndConfirmsInOneRequestUnderTheAttemptsId() {
    var call = StripeRequests.create(request(order()), account());

    assertThat(call.method().name()).isEqualTo("POST");
    assertThat(call.uri()).hasToString("http://127.0.0.1:1/v1/payment_intents");
    assertThat(headers(call))
        .containsEntry("Authorization", "Bearer sk_test_sandbox")
        .containsEntry("Stripe-Version", "2023-08-16")
        .containsEntry("Idempotency-Key", attempt(order()).toString())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded");
    assertThat(fields(call))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "amount", "1299",
                "currency", "eur",
                "confirm", "true",
                "capture_method", "automatic",
                "payment_method_types[]", "card",
                "payment_method", "pm_card_visa",
                "return_url", "https://shop.example/back?order=1&x=%C3%A4",
                "description", "Zwölf Bücher & mehr",
                "metadata[attempt_id]", attempt(order()).toString(),
                "metadata[payment_id]", order().paymentId().value()));
  }

  @Test
  void chargesASavedMethodOffSession() {
    var order = order(AMOUNT, Product.QUICK_PAY, card("cus_9/pm_7"));

    assertThat(fields(StripeRequests.create(request(order), account())))
        .containsEntry("customer", "cus_9")
        .containsEntry("payment_method", "pm_7")
        .containsEntry("off_session", "true")
        .doesNotContainKey("return_url");
  }

  @Test
  void namesTheKindOfBankRedirectThatHasNoToken() {
    var order = order(AMOUNT, Product.ONLINE_BANKING, new Method("ideal", null));

    assertThat(fields(StripeRequests.create(request(order), account())))
        .containsEntry("payment_method_types[]", "ideal")
        .containsEntry("payment_method_data[type]", "ideal")
        .containsEntry("payment_method_data[billing_details][email]", "payer@example.com")
        .containsKey("return_url")
        .doesNotContainKey("payment_method");
  }

  @Test
  void givesTheSameBytesForTheSameAttempt() {
    var once = StripeRequests.create(request(order()), account());
    var again = StripeRequests.create(request(order()), account());

    assertThat(once.body()).isEqualTo(again.body());
    assertThat(headers(once)).isEqualTo(headers(again));
  }

  @Test
  void fitsTheOfficialDescription() {
    OfficialDescription.assume();
    var orders =
        List.of(
            order(),
            order(AMOUNT, Product.FOREIGN_CARD, card("pm_1"), CaptureMode.MANUAL, "order-2"),
            order(AMOUNT, Product.QUICK_PAY, card("cus_9/pm_7")),
            order(AMOUNT, Product.ONLINE_BANKING, new Method("ideal", null)),
            order(AMOUNT, Product.ONLINE_BANKING, new Method("p24", "pm_3")),
            order(Money.of(500, "JPY"), Product.FOREIGN_CARD, card("pm_1")));

    for (Order order : orders) {
      var form = text(StripeRequests.create(request(order), account()));
      assertThat(OfficialDescription.problems("/v1/payment_intents", form)).as(form).isEmpty();
    }
    assertThat(
            OfficialDescription.problems(
                "/v1/payment_intents/{intent}/cancel",
                text(StripeRequests.cancel("pi_1", account()))))
        .isEmpty();
  }

  @Test
  void sendsOperationsThatFitTheOfficialDescription() {
    OfficialDescription.assume();
    var part = operation(order(), "pi_1", Money.of(500, "EUR"));
    var agreement = agreement("pm_1", null);
    var bare =
        new AgreementRequest(AGREEMENT, card("pm_1"), Customer.UNKNOWN, EUR, null, null, null);
    var bodies =
        List.of(
            Map.entry(
                "/v1/payment_intents/{intent}/capture",
                StripeRequests.capture(part, "pi_1", account())),
            Map.entry(
                "/v1/payment_intents/{intent}/cancel", StripeRequests.release("pi_1", account())),
            Map.entry("/v1/refunds", StripeRequests.refund(part, "pi_1", account())),
            Map.entry("/v1/customers", StripeAgreementRequests.customer(agreement, account())),
            Map.entry("/v1/customers", StripeAgreementRequests.customer(bare, account())),
            Map.entry(
                "/v1/setup_intents", StripeAgreementRequests.setUp(agreement, "cus_1", account())),
            Map.entry("/v1/setup_intents", StripeAgreementRequests.setUp(bare, "cus_1", account())),
            Map.entry("/v1/reporting/report_runs", StripeStatementRequests.run(DAY, account())));

    for (var body : bodies) {
      var form = text(body.getValue());
      assertThat(OfficialDescription.problems(body.getKey(), form)).as(form).isEmpty();
    }
  }

  @Test
  void asksWhatTheOfficialDescriptionAnswers() {
    OfficialDescription.assume();
    var queries =
        List.of(
            Map.entry(
                "/v1/payment_intents", StripeRequests.list(query(order(), null), "x", account())),
            Map.entry("/v1/refunds", StripeRequests.listRefunds("pi_1", "re_1", account())),
            Map.entry(
                "/v1/setup_intents",
                StripeAgreementRequests.list(agreement("pm_1", null), "seti_1", account())),
            Map.entry(
                "/v1/setup_intents/{intent}",
                StripeAgreementRequests.retrieve("seti_1", account())),
            Map.entry(
                "/v1/balance_transactions", StripeStatementRequests.list(DAY, "txn_1", account())));

    for (var query : queries) {
      var text = query.getValue().uri().getRawQuery();
      assertThat(OfficialDescription.strangers(query.getKey(), text)).as(text).isEmpty();
    }
    assertThat(OfficialDescription.strangers("/v1/refunds", "colour=red&created%5Bnear%5D=1"))
        .containsExactly("colour", "created[near]");
  }

  @Test
  void capturesAndCancelsWithoutAKeyAndRefundsUnderTheRefundsOwn() {
    var part = operation(order(), "pi_1", Money.of(500, "EUR"));
    var capture = StripeRequests.capture(part, "pi_1", account());
    var release = StripeRequests.release("pi_1", account());
    var refund = StripeRequests.refund(part, "pi_1", account());

    assertThat(capture.uri().getPath()).isEqualTo("/v1/payment_intents/pi_1/capture");
    assertThat(fields(capture))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("amount_to_capture", "500", "metadata[capture_id]", "op_1"));
    assertThat(headers(capture)).doesNotContainKey("Idempotency-Key");
    assertThat(text(release)).isEqualTo("cancellation_reason=requested_by_customer");
    assertThat(headers(release)).doesNotContainKey("Idempotency-Key");
    assertThat(refund.uri().getPath()).isEqualTo("/v1/refunds");
    assertThat(fields(refund))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("payment_intent", "pi_1", "amount", "500", "metadata[refund_id]", "op_1"));
    assertThat(headers(refund)).containsEntry("Idempotency-Key", "refund-op_1");
  }

  @Test
  void asksForTheConsentToChargeOffSession() {
    var customer = StripeAgreementRequests.customer(agreement("pm_1", null), account());
    var setup = StripeAgreementRequests.setUp(agreement("pm_1", null), "cus_1", account());

    assertThat(headers(customer)).containsEntry("Idempotency-Key", "customer-agr_1");
    assertThat(fields(customer))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "email", "payer@example.com",
                "name", "Ada Lovelace",
                "phone", "+4915112345678",
                "metadata[agreement_id]", "agr_1"));
    assertThat(headers(setup)).containsEntry("Idempotency-Key", "agreement-agr_1");
    assertThat(fields(setup))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "confirm", "true",
                "usage", "off_session",
                "customer", "cus_1",
                "payment_method", "pm_1",
                "payment_method_types[]", "card",
                "return_url", "https://shop.example/agreed",
                "description", "Zwölf Bücher im Jahr",
                "metadata[agreement_id]", "agr_1",
                "expand[]", "mandate"));
    assertThat(StripeAgreementRequests.detach("pm_1", account()).uri().getPath())
        .isEqualTo("/v1/payment_methods/pm_1/detach");
  }

  @Test
  void leavesOutWhatIsTooLongForACustomer() {
    var long20 = "+123456789012345678901";
    var payer = new Customer(null, "e".repeat(513), null, "n".repeat(257), long20, null);
    var request = new AgreementRequest(AGREEMENT, card("pm_1"), payer, EUR, null, null, null);

    assertThat(fields(StripeAgreementRequests.customer(request, account())))
        .containsOnlyKeys("metadata[agreement_id]");
  }

  @Test
  void asksForTheDayInUtc() {
    assertThat(StripeStatementRequests.list(DAY, null, account()).uri().getQuery())
        .isEqualTo("created[gte]=1772323200&created[lt]=1772409600&limit=100&expand[]=data.source");
    assertThat(text(StripeStatementRequests.run(DAY, account())))
        .contains("parameters[interval_start]=1772323200")
        .contains("parameters[interval_end]=1772409600");
    assertThat(headers(StripeStatementRequests.run(DAY, account())))
        .containsEntry("Idempotency-Key", "statement-2026-03-01");
  }

  @Test
  void wouldNoticeAFieldThatTheDescriptionDoesNotKnow() {
    OfficialDescription.assume();

    assertThat(
            OfficialDescription.problems("/v1/payment_intents", "amount=1&currency=eur&colour=red"))
        .isNotEmpty();
    assertThat(
            OfficialDescription.problems(
                "/v1/payment_intents", "amount=1&currency=eur&capture_method=soon"))
        .isNotEmpty();
    assertThat(OfficialDescription.problems("/v1/payment_intents", "amount=1")).isNotEmpty();
  }

  @Test
  void asksByIdBySearchAndByList() {
    var query = query(order(), null);

    assertThat(StripeRequests.retrieve("pi_1", account()).uri().getPath())
        .isEqualTo("/v1/payment_intents/pi_1");
    assertThat(StripeRequests.search(query, account()).uri().getQuery())
        .isEqualTo("query=metadata['attempt_id']:'" + attempt(order()) + "'".replace(" ", "+"));
    assertThat(StripeRequests.list(query, "pi_9", account()).uri().getQuery())
        .isEqualTo("created[gte]=1772366100&created[lte]=1772366700&limit=100&starting_after=pi_9");
  }

  @Test
  void sendsNoIdempotencyKeyWithACancellation() {
    var call = StripeRequests.cancel("pi_1", account());

    assertThat(headers(call)).doesNotContainKey("Idempotency-Key");
    assertThat(text(call)).isEqualTo("cancellation_reason=abandoned");
  }

  @Test
  void putsNoForeignTextIntoAnAddress() {
    for (var id : List.of("", "../v1/refunds", "pi_1?x", "pi 1", "pi_1/cancel", "ä")) {
      assertThatThrownBy(() -> StripeRequests.retrieve(id, account()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> StripeRequests.cancel(id, account()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> StripeRequests.retrieveRefund(id, account()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> StripeAgreementRequests.retrieve(id, account()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> StripeAgreementRequests.detach(id, account()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> StripeStatementRequests.retrieveRun(id, account()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void showsNoSecretWhenPrinted() {
    var printed = StripeRequests.create(request(order()), account()).toString();

    assertThat(printed).isEqualTo("POST /v1/payment_intents");
  }

  private static Map<String, String> headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    var values = new TreeMap<String, String>();
    headers.forEach(header -> values.put(header.getKey(), header.getValue()));
    return values;
  }

  private static String text(HttpCall call) {
    return new String(call.body(), StandardCharsets.US_ASCII);
  }

  private static Map<String, String> fields(HttpCall call) {
    var fields = new TreeMap<String, String>();
    for (var field : text(call).split("&")) {
      var parts = field.split("=", 2);
      assertThat(fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8)))
          .isNull();
    }
    return fields;
  }
}
