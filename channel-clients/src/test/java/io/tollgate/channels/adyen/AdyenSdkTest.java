package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.agreement;
import static io.tollgate.channels.adyen.AdyenFixtures.attempt;
import static io.tollgate.channels.adyen.AdyenFixtures.card;
import static io.tollgate.channels.adyen.AdyenFixtures.hosted;
import static io.tollgate.channels.adyen.AdyenFixtures.operation;
import static io.tollgate.channels.adyen.AdyenFixtures.order;
import static io.tollgate.channels.adyen.AdyenFixtures.query;
import static io.tollgate.channels.adyen.AdyenFixtures.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.adyen.Client;
import com.adyen.enums.Environment;
import com.adyen.model.RequestOptions;
import com.adyen.model.checkout.PaymentCancelRequest;
import com.adyen.model.checkout.PaymentCaptureRequest;
import com.adyen.model.checkout.PaymentCaptureResponse;
import com.adyen.model.checkout.PaymentDetailsRequest;
import com.adyen.model.checkout.PaymentLinkRequest;
import com.adyen.model.checkout.PaymentLinkResponse;
import com.adyen.model.checkout.PaymentRefundRequest;
import com.adyen.model.checkout.PaymentRequest;
import com.adyen.model.checkout.PaymentResponse;
import com.adyen.model.checkout.StandalonePaymentCancelRequest;
import com.adyen.model.checkout.UpdatePaymentLinkRequest;
import com.adyen.service.checkout.ModificationsApi;
import com.adyen.service.checkout.PaymentLinksApi;
import com.adyen.service.checkout.PaymentsApi;
import com.adyen.service.checkout.RecurringApi;
import com.adyen.service.exception.ApiException;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.adyen.AdyenSimulator;
import io.tollgate.sandbox.adyen.AdyenSimulatorSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Adyen's own client reads what we send, sends it to the simulator, and reads what that answers: so
 * both speak Adyen's language, and not only one of ours.
 */
@Timeout(60)
class AdyenSdkTest {

  private static final AdyenSimulatorSettings SETTINGS = AdyenSimulatorSettings.defaults();

  private AdyenSimulator simulator;
  private ChannelAccount account;
  private Client client;
  private PaymentsApi payments;
  private ModificationsApi modifications;
  private PaymentLinksApi links;
  private RecurringApi recurring;

  @BeforeEach
  void start() {
    simulator =
        AdyenSimulator.start(
            SETTINGS.withDurations(
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofSeconds(1)));
    account =
        AdyenFixtures.account(
            simulator.baseUrl(), Map.of("merchant-account", SETTINGS.merchantAccount()));
    client = new Client(SETTINGS.apiKey(), Environment.TEST);
    payments = new PaymentsApi(client, simulator.baseUrl());
    modifications = new ModificationsApi(client, simulator.baseUrl());
    links = new PaymentLinksApi(client, simulator.baseUrl());
    recurring = new RecurringApi(client, simulator.baseUrl());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    simulator.close();
  }

  @Test
  void paysOnceUnderAKey() throws Exception {
    var first = pay(scripted("approved"), "key-1");
    var again = pay(scripted("approved"), "key-1");

    assertThat(first.getResultCode()).isEqualTo(PaymentResponse.ResultCodeEnum.AUTHORISED);
    assertThat(first.getMerchantReference()).isEqualTo(attempt(order()).toString());
    assertThat(first.getAmount().getValue()).isEqualTo(1299);
    assertThat(again.getPspReference()).isEqualTo(first.getPspReference());
    assertThat(simulator.book().lines()).hasSize(1);
  }

  @Test
  void readsARefusalAndAnError() throws Exception {
    var refused = pay(scripted("refused-12"), "key-1");

    assertThat(refused.getResultCode()).isEqualTo(PaymentResponse.ResultCodeEnum.REFUSED);
    assertThat(refused.getRefusalReasonCode()).isEqualTo("12");
    assertThatThrownBy(() -> pay(scripted("invalid"), "key-2"))
        .isInstanceOfSatisfying(
            ApiException.class,
            thrown -> {
              assertThat(thrown.getStatusCode()).isEqualTo(422);
              assertThat(thrown.getResponseBody()).contains("\"errorCode\":\"101\"");
            });
  }

