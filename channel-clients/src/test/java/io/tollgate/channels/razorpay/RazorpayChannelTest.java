package io.tollgate.channels.razorpay;

import static io.tollgate.channels.razorpay.RazorpayFixtures.LINK_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.NOW;
import static io.tollgate.channels.razorpay.RazorpayFixtures.ORDER_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.PAYMENT_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.REFUND_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.TOKEN;
import static io.tollgate.channels.razorpay.RazorpayFixtures.agreement;
import static io.tollgate.channels.razorpay.RazorpayFixtures.attempt;
import static io.tollgate.channels.razorpay.RazorpayFixtures.collection;
import static io.tollgate.channels.razorpay.RazorpayFixtures.error;
import static io.tollgate.channels.razorpay.RazorpayFixtures.hosted;
import static io.tollgate.channels.razorpay.RazorpayFixtures.link;
import static io.tollgate.channels.razorpay.RazorpayFixtures.operation;
import static io.tollgate.channels.razorpay.RazorpayFixtures.order;
import static io.tollgate.channels.razorpay.RazorpayFixtures.orderNode;
import static io.tollgate.channels.razorpay.RazorpayFixtures.payment;
import static io.tollgate.channels.razorpay.RazorpayFixtures.query;
import static io.tollgate.channels.razorpay.RazorpayFixtures.refund;
import static io.tollgate.channels.razorpay.RazorpayFixtures.request;
import static io.tollgate.channels.razorpay.RazorpayFixtures.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.node.ObjectNode;

class RazorpayChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PAYMENTS = "GET /v1/orders/" + ORDER_ID + "/payments";
  private static final String CREATE = "POST /v1/payments/create/json";

  private final RazorpayWire wire = new RazorpayWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void looksForAnOrderOfTheAttemptsBeforeItMakesOne() {
    wire.answer("GET /v1/orders?", collection())
        .answer("POST /v1/orders", orderNode())
        .answer(CREATE, made());

    assertThat(wire.channel().pay(request(order()), wire.account()).block(SOON))
        .isEqualTo(new Pending(ORDER_ID));
    assertThat(wire.seen()).containsExactly("GET /v1/orders", "POST /v1/orders", CREATE);
    assertThat(wire.request(CREATE))
        .contains("\"order_id\":\"" + ORDER_ID + "\"", "\"bank\":\"HDFC\"", "\"amount\":129900");
  }

  @Test
  void chargesNothingWhereARepetitionFindsAPayment() {
    wire.answer("GET /v1/orders?", collection(orderNode()))
        .answer(PAYMENTS, collection(payment("captured")));

    assertThat(wire.channel().pay(request(order()), wire.account()).block(SOON))
        .isEqualTo(new Approved(ORDER_ID));
    assertThat(wire.seen()).containsExactly("GET /v1/orders", PAYMENTS);
  }

  @Test
  void paysAnOrderThatNobodyTriedToPay() {
    wire.answer("GET /v1/orders?", collection(orderNode()))
        .answer(PAYMENTS, collection())
        .answer(CREATE, made());

    assertThat(wire.channel().pay(request(order()), wire.account()).block(SOON))
        .isEqualTo(new Pending(ORDER_ID));
    assertThat(wire.seen()).containsExactly("GET /v1/orders", PAYMENTS, CREATE);
  }

  @Test
  void asksAfterAnErrorOfTheBanksSide() {
    wire.answer("GET /v1/orders?", collection())
        .answer("POST /v1/orders", orderNode())
        .answer(CREATE, 400, error("GATEWAY_ERROR", "payment_authorization", "x"))
        .answer(PAYMENTS, collection());

    assertThat(wire.channel().pay(request(order()), wire.account()).block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(wire.seen()).endsWith(PAYMENTS);
  }

  @Test
  void sendsThePayerOfACardToALinksPageAndCancelsIt() {
    var path = "GET /v1/payment_links/" + LINK_ID;
    wire.answer("POST /v1/payment_links/" + LINK_ID + "/cancel", link("cancelled"))
        .answer("POST /v1/payment_links", link("created"))
        .answer(path, link("created"));

    assertThat(wire.channel().pay(request(hosted()), wire.account()).block(SOON))
        .isInstanceOf(NeedsAction.class);
    assertThat(wire.channel().close(query(hosted(), LINK_ID), wire.account()).block(SOON))
        .isEqualTo(new Closed(false, LINK_ID));
  }

  @Test
  void refundsThePaymentOfTheOrderUnderAKeyOfTheRefunds() {
    wire.answer(PAYMENTS, collection(payment("failed"), payment("captured")))
        .answer("POST /v1/payments/" + PAYMENT_ID + "/refund", refund("processed"));

    var refunded =
        wire.channel().refund(operation(Money.of(500, "INR")), wire.account()).block(SOON);

    assertThat(refunded).isEqualTo(new Done(REFUND_ID));
    assertThat(wire.request("POST").toLowerCase(Locale.ROOT))
        .contains("x-refund-idempotency: tollgate-refund-op_1");
  }

  @Test
  void believesARefusalOnlyWhereTheRefundIsNotThere() {
    var refunds = "GET /v1/payments/" + PAYMENT_ID + "/refunds";
    wire.answer(PAYMENTS, collection(payment("captured")))
        .answer(
            "POST /v1/payments/" + PAYMENT_ID + "/refund",
            400,
            error("BAD_REQUEST_ERROR", "NA", "NA"))
        .answer(refunds, collection());
    var operation = operation(Money.of(500, "INR"));

    assertThat(wire.channel().refund(operation, wire.account()).block(SOON))
        .isInstanceOf(Refused.class);
    wire.answer(refunds, collection(refund("processed")));
    assertThat(wire.channel().refund(operation, wire.account()).block(SOON))
        .isEqualTo(new Done(REFUND_ID));
  }

  @Test
  void capturesAllOrNothing() {
    wire.answer(PAYMENTS, collection(payment("authorized")))
        .answer("POST /v1/payments/" + PAYMENT_ID + "/capture", payment("captured"));

    assertThat(wire.channel().capture(operation(order().amount()), wire.account()).block(SOON))
        .isEqualTo(new Done(null));
    assertThat(wire.channel().capture(operation(Money.of(500, "INR")), wire.account()).block(SOON))
        .isInstanceOf(Refused.class);
  }

  @Test
  void anAgreementIsInForceWhenItsTokenIsConfirmed() {
    var first =
        payment("captured")
            .put("amount", 100)
            .put("customer_id", "cust_1Aa00000000001")
            .put("token_id", "token_FHf94Uym9tdYFJ");
    var tokens = "GET /v1/customers/cust_1Aa00000000001/tokens";
    wire.answer(PAYMENTS, collection(first)).answer(tokens, collection(token("confirmed")));
    var asked = wire.channel().queryAgreement(agreement(ORDER_ID), wire.account());

    assertThat(asked.block(SOON)).isEqualTo(new AgreementOutcome.Active(TOKEN, ORDER_ID));
    wire.answer(tokens, collection(token("rejected")));
    assertThat(asked.block(SOON)).isInstanceOf(AgreementOutcome.Refused.class);
    wire.answer(tokens, collection());
    assertThat(asked.block(SOON)).isEqualTo(new AgreementOutcome.Ended());
  }

  @Test
  void looksForNoTokenBeforeThePayerAgreed() {
    var first =
        payment("created")
            .put("amount", 100)
            .put("customer_id", "cust_1Aa00000000001")
            .put("token_id", "token_FHf94Uym9tdYFJ");
    wire.answer(PAYMENTS, collection(first));

    assertThat(wire.channel().queryAgreement(agreement(ORDER_ID), wire.account()).block(SOON))
        .isEqualTo(new AgreementOutcome.Pending(ORDER_ID));
    assertThat(wire.seen()).containsExactly(PAYMENTS);
  }

  @Test
  void goesByTheFirstPaymentWhereTokensAreNotListed() {
    var account = wire.account(Map.of("tokens", "unlisted"));
    var first =
        payment("authorized")
            .put("amount", 100)
            .put("customer_id", "cust_1Aa00000000001")
            .put("token_id", "token_FHf94Uym9tdYFJ");
    wire.answer(PAYMENTS, collection(first))
        .answer("DELETE ", 400, error("BAD_REQUEST_ERROR", "NA", "NA"));

    assertThat(wire.channel().queryAgreement(agreement(ORDER_ID), account).block(SOON))
        .isEqualTo(new AgreementOutcome.Active(TOKEN, ORDER_ID));
    assertThat(wire.channel().end(agreement(ORDER_ID), TOKEN, account).block(SOON))
        .isInstanceOf(Refused.class);
  }

  @Test
  void listsWhatWasSettled() {
    var line = RazorpayFixtures.JSON.createObjectNode();
    line.put("entity_id", PAYMENT_ID)
        .put("type", "payment")
        .put("debit", 0)
        .put("credit", 127000)
        .put("amount", 129900)
        .put("currency", "INR")
        .put("fee", 2900)
        .put("created_at", 1567692556)
        .put("order_id", ORDER_ID)
        .put("order_receipt", attempt().toString())
        .put("notes", "Beam me up Scotty.");
    wire.answer("GET /v1/settlements/recon/combined?year=2026&month=02&day=27", collection(line));
    var rows = wire.channel().statement(LocalDate.of(2026, 2, 27), wire.account());

    StepVerifier.create(rows)
        .expectNext(
            new StatementRow(
                Kind.PAYMENT,
                attempt().toString(),
                ORDER_ID,
                Money.of(129900, "INR"),
                Money.of(2900, "INR"),
                Instant.ofEpochSecond(1567692556)))
        .expectComplete()
        .verify(SOON);
    StepVerifier.create(wire.at(NOW).statement(LocalDate.of(2026, 3, 1), wire.account()))
        .expectErrorMatches(it -> it instanceof StatementUnavailable gone && gone.later())
        .verify(SOON);
  }

  private static ObjectNode made() {
    return RazorpayFixtures.JSON.createObjectNode().put("razorpay_payment_id", PAYMENT_ID);
  }
}
