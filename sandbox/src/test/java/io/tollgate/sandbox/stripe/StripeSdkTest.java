package io.tollgate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.SetupIntentRetrieveParams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stripe's own SDK takes the simulator for Stripe. */
class StripeSdkTest {

  private static StripeSimulator simulator;
  private static StripeClient stripe;

  @BeforeAll
  static void start() {
    simulator = StripeSimulator.start(StripeSimulatorSettings.defaults().withKeptCharges(10_000));
    stripe = client("sk_test_sandbox");
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private static StripeClient client(String key) {
    return StripeClient.builder().setApiKey(key).setApiBase(simulator.baseUrl()).build();
  }

  @Test
  void takesAPaymentAndFindsItAgain() throws Exception {
    PaymentIntent made =
        stripe.v1().paymentIntents().create(payment("pm_card_visa", "sdk-1").build());

    PaymentIntent found = stripe.v1().paymentIntents().retrieve(made.getId());
    var search =
        PaymentIntentSearchParams.builder().setQuery("metadata['attempt_id']:'sdk-1'").build();

    assertThat(made.getStatus()).isEqualTo("succeeded");
    assertThat(made.getAmountReceived()).isEqualTo(1099);
    assertThat(made.getLatestCharge()).startsWith("ch_");
    assertThat(found.getMetadata()).containsEntry("attempt_id", "sdk-1");
    assertThat(stripe.v1().paymentIntents().search(search).getData())
        .extracting(PaymentIntent::getId)
        .containsExactly(made.getId());
    assertThat(simulator.book().chargesFor("sdk-1"))
        .singleElement()
        .satisfies(charge -> assertThat(charge.charged()).isTrue())
        .satisfies(charge -> assertThat(charge.received()).isEqualTo(1099));
  }

  @Test
  void confirmsLater() throws Exception {
    PaymentIntentCreateParams unpaid =
        PaymentIntentCreateParams.builder().setAmount(500L).setCurrency("usd").build();
    PaymentIntent made = stripe.v1().paymentIntents().create(unpaid);

    PaymentIntent confirmed =
        stripe
            .v1()
            .paymentIntents()
            .confirm(
                made.getId(),
                PaymentIntentConfirmParams.builder().setPaymentMethod("pm_card_visa").build());

    assertThat(made.getStatus()).isEqualTo("requires_payment_method");
    assertThat(confirmed.getStatus()).isEqualTo("succeeded");
  }

  @Test
  void capturesLessThanWasReserved() throws Exception {
    PaymentIntent reserved = reserved("sdk-capture");

    PaymentIntent captured =
        stripe
            .v1()
            .paymentIntents()
            .capture(
                reserved.getId(),
                PaymentIntentCaptureParams.builder().setAmountToCapture(1000L).build());

    assertThat(reserved.getStatus()).isEqualTo("requires_capture");
    assertThat(reserved.getAmountCapturable()).isEqualTo(1099);
    assertThat(captured.getStatus()).isEqualTo("succeeded");
    assertThat(captured.getAmountReceived()).isEqualTo(1000);
  }

  @Test
  void cancelsAReservationOnceAndForAll() throws Exception {
    PaymentIntent reserved = reserved("sdk-cancel");

    PaymentIntent canceled = stripe.v1().paymentIntents().cancel(reserved.getId());
    InvalidRequestException refusal =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> stripe.v1().paymentIntents().capture(reserved.getId()));

    assertThat(canceled.getStatus()).isEqualTo("canceled");
    assertThat(refusal.getCode()).isEqualTo("payment_intent_unexpected_state");
    assertThat(simulator.book().chargesFor("sdk-cancel")).noneMatch(StripeBook.Charge::charged);
  }

  private static PaymentIntent reserved(String attempt) throws Exception {
    return stripe
        .v1()
        .paymentIntents()
        .create(
            payment("pm_card_visa", attempt)
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                .build());
  }

