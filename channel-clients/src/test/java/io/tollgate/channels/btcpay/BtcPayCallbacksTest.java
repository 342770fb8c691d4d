package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.WEBHOOK_SECRET;
import static io.tollgate.channels.btcpay.BtcPayFixtures.account;
import static io.tollgate.channels.btcpay.BtcPayFixtures.attempt;
import static io.tollgate.channels.btcpay.BtcPayFixtures.callback;
import static io.tollgate.channels.btcpay.BtcPayFixtures.order;
import static io.tollgate.channels.btcpay.BtcPayFixtures.recorded;
import static io.tollgate.channels.btcpay.BtcPayFixtures.signature;
import static io.tollgate.channels.btcpay.BtcPayFixtures.signed;
import static io.tollgate.channels.btcpay.BtcPayFixtures.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class BtcPayCallbacksTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final BtcPayChannel channel = new BtcPayChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  /** The example of docs.github.com/webhooks/securing, which the description refers to. */
  @Test
  void verifiesThePublishedExample() {
    var body = "Hello, World!".getBytes(UTF_8);
    var secret = List.of(Secret.ofText("It's a Secret to Everybody"));
    var header = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    assertThat(BtcPaySigning.verifies(header, body, secret)).isTrue();
    assertThat(BtcPaySigning.verifies(header.replace("757", "758"), body, secret)).isFalse();
    assertThat(BtcPaySigning.verifies(header, "Hello, World?".getBytes(UTF_8), secret)).isFalse();
    assertThat(BtcPaySigning.verifies(header, body, List.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvoiceReceivedPayment",
        "InvoiceProcessing",
        "InvoicePaymentSettled",
        "InvoiceSettled",
        "InvoiceExpired",
        "InvoiceInvalid",
        "InvoiceOfTomorrow"
      })
  void asksAfterAnInvoiceOfOursThatASignedEventNames(String type) {
    assertThat(read(signed(webhook(type)))).isEqualTo(new Hint(attempt(order())));
    assertThat(alarms()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvoiceCreated", "PayoutUpdated", "PaymentRequestCreated"})
  void leavesOtherEventsAlone(String type) {
    assertThat(read(signed(webhook(type)))).isInstanceOf(Irrelevant.class);
  }

  @Test
  void leavesInvoicesAloneThatAreNotOurs() {
    var nobodys = webhook("InvoiceSettled");
    nobodys.remove("metadata");
    var anothers = webhook("InvoiceSettled");
    ((ObjectNode) anothers.get("metadata")).put("orderId", "order 7");
    var odd = webhook("InvoiceSettled");
    ((ObjectNode) odd.get("metadata")).put("orderId", 7);

    for (var event : List.of(nobodys, anothers, odd)) {
      assertThat(read(signed(event))).isInstanceOf(Irrelevant.class);
    }
  }

  @Test
  void refusesEventsOfAnotherStore() {
    assertThat(read(signed(webhook("InvoiceSettled").put("storeId", "Another"))))
        .isInstanceOf(Refused.class);
    assertThat(read(signed(webhook("InvoiceSettled").putNull("storeId"))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void callsForAPersonWhereMoneyComesTooLate() {
    assertThat(read(signed(webhook("InvoiceReceivedPayment").put("afterExpiration", true))))
        .isEqualTo(new Hint(attempt(order())));
    assertThat(alarms()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNotSigned() {
    var body = recorded("webhook-settled.json").toString().getBytes(UTF_8);
    var good = signature(body, WEBHOOK_SECRET);

    for (var header :
        List.of(
            "",
            "sha256=",
            good.substring("sha256=".length()),
            good.replace("sha256", "sha1"),
            good.toUpperCase(java.util.Locale.ROOT),
            good.substring(0, good.length() - 1),
            good + "0",
            signature(body, "of another"))) {
      assertThat(read(callback(body, header))).as(header).isInstanceOf(Refused.class);
    }
    assertThat(read(new RawCallback("POST", "/", "", Map.of(), body, BtcPayFixtures.NOW)))
        .isInstanceOf(Refused.class);
    assertThat(read(callback(body, good))).isInstanceOf(Hint.class);
  }

  @Test
  void refusesABodyWithOneByteChangedWherever() {
    var body = recorded("webhook-settled.json").toString().getBytes(UTF_8);
    var good = signature(body, WEBHOOK_SECRET);

    for (int at = 0; at < body.length; at++) {
      var changed = body.clone();
      changed[at] ^= 1;
      assertThat(read(callback(changed, good))).as("byte %d", at).isInstanceOf(Refused.class);
    }
  }

  @Test
  void refusesWhatIsSignedAndCannotBeRead() {
    for (var text : List.of("", "{", "null", "[]", "{}", "{\"type\":{}}")) {
      var body = text.getBytes(UTF_8);
      assertThat(read(callback(body, signature(body, WEBHOOK_SECRET))))
          .as(text)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void takesTheSecretBeforeToo() {
    var event = signed(webhook("InvoiceSettled"));
    var replaced = withSecrets(Map.of("webhook", "new", "webhook-previous", WEBHOOK_SECRET));

    assertThat(channel.read(event, replaced)).isInstanceOf(Hint.class);
    assertThat(channel.read(event, withSecrets(Map.of("webhook", "new"))))
        .isInstanceOf(Refused.class);
    assertThat(channel.read(event, withSecrets(Map.of()))).isInstanceOf(Refused.class);
  }

  @Test
  void verifiesNothingByAnEmptySecret() {
    var body = recorded("webhook-settled.json").toString().getBytes(UTF_8);

    assertThat(channel.read(callback(body, "sha256="), withSecrets(Map.of("webhook", ""))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void isDescribedSo() {
    BtcPayDescription.assume();

    assertThat(
            BtcPayDescription.problemsOf(
                "WebhookInvoiceSettledEvent", recorded("webhook-settled.json").toString()))
        .isEmpty();
  }

  private CallbackReading read(RawCallback callback) {
    return channel.read(callback, account());
  }

  private static ChannelAccount withSecrets(Map<String, String> secrets) {
    var hidden = new HashMap<String, Secret>();
    secrets.forEach((name, text) -> hidden.put(name, Secret.ofText(text)));
    var usual = account();
    return new ChannelAccount(usual.id(), usual.baseUrl(), hidden, usual.options(), usual.limits());
  }

  private double alarms() {
    return meters.find("tollgate.channel.alarms").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
