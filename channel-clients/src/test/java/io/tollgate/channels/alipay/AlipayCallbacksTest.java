package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.AUTH_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.TRADE_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.account;
import static io.tollgate.channels.alipay.AlipayFixtures.attempt;
import static io.tollgate.channels.alipay.AlipayFixtures.callback;
import static io.tollgate.channels.alipay.AlipayFixtures.form;
import static io.tollgate.channels.alipay.AlipayFixtures.notification;
import static io.tollgate.channels.alipay.AlipayFixtures.order;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.product.NextStep;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlipayCallbacksTest {

  private static final int MUTATIONS = 3_000;

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AlipayChannel alipay = new AlipayChannel(edges, AlipayFixtures.CLOCK);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfATrade() {
    assertThat(reading(notification("TRADE_SUCCESS"))).isEqualTo(of(new Approved(TRADE_NO)));
    assertThat(reading(notification("TRADE_FINISHED"))).isEqualTo(of(new Approved(TRADE_NO)));
    assertThat(reading(notification("WAIT_BUYER_PAY")))
        .isEqualTo(of(new NeedsAction(new NextStep.Wait(), TRADE_NO)));
    assertThat(reading(notification("TRADE_CLOSED"))).isEqualTo(of(new Closed(false, TRADE_NO)));
    assertThat(reading(with("TRADE_CLOSED", "gmt_refund", "2026-03-01 20:00:00.123")))
        .isEqualTo(of(new Approved(TRADE_NO)));
  }

  @Test
  void takesATradeOfAnOperationForACapture() {
    assertThat(reading(with("TRADE_SUCCESS", "out_trade_no", "op_1Za")))
        .isEqualTo(
            new VerifiedOperation(
                AlipayFixtures.OPERATION, Money.of(8888, "CNY"), new Done(TRADE_NO)));
  }

  @Test
  void readsAFreeze() {
    var fields =
        Map.of(
            "app_id",
            AlipayFixtures.APP_ID,
            "auth_no",
            AUTH_NO,
            "out_order_no",
            out(order()),
            "out_request_no",
            out(order()),
            "operation_type",
            "FREEZE",
            "amount",
            "88.88",
            "status",
            "SUCCESS");

    assertThat(reading(fields)).isEqualTo(of(new Authorized(AUTH_NO)));
  }

  @Test
  void readsAnAgreement() {
    var fields =
        Map.of(
            "app_id", AlipayFixtures.APP_ID,
            "external_agreement_no", "agr_1",
            "agreement_no", "20260301",
            "status", "NORMAL");

    assertThat(reading(fields))
        .isEqualTo(
            new VerifiedAgreement(
                AlipayFixtures.AGREEMENT, new AgreementOutcome.Active("20260301", "20260301")));
  }

  @ParameterizedTest
  @CsvSource({"STOP", "UNSIGN"})
  void readsTheEndOfAnAgreement(String status) {
    var fields =
        Map.of(
            "app_id",
            AlipayFixtures.APP_ID,
            "external_agreement_no",
            "agr_1",
            "agreement_no",
            "20260301",
            "status",
            status);

    assertThat(reading(fields))
        .isEqualTo(new VerifiedAgreement(AlipayFixtures.AGREEMENT, new AgreementOutcome.Ended()));
  }

  @ParameterizedTest
  @CsvSource({
    "operation_type, UNFREEZE",
    "operation_type, PAY",
    "out_request_no, somebody-elses",
  })
  void leavesOutWhatIsNoFreezeOfOurs(String field, String value) {
    var fields = new TreeMap<String, String>();
    fields.put("app_id", AlipayFixtures.APP_ID);
    fields.put("auth_no", AUTH_NO);
    fields.put("out_order_no", out(order()));
    fields.put("out_request_no", out(order()));
    fields.put("operation_type", "FREEZE");
    fields.put("amount", "88.88");
    fields.put("status", "SUCCESS");
    fields.put(field, value);

    assertThat(reading(fields)).isInstanceOf(Irrelevant.class);
  }

  @ParameterizedTest
  @CsvSource({
    "app_id, 2021000000000002",
    "seller_id, 2088000000000002",
    "total_amount, 0.00",
    "total_amount, 88.888",
  })
  void refusesWhatIsNotAboutUs(String field, String value) {
    assertThat(reading(with("TRADE_SUCCESS", field, value))).isInstanceOf(Refused.class);
  }

  @Test
  void doesNotCareForOthersTrades() {
    assertThat(reading(with("TRADE_SUCCESS", "out_trade_no", "Shop-1")))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void acknowledgesInSevenBytes() {
    assertThat(alipay.acknowledgement().body()).isEqualTo("success");
    assertThat(alipay.acknowledgement().status()).isEqualTo(200);
  }

  @Test
  void refusesANotificationThatTellsAFieldTwice() {
    var form = new String(form(notification("TRADE_SUCCESS")), StandardCharsets.UTF_8);
    var twice = (form + "&total_amount=88.88").getBytes(StandardCharsets.UTF_8);

    assertThat(alipay.read(callback(twice), account())).isInstanceOf(Refused.class);
  }

  /** What a changed byte leaves as it was, say an escape of another case, is still Alipay's. */
  @Test
  void believesNothingThatWasChanged() {
    long seed = Long.getLong("tollgate.seed", System.nanoTime());
    var random = new Random(seed);
    var body = form(notification("TRADE_SUCCESS"));
    var said = alipay.read(callback(body), account());
    for (int round = 0; round < MUTATIONS; round++) {
      var changed = body.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      var reading = alipay.read(callback(changed), account());
      assertThat(reading instanceof Refused || reading.equals(said))
          .as("seed %d, round %d", seed, round)
          .isTrue();
    }
  }

  private CallbackReading reading(Map<String, String> fields) {
    return alipay.read(callback(form(fields)), account());
  }

  private static Map<String, String> with(String status, String field, String value) {
    var fields = new TreeMap<>(notification(status));
    fields.put(field, value);
    return fields;
  }

  private static Verified of(ChannelOutcome outcome) {
    return new Verified(attempt(order()), Money.of(8888, "CNY"), outcome);
  }
}