  @Test
  void sendsAPayerToAPageAndTheResultIn() throws Exception {
    var acting = pay(scripted("redirect"), "key-1");

    assertThat(acting.getResultCode()).isEqualTo(PaymentResponse.ResultCodeEnum.REDIRECTSHOPPER);
    assertThat(acting.getAction().getCheckoutRedirectAction().getUrl()).contains("/_sim/pay/");
    var psp = simulator.book().lines().getFirst().pspReference();
    var details =
        PaymentDetailsRequest.fromJson(
            text(AdyenRequests.details(attempt(order()), psp + ".succeed", account)));
    assertThat(payments.paymentsDetails(details, key("key-2")).getResultCode().getValue())
        .isEqualTo("Authorised");
  }

  @Test
  void capturesGivesBackAndCancels() throws Exception {
    var held =
        order(
            Money.of(1299, "EUR"),
            Product.FOREIGN_CARD,
            card("sim-shopper/approved"),
            CaptureMode.MANUAL,
            "order-2");
    var psp = pay(held, "key-1").getPspReference();

    var captured =
        modifications.captureAuthorisedPayment(
            psp,
            PaymentCaptureRequest.fromJson(
                text(AdyenOperationRequests.capture(operation("cap_1", 800, true), account))),
            key("cap_1"));
    assertThat(captured.getStatus()).isEqualTo(PaymentCaptureResponse.StatusEnum.RECEIVED);
    assertThat(captured.getReference()).isEqualTo("tollgate.cap_1");
    await().until(() -> simulator.book().lines().getFirst().captured() == 800);
    var refunded =
        modifications.refundCapturedPayment(
            psp,
            PaymentRefundRequest.fromJson(
                text(AdyenOperationRequests.refund(operation("re_1", 300, true), account))),
            key("re_1"));
    assertThat(refunded.getPaymentPspReference()).isEqualTo(psp);
    assertThat(refunded.getAmount().getValue()).isEqualTo(300);
    var cancelled =
        modifications.cancelAuthorisedPaymentByPspReference(
            psp,
            PaymentCancelRequest.fromJson(
                text(AdyenOperationRequests.release(operation("void_1", 1299, true), account))),
            key("void_1"));
    assertThat(cancelled.getPaymentPspReference()).isEqualTo(psp);
    var byReference =
        modifications.cancelAuthorisedPayment(
            StandalonePaymentCancelRequest.fromJson(
                text(AdyenRequests.cancel(query(order(), null), account))),
            key("close"));
    assertThat(byReference.getPaymentReference()).isEqualTo(attempt(order()).toString());
  }

  @Test
  void makesAsksAboutAndEndsAPaymentLink() throws Exception {
    var link =
        links.paymentLinks(
            PaymentLinkRequest.fromJson(text(AdyenRequests.create(request(hosted()), account))),
            key("key-1"));

    assertThat(link.getStatus()).isEqualTo(PaymentLinkResponse.StatusEnum.ACTIVE);
    assertThat(links.getPaymentLink(link.getId()).getReference())
        .isEqualTo(attempt(hosted()) + "-h");
    var ended =
        links.updatePaymentLink(
            link.getId(),
            UpdatePaymentLinkRequest.fromJson(
                text(AdyenRequests.expireLink(link.getId(), account))));
    assertThat(ended.getStatus()).isEqualTo(PaymentLinkResponse.StatusEnum.EXPIRED);
  }

  @Test
  void storesListsAndForgetsAMethod() throws Exception {
    payments.payments(
        PaymentRequest.fromJson(text(AdyenOperationRequests.sign(agreement(), account))),
        key("agr_1"));

    var stored =
        recurring.getTokensForStoredPaymentDetails(
            "tollgate.agr_1", SETTINGS.merchantAccount(), null);
    assertThat(stored.getStoredPaymentMethods()).hasSize(1);
    recurring.deleteTokenForStoredPaymentDetails(
        stored.getStoredPaymentMethods().getFirst().getId(),
        "tollgate.agr_1",
        SETTINGS.merchantAccount());
    assertThat(
            recurring
                .getTokensForStoredPaymentDetails(
                    "tollgate.agr_1", SETTINGS.merchantAccount(), null)
                .getStoredPaymentMethods())
        .isEmpty();
  }

  private PaymentResponse pay(Order order, String key) throws Exception {
    var request = PaymentRequest.fromJson(text(AdyenRequests.create(request(order), account)));
    return payments.payments(request, key(key));
  }

  private static Order scripted(String name) {
    return order(Product.FOREIGN_CARD, card("sim-shopper/" + name));
  }

  private static RequestOptions key(String key) {
    return new RequestOptions().idempotencyKey(key);
  }

  private static String text(HttpCall call) {
    return new String(call.body(), UTF_8);
  }
}
