package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.CUSTOMER_ID;
import static io.tollgate.channels.square.SquareFixtures.NOTIFICATION_URL;
import static io.tollgate.channels.square.SquareFixtures.PAYMENT_ID;
import static io.tollgate.channels.square.SquareFixtures.SIGNATURE_KEY;
import static io.tollgate.channels.square.SquareFixtures.TOKEN;
import static io.tollgate.channels.square.SquareFixtures.account;
import static io.tollgate.channels.square.SquareFixtures.agreement;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.bytes;
import static io.tollgate.channels.square.SquareFixtures.event;
import static io.tollgate.channels.square.SquareFixtures.manual;
import static io.tollgate.channels.square.SquareFixtures.operation;
import static io.tollgate.channels.square.SquareFixtures.order;
import static io.tollgate.channels.square.SquareFixtures.payment;
import static io.tollgate.channels.square.SquareFixtures.refund;
import static io.tollgate.channels.square.SquareFixtures.request;
import static io.tollgate.channels.square.SquareFixtures.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.squareup.square.SquareClient;
import com.squareup.square.core.ObjectMappers;
import com.squareup.square.core.SquareApiException;
import com.squareup.square.types.ActivityType;
import com.squareup.square.types.CancelPaymentByIdempotencyKeyRequest;
import com.squareup.square.types.CancelPaymentsRequest;
import com.squareup.square.types.Card;
import com.squareup.square.types.CompletePaymentRequest;
import com.squareup.square.types.CreateCardRequest;
import com.squareup.square.types.CreateCustomerRequest;
import com.squareup.square.types.CreatePaymentRequest;
import com.squareup.square.types.Currency;
import com.squareup.square.types.DisableCardsRequest;
import com.squareup.square.types.GetPaymentsRequest;
import com.squareup.square.types.GetRefundsRequest;
import com.squareup.square.types.ListCardsRequest;
import com.squareup.square.types.ListEntriesPayoutsRequest;
import com.squareup.square.types.ListPaymentsRequest;
import com.squareup.square.types.Money;
import com.squareup.square.types.Payment;
import com.squareup.square.types.PaymentUpdatedEvent;
import com.squareup.square.types.PayoutEntry;
import com.squareup.square.types.RefundPaymentRequest;
import com.squareup.square.types.RefundUpdatedEvent;
import com.squareup.square.utilities.WebhooksHelper;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.sandbox.square.SquareSimulator;
import io.tollgate.sandbox.square.SquareSimulatorSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Square's own client verifies what we sign, reads what we send, and drives the simulator. */
class SquareSdkTest {

  private final SquareDoor door = new SquareDoor();
  private final SquareSimulator simulator =
      SquareSimulator.start(
          SquareSimulatorSettings.defaults()
              .withDurations(Duration.ofMillis(100), Duration.ofSeconds(5))
              .withCallbackUrl(door.url()));
  private final SquareClient client = client(TOKEN);

  @AfterEach
  void close() {
    simulator.close();
    door.close();
  }

  @Test
  void signsAsSquaresOwnClientVerifies() throws Exception {
    var body = bytes(event("payment.updated", "payment", payment("COMPLETED")));
    var text = new String(body, UTF_8);
    var ours = signature(body, SIGNATURE_KEY, NOTIFICATION_URL);

    assertThat(WebhooksHelper.verifySignature(text, ours, SIGNATURE_KEY, NOTIFICATION_URL))
        .isTrue();
    assertThat(WebhooksHelper.verifySignature(text + " ", ours, SIGNATURE_KEY, NOTIFICATION_URL))
        .isFalse();
    assertThat(WebhooksHelper.verifySignature(text, ours, SIGNATURE_KEY, NOTIFICATION_URL + "/"))
        .isFalse();
  }

