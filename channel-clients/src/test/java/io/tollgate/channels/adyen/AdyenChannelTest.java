package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.JSON;
import static io.tollgate.channels.adyen.AdyenFixtures.LINK;
import static io.tollgate.channels.adyen.AdyenFixtures.NOW;
import static io.tollgate.channels.adyen.AdyenFixtures.OWN;
import static io.tollgate.channels.adyen.AdyenFixtures.PSP;
import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static io.tollgate.channels.adyen.AdyenFixtures.agreement;
import static io.tollgate.channels.adyen.AdyenFixtures.answer;
import static io.tollgate.channels.adyen.AdyenFixtures.card;
import static io.tollgate.channels.adyen.AdyenFixtures.held;
import static io.tollgate.channels.adyen.AdyenFixtures.hosted;
import static io.tollgate.channels.adyen.AdyenFixtures.operation;
import static io.tollgate.channels.adyen.AdyenFixtures.order;
import static io.tollgate.channels.adyen.AdyenFixtures.query;
import static io.tollgate.channels.adyen.AdyenFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.product.Product;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class AdyenChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private WireServer adyen;

  @BeforeEach
  void open() throws IOException {
    adyen =
        new WireServer((socket, request) -> {
          requests.add(request);
          WireServer.answering(200, answer(order(), "Authorised").toString())
              .answer(socket, request);
        });
  }

  @AfterEach
  void close() throws IOException {
    edges.close();
    adyen.close();
  }

  @Test
  void takesItsProductsMethodsAndAmounts() {
    var capabilities = at(0).capabilities();

    assertThat(capabilities.canTake(order())).isTrue();
    assertThat(capabilities.canTake(hosted())).isTrue();
    assertThat(capabilities.canTake(held())).isTrue();
    assertThat(capabilities.canTake(order(Product.ONLINE_BANKING, new Method("fpx", null))))
        .isFalse();
    assertThat(capabilities.canTake(order(Product.CARRIER_BILLING, card("a/b")))).isFalse();
    assertThat(
            capabilities.canTake(
                order(
                    Money.of(150, "IDR"),
                    Product.FOREIGN_CARD,
                    card("a/b"),
                    CaptureMode.AUTOMATIC,
                    "x")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ideal", "eps", "trustly", "alipay", "wechatpayqr", "unheard_of"})
  void sendsNoOrderToHoldMoneyWhereMethodsCannot(String method) {
    var order =
        order(
            Money.of(1299, "EUR"),
            Product.ONLINE_BANKING,
            new Method(method, null),
            CaptureMode.MANUAL,
            "order-1");

    assertThat(at(0).pay(request(order), account()).block(SOON)).isInstanceOf(NotSent.class);
    assertThat(requests).isEmpty();
  }

  @Test
  void sendsNothingThatCannotBeBuilt() {
    var account = account(adyen.url() + "/v71", Map.of(AdyenOptions.MERCHANT_ACCOUNT, ""));

    assertThat(at(0).pay(request(order()), account).block(SOON)).isInstanceOf(NotSent.class);
    assertThat(requests).isEmpty();
  }

  @Test
  void repeatsTheVeryRequestWhileTheAttemptIsYoung() {
    var account = account(adyen.url() + "/v71", Map.of());

    assertThat(at(0).pay(request(order()), account).block(SOON)).isEqualTo(new Approved(PSP));
    assertThat(at(599).query(query(order(), null), account).block(SOON))
        .isEqualTo(new Approved(PSP));
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1)).isEqualTo(requests.get(0));
  }

  @Test
  void repeatsNothingOnceTheAttemptIsOld() {
    var account = account(adyen.url() + "/v71", Map.of());
    var patient = account(adyen.url() + "/v71", Map.of(AdyenOptions.REPEAT_MINUTES, "11"));

    assertThat(at(600).query(query(order(), null), account).block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(at(600).query(query(order(), PSP), account).block(SOON)).isInstanceOf(Unknown.class);
    assertThat(requests).isEmpty();
    assertThat(at(600).query(query(order(), null), patient).block(SOON))
        .isInstanceOf(Approved.class);
  }

  @Test
  void asksAboutALinkHoweverOldItIs() {
    var account = account(adyen.url() + "/v71", Map.of());

    at(1_000_000).query(query(hosted(), LINK), account).block(SOON);

    assertThat(requests).singleElement().asString().startsWith("GET /v71/paymentLinks/" + LINK);
  }

  @Test
  void handsThePayersResultInWithoutTouchingIt() {
    var account = account(adyen.url() + "/v71", Map.of());

    assertThat(at(0).submitOtp(query(order(), null), "X6XtfGC3!H4s/+==", account).block(SOON))
        .isEqualTo(new Approved(PSP));
    var body = requests.getFirst().substring(requests.getFirst().indexOf("\r\n\r\n") + 4);
    assertThat(JSON.readTree(body).at("/details/redirectResult").asString())
        .isEqualTo("X6XtfGC3!H4s/+==");
  }

  @Test
  void capturesNoPartOfWhatItWouldLoseTheRestOf() {
    var part = operation("cap_1", 500, false);
    var several = account(adyen.url() + "/v71", Map.of(AdyenOptions.SEVERAL_CAPTURES, "true"));

    assertThat(at(0).capture(part, account()).block(SOON))
        .isInstanceOf(OperationOutcome.NotSent.class);
    assertThat(requests).isEmpty();
    at(0).capture(part, several).block(SOON);
    at(0).capture(operation("cap_2", 500, true), several).block(SOON);
    at(0).capture(operation("cap_3", 1299, false), several).block(SOON);
    assertThat(requests).hasSize(3);
  }

  @Test
  void touchesNoPaymentThatAdyenDidNotNameToUs() {
    var nameless =
        new PaymentOperation(
            new OperationId("re_1"), query(order(), LINK), Money.of(1, "EUR"), true, null);

    for (var outcome :
        List.<Mono<OperationOutcome>>of(
            at(0).capture(nameless, account()),
            at(0).release(nameless, account()),
            at(0).refund(nameless, account()))) {
      assertThat(outcome.block(SOON)).isInstanceOf(OperationOutcome.NotSent.class);
    }
  }

  @Test
  void saysOfOperationsWhatAdyenSaidLast() {
    var operation = operation("re_1", 300, true);

    assertThat(at(0).queryRefund(new OperationQuery(operation, OWN, NOW), account()).block(SOON))
        .isEqualTo(new OperationOutcome.Pending(OWN));
    assertThat(at(0).queryCapture(new OperationQuery(operation, null, NOW), account()).block(SOON))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void storesCardsOnly() {
    var agreement = agreement();
    var bank =
        new AgreementRequest(
            agreement.id(),
            new Method("ideal", null),
            agreement.customer(),
            agreement.currency(),
            agreement.returnUrl(),
            null,
            null);

    assertThat(at(0).sign(bank, account()).block(SOON))
        .isInstanceOf(AgreementOutcome.NotSent.class);
  }

  @Test
  void writesNoSecretNoTokenAndNoBodyIntoItsWords() {
    var secret = order(Product.FOREIGN_CARD, card("eyJsecret.token"));
    var outcome = at(0).pay(request(secret), account(adyen.url() + "/v71", Map.of())).block(SOON);

    assertThat(String.valueOf(outcome)).doesNotContain("eyJsecret").doesNotContain("AQEkey");
    assertThat(AdyenRequests.create(request(secret), account()).toString())
        .isEqualTo("POST /v71/payments");
  }

  private AdyenChannel at(long secondsAfterSending) {
    return new AdyenChannel(
        edges, Clock.fixed(NOW.plusSeconds(secondsAfterSending), ZoneOffset.UTC));
  }
}
