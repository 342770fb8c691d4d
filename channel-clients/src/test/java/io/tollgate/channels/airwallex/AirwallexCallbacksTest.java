package io.tollgate.channels.airwallex;

import static io.tollgate.channels.airwallex.AirwallexFixtures.INTENT_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.NOW;
import static io.tollgate.channels.airwallex.AirwallexFixtures.OPERATION;
import static io.tollgate.channels.airwallex.AirwallexFixtures.REFUND_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.WEBHOOK;
import static io.tollgate.channels.airwallex.AirwallexFixtures.account;
import static io.tollgate.channels.airwallex.AirwallexFixtures.attempt;
import static io.tollgate.channels.airwallex.AirwallexFixtures.byCard;
import static io.tollgate.channels.airwallex.AirwallexFixtures.bytes;
import static io.tollgate.channels.airwallex.AirwallexFixtures.callback;
import static io.tollgate.channels.airwallex.AirwallexFixtures.event;
import static io.tollgate.channels.airwallex.AirwallexFixtures.failed;
import static io.tollgate.channels.airwallex.AirwallexFixtures.intent;
import static io.tollgate.channels.airwallex.AirwallexFixtures.refund;
import static io.tollgate.channels.airwallex.AirwallexFixtures.signature;
import static io.tollgate.channels.airwallex.AirwallexFixtures.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AirwallexCallbacksTest {

  private static final byte[] BODY =
      bytes(event("payment_intent.succeeded", intent(byCard(), "SUCCEEDED")));
  private static final CallbackReading PAID =
      new Verified(attempt(byCard()), Money.of(1_299, "USD"), new Approved(INTENT_ID));

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AirwallexChannel channel = new AirwallexChannel(edges, AirwallexFixtures.CLOCK);

  @AfterEach
  void close() {
    edges.close();
  }

  /** HMAC-SHA256 of {@code 1357872222592{"name":"x"}}, by another program (Python's hmac). */
  @Test
  void signsTheTimeAndTheBodyWithNothingBetween() {
    assertThat(signature("1357872222592", "{\"name\":\"x\"}".getBytes(UTF_8), "whsec_test"))
        .isEqualTo("8529d111376135b25d78dda3da0df79e37fe7096800d04f5050963af12652b5b");
    var body = "{\"name\":\"x\"}".getBytes(UTF_8);
    var vector =
        callback(
            body,
            "1357872222592",
            "8529d111376135b25d78dda3da0df79e37fe7096800d04f5050963af12652b5b");

    assertThat(
            AirwallexSigning.problem(
                vector,
                withSecrets(Map.of("webhook", "whsec_test"), Map.of("callback-window", "0"))))
        .isEmpty();
  }

  @Test
  void believesWhatIsSigned() {
    assertThat(read(signed(BODY, NOW, WEBHOOK))).isEqualTo(PAID);
    assertThat(channel.acknowledgement()).isEqualTo(new Acknowledgement(200, "text/plain", "OK"));
  }

  @Test
  void believesNothingWithAChangedByte() {
    var time = Long.toString(NOW.toEpochMilli());
    var good = signature(time, BODY, WEBHOOK);
    for (int at = 0; at < BODY.length; at++) {
      var changed = BODY.clone();
      changed[at] ^= 1;
      assertThat(read(callback(changed, time, good))).isEqualTo(new Refused("wrong signature"));
    }
    var code = HexFormat.of().parseHex(good);
    for (int at = 0; at < code.length; at++) {
      var changed = code.clone();
      changed[at] ^= 1;
      assertThat(read(callback(BODY, time, HexFormat.of().formatHex(changed))))
          .isEqualTo(new Refused("wrong signature"));
    }
    var later = Long.toString(NOW.toEpochMilli() + 1);
    assertThat(read(callback(BODY, later, good))).isEqualTo(new Refused("wrong signature"));
    assertThat(read(callback(BODY, time, good.toUpperCase(Locale.ROOT))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void believesNothingThatIsNotSigned() {
    assertThat(read(new RawCallback("POST", "/", "", Map.of(), BODY, NOW)))
        .isEqualTo(new Refused("no signature"));
    var time = Long.toString(NOW.toEpochMilli());
    assertThat(read(callback(BODY, time, ""))).isInstanceOf(Refused.class);
    for (var odd : new String[] {"", "-1", "1e3", "12345678901234567", "１"}) {
      assertThat(read(callback(BODY, odd, signature(odd, BODY, WEBHOOK))))
          .isEqualTo(new Refused("no signature"));
    }
    assertThat(read(signed(BODY, NOW, "another"))).isEqualTo(new Refused("wrong signature"));
    // An account without a secret believes nobody, not even one who signs with nothing.
    assertThat(
            channel.read(signed(BODY, NOW, WEBHOOK), withSecrets(Map.of("webhook", ""), Map.of())))
        .isEqualTo(new Refused("wrong signature"));
  }

  @Test
  void believesTheSecretBeforeWhileItIsReplaced() {
    var account = withSecrets(Map.of("webhook", "new", "webhook-previous", "old"), Map.of());

    assertThat(channel.read(signed(BODY, NOW, "new"), account)).isEqualTo(PAID);
    assertThat(channel.read(signed(BODY, NOW, "old"), account)).isEqualTo(PAID);
    assertThat(channel.read(signed(BODY, NOW, WEBHOOK), account)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    // seconds apart, the option, whether it is believed
    "0, , true",
    "300, , true",
    "-300, , true",
    "301, , false",
    "-301, , false",
    "301, 0, true",
    "-99999, 0, true",
    "11, 10, false",
    "301, soon, false",
  })
  void believesNothingOfAnotherTime(long seconds, String window, boolean isBelieved) {
    var account = account(window == null ? Map.of() : Map.of("callback-window", window));
    var callback = signed(BODY, NOW.plus(Duration.ofSeconds(seconds)), WEBHOOK);

    assertThat(channel.read(callback, account))
        .isEqualTo(isBelieved ? PAID : new Refused("signed at another time"));
  }

  @ParameterizedTest
  @CsvSource({
    "REQUIRES_PAYMENT_METHOD, Pending",
    "REQUIRES_CUSTOMER_ACTION, NeedsAction",
    "PENDING, Pending",
    "PENDING_REVIEW, Pending",
    "REQUIRES_CAPTURE, Authorized",
    "SUCCEEDED, Approved",
    "CANCELLED, Closed",
    "PATIENT, Unknown",
  })
  void readsTheStatusAndNotTheName(String status, String outcome) {
    for (var name : new String[] {"payment_intent.succeeded", "payment_intent.of_tomorrow"}) {
      var reading = (Verified) read(callback(event(name, intent(byCard(), status))));

      assertThat(reading.requestId()).isEqualTo(attempt(byCard()));
      assertThat(reading.amount()).isEqualTo(Money.of(1_299, "USD"));
      assertThat(reading.outcome().getClass().getSimpleName()).isEqualTo(outcome);
    }
  }

  @Test
  void readsATryThatFailed() {
    var name = "payment_intent.requires_payment_method";
    var failed = event(name, failed(byCard(), "issuer_declined", "51"));

    assertThat(((Verified) read(callback(failed))).outcome().toString())
        .contains("INSUFFICIENT_FUNDS");
  }

  @Test
  void readsRefunds() {
    assertThat(read(callback(event("refund.settled", refund("SETTLED", 500)))))
        .isEqualTo(new VerifiedOperation(OPERATION, Money.of(500, "USD"), new Done(REFUND_ID)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment_attempt.authorized", "payment_dispute.won", "account.active"})
  void letsGoWhatIsAboutSomethingElse(String name) {
    assertThat(read(callback(event(name, intent(byCard(), "SUCCEEDED")))))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void letsGoWhatIsNotOurs() {
    var intent = intent(byCard(), "SUCCEEDED").put("merchant_order_id", "D202503210001");
    assertThat(read(callback(event("payment_intent.succeeded", intent))))
        .isInstanceOf(Irrelevant.class);

    var refund = refund("SETTLED", 500).put("request_id", "Made in the panel");
    assertThat(read(callback(event("refund.settled", refund)))).isInstanceOf(Irrelevant.class);
  }

  @Test
  void refusesWhatIsSignedAndCannotBeRead() {
    for (var body : new String[] {"", "{", "[]", "{}", "{\"name\":[]}"}) {
      assertThat(read(signed(body.getBytes(UTF_8), NOW, WEBHOOK)))
          .as(body)
          .isEqualTo(new Refused("unreadable event"));
    }
    var bare = event("payment_intent.succeeded", intent(byCard(), "SUCCEEDED"));
    bare.remove("data");
    assertThat(read(callback(bare))).isInstanceOf(Refused.class);
    for (var field : new String[] {"id", "amount", "currency"}) {
      var intent = intent(byCard(), "SUCCEEDED");
      intent.remove(field);
      assertThat(read(callback(event("payment_intent.succeeded", intent))))
          .as(field)
          .isInstanceOf(Refused.class);
    }
    var refund = refund("SETTLED", 500);
    refund.remove("amount");
    assertThat(read(callback(event("refund.settled", refund)))).isInstanceOf(Refused.class);
  }

  private CallbackReading read(RawCallback callback) {
    return channel.read(callback, account());
  }

  private static ChannelAccount withSecrets(
      Map<String, String> secrets, Map<String, String> options) {
    var all = new HashMap<String, Secret>();
    secrets.forEach((name, text) -> all.put(name, Secret.ofText(text)));
    var account = account();
    return new ChannelAccount(account.id(), account.baseUrl(), all, options, account.limits());
  }
}
