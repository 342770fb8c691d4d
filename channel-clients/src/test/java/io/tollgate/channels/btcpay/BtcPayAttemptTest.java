package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.INVOICE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.PAGE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.invoice;
import static io.tollgate.channels.btcpay.BtcPayFixtures.list;
import static io.tollgate.channels.btcpay.BtcPayFixtures.order;
import static io.tollgate.channels.btcpay.BtcPayFixtures.problem;
import static io.tollgate.channels.btcpay.BtcPayFixtures.query;
import static io.tollgate.channels.btcpay.BtcPayFixtures.recordedText;
import static io.tollgate.channels.btcpay.BtcPayFixtures.request;
import static io.tollgate.channels.btcpay.BtcPayFixtures.unpaid;
import static io.tollgate.channels.btcpay.BtcPayFixtures.wrongField;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** Which requests it takes to open an attempt, to ask after it and to close it. */
@Timeout(60)
class BtcPayAttemptTest {

  private static final String FIND = "GET " + BtcPayWire.FIND;
  private static final String MAKE = "POST " + BtcPayWire.INVOICES;
  private static final String GET = "GET " + BtcPayWire.INVOICE;
  private static final String MARK = "POST " + BtcPayWire.INVOICE + "/status";
  private static final String METHODS = "GET " + BtcPayWire.INVOICE + "/payment-methods";
  private static final NeedsAction WAITS = new NeedsAction(new NextStep.Redirect(PAGE), INVOICE);

  private final BtcPayWire wire = new BtcPayWire();
  private final BtcPayChannel btcpay = wire.channel();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void saysWhatItCanDo() {
    var can = btcpay.capabilities();

    assertThat(can.operations())
        .containsExactlyInAnyOrder(
            ChannelOperation.REFUND, ChannelOperation.PART_REFUND, ChannelOperation.STATEMENT);
    assertThat(can.canTake(order("crypto"))).isTrue();
    assertThat(can.canTake(order("bitcoin"))).isTrue();
    assertThat(can.canTake(order("lightning"))).isTrue();
    assertThat(can.canTake(order("card"))).isFalse();
  }

  @Test
  void makesAnInvoiceWhereThereIsNone() {
    wire.answer(FIND, list()).answer(MAKE, unpaid("New"));

    assertThat(pay()).isEqualTo(WAITS);
    assertThat(wire.seen()).containsExactly(FIND, MAKE);
  }

  @Test
  void makesNoSecondInvoice() {
    wire.answer(FIND, list(unpaid("New")));

    assertThat(pay()).isEqualTo(WAITS);
    assertThat(wire.seen()).containsExactly(FIND);
  }

  @Test
  void makesNoInvoiceWhereTheLookFails() {
    wire.answer(FIND, 500, "").answer(FIND, 429, "").answer(FIND, 401, problem("unauthenticated"));

    assertThat(pay()).isInstanceOf(Unknown.class);
    assertThat(pay()).isInstanceOf(NotSent.class);
    assertThat(pay()).isInstanceOf(Declined.class);
    assertThat(wire.seen()).containsExactly(FIND, FIND, FIND);
  }

  @Test
  void sendsNothingThatCannotBeBuilt() {
    assertThat(pay(order(), wire.account(Map.of("store", "")))).isInstanceOf(NotSent.class);
    wire.answer(FIND, list());
    assertThat(pay(order(), wire.account(Map.of("speed", "fast")))).isInstanceOf(NotSent.class);
    assertThat(wire.seen()).containsExactly(FIND);
    assertThat(wire.alarms()).containsEntry("misconfigured", 2.0);
  }

  @Test
  void asksByItsOwnIdAndElseByOurs() {
    wire.answer(GET, invoice("Settled", "None")).answer(FIND, list(unpaid("Processing")));

    assertThat(said(btcpay.query(query(order(), INVOICE), wire.account())))
        .isEqualTo(new Approved(INVOICE));
    assertThat(said(btcpay.query(query(order(), null), wire.account())))
        .isEqualTo(new Pending(INVOICE));
    assertThat(wire.seen()).containsExactly(GET, FIND);
  }

