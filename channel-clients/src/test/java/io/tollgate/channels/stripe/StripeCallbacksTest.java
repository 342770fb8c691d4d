package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.AGREEMENT;
import static io.tollgate.channels.stripe.StripeFixtures.NOW;
import static io.tollgate.channels.stripe.StripeFixtures.OPERATION;
import static io.tollgate.channels.stripe.StripeFixtures.WEBHOOK_SECRET;
import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.bytes;
import static io.tollgate.channels.stripe.StripeFixtures.callback;
import static io.tollgate.channels.stripe.StripeFixtures.event;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.recorded;
import static io.tollgate.channels.stripe.StripeFixtures.refund;
import static io.tollgate.channels.stripe.StripeFixtures.setup;
import static io.tollgate.channels.stripe.StripeFixtures.signature;
import static io.tollgate.channels.stripe.StripeFixtures.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class StripeCallbacksTest {

  private static final String ID = "pi_3MtwBwLkdIwHu7ix28a3tqPa";

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final StripeChannel channel = new StripeChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsASignedEventAboutAnAttemptOfOurs() {
    assertThat(read(signed(bytes(recorded("event-succeeded.json")))))
        .isEqualTo(new Verified(attempt(order()), Money.of(1299, "EUR"), new Approved(ID)));
  }

  @Test
  void readsEveryKindOfPaymentEvent() {
    assertThat(
            outcome(
                "payment_failed",
                "requires_payment_method",
                Map.of(
                    "last_payment_error",
                    Map.of("type", "card_error", "decline_code", "lost_card"))))
        .isInstanceOf(Declined.class);
    assertThat(outcome("canceled", "canceled", Map.of())).isEqualTo(new Closed(false, ID));
    assertThat(outcome("processing", "processing", Map.of())).isEqualTo(new Pending(ID));
    assertThat(outcome("amount_capturable_updated", "requires_capture", Map.of()))
        .isEqualTo(new Authorized(ID));
    assertThat(
            outcome(
                "requires_action",
                "requires_action",
                Map.of(
                    "next_action",
                    Map.of(
                        "type",
                        "redirect_to_url",
                        "redirect_to_url",
                        Map.of("url", "https://a.b")))))
        .isInstanceOf(NeedsAction.class);
    assertThat(outcome("invented", "invented", Map.of())).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"charge.refunded", "payout.paid", "charge.dispute.created", "mandate.updated"})
  void leavesOtherEventsAlone(String type) {
    assertThat(read(signed(bytes(recorded("event-succeeded.json").put("type", type)))))
        .isInstanceOf(Irrelevant.class);
  }

  @ParameterizedTest
  @CsvSource({
    "refund.created, pending, Pending",
    "refund.updated, succeeded, Done",
    "refund.failed, failed, Refused",
    "charge.refund.updated, canceled, Refused",
    "refund.updated, requires_action, Pending",
    "refund.updated, invented, Unknown",
  })
  void readsEventsAboutRefundsOfOurs(String type, String status, String outcome) {
    assertThat(read(signed(bytes(event(type, refund(status))))))
        .isInstanceOfSatisfying(
            VerifiedOperation.class,
            verified -> {
              assertThat(verified.operation()).isEqualTo(OPERATION);
              assertThat(verified.amount()).isEqualTo(Money.of(500, "EUR"));
              assertThat(verified.outcome().getClass().getSimpleName()).isEqualTo(outcome);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "setup_intent.succeeded, succeeded, Active",
    "setup_intent.setup_failed, requires_payment_method, Pending",
    "setup_intent.canceled, canceled, Refused",
    "setup_intent.requires_action, requires_action, NeedsAction",
    "setup_intent.created, processing, Pending",
    "setup_intent.succeeded, invented, Unknown",
  })
  void readsEventsAboutAgreementsOfOurs(String type, String status, String outcome) {
    assertThat(read(signed(bytes(event(type, setup(status))))))
        .isInstanceOfSatisfying(
            VerifiedAgreement.class,
            verified -> {
              assertThat(verified.agreement()).isEqualTo(AGREEMENT);
              assertThat(verified.outcome().getClass().getSimpleName()).isEqualTo(outcome);
            });
  }

  @Test
  void leavesRefundsAndAgreementsAloneThatAreNotOurs() {
    var nobodys = refund("succeeded");
    nobodys.remove("metadata");
    var anothers = setup("succeeded");
    ((ObjectNode) anothers.get("metadata")).put("agreement_id", "Agreement 7");

    assertThat(read(signed(bytes(event("refund.updated", nobodys)))))
        .isInstanceOf(Irrelevant.class);
    assertThat(read(signed(bytes(event("setup_intent.succeeded", anothers)))))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void refusesRefundsWithoutAnAmount() {
    var without = refund("succeeded");
    without.remove("amount");

    assertThat(read(signed(bytes(event("refund.updated", without))))).isInstanceOf(Refused.class);
    assertThat(read(signed(bytes(event("refund.updated", refund("succeeded").put("amount", -1))))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void leavesIntentsAloneThatAreNotOurs() {
    var nobodys = recorded("event-succeeded.json");
    ((ObjectNode) nobodys.at("/data/object")).remove("metadata");
    var anothers = recorded("event-succeeded.json");
    ((ObjectNode) anothers.at("/data/object/metadata")).put("attempt_id", "order 7");

    assertThat(read(signed(bytes(nobodys)))).isInstanceOf(Irrelevant.class);
    assertThat(read(signed(bytes(anothers)))).isInstanceOf(Irrelevant.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "{}", "{\"type\":\"payment_intent.succeeded\"}", "\u0000"})
  void refusesWhatIsSignedAndUnreadable(String body) {
    assertThat(read(signed(body.getBytes(UTF_8)))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t=",
        "v1=00",
        "t=1772366400",
        "t=x,v1=00",
        "t=1772366400,v1=",
        ",,,=",
        "t=-1,v1=0"
      })
  void refusesSignaturesOfNoShape(String signature) {
    assertThat(read(callback(bytes(recorded("event-succeeded.json")), signature)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void refusesACallbackWithoutASignatureOrAnAccountWithoutASecret() {
    var body = bytes(recorded("event-succeeded.json"));
    var unsigned = new RawCallback("POST", "/", "", Map.of(), body, NOW);
    var bare = with(Map.of("api-key", Secret.ofText("sk")));
    var empty = with(Map.of("webhook", Secret.ofText("")));

    assertThat(read(unsigned)).isInstanceOf(Refused.class);
    assertThat(channel.read(signed(body), bare)).isInstanceOf(Refused.class);
    assertThat(channel.read(signed(body), empty)).isInstanceOf(Refused.class);
  }

  @Test
  void takesEitherSecretWhileOneReplacesTheOther() {
    var body = bytes(recorded("event-succeeded.json"));
    var rotating =
        with(
            Map.of(
                "webhook", Secret.ofText("whsec_new"),
                "webhook-previous", Secret.ofText(WEBHOOK_SECRET)));

    assertThat(channel.read(callback(body, signature(body, "whsec_new", NOW)), rotating))
        .isInstanceOf(Verified.class);
    assertThat(channel.read(signed(body), rotating)).isInstanceOf(Verified.class);
    assertThat(channel.read(callback(body, signature(body, "whsec_other", NOW)), rotating))
        .isInstanceOf(Refused.class);
  }

  @Test
  void takesAnyOfSeveralCodes() {
    var body = bytes(recorded("event-succeeded.json"));
    var valid = signature(body, WEBHOOK_SECRET, NOW);
    var code = valid.substring(valid.indexOf("v1="));
    var header = "t=" + NOW.getEpochSecond() + ",v1=" + "0".repeat(64) + "," + code + ",v0=abc";

    assertThat(read(callback(body, header))).isInstanceOf(Verified.class);
    assertThat(read(callback(body, header.replace(code, "v0=" + code.substring(3)))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void isAcceptedByAndAcceptsTheOfficialSdk() throws Exception {
    var body = bytes(recorded("event-succeeded.json"));
    var text = new String(body, UTF_8);
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);

    assertThat(
            Webhook.Signature.verifyHeader(
                text, signature(body, WEBHOOK_SECRET, NOW), WEBHOOK_SECRET, 300, clock))
        .isTrue();
    var theirs =
        Webhook.Signature.generateSignatureHeader(text, WEBHOOK_SECRET, NOW.getEpochSecond());
    assertThat(read(callback(body, theirs))).isInstanceOf(Verified.class);
  }

  @Test
  void judgesTheTimeAsTheOfficialSdkDoes() {
    var body = bytes(recorded("event-succeeded.json"));

    for (long seconds : new long[] {-400, -301, -300, -299, 0, 299, 301, 3600}) {
      var header = signature(body, WEBHOOK_SECRET, NOW.plusSeconds(seconds));
      assertThat(read(callback(body, header)) instanceof Verified)
          .as("%d s", seconds)
          .isEqualTo(seconds >= -300)
          .isEqualTo(isTakenBySdk(new String(body, UTF_8), header));
    }
  }

  @Test
  void refusesEveryChangedByte() {
    var body = bytes(recorded("event-succeeded.json"));
    var signature = signature(body, WEBHOOK_SECRET, NOW);

    for (int at = 0; at < body.length; at++) {
      var changed = body.clone();
      changed[at] ^= 1;
      assertThat(read(callback(changed, signature)))
          .isEqualTo(new Refused("signature does not match"));
    }
    assertThatThrownBy(() ->
            Webhook.Signature.verifyHeader(
                new String(body, UTF_8) + " ",
                signature,
                WEBHOOK_SECRET,
                300,
                Clock.fixed(NOW, ZoneOffset.UTC)))
        .isInstanceOf(SignatureVerificationException.class);
  }

  @Test
  void refusesAnAmountThatCannotBe() {
    var event = recorded("event-succeeded.json");
    ((ObjectNode) event.at("/data/object")).put("amount", 1299).put("currency", "isk");

    assertThat(read(signed(bytes(event)))).isInstanceOf(Refused.class);
  }

  @Test
  void acknowledgesInStripesWords() {
    assertThat(channel.acknowledgement().status()).isEqualTo(200);
    assertThat(channel.acknowledgement().body()).isEqualTo("{\"received\":true}");
  }

  private static boolean isTakenBySdk(String body, String header) {
    try {
      return Webhook.Signature.verifyHeader(
          body, header, WEBHOOK_SECRET, 300, Clock.fixed(NOW, ZoneOffset.UTC));
    } catch (SignatureVerificationException refused) {
      return false;
    }
  }

  private Object outcome(String type, String status, Map<String, Object> more) {
    var event = recorded("event-succeeded.json").put("type", "payment_intent." + type);
    var intent = (ObjectNode) event.at("/data/object");
    intent.put("status", status);
    new HashMap<>(more)
        .forEach((name, value) -> intent.set(name, StripeFixtures.JSON.valueToTree(value)));
    return ((Verified) read(signed(bytes(event)))).outcome();
  }

  private CallbackReading read(RawCallback callback) {
    return channel.read(callback, account());
  }

  private static ChannelAccount with(Map<String, Secret> secrets) {
    var usual = account();
    return new ChannelAccount(
        usual.id(), usual.baseUrl(), secrets, usual.options(), usual.limits());
  }
}
