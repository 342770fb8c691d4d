package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static io.tollgate.channels.alipay.AlipayFixtures.query;
import static io.tollgate.channels.alipay.AlipayFixtures.request;
import static io.tollgate.channels.alipay.AlipayFixtures.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.api.AlipayApiException;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.request.AlipayTradePayRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.alipay.AlipaySimulator;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The channel against the simulator, each outcome compared with the book. */
class AlipaySimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AlipayChannel alipay = new AlipayChannel(edges, AlipayFixtures.CLOCK);
  private final AlipaySimulator simulator =
      AlipaySimulator.start(AlipayFixtures.APP_ID, AlipayFixtures.OURS.getPublic(), null);
  private final AtomicInteger references = new AtomicInteger();

  @AfterEach
  void close() {
    edges.close();
    simulator.close();
  }

  @Test
  void chargesOnceHoweverOftenItIsAsked() {
    var order = order("281234567890123456");

    assertThat(pay(order)).isInstanceOf(Approved.class);
    assertThat(pay(order)).isInstanceOf(Approved.class);
    assertThat(simulator.book().chargeCount()).isEqualTo(1);
    assertThat(simulator.book().trade(out(order)).orElseThrow().amount())
        .isEqualByComparingTo(new BigDecimal("88.88"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim_no_funds", "sim_code_invalid", "sim_fail", "sim_restricted"})
  void isDeclinedWithoutACharge(String token) {
    assertThat(pay(order(token))).isInstanceOf(Declined.class);
    assertThat(simulator.book().chargeCount()).isZero();
  }

  @Test
  void isNotSentToABusyGateway() {
    assertThat(pay(order("sim_busy"))).isInstanceOf(NotSent.class);
    assertThat(simulator.book().chargeCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim_error_after_charge",
        "sim_drop_after_charge",
        "sim_silent_after_charge",
        "sim_wrong_signature"
      })
  void findsOutLaterThatItWasCharged(String token) {
    var order = order(token);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(alipay.query(query(order), account()).block(SOON)).isInstanceOf(Approved.class);
    assertThat(simulator.book().chargeCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim_error", "sim_drop", "sim_risk"})
  void findsOutLaterThatItWasNot(String token) {
    var order = order(token);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(alipay.query(query(order), account()).block(SOON))
        .isEqualTo(new ChannelOutcome.Absent());
    assertThat(simulator.book().chargeCount()).isZero();
  }

  @Test
  void waitsForThePassword() {
    var order = order("sim_wait");

    assertThat(pay(order)).isInstanceOf(NeedsAction.class);
    assertThat(alipay.query(query(order), account()).block(SOON)).isInstanceOf(Pending.class);
    assertThat(alipay.query(query(order), account()).block(SOON)).isInstanceOf(Approved.class);
  }

  @Test
  void isPaidAtTheCashier() {
    var order = order(AlipayScene.PAGE_METHOD, null);
    var step = ((NeedsAction) pay(order)).step();

    assertThat(alipay.query(query(order), account()).block(SOON)).isEqualTo(new Pending(null));
    visit(((NextStep.Redirect) step).url());
    assertThat(alipay.query(query(order), account()).block(SOON)).isInstanceOf(Approved.class);
  }

  @Test
  void closesOnlyWhatIsNotPaid() {
    var paid = order("281234567890123456");
    pay(paid);

    assertThat(alipay.close(query(paid), account()).block(SOON)).isInstanceOf(Approved.class);
    assertThat(simulator.book().trade(out(paid)).orElseThrow().refunds()).isEmpty();
  }

  @Test
  void refundsOnceUnderOneId() {
    var order = order("281234567890123456");
    pay(order);
    var operation = AlipayFixtures.operation(order, 100);

    assertThat(alipay.refund(operation, account()).block(SOON))
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(alipay.refund(operation, account()).block(SOON))
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(
            alipay
                .queryRefund(new OperationQuery(operation, null, AlipayFixtures.NOW), account())
                .block(SOON))
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(simulator.book().trade(out(order)).orElseThrow().refunded())
        .isEqualByComparingTo("1.00");
  }

  @Test
  void takesNothingByHandWhereAlipayCannot() {
    var order =
        AlipayFixtures.order(
            Product.ACCOUNT_BALANCE, AlipayScene.QR_METHOD, null, CaptureMode.MANUAL);

    assertThat(pay(order)).isInstanceOf(NotSent.class);
  }

  /** The simulator is held against Alipay's own client, so that the two do not err alike. */
  @Test
  void isUnderstoodByTheOfficialClient() throws AlipayApiException {
    var client =
        new DefaultAlipayClient(
            simulator.gatewayUrl(),
            AlipayFixtures.APP_ID,
            base64(AlipayFixtures.OURS.getPrivate().getEncoded()),
            "json",
            "utf-8",
            base64(simulator.publicKey().getEncoded()),
            "RSA2");
    var request = new AlipayTradePayRequest();
    request.setBizContent(
        "{\"out_trade_no\":\"sdk_1\",\"total_amount\":\"1.00\",\"auth_code\":\"28\"}");
    var response = client.execute(request);

    assertThat(response.isSuccess()).isTrue();
    assertThat(response.getTotalAmount()).isEqualTo("1.00");
  }

  private ChannelOutcome pay(Order order) {
    return alipay.pay(request(order), account()).block(SOON);
  }

  private Order order(String token) {
    return order(AlipayScene.BARCODE_METHOD, token);
  }

  private Order order(String type, String token) {
    return AlipayFixtures.order(
        Product.ACCOUNT_BALANCE,
        type,
        token,
        CaptureMode.AUTOMATIC,
        "order-" + references.incrementAndGet());
  }

  private ChannelAccount account() {
    var base = AlipayFixtures.account(simulator.gatewayUrl(), Map.of());
    return new ChannelAccount(
        base.id(),
        base.baseUrl(),
        Map.of(
            "private-key", base.secret("private-key"),
            "alipay-public-key", secret(simulator.publicKey().getEncoded())),
        base.options(),
        base.limits());
  }

  private static void visit(URI page) {
    HttpClient.create()
        .get()
        .uri(page)
        .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
        .block(SOON);
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }
}