  @Test
  void closesWhatNobodyBeganToPay() {
    wire.answer(GET, unpaid("New")).answer(MARK, marked());

    assertThat(closing(INVOICE)).isEqualTo(new Closed(false, INVOICE));
    assertThat(wire.seen()).containsExactly(GET, MARK);
  }

  @Test
  void closesWhatItHasToLookForFirst() {
    wire.answer(FIND, list(unpaid("New"))).answer(MARK, marked());

    assertThat(closing(null)).isEqualTo(new Closed(false, INVOICE));
  }

  @Test
  void closesNothingThatIsPaidOrUnderWayOrClosed() {
    wire.answer(GET, unpaid("Processing"))
        .answer(GET, invoice("Settled", "None"))
        .answer(GET, unpaid("Expired"))
        .answer(GET, marked())
        .answer(FIND, list());

    assertThat(closing(INVOICE)).isEqualTo(new Pending(INVOICE));
    assertThat(closing(INVOICE)).isEqualTo(new Approved(INVOICE));
    assertThat(closing(INVOICE)).isEqualTo(new Closed(true, INVOICE));
    assertThat(closing(INVOICE)).isEqualTo(new Closed(false, INVOICE));
    assertThat(closing(null)).isEqualTo(new Absent());
    assertThat(wire.seen()).doesNotContain(MARK);
  }

  @Test
  void asksAgainWhereClosingIsRefused() {
    wire.answer(GET, unpaid("New"))
        .answer(GET, invoice("Settled", "None"))
        .answer(MARK, 422, wrongField("status"));

    assertThat(closing(INVOICE)).isEqualTo(new Approved(INVOICE));
    assertThat(wire.seen()).containsExactly(GET, MARK, GET);
  }

  @Test
  void knowsNothingWhereClosingIsNotAnswered() {
    wire.answer(GET, unpaid("New")).answer(MARK, 500, "");

    assertThat(closing(INVOICE)).isInstanceOf(Unknown.class);
  }

  @Test
  void showsACodeWhereTheAccountWantsIt() {
    wire.answer(FIND, list())
        .answer(MAKE, unpaid("New"))
        .answer(METHODS, recordedText("payment-methods.json"));
    var account = wire.account(Map.of("step", "code"));

    assertThat(pay(order("bitcoin"), account))
        .isEqualTo(
            new NeedsAction(
                new NextStep.ShowCode("bitcoin:bc1qexample?amount=0.00025980"), INVOICE));
    assertThat(pay(order("lightning"), account))
        .isEqualTo(new NeedsAction(new NextStep.ShowCode("lightning:lnbc259800n1p3"), INVOICE));
    assertThat(pay(order("crypto"), account)).isEqualTo(WAITS);
    assertThat(pay(order("bitcoin"), wire.account())).isEqualTo(WAITS);
    assertThat(wire.seen()).filteredOn(METHODS::equals).hasSize(2);
  }

  @Test
  void showsThePageWhereThereIsNoCode() {
    wire.answer(FIND, list(unpaid("New"))).answer(METHODS, 500, "").answer(METHODS, "[{},null]");
    var account = wire.account(Map.of("step", "code"));

    assertThat(pay(order("bitcoin"), account)).isEqualTo(WAITS);
    assertThat(pay(order("bitcoin"), account)).isEqualTo(WAITS);
  }

  private ChannelOutcome pay() {
    return pay(order(), wire.account());
  }

  private ChannelOutcome pay(Order order, ChannelAccount account) {
    return said(btcpay.pay(request(order), account));
  }

  private ChannelOutcome closing(String reference) {
    return said(btcpay.close(query(order(), reference), wire.account()));
  }

  private static Object marked() {
    return unpaid("Invalid").put("additionalStatus", "Marked");
  }

  private static <T> T said(Mono<T> outcome) {
    return outcome.block(Duration.ofSeconds(10));
  }
}