  @Test
  void refundsInPartsButNeverMoreThanWasTaken() throws Exception {
    PaymentIntent paid =
        stripe.v1().paymentIntents().create(payment("pm_card_visa", "sdk-refund").build());
    var first = RefundCreateParams.builder().setPaymentIntent(paid.getId()).setAmount(1000L);

    Refund refund = stripe.v1().refunds().create(first.build());
    InvalidRequestException tooMuch =
        catchThrowableOfType(
            InvalidRequestException.class, () -> stripe.v1().refunds().create(first.build()));
    RefundCreateParams rest = RefundCreateParams.builder().setPaymentIntent(paid.getId()).build();
    Refund remainder = stripe.v1().refunds().create(rest);
    InvalidRequestException nothingLeft =
        catchThrowableOfType(
            InvalidRequestException.class, () -> stripe.v1().refunds().create(rest));

    assertThat(stripe.v1().refunds().retrieve(refund.getId()).getStatus()).isEqualTo("succeeded");
    assertThat(tooMuch.getStatusCode()).isEqualTo(400);
    assertThat(remainder.getAmount()).isEqualTo(99);
    assertThat(nothingLeft.getCode()).isEqualTo("charge_already_refunded");
    assertThat(simulator.book().chargesFor("sdk-refund"))
        .singleElement()
        .satisfies(charge -> assertThat(charge.refunded()).isEqualTo(1099));
  }

  @Test
  void capturesAPartAndKeepsWhatItIsToldAboutIt() throws Exception {
    PaymentIntent reserved = reserved("sdk-part");

    PaymentIntent captured =
        stripe
            .v1()
            .paymentIntents()
            .capture(
                reserved.getId(),
                PaymentIntentCaptureParams.builder()
                    .setAmountToCapture(400L)
                    .putMetadata("capture_id", "c-1")
                    .build());

    assertThat(captured.getAmountReceived()).isEqualTo(400);
    assertThat(captured.getMetadata())
        .containsEntry("attempt_id", "sdk-part")
        .containsEntry("capture_id", "c-1");
  }

  @Test
  void listsTheRefundsOfAPayment() throws Exception {
    PaymentIntent paid =
        stripe.v1().paymentIntents().create(payment("pm_card_visa", "sdk-refunds").build());
    for (long amount : new long[] {100, 200, 300}) {
      stripe
          .v1()
          .refunds()
          .create(
              RefundCreateParams.builder()
                  .setPaymentIntent(paid.getId())
                  .setAmount(amount)
                  .putMetadata("refund_id", "r-" + amount)
                  .build());
    }

    List<Refund> refunds = new ArrayList<>();
    stripe
        .v1()
        .refunds()
        .list(RefundListParams.builder().setPaymentIntent(paid.getId()).setLimit(2L).build())
        .autoPagingIterable()
        .forEach(refunds::add);

    assertThat(refunds)
        .extracting(refund -> refund.getMetadata().get("refund_id"))
        .containsExactlyInAnyOrder("r-100", "r-200", "r-300");
  }

  @Test
  void setsACardUpForLaterChargesUntilItIsDetached() throws Exception {
    Customer customer =
        stripe
            .v1()
            .customers()
            .create(CustomerCreateParams.builder().setEmail("payer@example.com").build());
    SetupIntent setup =
        stripe
            .v1()
            .setupIntents()
            .create(
                SetupIntentCreateParams.builder()
                    .setConfirm(true)
                    .setCustomer(customer.getId())
                    .setPaymentMethod("pm_card_visa")
                    .setUsage(SetupIntentCreateParams.Usage.OFF_SESSION)
                    .putMetadata("agreement_id", "a-1")
                    .build());

    assertThat(setup.getStatus()).isEqualTo("succeeded");
    assertThat(setup.getMetadata()).containsEntry("agreement_id", "a-1");
    assertThat(stripe.v1().mandates().retrieve(setup.getMandate()).getStatus()).isEqualTo("active");
    PaymentIntent paid =
        stripe
            .v1()
            .paymentIntents()
            .create(
                payment(setup.getPaymentMethod(), "sdk-later")
                    .setCustomer(customer.getId())
                    .setOffSession(true)
                    .build());
    assertThat(paid.getStatus()).isEqualTo("succeeded");

    PaymentMethod detached = stripe.v1().paymentMethods().detach(setup.getPaymentMethod());
    SetupIntent afterwards =
        stripe
            .v1()
            .setupIntents()
            .retrieve(
                setup.getId(),
                SetupIntentRetrieveParams.builder()
                    .addExpand("payment_method")
                    .addExpand("mandate")
                    .build());
    InvalidRequestException refusal =
        catchThrowableOfType(
            InvalidRequestException.class,
            () ->
                stripe
                    .v1()
                    .paymentIntents()
                    .create(
                        payment(setup.getPaymentMethod(), "sdk-too-late")
                            .setCustomer(customer.getId())
                            .build()));

    assertThat(detached.getCustomer()).isNull();
    assertThat(afterwards.getPaymentMethodObject().getCustomer()).isNull();
    assertThat(afterwards.getMandateObject().getPaymentMethod())
        .isEqualTo(setup.getPaymentMethod());
    assertThat(refusal.getStatusCode()).isEqualTo(400);
    assertThat(simulator.book().chargesFor("sdk-too-late")).isEmpty();
  }

