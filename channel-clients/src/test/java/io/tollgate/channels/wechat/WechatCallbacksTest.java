package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.JSON;
import static io.tollgate.channels.wechat.WechatFixtures.KEY_ID;
import static io.tollgate.channels.wechat.WechatFixtures.MERCHANT;
import static io.tollgate.channels.wechat.WechatFixtures.NOW;
import static io.tollgate.channels.wechat.WechatFixtures.PLATFORM;
import static io.tollgate.channels.wechat.WechatFixtures.TRANSACTION;
import static io.tollgate.channels.wechat.WechatFixtures.attempt;
import static io.tollgate.channels.wechat.WechatFixtures.callback;
import static io.tollgate.channels.wechat.WechatFixtures.keys;
import static io.tollgate.channels.wechat.WechatFixtures.notice;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.ours;
import static io.tollgate.channels.wechat.WechatFixtures.refundNotice;
import static io.tollgate.channels.wechat.WechatFixtures.seal;
import static io.tollgate.channels.wechat.WechatFixtures.signed;
import static io.tollgate.channels.wechat.WechatFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class WechatCallbacksTest {

  private static final String REFUND_ID = "50000000382019052709732678859";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final AtomicInteger renewals = new AtomicInteger();

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsThatAnOrderWasPaid() {
    assertThat(read(signed(notice("TRANSACTION.SUCCESS", transaction("SUCCESS")))))
        .isEqualTo(
            new Verified(attempt(order()), Money.of(1299, "CNY"), new Approved(TRANSACTION)));
    assertThat(renewals).hasValue(0);
  }

  @Test
  void readsHowARefundEnded() {
    assertThat(refund("SUCCESS")).isEqualTo(about(new OperationOutcome.Done(REFUND_ID)));
    assertThat(refund("CLOSED")).isEqualTo(about(refused("CLOSED")));
    assertThat(refund("ABNORMAL")).isEqualTo(about(refused("ABNORMAL")));
  }

  @Test
  void acknowledgesWhatIsOfNoInterest() {
    var foreign = transaction("SUCCESS").put("out_trade_no", "order 7");
    var foreignRefund = refundNotice("SUCCESS").put("out_trade_no", "1217752501201407033233368018");
    var console = refundNotice("SUCCESS").put("out_refund_no", "MADE@CONSOLE");

    assertThat(read(signed(notice("TRANSACTION.SUCCESS", foreign)))).isInstanceOf(Irrelevant.class);
    assertThat(read(signed(notice("REFUND.SUCCESS", foreignRefund))))
        .isInstanceOf(Irrelevant.class);
    assertThat(read(signed(notice("REFUND.SUCCESS", console)))).isInstanceOf(Irrelevant.class);
    assertThat(read(signed(notice("COUPON.USE", transaction("SUCCESS")))))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void refusesWhatIsAboutAnotherMerchantOrAnImpossibleAmount() {
    var another = transaction("SUCCESS").put("mchid", "1900000110");
    var dollars = transaction("SUCCESS");
    ((ObjectNode) dollars.get("amount")).put("currency", "USD");
    var nothing = transaction("SUCCESS");
    ((ObjectNode) nothing.get("amount")).put("total", 0);
    var anothersRefund = refundNotice("SUCCESS").put("mchid", "1900000110");

    for (var content : new ObjectNode[] {another, dollars, nothing}) {
      assertThat(read(signed(notice("TRANSACTION.SUCCESS", content)))).isInstanceOf(Refused.class);
    }
    assertThat(read(signed(notice("REFUND.SUCCESS", anothersRefund)))).isInstanceOf(Refused.class);
  }

  @Test
  void takesARefundsNotificationWithoutAMerchantAsTheVendorsModelHasIt() {
    var without = refundNotice("SUCCESS");
    without.remove("mchid");

    assertThat(read(signed(notice("REFUND.SUCCESS", without))))
        .isInstanceOf(VerifiedOperation.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"event_type\":\"TRANSACTION.SUCCESS\"}"})
  void refusesWhatIsSignedAndUnreadable(String body) {
    assertThat(read(signed(body.getBytes(UTF_8)))).isInstanceOf(Refused.class);
  }

  @Test
  void refusesWhatDoesNotOpenAndSaysThatTheKeyIsWrong() {
    var body = new String(notice("TRANSACTION.SUCCESS", transaction("SUCCESS")), UTF_8);
    var damaged = body.replace("\"nonce\":\"fdasflkja484\"", "\"nonce\":\"fdasflkja485\"");

    assertThat(read(signed(damaged.getBytes(UTF_8)))).isInstanceOf(Refused.class);
    assertThat(
            meters.get("tollgate.channel.alarms").tag("alarm", "misconfigured").counter().count())
        .isOne();
  }

  @Test
  void refusesWhatIsSealedAndUnreadable() {
    var empty = JSON.createObjectNode();

    assertThat(read(signed(notice("TRANSACTION.SUCCESS", empty)))).isInstanceOf(Refused.class);
    assertThat(read(signed(notice("REFUND.SUCCESS", empty)))).isInstanceOf(Refused.class);
  }

  @Test
  void refusesForgeriesProbesAndOldNews() {
    var body = notice("TRANSACTION.SUCCESS", transaction("SUCCESS"));
    var changed = notice("TRANSACTION.SUCCESS", transaction("REFUND"));
    var probe = new TreeMap<>(seal(body));
    probe.computeIfPresent("wechatpay-signature", (_, it) -> "WECHATPAY/SIGNTEST/" + it);

    assertThat(read(callback(changed, seal(body))))
        .isEqualTo(new Refused("signature does not match"));
    assertThat(read(callback(body, seal(body, NOW, MERCHANT, KEY_ID)))).isInstanceOf(Refused.class);
    assertThat(read(callback(body, probe))).isEqualTo(new Refused("signature is a probe"));
    assertThat(read(callback(body, Map.of()))).isEqualTo(new Refused("no signature"));
    assertThat(read(callback(body, seal(body, NOW.minusSeconds(300), PLATFORM, KEY_ID))))
        .isEqualTo(new Refused("signature is of another time"));
    assertThat(read(callback(body, seal(body, NOW, PLATFORM, "PUB_KEY_ID_OTHER"))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void onlyAsksWhereACertificateIsUnknownThatMayBeNew() {
    var account = Map.of("platform-certificates", "true");
    var body = notice("TRANSACTION.SUCCESS", transaction("SUCCESS"));
    var unknown = seal(body, NOW, MERCHANT, "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");

    assertThat(read(callback(body, unknown), account)).isEqualTo(new Hint(attempt(order())));
    assertThat(renewals).hasValue(1);
    var refund = notice("REFUND.SUCCESS", refundNotice("SUCCESS"));
    assertThat(read(callback(refund, unknown), account)).isInstanceOf(Refused.class);
    var unsealed = "{\"event_type\":\"TRANSACTION.SUCCESS\",\"resource\":{}}".getBytes(UTF_8);
    assertThat(read(callback(unsealed, unknown), account)).isInstanceOf(Refused.class);
    assertThat(read(callback(body, unknown))).isInstanceOf(Refused.class);
    assertThat(renewals).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({"api-v3-key", "platform-public-key"})
  void neverThrows(String secret) {
    var usual = ours().account();
    var secrets = new TreeMap<>(usual.secrets());
    secrets.remove(secret);
    var bare =
        new WechatAccount(
            new ChannelAccount(
                usual.id(), usual.baseUrl(), secrets, usual.options(), usual.limits()));
    var body = notice("TRANSACTION.SUCCESS", transaction("SUCCESS"));

    assertThat(callbacks(bare).read(signed(body), renewals::incrementAndGet))
        .isInstanceOf(Refused.class);
    assertThat(
            meters.get("tollgate.channel.alarms").tag("alarm", "misconfigured").counter().count())
        .isOne();
  }

  private CallbackReading refund(String status) {
    return read(signed(notice("REFUND." + status, refundNotice(status))));
  }

  private static CallbackReading about(OperationOutcome outcome) {
    return new VerifiedOperation(new OperationId("ref_1-500"), Money.of(500, "CNY"), outcome);
  }

  private static OperationOutcome refused(String status) {
    return new OperationOutcome.Refused(new DeclineReason(Category.OTHER, status), REFUND_ID);
  }

  private CallbackReading read(RawCallback callback) {
    return read(callback, Map.of());
  }

  private CallbackReading read(RawCallback callback, Map<String, String> options) {
    return callbacks(ours(options)).read(callback, renewals::incrementAndGet);
  }

  private WechatCallbacks callbacks(WechatAccount account) {
    return new WechatCallbacks(
        account, keys(account), new WechatCipher(), edges.alarms(account.account().id()));
  }
}
