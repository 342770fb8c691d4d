package io.tollgate.channels.mercadopago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mercadopago.client.cardtoken.CardTokenClient;
import com.mercadopago.client.cardtoken.CardTokenRequest;
import com.mercadopago.client.customer.CustomerCardCreateRequest;
import com.mercadopago.client.customer.CustomerClient;
import com.mercadopago.client.customer.CustomerRequest;
import com.mercadopago.client.payment.PaymentClient;
import com.mercadopago.client.payment.PaymentCreateRequest;
import com.mercadopago.client.payment.PaymentPayerRequest;
import com.mercadopago.client.preference.PreferenceClient;
import com.mercadopago.client.preference.PreferenceItemRequest;
import com.mercadopago.client.preference.PreferenceRequest;
import com.mercadopago.core.MPRequestOptions;
import com.mercadopago.exceptions.MPApiException;
import com.mercadopago.exceptions.MPException;
import com.mercadopago.net.MPHttpClient;
import com.mercadopago.net.MPRequest;
import com.mercadopago.net.MPResponse;
import com.mercadopago.net.MPSearchRequest;
import com.mercadopago.resources.payment.Payment;
import com.mercadopago.resources.payment.PaymentRefund;
import com.mercadopago.resources.preference.Preference;
import io.tollgate.sandbox.mercadopago.MercadoPagoSettings;
import io.tollgate.sandbox.mercadopago.MercadoPagoSimulator;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Drives the simulator by Mercado Pago's own client. */
@Timeout(60)
class MercadoPagoSdkTest {

  private final MercadoPagoSimulator simulator =
      MercadoPagoSimulator.start(MercadoPagoSettings.defaults());
  private final MPRequestOptions options =
      MPRequestOptions.builder().accessToken(MercadoPagoFixtures.TOKEN).build();
  private final Door door = new Door(simulator.baseUrl());
  private final PaymentClient payments = new PaymentClient(door);

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void paysCapturesAndRefunds() throws MPException, MPApiException {
    var payment = payments.create(request("approve__1").capture(false).build(), options);
    assertThat(payment.getStatus()).isEqualTo("authorized");

    payments.capture(payment.getId(), new BigDecimal("100.50"), options);
    var refund = payments.refund(payment.getId(), new BigDecimal("50.25"), options);
    assertThat(refund.getStatus()).isEqualTo("approved");
    assertThat(payments.getRefund(payment.getId(), refund.getId(), options).getAmount())
        .isEqualByComparingTo("50.25");
    assertThat(payments.listRefunds(payment.getId(), options).getResults()).hasSize(1);

    var now = payments.get(payment.getId(), options);
    assertThat(now.getTransactionAmount()).isEqualByComparingTo("100.50");
    assertThat(now.getTransactionAmountRefunded()).isEqualByComparingTo("50.25");
    assertThat(now.getStatusDetail()).isEqualTo("partially_refunded");
    assertThat(simulator.book().chargesFor("sdk-1").getFirst().charged()).isTrue();
  }

  @Test
  void findsAndCancels() throws MPException, MPApiException {
    var payment = payments.create(request("in-process__1").build(), options);
    var search =
        MPSearchRequest.builder()
            .limit(30)
            .offset(0)
            .filters(Map.of("external_reference", "sdk-1"))
            .build();

    assertThat(payments.search(search, options).getResults())
        .extracting(Payment::getId)
        .containsExactly(payment.getId());
    assertThat(payments.cancel(payment.getId(), options).getStatus()).isEqualTo("cancelled");
  }

  @Test
  void isRefusedWhatItMayNotDo() throws MPException, MPApiException {
    var payment = payments.create(request("approve__1").build(), options);

    assertThatThrownBy(() -> payments.cancel(payment.getId(), options))
        .isInstanceOfSatisfying(
            MPApiException.class, thrown -> assertThat(thrown.getStatusCode()).isEqualTo(400));
    assertThatThrownBy(() -> payments.get(1L, options)).isInstanceOf(MPApiException.class);
    var stranger = MPRequestOptions.builder().accessToken("TEST-other").build();
    assertThatThrownBy(() -> payments.get(payment.getId(), stranger))
        .isInstanceOfSatisfying(
            MPApiException.class, thrown -> assertThat(thrown.getStatusCode()).isEqualTo(401));
  }

