package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.CARD_TOKEN;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.CUSTOMER;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAGE;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PART;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAYMENT;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.REFUND;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.SAVED;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.WHOLE;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.agreement;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.card;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.error;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.held;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.hosted;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.list;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.operation;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.order;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.payment;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.query;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.recorded;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.refund;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.request;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Which requests an operation makes, and what it answers in the end. */
@Timeout(60)
class MercadoPagoChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PAY = "POST /v1/payments";
  private static final String SEARCH = "GET /v1/payments/search";
  private static final String GET = "GET /v1/payments/" + PAYMENT;
  private static final String PUT = "PUT /v1/payments/" + PAYMENT;
  private static final String REFUNDS = "/v1/payments/" + PAYMENT + "/refunds";
  private static final String PREFERENCE = "/checkout/preferences/" + PAGE;
  private static final String CARDS = "/v1/customers/" + CUSTOMER + "/cards";

  private final MercadoPagoWire wire = new MercadoPagoWire();
  private final MercadoPagoChannel channel = wire.channel();

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void saysWhatItCanDo() {
    assertThat(channel.capabilities().operations())
        .containsExactlyInAnyOrder(ChannelOperation.values());
    assertThat(channel.capabilities().canTake(order())).isTrue();
    assertThat(channel.capabilities().canTake(hosted("ideal"))).isFalse();
  }

  @Test
  void paysInOneRequest() {
    wire.answer(PAY, 201, payment("approved", "accredited"));

    assertThat(pay(order())).isEqualTo(new Approved(PAYMENT));
    assertThat(wire.seen()).containsExactly(PAY);
  }

  @Test
  void chargesASavedCardWithATokenMadeForIt() {
    wire.answer("POST /v1/card_tokens", 201, recorded("card-token.json"))
        .answer(PAY, 201, payment("approved", "accredited"));

    assertThat(pay(order(card(SAVED), CaptureMode.AUTOMATIC))).isEqualTo(new Approved(PAYMENT));
    assertThat(wire.requests().getLast())
        .contains("\"token\":\"" + CARD_TOKEN + "\"")
        .contains("\"id\":\"" + CUSTOMER + "\"")
        .contains("\"type\":\"customer\"");
  }

  @Test
  void chargesNothingWithoutAToken() {
    wire.answer("POST /v1/card_tokens", 500, "{}");
    var order = order(card(SAVED), CaptureMode.AUTOMATIC);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(wire.seen()).containsExactly("POST /v1/card_tokens");
  }

  @Test
  void believesARefusalWithoutAPaymentOnlyWhereNoneIsFound() {
    wire.answer(PAY, 400, error(400, 3003))
        .answer(SEARCH, search())
        .answer(SEARCH, search(payment("approved", "accredited")))
        .answer(SEARCH, 500, "{}");

    assertThat(pay(order())).isInstanceOf(Declined.class);
    assertThat(pay(order())).isEqualTo(new Approved(PAYMENT));
    assertThat(pay(order())).isInstanceOf(Unknown.class);
  }

  @Test
  void looksForThePaymentThatADuplicateIsADuplicateOf() {
    var duplicate = payment(7, "rejected", "cc_rejected_duplicated_payment");
    wire.answer(PAY, 201, duplicate)
        .answer(SEARCH, search(duplicate, payment("approved", "accredited")))
        .answer(SEARCH, search(duplicate));

    assertThat(pay(order())).isEqualTo(new Approved(PAYMENT));
    assertThat(pay(order())).isInstanceOf(Declined.class);
  }

  @Test
  void believesARejectedPaymentAtOnce() {
    wire.answer(PAY, 201, payment("rejected", "cc_rejected_high_risk"));

    assertThat(pay(order())).isInstanceOf(Declined.class);
    assertThat(wire.seen()).containsExactly(PAY);
  }

  @Test
  void sendsNothingThatTheAccountCannotCharge() {
    var pesos = order(card(CARD_TOKEN), CaptureMode.AUTOMATIC, Money.of(1299, "ARS"), "order-1");

    assertThat(pay(pesos)).isInstanceOf(NotSent.class);
    assertThat(pay(order(new Method("pix", null), CaptureMode.MANUAL))).isInstanceOf(NotSent.class);
    assertThat(pay(order(new Method("card", null), CaptureMode.AUTOMATIC)))
        .isInstanceOf(NotSent.class);
    assertThat(wire.alarms()).isEmpty();
    assertThat(said(channel.pay(request(order()), wire.account(Map.of("currency", "")))))
        .isInstanceOf(NotSent.class);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void findsAnAttemptByItsIdWhereMercadoPagosIsUnknown() {
    wire.answer(SEARCH, search(payment("approved", "accredited")));

    assertThat(asked(order())).isEqualTo(new Approved(PAYMENT));
    assertThat(wire.requests().getFirst())
        .contains("external_reference=" + MercadoPagoFixtures.attempt(order()))
        .contains("sort=date_created")
        .contains("criteria=desc");
  }

  @Test
  void asksAfterAPaymentByItsOwnId() {
    wire.answer(GET, payment("in_process", "x"));

    assertThat(said(channel.query(query(order(), PAYMENT), wire.account())))
        .isEqualTo(new Pending(PAYMENT));
    assertThat(wire.seen()).containsExactly(GET);
  }

  @Test
  void cancelsWhatIsOpen() {
    wire.answer(PUT, payment("cancelled", "by_collector"));

    assertThat(closing(order(), PAYMENT)).isEqualTo(new Closed(false, PAYMENT));
    assertThat(wire.seen()).containsExactly(PUT);
  }

  @Test
  void asksWhereACancellationIsRefused() {
    wire.answer(PUT, 400, error(400, 2018)).answer(GET, payment("approved", "accredited"));

    assertThat(closing(order(), PAYMENT)).isEqualTo(new Approved(PAYMENT));
  }

  @Test
  void cancelsWhatASearchFindsOpen() {
    wire.answer(SEARCH, search(payment("in_process", "x")))
        .answer(PUT, payment("cancelled", "by_collector"));

    assertThat(closing(order(), null)).isEqualTo(new Closed(false, PAYMENT));
  }

  @Test
  void letsNoMoneyGoThatTheMerchantMayCapture() {
    wire.answer(GET, payment("authorized", "pending_capture"));

    assertThat(closing(held(), PAYMENT)).isEqualTo(new Authorized(PAYMENT));
    assertThat(wire.seen()).containsExactly(GET);
  }

  @Test
  void keepsAPageOpenWhileThePayersCardsAreRejected() {
    wire.answer(SEARCH, search(payment("rejected", "cc_rejected_high_risk")))
        .answer("GET " + PREFERENCE, recorded("preference.json"));

    assertThat(said(channel.query(query(hosted("pse"), PAGE), wire.account())))
        .isInstanceOfSatisfying(
            NeedsAction.class, action -> assertThat(action.channelReference()).isEqualTo(PAGE));
  }

  @Test
  void callsAPageByItsIdUntilItIsPaid() {
    wire.answer(SEARCH, search(payment("in_process", "x")))
        .answer(SEARCH, search(payment("approved", "accredited")));
    var query = query(hosted("account_money"), PAGE);

    assertThat(said(channel.query(query, wire.account()))).isEqualTo(new Pending(PAGE));
    assertThat(said(channel.query(query, wire.account()))).isEqualTo(new Approved(PAYMENT));
  }

  @Test
  void missesAPageWhoseIdNeverCame() {
    wire.answer(SEARCH, search()).answer(SEARCH, search(payment("rejected", "x")));
    var query = query(hosted("pse"), null);

    assertThat(said(channel.query(query, wire.account()))).isEqualTo(new ChannelOutcome.Absent());
    assertThat(said(channel.query(query, wire.account()))).isEqualTo(new Pending(null));
  }

  @Test
  void shutsThePageBeforeItCancelsThePaymentOnIt() {
    var expired =
        recorded("preference.json")
            .put("expires", true)
            .put("expiration_date_to", "2026-03-01T12:10:00.000+00:00");
    wire.answer("PUT " + PREFERENCE, expired)
        .answer(SEARCH, search(payment("in_process", "x")))
        .answer(SEARCH, search(payment("cancelled", "by_collector")))
        .answer(PUT, payment("cancelled", "by_collector"))
        .answer("GET " + PREFERENCE, expired);

    assertThat(closing(hosted("pse"), PAGE)).isEqualTo(new Closed(false, PAGE));
    assertThat(wire.seen())
        .containsExactly("PUT " + PREFERENCE, SEARCH, PUT, SEARCH, "GET " + PREFERENCE);
    assertThat(wire.requests().getFirst()).contains("2026-03-01T12:10:00.000+00:00");
  }

  @Test
  void saysThatAPageWasPaidThatWasToBeShut() {
    wire.answer(
            "PUT " + PREFERENCE,
            recorded("preference.json")
                .put("expires", true)
                .put("expiration_date_to", "2026-03-01T12:10:00.000Z"))
        .answer(SEARCH, search(payment("approved", "accredited")));

    assertThat(closing(hosted("pse"), PAGE)).isEqualTo(new Approved(PAYMENT));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500})
  void doesNotSayThatAPageIsShutThatIsNot(int status) {
    wire.answer("PUT " + PREFERENCE, status, error(status));

    assertThat(closing(hosted("pse"), PAGE)).isInstanceOf(Unknown.class);
  }

  @Test
  void capturesAPartOnlyWhereItIsTheLast() {
    wire.answer(PUT, payment("approved", "accredited").put("transaction_amount", 50));

    assertThat(capture(operation(held(), PART, false, PAYMENT))).isInstanceOf(Refused.class);
    assertThat(wire.seen()).isEmpty();
    assertThat(capture(operation(held(), PART))).isEqualTo(new Done(null));
    assertThat(wire.requests().getLast()).endsWith("{\"capture\":true,\"transaction_amount\":50}");
  }

  @Test
  void believesARefusedCaptureOnlyWhereThePaymentDoesNotSayOtherwise() {
    wire.answer(PUT, 400, error(400, 2018))
        .answer(GET, payment("approved", "accredited"))
        .answer(GET, payment("authorized", "pending_capture"))
        .answer(GET, 500, "{}");

    assertThat(capture(operation(held(), WHOLE))).isEqualTo(new Done(null));
    assertThat(capture(operation(held(), WHOLE))).isInstanceOf(Refused.class);
    assertThat(capture(operation(held(), WHOLE))).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void releasesWhatIsHeldAndNothingThatWasTaken() {
    wire.answer(PUT, payment("cancelled", "by_collector"))
        .answer(PUT, 400, error(400, 2018))
        .answer(GET, payment("approved", "accredited"));

    assertThat(said(channel.release(operation(held(), WHOLE), wire.account())))
        .isEqualTo(new Done(null));
    assertThat(said(channel.release(operation(held(), WHOLE), wire.account())))
        .isInstanceOf(Refused.class);
  }

  @Test
  void refundsByTheSameKeyHoweverOften() {
    wire.answer("POST " + REFUNDS, 201, refund("approved"));

    assertThat(refunding(operation(order(), PART))).isEqualTo(new Done(REFUND));
    assertThat(refunding(operation(order(), PART))).isEqualTo(new Done(REFUND));
    assertThat(wire.requests().getFirst()).endsWith("{\"amount\":50}");
    assertThat(wire.requests().stream().map(MercadoPagoChannelTest::key).distinct()).hasSize(1);
  }

  @Test
  void believesARefusedRefundOnlyWhereNoneCanBeIt() {
    wire.answer("POST " + REFUNDS, 400, error(400, 4037))
        .answer("GET " + REFUNDS, list())
        .answer("GET " + REFUNDS, list(refund("approved")));

    assertThat(refunding(operation(order(), PART))).isInstanceOf(Refused.class);
    assertThat(refunding(operation(order(), PART))).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void asksAfterARefundByItsIdOrAmongAll() {
    wire.answer("GET " + REFUNDS + "/" + REFUND, refund("in_process"))
        .answer("GET " + REFUNDS, list());
    var refund = operation(order(), PART);

    assertThat(queryRefund(refund, REFUND)).isEqualTo(new OperationOutcome.Pending(REFUND));
    assertThat(queryRefund(refund, null)).isEqualTo(new OperationOutcome.Absent());
  }

  @Test
  void looksForThePaymentOfAnOperation() {
    wire.answer(SEARCH, search(payment("approved", "accredited")))
        .answer(SEARCH, search())
        .answer("POST " + REFUNDS, 201, refund("approved"));
    var ofPage = operation(hosted("pse"), PART, true, PAGE);

    assertThat(refunding(ofPage)).isEqualTo(new Done(REFUND));
    assertThat(refunding(operation(order(), PART, true, null)))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void savesACardForACustomerOfItsOwn() {
    wire.answer("POST /v1/customers", 201, recorded("customer.json"))
        .answer("POST " + CARDS, 201, recorded("card.json"));

    assertThat(said(channel.sign(agreement("visa:" + CARD_TOKEN, null), wire.account())))
        .isEqualTo(new Active(SAVED, SAVED));
    assertThat(wire.requests().getLast()).contains("\"token\":\"" + CARD_TOKEN + "\"");
  }

  @Test
  void savesACardForTheCustomerWhoIsThere() {
    var found = MercadoPagoFixtures.JSON.createObjectNode();
    found.putArray("results").add(recorded("customer.json"));
    wire.answer("POST /v1/customers", 400, error(400, 101))
        .answer("GET /v1/customers/search", found)
        .answer("POST " + CARDS, 201, recorded("card.json"));

    assertThat(said(channel.sign(agreement(CARD_TOKEN, null), wire.account())))
        .isEqualTo(new Active(SAVED, SAVED));
  }

  @Test
  void savesNoCardForSomebodyElse() {
    wire.answer(
        "POST /v1/customers", 201, recorded("customer.json").put("email", "other@example.com"));

    assertThat(said(channel.sign(agreement(CARD_TOKEN, null), wire.account())))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(wire.seen()).hasSize(1);
    assertThat(wire.alarms()).containsOnlyKeys("mismatch");
  }

  @Test
  void believesInNoCardOfAnotherCustomer() {
    wire.answer("GET " + CARDS + "/1562188766852", recorded("card.json").put("customer_id", "x"))
        .answer("GET " + CARDS + "/1562188766852", recorded("card.json").put("id", 9));

    for (int time = 0; time < 2; time++) {
      assertThat(said(channel.queryAgreement(agreement(CARD_TOKEN, SAVED), wire.account())))
          .isInstanceOf(AgreementOutcome.Unknown.class);
    }
    assertThat(wire.alarms()).containsEntry("mismatch", 2L);
  }

  @Test
  void asksNobodyWithoutACardOrAnAddress() {
    assertThat(said(channel.sign(agreement(null, null), wire.account())))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(said(channel.sign(agreement("a", CARD_TOKEN, null, null), wire.account())))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(wire.seen()).isEmpty();
  }

  @Test
  void findsASavedCardByTheDigitsOfItsToken() {
    var found = MercadoPagoFixtures.JSON.createObjectNode();
    found.putArray("results").add(recorded("customer.json"));
    wire.answer("GET /v1/customers/search", found)
        .answer("GET /v1/card_tokens/" + CARD_TOKEN, recorded("card-token.json"))
        .answer("GET " + CARDS, list(recorded("card.json").put("last_four_digits", "1111")))
        .answer(
            "GET " + CARDS,
            list(
                recorded("card.json").put("expiration_year", 2031),
                recorded("card.json")
                    .put("last_four_digits", "5682")
                    .put("first_six_digits", "423564")));
    var request = agreement("visa:" + CARD_TOKEN, null);

    assertThat(said(channel.queryAgreement(request, wire.account())))
        .isEqualTo(new AgreementOutcome.Absent());
    assertThat(said(channel.queryAgreement(request, wire.account())))
        .isEqualTo(new Active(SAVED, SAVED));
  }

  @Test
  void endsAnAgreementHoweverOften() {
    wire.answer("DELETE " + CARDS + "/1562188766852", recorded("card.json"))
        .answer("DELETE " + CARDS + "/1562188766852", 404, error(404))
        .answer("GET " + CARDS + "/1562188766852", 404, error(404));
    var request = agreement(CARD_TOKEN, SAVED);

    assertThat(said(channel.end(request, SAVED, wire.account()))).isEqualTo(new Done(null));
    assertThat(said(channel.end(request, SAVED, wire.account()))).isEqualTo(new Done(null));
    assertThat(said(channel.queryAgreement(request, wire.account()))).isEqualTo(new Ended());
    assertThat(wire.alarms()).isEmpty();
  }

  @Test
  void endsNothingThatMercadoPagoDoesNotWantToEnd() {
    wire.answer("DELETE " + CARDS + "/1562188766852", 403, error(403, 4))
        .answer("GET " + CARDS + "/1562188766852", recorded("card.json"));

    assertThat(said(channel.end(agreement(CARD_TOKEN, SAVED), SAVED, wire.account())))
        .isInstanceOf(Refused.class);
    assertThat(said(channel.end(agreement(CARD_TOKEN, null), "cus_1", wire.account())))
        .isInstanceOf(Refused.class);
  }

  private ChannelOutcome pay(Order order) {
    return said(channel.pay(request(order), wire.account()));
  }

  private ChannelOutcome asked(Order order) {
    return said(channel.query(MercadoPagoFixtures.query(order, null), wire.account()));
  }

  private ChannelOutcome closing(Order order, String reference) {
    return said(channel.close(MercadoPagoFixtures.query(order, reference), wire.account()));
  }

  private OperationOutcome capture(PaymentOperation operation) {
    return said(channel.capture(operation, wire.account()));
  }

  private OperationOutcome refunding(PaymentOperation operation) {
    return said(channel.refund(operation, wire.account()));
  }

  private OperationOutcome queryRefund(PaymentOperation refund, String reference) {
    return said(
        channel.queryRefund(
            new OperationQuery(refund, reference, MercadoPagoFixtures.NOW), wire.account()));
  }

  private static String key(String request) {
    return request
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-idempotency-key"))
        .findFirst()
        .orElse("");
  }

  private static <T> T said(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