  @Test
  void refusesASetupForTheIssuersReasonOrAsksForThePayer() throws Exception {
    CardException decline =
        catchThrowableOfType(
            CardException.class,
            () ->
                stripe
                    .v1()
                    .setupIntents()
                    .create(setup("pm_card_chargeDeclinedInsufficientFunds").build()));
    SetupIntent acting =
        stripe
            .v1()
            .setupIntents()
            .create(
                setup("pm_card_authenticationRequired")
                    .setReturnUrl("https://shop.example/back")
                    .build());

    assertThat(decline.getDeclineCode()).isEqualTo("insufficient_funds");
    assertThat(decline.getStripeError().getSetupIntent().getStatus())
        .isEqualTo("requires_payment_method");
    assertThat(acting.getStatus()).isEqualTo("requires_action");
    assertThat(acting.getNextAction().getRedirectToUrl().getUrl()).startsWith(simulator.baseUrl());
  }

  @Test
  void listsWhatTheBalanceChangedBy() throws Exception {
    PaymentIntent paid =
        stripe.v1().paymentIntents().create(payment("pm_card_visa", "sdk-balance").build());
    Refund refund =
        stripe
            .v1()
            .refunds()
            .create(
                RefundCreateParams.builder().setPaymentIntent(paid.getId()).setAmount(99L).build());

    List<BalanceTransaction> lines = new ArrayList<>();
    stripe
        .v1()
        .balanceTransactions()
        .list(
            BalanceTransactionListParams.builder()
                .setLimit(3L)
                .addExpand("data.source")
                .setCreated(
                    BalanceTransactionListParams.Created.builder()
                        .setGte(paid.getCreated())
                        .build())
                .build())
        .autoPagingIterable()
        .forEach(lines::add);

    assertThat(lines)
        .filteredOn(line -> line.getSource().equals(paid.getLatestCharge()))
        .singleElement()
        .satisfies(line -> assertThat(line.getReportingCategory()).isEqualTo("charge"))
        .satisfies(line -> assertThat(line.getAmount()).isEqualTo(1099))
        .satisfies(line -> assertThat(line.getNet() + line.getFee()).isEqualTo(1099))
        .satisfies(line ->
            assertThat(((Charge) line.getSourceObject()).getPaymentIntent())
                .isEqualTo(paid.getId()));
    assertThat(lines)
        .filteredOn(line -> line.getSource().equals(refund.getId()))
        .singleElement()
        .satisfies(line -> assertThat(line.getAmount()).isEqualTo(-99));
  }

  private static SetupIntentCreateParams.Builder setup(String method) {
    return SetupIntentCreateParams.builder().setConfirm(true).setPaymentMethod(method);
  }