  @Test
  void sendsNothingThatSquaresOwnClientDoesNotKnow() throws Exception {
    var json = ObjectMappers.JSON_MAPPER;
    var charge =
        json.readValue(
            SquareRequests.create(request(manual()), account()).body(), CreatePaymentRequest.class);
    var back =
        json.readValue(
            SquareRequests.refund(operation(order(), order().amount()), PAYMENT_ID, account())
                .body(),
            RefundPaymentRequest.class);
    var card =
        json.readValue(
            SquareAgreementRequests.card(agreement(null), CUSTOMER_ID, account()).body(),
            CreateCardRequest.class);
    var customer =
        json.readValue(
            SquareAgreementRequests.customer(agreement(null), account()).body(),
            CreateCustomerRequest.class);

    assertThat(charge.getAdditionalProperties()).isEmpty();
    assertThat(charge.getAmountMoney()).contains(money(1299));
    assertThat(charge.getReferenceId()).contains(attempt(manual()).toString());
    assertThat(charge.getAutocomplete()).contains(false);
    assertThat(back.getAdditionalProperties()).isEmpty();
    assertThat(back.getPaymentId()).contains(PAYMENT_ID);
    assertThat(card.getAdditionalProperties()).isEmpty();
    assertThat(card.getCard().getAdditionalProperties()).isEmpty();
    assertThat(customer.getAdditionalProperties()).isEmpty();
  }

  @Test
  void expectsTheEventsThatSquaresOwnClientKnows() throws Exception {
    var json = ObjectMappers.JSON_MAPPER;
    var paid =
        json.readValue(
            bytes(event("payment.updated", "payment", payment("COMPLETED"))),
            PaymentUpdatedEvent.class);
    var back =
        json.readValue(
            bytes(event("refund.updated", "refund", refund("COMPLETED"))),
            RefundUpdatedEvent.class);

    var payment = paid.getData().orElseThrow().getObject().orElseThrow().getPayment().orElseThrow();
    var refund = back.getData().orElseThrow().getObject().orElseThrow().getRefund().orElseThrow();
    assertThat(payment.getId()).contains(PAYMENT_ID);
    assertThat(payment.getAdditionalProperties()).isEmpty();
    assertThat(refund.getPaymentId()).contains(PAYMENT_ID);
    assertThat(refund.getAdditionalProperties()).isEmpty();
  }

  @Test
  void paysAtTheSimulatorOnceForEachKey() {
    var made = pay("cnon:card-nonce-ok", "key-1", true);
    var again = pay("cnon:card-nonce-ok", "key-1", true);
    var found = client.payments().get(GetPaymentsRequest.builder().paymentId(id(made)).build());

    assertThat(made.getStatus()).contains("COMPLETED");
    assertThat(id(again)).isEqualTo(id(made));
    assertThat(found.getPayment()).contains(made);
    assertThat(simulator.book().chargesFor("key-1")).hasSize(1);
  }

  @Test
  void isRefusedByTheSimulatorAsBySquare() {
    var declined = failure(() -> pay("cnon:decline-cvv-failure", "key-1", true));
    var reused = failure(() -> charge("cnon:card-nonce-ok", "key-1", true, 5));
    var limited = failure(() -> pay("cnon:rate-limited", "key-2", true));
    var stranger =
        failure(() ->
            client("other").payments().get(GetPaymentsRequest.builder().paymentId("any").build()));

    assertThat(declined.statusCode()).isEqualTo(402);
    assertThat(declined.errors())
        .extracting(it -> it.getCategory() + " " + it.getCode())
        .containsExactly("PAYMENT_METHOD_ERROR CVV_FAILURE");
    assertThat(reused.errors())
        .extracting(it -> it.getCode().toString())
        .containsExactly("IDEMPOTENCY_KEY_REUSED");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(stranger.statusCode()).isEqualTo(401);
  }

  @Test
  void completesCancelsAndGivesBackAtTheSimulator() {
    var held = pay("cnon:card-nonce-ok", "key-1", false);
    var dropped = pay("cnon:card-nonce-ok", "key-2", false);
    var lost = pay("cnon:card-nonce-ok", "key-3", false);

    var completed =
        client.payments().complete(CompletePaymentRequest.builder().paymentId(id(held)).build());
    var cancelled =
        client.payments().cancel(CancelPaymentsRequest.builder().paymentId(id(dropped)).build());
    client
        .payments()
        .cancelByIdempotencyKey(
            CancelPaymentByIdempotencyKeyRequest.builder().idempotencyKey("key-3").build());
    var given =
        client
            .refunds()
            .refundPayment(
                RefundPaymentRequest.builder()
                    .idempotencyKey("key-4")
                    .amountMoney(money(299))
                    .paymentId(id(held))
                    .reason("as agreed")
                    .build())
            .getRefund()
            .orElseThrow();

    assertThat(held.getStatus()).contains("APPROVED");
    assertThat(completed.getPayment().orElseThrow().getStatus()).contains("COMPLETED");
    assertThat(cancelled.getPayment().orElseThrow().getStatus()).contains("CANCELED");
    assertThat(client.refunds().get(GetRefundsRequest.builder().refundId(given.getId()).build()))
        .satisfies(it -> assertThat(it.getRefund()).contains(given));
    var after = asked(held);
    assertThat(after.getRefundIds().orElseThrow()).containsExactly(given.getId());
    assertThat(after.getRefundedMoney()).contains(money(299));
    assertThat(asked(lost).getStatus()).contains("CANCELED");
  }

