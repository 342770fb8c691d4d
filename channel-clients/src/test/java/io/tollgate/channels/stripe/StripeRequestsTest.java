package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.card;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.query;
import static io.tollgate.channels.stripe.StripeFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StripeRequestsTest {

  private static final Money AMOUNT = Money.of(1299, "EUR");

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