  @Test
  void savesACardAndChargesIt() throws MPException, MPApiException {
    var customers = new CustomerClient(door);
    var customer =
        customers.create(CustomerRequest.builder().email("sdk@example.com").build(), options);
    var card =
        customers.createCard(
            customer.getId(),
            CustomerCardCreateRequest.builder().token("approve__1").build(),
            options);
    var token =
        new CardTokenClient(door)
            .create(
                CardTokenRequest.builder()
                    .cardId(card.getId())
                    .customerId(customer.getId())
                    .build(),
                options);
    var payer = PaymentPayerRequest.builder().type("customer").id(customer.getId()).build();

    var payment = payments.create(request(token.getId()).payer(payer).build(), options);

    assertThat(payment.getStatus()).isEqualTo("approved");
    assertThat(customers.listCards(customer.getId(), options).getResults()).hasSize(1);
    customers.deleteCard(customer.getId(), card.getId(), options);
    assertThatThrownBy(() -> customers.getCard(customer.getId(), card.getId(), options))
        .isInstanceOf(MPApiException.class);
  }

  @Test
  void makesAPage() throws MPException, MPApiException {
    var preferences = new PreferenceClient(door);
    var item =
        PreferenceItemRequest.builder()
            .title("Doze livros")
            .quantity(1)
            .unitPrice(new BigDecimal("129.90"))
            .build();
    var made =
        preferences.create(
            PreferenceRequest.builder().items(List.of(item)).externalReference("sdk-9").build(),
            options);

    assertThat(preferences.get(made.getId(), options).getInitPoint())
        .isEqualTo(made.getInitPoint())
        .startsWith(simulator.baseUrl());
  }

  @Test
  void saysNothingThatTheOfficialClientDoesNotKnow() throws MPException, MPApiException {
    var payment = payments.create(request("approve__1").build(), options);
    var refund = payments.refund(payment.getId(), new BigDecimal("1"), options);
    var item =
        PreferenceItemRequest.builder().title("x").quantity(1).unitPrice(BigDecimal.ONE).build();
    var page =
        new PreferenceClient(door)
            .create(PreferenceRequest.builder().items(List.of(item)).build(), options);

    assertThat(SdkModel.problems(Payment.class, said(payment.getResponse()))).isEmpty();
    assertThat(SdkModel.problems(PaymentRefund.class, said(refund.getResponse()))).isEmpty();
    assertThat(SdkModel.problems(Preference.class, said(page.getResponse()))).isEmpty();
  }

  private static ObjectNode said(MPResponse response) {
    return (ObjectNode) MercadoPagoFixtures.JSON.readTree(response.getContent());
  }

  private static PaymentCreateRequest.PaymentCreateRequestBuilder request(String token) {
    return PaymentCreateRequest.builder()
        .transactionAmount(new BigDecimal("129.90"))
        .token(token)
        .paymentMethodId("visa")
        .installments(1)
        .externalReference("sdk-1")
        .payer(PaymentPayerRequest.builder().email("sdk@example.com").build());
  }

  /** Takes the SDK's requests to the simulator instead. */
  private record Door(String baseUrl) implements MPHttpClient {

    @Override
    public MPResponse send(MPRequest request) throws MPException, MPApiException {
      var address = request.getUri().replace("https://api.mercadopago.com", baseUrl);
      var payload = request.getPayload();
      var sent =
          HttpRequest.newBuilder(URI.create(address))
              .method(
                  request.getMethod().name(),
                  payload == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(payload.toString()));
      request.getHeaders().forEach(sent::header);
      try (var http = HttpClient.newHttpClient()) {
        var answer = http.send(sent.build(), BodyHandlers.ofString());
        var response = new MPResponse(answer.statusCode(), answer.headers().map(), answer.body());
        if (answer.statusCode() > 299) {
          throw new MPApiException("refused", response);
        }
        return response;
      } catch (IOException | InterruptedException broken) {
        throw new MPException(broken);
      }
    }
  }
}