  @Test
  void pagesThroughThePaymentsOfTheSimulator() {
    for (int at = 1; at <= 5; at++) {
      pay("cnon:card-nonce-ok", "key-" + at, true);
    }

    var listed = client.payments().list(ListPaymentsRequest.builder().limit(2).build());

    assertThat(listed)
        .extracting(it -> it.getReferenceId().orElseThrow())
        .containsExactly("key-1", "key-2", "key-3", "key-4", "key-5");
  }

  @Test
  void keepsAndDisablesCardsAtTheSimulator() {
    var customer =
        client
            .customers()
            .create(CreateCustomerRequest.builder().givenName("Ada").build())
            .getCustomer()
            .orElseThrow();
    var card =
        client
            .cards()
            .create(
                CreateCardRequest.builder()
                    .idempotencyKey("key-1")
                    .sourceId("cnon:card-nonce-ok")
                    .card(
                        Card.builder()
                            .customerId(customer.getId().orElseThrow())
                            .referenceId("agr_1")
                            .build())
                    .build())
            .getCard()
            .orElseThrow();
    var ours = ListCardsRequest.builder().referenceId("agr_1").build();
    assertThat(client.cards().list(ours)).containsExactly(card);

    var disabled =
        client
            .cards()
            .disable(DisableCardsRequest.builder().cardId(card.getId().orElseThrow()).build());

    assertThat(card.getEnabled()).contains(true);
    assertThat(disabled.getCard().orElseThrow().getEnabled()).contains(false);
    assertThat(client.cards().list(ours)).isEmpty();
  }

  @Test
  void readsThePayoutOfTheSimulator() {
    var paid = pay("cnon:card-nonce-ok", "key-1", true);
    var payout = client.payouts().list().iterator().next();

    List<PayoutEntry> entries =
        client
            .payouts()
            .listEntries(ListEntriesPayoutsRequest.builder().payoutId(payout.getId()).build())
            .streamItems()
            .toList();

    assertThat(entries).hasSize(1);
    var entry = entries.getFirst();
    assertThat(entry.getType()).contains(ActivityType.CHARGE);
    assertThat(entry.getGrossAmountMoney()).contains(money(1299));
    assertThat(entry.getFeeAmountMoney()).contains(money(38));
    assertThat(entry.getTypeChargeDetails().orElseThrow().getPaymentId()).contains(id(paid));
  }

  @Test
  void verifiesTheEventsOfTheSimulator() throws Exception {
    pay("cnon:card-nonce-ok", "key-1", true);
    await().atMost(Duration.ofSeconds(10)).until(() -> !door.taken().isEmpty());

    RawCallback event = door.taken().getFirst();

    assertThat(
            WebhooksHelper.verifySignature(
                new String(event.body(), UTF_8),
                event.header("x-square-hmacsha256-signature").orElseThrow(),
                SIGNATURE_KEY,
                door.url().toString()))
        .isTrue();
  }

  private Payment asked(Payment like) {
    return client
        .payments()
        .get(GetPaymentsRequest.builder().paymentId(id(like)).build())
        .getPayment()
        .orElseThrow();
  }

  private Payment pay(String source, String key, boolean autocomplete) {
    return charge(source, key, autocomplete, 1299);
  }

  private Payment charge(String source, String key, boolean autocomplete, long amount) {
    return client
        .payments()
        .create(
            CreatePaymentRequest.builder()
                .sourceId(source)
                .idempotencyKey(key)
                .amountMoney(money(amount))
                .referenceId(key)
                .autocomplete(autocomplete)
                .build())
        .getPayment()
        .orElseThrow();
  }

  private static SquareApiException failure(Runnable call) {
    return catchThrowableOfType(SquareApiException.class, call::run);
  }

  private static Money money(long amount) {
    return Money.builder().amount(amount).currency(Currency.USD).build();
  }

  private static String id(Payment payment) {
    return payment.getId().orElseThrow();
  }

  private SquareClient client(String token) {
    return SquareClient.builder().token(token).url(simulator.baseUrl()).maxRetries(0).build();
  }
}
