package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.CARD_TOKEN;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.CUSTOMER;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.JSON;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.NOW;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAGE;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PART;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAYMENT;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.account;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.agreement;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.attempt;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.card;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.held;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.hosted;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.operation;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.order;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mercadopago.client.cardtoken.CardTokenRequest;
import com.mercadopago.client.customer.CustomerCardCreateRequest;
import com.mercadopago.client.customer.CustomerRequest;
import com.mercadopago.client.payment.PaymentCancelRequest;
import com.mercadopago.client.payment.PaymentCaptureRequest;
import com.mercadopago.client.payment.PaymentCreateRequest;
import com.mercadopago.client.payment.PaymentRefundCreateRequest;
import com.mercadopago.client.preference.PreferenceRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MercadoPagoRequestsTest {

  private static final ChannelAccount NOTIFIED =
      account("https://api.mercadopago.com/", Map.of("notify-url", "https://tollgate.example/cb"));
  private static final PayRequest REQUEST = request(order());
  private static final MercadoPagoSource SAVED =
      new MercadoPagoSource("visa", CUSTOMER, "1562188766852");

  /** Each request that has a body, with the class that the SDK builds it of. */
  static List<Object[]> bodies() {
    return List.of(
        new Object[] {PaymentCreateRequest.class, paying("visa:" + CARD_TOKEN)},
        new Object[] {PaymentCreateRequest.class, paying("visa:" + CUSTOMER + "/" + CARD_TOKEN)},
        new Object[] {
          PaymentCreateRequest.class, MercadoPagoRequests.pix(request(hosted("pix")), NOTIFIED)
        },
        new Object[] {
          PreferenceRequest.class, MercadoPagoPageRequests.create(request(hosted("pse")), NOTIFIED)
        },
        new Object[] {
          PreferenceRequest.class,
          MercadoPagoPageRequests.create(request(hosted("account_money")), NOTIFIED)
        },
        new Object[] {PreferenceRequest.class, MercadoPagoPageRequests.expire(PAGE, NOW, NOTIFIED)},
        new Object[] {
          CardTokenRequest.class, MercadoPagoRequests.cardToken(REQUEST, SAVED, NOTIFIED)
        },
        new Object[] {
          PaymentCaptureRequest.class,
          MercadoPagoRequests.capture(operation(held(), PART), PAYMENT, NOTIFIED)
        },
        new Object[] {PaymentCancelRequest.class, MercadoPagoRequests.cancel(PAYMENT, NOTIFIED)},
        new Object[] {
          PaymentRefundCreateRequest.class,
          MercadoPagoRequests.refund(operation(order(), PART), PAYMENT, NOTIFIED)
        },
        new Object[] {
          CustomerRequest.class,
          MercadoPagoAgreementRequests.customer(agreement(CARD_TOKEN, null), NOTIFIED)
        },
        new Object[] {
          CustomerCardCreateRequest.class,
          MercadoPagoAgreementRequests.save(
              agreement(CARD_TOKEN, null), SAVED.with(CARD_TOKEN), CUSTOMER, NOTIFIED)
        });
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void sendsNothingThatTheOfficialClientCouldNotSend(Class<?> model, HttpCall call) {
    assertThat(SdkModel.problems(model, body(call))).isEmpty();
  }

  @Test
  void sendsWhatMercadoPagoAsksForAtLeast() {
    var body = body(paying("visa:" + CARD_TOKEN));

    // developers/docs/automatic-payments/recurring-charges: the minimum required fields
    assertThat(Stream.of("token", "transaction_amount", "installments", "payment_method_id"))
        .allMatch(body::has);
    assertThat(body.at("/payer/email").asString()).isEqualTo("payer@example.com");
    assertThat(body.path("external_reference").asString()).isEqualTo(attempt(order()).toString());
    assertThat(body.path("capture").asBoolean()).isTrue();
  }

  @Test
  void holdsMoneyForAMerchantWhoCaptures() {
    var source = MercadoPagoSource.parse(held().method().token()).orElseThrow();
    var body = body(MercadoPagoRequests.card(request(held()), source, NOTIFIED));

    assertThat(body.path("capture").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // minor units, currency, as it is written
    "12990, BRL, 129.9",
    "12999, BRL, 129.99",
    "10000, BRL, 100",
    "1, MXN, 0.01",
    "1299, CLP, 1299",
    "1000000, CLP, 1000000",
    "1050000, COP, 10500",
  })
  void writesAmountsAsDecimalNumbersOfTheMajorUnit(long minor, String currency, String written) {
    var amount = Money.of(minor, currency);
    var order = order(card("approve"), CaptureMode.AUTOMATIC, amount, "order-1");
    var source = new MercadoPagoSource(null, null, "approve");
    var text = new String(MercadoPagoRequests.card(request(order), source, NOTIFIED).body());

    assertThat(text).contains("\"transaction_amount\":" + written + ",");
    var read = body(MercadoPagoRequests.card(request(order), source, NOTIFIED));
    assertThat(MercadoPagoAmounts.decode(read.path("transaction_amount").decimalValue(), currency))
        .contains(amount);
  }

  @ParameterizedTest
  @CsvSource({
    "1299, USD, false",
    "1299, BRL, true",
    "1299, UYU, true",
    "1299, PEN, true",
    "12, JPY, false"
  })
  void takesTheCurrenciesOfItsCountries(long minor, String currency, boolean isTaken) {
    assertThat(MercadoPagoAmounts.canTake(Money.of(minor, currency))).isEqualTo(isTaken);
  }

  @Test
  void refusesWhatTheAccountCannotCharge() {
    var colombia = account("https://x.example", Map.of("currency", "COP"));
    var decimal = account("https://x.example", Map.of("currency", "COP", "whole-only", "CLP"));

    assertThat(MercadoPagoAmounts.problem(Money.of(1050, "COP"), colombia)).isPresent();
    assertThat(MercadoPagoAmounts.problem(Money.of(1050, "COP"), decimal)).isEmpty();
    assertThat(MercadoPagoAmounts.problem(Money.of(1000, "COP"), colombia)).isEmpty();
    assertThat(MercadoPagoAmounts.problem(Money.of(1000, "BRL"), colombia)).isPresent();
  }

  @Test
  void usesTheSameKeyForTheSameThingAndNoOtherTwice() {
    var keys = bodies().stream().map(it -> key((HttpCall) it[1])).toList();
    var again = bodies().stream().map(it -> key((HttpCall) it[1])).toList();

    assertThat(keys).isEqualTo(again);
    assertThat(keys.stream().filter(key -> !key.isEmpty()).map(UUID::fromString)).isNotEmpty();
    // The first five are five ways to pay for one attempt; what only changes something has none.
    assertThat(keys.subList(0, 5)).containsOnly(keys.getFirst());
    assertThat(keys.subList(5, 12).stream().filter(key -> !key.isEmpty()))
        .hasSize(4)
        .doesNotHaveDuplicates()
        .doesNotContain(keys.getFirst());
  }

  @Test
  void sendsTheTokenInNoOtherPlaceThanItsHeader() {
    for (var line : bodies()) {
      var call = (HttpCall) line[1];
      assertThat(headers(call).get("Authorization")).isEqualTo("Bearer TEST-sandbox");
      assertThat(call.uri() + call.toString() + new String(call.body()))
          .doesNotContain("TEST-sandbox");
    }
  }

  @Test
  void namesTheAttemptInTheAddressOfNotifications() {
    assertThat(body(paying(CARD_TOKEN)).path("notification_url").asString())
        .isEqualTo("https://tollgate.example/cb?source_news=webhooks&attempt=" + attempt(order()));
    assertThat(body(MercadoPagoRequests.pix(REQUEST, account())).has("notification_url")).isFalse();
  }

  @Test
  void offersBanksOnlyOnTheirPageAndTheWalletOnItsOwn() {
    var banks = body(MercadoPagoPageRequests.create(request(hosted("pse")), NOTIFIED));
    var wallet = body(MercadoPagoPageRequests.create(request(hosted("account_money")), NOTIFIED));

    assertThat(banks.at("/payment_methods/default_payment_method_id").asString()).isEqualTo("pse");
    assertThat(banks.at("/payment_methods/excluded_payment_types").toString())
        .contains("{\"id\":\"credit_card\"}");
    assertThat(banks.has("purpose")).isFalse();
    assertThat(wallet.path("purpose").asString()).isEqualTo("wallet_purchase");
    assertThat(wallet.at("/back_urls/success").asString())
        .isEqualTo("https://shop.example/back?order=1");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, , , abc",
    "visa:abc, visa, , abc",
    "c-1/9, , c-1, 9",
    "visa:c-1/9, visa, c-1, 9",
  })
  void readsTokensAndWritesThemAgain(String token, String method, String customer, String card) {
    var source = MercadoPagoSource.parse(token).orElseThrow();

    assertThat(source).isEqualTo(new MercadoPagoSource(method, customer, card));
    assertThat(source.token()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "a/b/c", "a:b:c", "a?x=1", "visa:", "/9", "a\n"})
  void takesNothingElseForAToken(String token) {
    assertThat(MercadoPagoSource.parse(token)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../1", "1?x", "1/2", "-1"})
  void putsNoStrangeIdIntoAnAddress(String id) {
    assertThatThrownBy(() -> MercadoPagoRequests.retrieve(id, NOTIFIED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MercadoPagoPageRequests.retrieve(id, NOTIFIED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static HttpCall paying(String token) {
    var source = MercadoPagoSource.parse(token).orElseThrow();
    return MercadoPagoRequests.card(REQUEST, source, NOTIFIED);
  }

  private static JsonNode body(HttpCall call) {
    return JSON.readTree(call.body());
  }

  private static String key(HttpCall call) {
    return headers(call).get("X-Idempotency-Key", "");
  }

  private static HttpHeaders headers(HttpCall call) {
    var headers = new DefaultHttpHeaders();
    call.headers().accept(headers);
    return headers;
  }
}
