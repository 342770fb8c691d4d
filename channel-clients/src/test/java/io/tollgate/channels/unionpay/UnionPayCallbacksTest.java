package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPayFixtures.AGREEMENT;
import static io.tollgate.channels.unionpay.UnionPayFixtures.OPERATION;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TOKEN;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TRADED;
import static io.tollgate.channels.unionpay.UnionPayFixtures.TXN_TIME;
import static io.tollgate.channels.unionpay.UnionPayFixtures.WHO;
import static io.tollgate.channels.unionpay.UnionPayFixtures.account;
import static io.tollgate.channels.unionpay.UnionPayFixtures.attempt;
import static io.tollgate.channels.unionpay.UnionPayFixtures.callback;
import static io.tollgate.channels.unionpay.UnionPayFixtures.form;
import static io.tollgate.channels.unionpay.UnionPayFixtures.notice;
import static io.tollgate.channels.unionpay.UnionPayFixtures.order;
import static io.tollgate.channels.unionpay.UnionPayFixtures.page;
import static io.tollgate.channels.unionpay.UnionPayFixtures.signed;
import static io.tollgate.channels.unionpay.UnionPayFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnionPayCallbacksTest {

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final UnionPayChannel channel = new UnionPayChannel(edges, UnionPayFixtures.CLOCK);

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "A6"})
  void readsThatAPaymentWasMade(String code) {
    assertThat(read(with(notice(transaction(order())), "respCode", code)))
        .isEqualTo(new Verified(attempt(order()), Money.of(8888, "CNY"), new Approved(TRADED)));
  }

  @Test
  void readsThatMoneyIsHeld() {
    var order = page(CaptureMode.MANUAL);

    assertThat(read(notice(transaction(order))))
        .isEqualTo(new Verified(attempt(order), Money.of(8888, "CNY"), new Authorized(TRADED)));
  }

  /** Notices are sent for success only; whatever else one says makes us ask. */
  @ParameterizedTest
  @ValueSource(strings = {"03", "05", "64", "Z9", ""})
  void asksAfterAPaymentThatDidNotSucceed(String code) {
    assertThat(read(with(notice(transaction(order())), "respCode", code)))
        .isEqualTo(new Hint(attempt(order())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"03", "04", "31", "32", "33"})
  void readsThatAnOperationWasDone(String txnType) {
    assertThat(read(notice(operation(txnType))))
        .isEqualTo(
            new VerifiedOperation(
                OPERATION, Money.of(500, "CNY"), new OperationOutcome.Done(TRADED)));
  }

  @ParameterizedTest
  @CsvSource({"05, Pending", "64, Refused", "Z9, Unknown"})
  void readsWhatElseBecameOfAnOperation(String code, String kind) {
    assertThat(read(with(notice(operation("04")), "respCode", code)))
        .isInstanceOfSatisfying(
            VerifiedOperation.class,
            reading -> assertThat(reading.outcome().getClass().getSimpleName()).isEqualTo(kind));
  }

  @Test
  void readsAnAgreementWithItsToken() {
    assertThat(read(agreement("{token=" + TOKEN + "&trId=62000000001&tokenType=01}")))
        .isEqualTo(new VerifiedAgreement(AGREEMENT, new AgreementOutcome.Active(TOKEN, null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{token=&trId=62000000001}",
        "{token=1&token=2&trId=62000000001}",
        "{token=6235&trId=62000000002}",
        "{token=62}35&trId=62000000001}",
        "token=6235&trId=62000000001"
      })
  void believesInNoTokenThatIsNotOurs(String data) {
    assertThat(read(agreement(data)))
        .isInstanceOfSatisfying(
            VerifiedAgreement.class,
            reading -> assertThat(reading.outcome()).isInstanceOf(AgreementOutcome.Unknown.class));
  }

  @ParameterizedTest
  @CsvSource({
    "merId, 777290058110049",
    "merId, ''",
    "txnTime, 20260230200000",
    "txnTime, ''",
    "txnType, ''",
    "txnAmt, 88.88",
    "txnAmt, 0",
    "txnAmt, ''",
    "currencyCode, 840",
    "currencyCode, ''",
  })
  void refusesWhatItCannotUse(String field, String value) {
    var reading = read(with(notice(transaction(order())), field, value));

    assertThat(reading).isInstanceOfAny(Refused.class, Irrelevant.class);
    assertThat(reading instanceof Irrelevant).isEqualTo(field.equals("txnType"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "02", "04", "79"})
  void isNotConcernedWithOthersNumbers(String txnType) {
    var notice = with(notice(transaction(order())), "orderId", "M-2026");

    assertThat(read(with(notice, "txnType", txnType))).isInstanceOf(Irrelevant.class);
  }

  @Test
  void refusesWhatIsNotSigned() {
    var fields = notice(transaction(order()));
    var signed = signed(fields);

    assertThat(raw(form(fields))).isInstanceOf(Refused.class);
    assertThat(raw(new byte[0])).isInstanceOf(Refused.class);
    assertThat(raw("%zz=1".getBytes(UTF_8))).isInstanceOf(Refused.class);
    assertThat(raw(form(signed(fields, WHO.unionPay(), WHO.merchant()))))
        .isInstanceOf(Refused.class);
    assertThat(raw(form(signed(fields, WHO.stranger(), WHO.stranger()))))
        .isInstanceOf(Refused.class);
    assertThat(raw(form(with(signed, "txnAmt", "8889")))).isInstanceOf(Refused.class);
    assertThat(raw(form(signed))).isInstanceOf(Verified.class);
  }

  /** Whoever names a field twice has one of the two signed and the other read. */
  @Test
  void refusesAFieldThatIsNamedTwice() {
    var body = new String(form(signed(notice(transaction(order())))), UTF_8);

    assertThat(raw((body + "&txnAmt=1").getBytes(UTF_8))).isInstanceOf(Refused.class);
    assertThat(raw(("txnAmt=8888&" + body).getBytes(UTF_8))).isInstanceOf(Refused.class);
  }

  @Test
  void acknowledges() {
    assertThat(channel.acknowledgement()).isEqualTo(new Acknowledgement(200, "text/plain", "ok"));
  }

  private CallbackReading read(Map<String, String> fields) {
    return raw(form(signed(fields)));
  }

  private CallbackReading raw(byte[] body) {
    return channel.read(callback(body), account());
  }

  private static UnionPayTransaction operation(String txnType) {
    return new UnionPayTransaction(
        UnionPayIds.of(OPERATION), TXN_TIME, txnType, "000201", Money.of(500, "CNY"));
  }

  private static Map<String, String> agreement(String tokenData) {
    var about =
        new UnionPayTransaction(
            UnionPayIds.of(AGREEMENT), TXN_TIME, "79", "000902", Money.of(1, "CNY"));
    return with(UnionPayFixtures.said(about, "00"), "tokenPayData", tokenData);
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    var changed = new TreeMap<>(fields);
    changed.put(name, value);
    return changed;
  }
}
