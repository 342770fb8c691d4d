package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackFixtures.KEY;
import static io.tollgate.channels.paystack.PaystackFixtures.PRICE;
import static io.tollgate.channels.paystack.PaystackFixtures.account;
import static io.tollgate.channels.paystack.PaystackFixtures.attempt;
import static io.tollgate.channels.paystack.PaystackFixtures.bytes;
import static io.tollgate.channels.paystack.PaystackFixtures.callback;
import static io.tollgate.channels.paystack.PaystackFixtures.data;
import static io.tollgate.channels.paystack.PaystackFixtures.event;
import static io.tollgate.channels.paystack.PaystackFixtures.order;
import static io.tollgate.channels.paystack.PaystackFixtures.recorded;
import static io.tollgate.channels.paystack.PaystackFixtures.reference;
import static io.tollgate.channels.paystack.PaystackFixtures.signature;
import static io.tollgate.channels.paystack.PaystackFixtures.signed;
import static io.tollgate.channels.paystack.PaystackFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PaystackCallbacksTest {

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final PaystackChannel channel = new PaystackChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  /** RFC 4231, test cases 1 and 2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b | Hi There |"
            + " 87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
            + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
        "4a656665 | what do ya want for nothing? |"
            + " 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
      })
  void verifiesPublishedVectors(String keyHex, String text, String code) {
    var secrets = List.of(Secret.of(HexFormat.of().parseHex(keyHex)));

    assertThat(PaystackSigning.isSigned(code, text.getBytes(UTF_8), secrets)).isTrue();
    assertThat(PaystackSigning.isSigned(code, (text + " ").getBytes(UTF_8), secrets)).isFalse();
    assertThat(PaystackSigning.isSigned(code.replace('8', '9'), text.getBytes(UTF_8), secrets))
        .isFalse();
    assertThat(PaystackSigning.isSigned(code, text.getBytes(UTF_8), List.of())).isFalse();
  }

  @Test
  void agreesWithTheJdkOnASignature() throws GeneralSecurityException {
    var body = bytes(success());
    var mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA512"));
    var code = HexFormat.of().formatHex(mac.doFinal(body));

    assertThat(code).isEqualTo(signature(body)).hasSize(128);
    assertThat(read(callback(body, code))).isInstanceOf(Verified.class);
  }

  @Test
  void readsASignedEventAboutAnAttemptOfOurs() {
    assertThat(read(signed(bytes(success()))))
        .isEqualTo(new Verified(attempt(order()), PRICE, new Approved(reference())));
  }

  @ParameterizedTest
  @CsvSource({
    "charge.success, success, Approved",
    "charge.success, reversed, Approved",
    "charge.failed, failed, Declined",
    "charge.pending, ongoing, Pending",
    "charge.invented, invented, Unknown",
  })
  void readsEveryKindOfChargeEvent(String type, String status, String outcome) {
    assertThat(read(signed(bytes(event(type, data(transaction(status)))))))
        .isInstanceOfSatisfying(
            Verified.class,
            verified ->
                assertThat(verified.outcome().getClass().getSimpleName()).isEqualTo(outcome));
  }

  @ParameterizedTest
  @ValueSource(strings = {"processed", "failed", "pending", "processing", "needs-attention"})
  void onlyTakesAHintFromEventsThatDoNotSayWhichRefundTheyMean(String status) {
    var event = recorded("event-refund.json").put("event", "refund." + status);
    assertThat(read(signed(bytes(event)))).isEqualTo(new Hint(attempt(order())));

    data(event).put("transaction_reference", "T1");
    assertThat(read(signed(bytes(event)))).isInstanceOf(Irrelevant.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "charge.dispute.create",
        "charge.dispute.resolve",
        "transfer.success",
        "direct_debit.authorization.active",
        "bank.transfer.rejected",
      })
  void leavesOtherEventsAlone(String type) {
    assertThat(read(signed(bytes(event(type, data(transaction("success")))))))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void leavesOthersTransactionsAlone() {
    var others = success();
    data(others).put("reference", "T563902343");

    assertThat(read(signed(bytes(others)))).isInstanceOf(Irrelevant.class);
  }

  @ParameterizedTest
  @CsvSource({"amount, -1", "amount, 0", "currency, EUR", "amount,", "currency,"})
  void refusesImpossibleAmounts(String field, String value) {
    var event = success();
    if (value == null) {
      data(event).remove(field);
    } else if (field.equals("amount")) {
      data(event).put(field, Long.parseLong(value));
    } else {
      data(event).put(field, value);
    }

    assertThat(read(signed(bytes(event)))).isInstanceOf(Refused.class);
  }

  @Test
  void tellsWhatTheEventSaysWasPaidSoThatItIsHeldAgainstTheOrder() {
    var event = success();
    data(event).put("amount", 1);

    assertThat(read(signed(bytes(event))))
        .isInstanceOfSatisfying(
            Verified.class, verified -> assertThat(verified.amount().minorUnits()).isEqualTo(1));
  }

  @Test
  void refusesWhatIsNotSignedByTheKey() {
    var body = bytes(success());
    var signature = signature(body);

    assertThat(read(new RawCallback("POST", "/", "", Map.of(), body, PaystackFixtures.NOW)))
        .isEqualTo(new Refused("no signature"));
    for (var wrong :
        List.of("", signature.substring(1), signature + "0", signature.toUpperCase(), "x")) {
      assertThat(read(callback(body, wrong))).isEqualTo(new Refused("signature does not match"));
    }
    assertThat(channel.read(callback(body, signature), withKeys(Map.of())))
        .isInstanceOf(Refused.class);
    assertThat(channel.read(callback(body, signature), withKeys(Map.of("api-key", ""))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void acceptsTheKeyBeforeWhileOneReplacesTheOther() {
    var body = bytes(success());
    var both = withKeys(Map.of("api-key", "sk_new", "api-key-previous", KEY));
    var onlyNew = withKeys(Map.of("api-key", "sk_new"));

    assertThat(channel.read(signed(body), both)).isInstanceOf(Verified.class);
    assertThat(channel.read(signed(body), onlyNew)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"event\":\"charge.success\"}",
        "{\"event\":\"charge.success\",\"data\":null}",
        "{\"event\":\"charge.success\",\"data\":[]}",
        "{\"event\":\"charge.success\",\"data\":{\"amount\":\"x\"}}",
        "{\"event\":7,\"data\":7}",
      })
  void refusesWhatItCannotRead(String body) {
    assertThat(read(signed(body.getBytes(UTF_8)))).isInstanceOf(Refused.class);
  }

  private static ObjectNode success() {
    return event("charge.success", data(transaction("success")));
  }

  private static ChannelAccount withKeys(Map<String, String> keys) {
    var secrets = new HashMap<String, Secret>();
    keys.forEach((name, key) -> secrets.put(name, Secret.ofText(key)));
    return new ChannelAccount(
        account().id(), account().baseUrl(), secrets, Map.of(), account().limits());
  }

  private CallbackReading read(RawCallback callback) {
    return channel.read(callback, account());
  }
}