  @Test
  void declinesWithTheIssuersReason() throws Exception {
    CardException decline =
        catchThrowableOfType(
            CardException.class,
            () ->
                stripe
                    .v1()
                    .paymentIntents()
                    .create(
                        payment("pm_card_chargeDeclinedInsufficientFunds", "sdk-poor").build()));

    assertThat(decline.getStatusCode()).isEqualTo(402);
    assertThat(decline.getCode()).isEqualTo("card_declined");
    assertThat(decline.getDeclineCode()).isEqualTo("insufficient_funds");
    PaymentIntent inside = decline.getStripeError().getPaymentIntent();
    assertThat(inside.getStatus()).isEqualTo("requires_payment_method");
    assertThat(stripe.v1().paymentIntents().retrieve(inside.getId()).getLastPaymentError())
        .satisfies(error -> assertThat(error.getDeclineCode()).isEqualTo("insufficient_funds"));
  }

  @Test
  void asksForThePayer() throws Exception {
    PaymentIntent made =
        stripe
            .v1()
            .paymentIntents()
            .create(
                payment("pm_card_threeDSecure2Required", "sdk-3ds")
                    .setReturnUrl("https://shop.example/back")
                    .build());

    assertThat(made.getStatus()).isEqualTo("requires_action");
    assertThat(made.getNextAction().getType()).isEqualTo("redirect_to_url");
    assertThat(made.getNextAction().getRedirectToUrl().getUrl()).startsWith(simulator.baseUrl());
    assertThat(made.getNextAction().getRedirectToUrl().getReturnUrl())
        .isEqualTo("https://shop.example/back");
  }

  @Test
  void refusesAnotherKey() {
    AuthenticationException refusal =
        catchThrowableOfType(
            AuthenticationException.class,
            () -> client("sk_test_wrong_key_of_somebody").v1().paymentIntents().retrieve("pi_1"));

    assertThat(refusal.getStatusCode()).isEqualTo(401);
    assertThat(refusal.getMessage()).doesNotContain("wrong_key");
  }

  @Test
  void answersARepeatedKeyWithTheSavedAnswerAndRefusesOtherParameters() throws Exception {
    RequestOptions key = RequestOptions.builder().setIdempotencyKey("sdk-key-1").build();
    PaymentIntent first =
        stripe.v1().paymentIntents().create(payment("pm_card_visa", "sdk-key").build(), key);

    PaymentIntent again =
        stripe.v1().paymentIntents().create(payment("pm_card_visa", "sdk-key").build(), key);
    IdempotencyException misuse =
        catchThrowableOfType(
            IdempotencyException.class,
            () ->
                stripe
                    .v1()
                    .paymentIntents()
                    .create(payment("pm_card_visa", "sdk-other").build(), key));

    assertThat(again.getId()).isEqualTo(first.getId());
    assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
        .contains("true");
    assertThat(misuse.getStatusCode()).isEqualTo(400);
    assertThat(simulator.book().chargesFor("sdk-key")).hasSize(1);
    assertThat(simulator.book().chargesFor("sdk-other")).isEmpty();
  }

  @Test
  void listsNewestFirstPageByPage() throws Exception {
    for (int i = 0; i < 3; i++) {
      stripe.v1().paymentIntents().create(payment("pm_card_visa", "sdk-list-" + i).build());
    }

    var firstPage =
        stripe
            .v1()
            .paymentIntents()
            .list(PaymentIntentListParams.builder().setLimit(2L).build())
            .getData();
    var secondPage =
        stripe
            .v1()
            .paymentIntents()
            .list(
                PaymentIntentListParams.builder()
                    .setLimit(1L)
                    .setStartingAfter(firstPage.getLast().getId())
                    .build());

    assertThat(firstPage)
        .extracting(intent -> intent.getMetadata().get("attempt_id"))
        .containsExactly("sdk-list-2", "sdk-list-1");
    assertThat(secondPage.getData().getFirst().getMetadata())
        .containsEntry("attempt_id", "sdk-list-0");
  }

  private static PaymentIntentCreateParams.Builder payment(String method, String attempt) {
    return PaymentIntentCreateParams.builder()
        .setAmount(1099L)
        .setCurrency("eur")
        .setConfirm(true)
        .setPaymentMethod(method)
        .putMetadata("attempt_id", attempt);
  }
}
