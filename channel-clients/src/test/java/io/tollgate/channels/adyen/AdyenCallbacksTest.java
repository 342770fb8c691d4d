package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.HMAC_KEY;
import static io.tollgate.channels.adyen.AdyenFixtures.JSON;
import static io.tollgate.channels.adyen.AdyenFixtures.OWN;
import static io.tollgate.channels.adyen.AdyenFixtures.PSP;
import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static io.tollgate.channels.adyen.AdyenFixtures.attempt;
import static io.tollgate.channels.adyen.AdyenFixtures.bytes;
import static io.tollgate.channels.adyen.AdyenFixtures.callback;
import static io.tollgate.channels.adyen.AdyenFixtures.held;
import static io.tollgate.channels.adyen.AdyenFixtures.hosted;
import static io.tollgate.channels.adyen.AdyenFixtures.item;
import static io.tollgate.channels.adyen.AdyenFixtures.modified;
import static io.tollgate.channels.adyen.AdyenFixtures.order;
import static io.tollgate.channels.adyen.AdyenFixtures.reference;
import static io.tollgate.channels.adyen.AdyenFixtures.sign;
import static io.tollgate.channels.adyen.AdyenFixtures.tokenEvent;
import static io.tollgate.channels.adyen.AdyenFixtures.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.adyen.model.notification.NotificationRequest;
import com.adyen.util.HMACValidator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AdyenCallbacksTest {

  private static final Money AMOUNT = Money.of(1299, "EUR");
  private static final OperationId OPERATION = new OperationId("re_1");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final AdyenChannel channel = new AdyenChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void tellsAPaymentFromMoneyThatIsHeldByTheSignedReference() {
    assertThat(read(item("AUTHORISATION", true, reference(order()))))
        .isEqualTo(new Verified(attempt(order()), AMOUNT, new Approved(PSP)));
    assertThat(read(item("AUTHORISATION", true, reference(held()))))
        .isEqualTo(new Verified(attempt(held()), AMOUNT, new Authorized(PSP)));
  }

  @ParameterizedTest
  @CsvSource({
    // event, success, what it is for a payment
    "AUTHORISATION, true, Approved",
    "AUTHORISATION, false, Declined",
    "EXPIRE, true, Closed",
    "EXPIRE, false, Irrelevant",
    "OFFER_CLOSED, true, Closed",
    "OFFER_CLOSED, false, Irrelevant",
    "CANCELLATION, true, Closed",
    "CANCELLATION, false, Irrelevant",
    "TECHNICAL_CANCEL, true, Closed",
    "TECHNICAL_CANCEL, false, Irrelevant",
    "CAPTURE, true, Irrelevant",
    "CAPTURE, false, Declined",
    "CAPTURE_FAILED, true, Declined",
    "CAPTURE_FAILED, false, Irrelevant",
    "REFUND, true, Irrelevant",
    "REFUND_FAILED, true, Irrelevant",
    "CANCEL_OR_REFUND, true, Irrelevant",
    "CHARGEBACK, true, Irrelevant",
    "RECURRING_CONTRACT, true, Irrelevant",
  })
  void readsEveryEventAboutAPayment(String event, boolean success, String expected) {
    var reading = read(modified(event, success, reference(order())));

    assertThat(outcome(reading)).isEqualTo(expected);
    assertThat(meters.find("tollgate.channel.alarms").counters()).isEmpty();
  }

  @Test
  void namesThePaymentAndNotTheModificationInWhatEndsIt() {
    assertThat(read(modified("EXPIRE", true, reference(held()))))
        .isEqualTo(new Verified(attempt(held()), AMOUNT, new Closed(true, PSP)));
    assertThat(read(modified("TECHNICAL_CANCEL", true, reference(order()))))
        .isEqualTo(new Verified(attempt(order()), AMOUNT, new Closed(false, PSP)));
    assertThat(read(item("OFFER_CLOSED", true, reference(order()))))
        .isEqualTo(new Verified(attempt(order()), AMOUNT, new Closed(true, null)));
  }

  @ParameterizedTest
  @CsvSource({"AUTHORISATION, false", "OFFER_CLOSED, true"})
  void looksAgainWhereThePayerMayTryAgainAtAdyensPage(String event, boolean success) {
    assertThat(read(item(event, success, reference(hosted()))))
        .isEqualTo(new Hint(attempt(hosted())));
    assertThat(read(item("AUTHORISATION", true, reference(hosted()))))
        .isEqualTo(new Verified(attempt(hosted()), AMOUNT, new Approved(PSP)));
  }

  @ParameterizedTest
  @CsvSource({
    // event, success, what it is for an operation of ours
    "CAPTURE, true, Done",
    "CAPTURE, false, Refused",
    "CAPTURE_FAILED, true, Refused",
    "CAPTURE_FAILED, false, Irrelevant",
    "CANCELLATION, true, Done",
    "CANCELLATION, false, Refused",
    "REFUND, true, Done",
    "REFUND, false, Refused",
    "REFUND_WITH_DATA, true, Done",
    "REFUND_FAILED, true, Refused",
    "REFUNDED_REVERSED, true, Refused",
    "REFUND_FAILED, false, Irrelevant",
    "TECHNICAL_CANCEL, true, Irrelevant",
    "CHARGEBACK, true, Irrelevant",
  })
  void readsEveryEventAboutAnOperation(String event, boolean success, String expected) {
    var reading = read(modified(event, success, "tollgate.re_1"));

    assertThat(outcome(reading)).isEqualTo(expected);
    if (reading instanceof VerifiedOperation verified) {
      assertThat(verified.operation()).isEqualTo(OPERATION);
      assertThat(verified.amount()).isEqualTo(AMOUNT);
    }
  }

  @Test
  void readsWhatBecameOfARefund() {
    assertThat(read(modified("REFUND", true, "tollgate.re_1")))
        .isEqualTo(new VerifiedOperation(OPERATION, AMOUNT, new OperationOutcome.Done(OWN)));
    assertThat(
            read(modified("REFUND", false, "tollgate.re_1").put("reason", "Insufficient balance")))
        .isEqualTo(
            new VerifiedOperation(
                OPERATION,
                AMOUNT,
                new OperationOutcome.Refused(new DeclineReason(Category.OTHER, null), OWN)));
  }

  @Test
  void readsWhatBecameOfAnAgreement() {
    var agreement = new OperationId("agr_1");
    var token = "tollgate.agr_1/M5N7TQ4TG5PFWR50";

    assertThat(read(item("AUTHORISATION", true, "tollgate.agr_1")))
        .isEqualTo(new VerifiedAgreement(agreement, new AgreementOutcome.Pending(PSP)));
    assertThat(read(item("AUTHORISATION", false, "tollgate.agr_1").put("reason", "Expired Card")))
        .isEqualTo(
            new VerifiedAgreement(
                agreement,
                new AgreementOutcome.Refused(new DeclineReason(Category.EXPIRED_METHOD, "6"))));
    assertThat(
            read(
                modified("RECURRING_CONTRACT", true, "tollgate.agr_1")
                    .put("pspReference", "M5N7TQ4TG5PFWR50")))
        .isEqualTo(new VerifiedAgreement(agreement, new AgreementOutcome.Active(token, PSP)));
    for (var type : List.of("created", "updated", "alreadyExisting")) {
      assertThat(read(tokenEvent("recurring.token." + type, "tollgate.agr_1")))
          .isEqualTo(new VerifiedAgreement(agreement, new AgreementOutcome.Active(token, null)));
    }
    assertThat(read(tokenEvent("recurring.token.disabled", "tollgate.agr_1")))
        .isEqualTo(new VerifiedAgreement(agreement, new AgreementOutcome.Ended()));
    assertThat(read(tokenEvent("recurring.token.created", "somebody")))
        .isInstanceOf(Irrelevant.class);
    assertThat(read(tokenEvent("recurring.token.invented", "tollgate.agr_1")))
        .isInstanceOf(Irrelevant.class);
    assertThat(alarm("unmapped")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Not enough balance, INSUFFICIENT_FUNDS, 12",
    "FRAUD, SUSPECTED_FRAUD, 20",
    "3D Not Authenticated, AUTHENTICATION_FAILED, 11",
    "something new, OTHER,",
  })
  void findsTheCategoryOfARefusalByItsText(String reason, Category category, String code) {
    assertThat(read(item("AUTHORISATION", false, reference(order())).put("reason", reason)))
        .isEqualTo(
            new Verified(
                attempt(order()), AMOUNT, new Declined(new DeclineReason(category, code), PSP)));
  }

  @Test
  void knowsEveryEventOfTheDescription() {
    AdyenDescription.assume();
    for (var event : AdyenDescription.eventCodes()) {
      read(modified(event, true, reference(order())));
      read(modified(event, true, "tollgate.re_1"));
    }

    assertThat(alarm("unmapped")).isZero();
    assertThat(read(item("INVENTED", true, reference(order())))).isInstanceOf(Irrelevant.class);
    assertThat(alarm("unmapped")).isEqualTo(1);
  }

  @Test
  void readsTheDescriptionsOwnExamples() {
    AdyenDescription.assume();
    var examples = AdyenDescription.exampleWebhooks();

    assertThat(examples).hasSizeGreaterThan(15);
    for (var example : examples) {
      var item = (ObjectNode) example.at("/notificationItems/0/NotificationRequestItem").deepCopy();
      item.put("merchantAccountCode", AdyenFixtures.MERCHANT);
      assertThat(read(item)).as("%s", item).isInstanceOf(Irrelevant.class);
      item.put("merchantReference", "tollgate.re_1");
      assertThat(read(item)).as("%s", item).isNotInstanceOf(Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ORDER-1",
        "order-1",
        "tollgate.",
        "tollgate.RE 1",
        "pay_0-1",
        "YOUR_MERCHANT_REFERENCE",
        "a:b\\c"
      })
  void leavesAloneWhatIsNotOurs(String reference) {
    assertThat(read(item("AUTHORISATION", true, reference))).isInstanceOf(Irrelevant.class);
    assertThat(
            read(item("AUTHORISATION", true, reference(order())).put("merchantAccountCode", "X")))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void tellsOfReportsAtAllowedHostsOnly() {
    var report =
        item("REPORT_AVAILABLE", true, "")
            .put("pspReference", "settlement_detail_report_batch_4.csv");

    assertThat(read(report.put("reason", "https://ca-test.adyen.com/reports/download/x.csv")))
        .isEqualTo(new Irrelevant("report settlement_detail_report_batch_4.csv"));
    assertThat(read(report.put("reason", "https://evil.example/x.csv")))
        .isEqualTo(new Irrelevant("a report at a host that is not allowed"));
    assertThat(alarm("mismatch")).isEqualTo(1);
  }

  @Test
  void isAcceptedByAndAcceptsTheOfficialLibrary() throws Exception {
    var sdk = new HMACValidator();
    var ours = sign(modified("CAPTURE", true, "tollgate.re_1"));
    var parsed = NotificationRequest.fromJson(webhook(ours).toString());
    var theirItem = parsed.getNotificationItems().getFirst();

    assertThat(sdk.validateHMAC(theirItem, HMAC_KEY)).isTrue();
    assertThat(sdk.getDataToSign(theirItem)).isEqualTo(data(ours));

    var theirs = item("AUTHORISATION", true, reference(order()));
    var unsigned =
        NotificationRequest.fromJson(webhook(theirs).toString()).getNotificationItems().getFirst();
    theirs
        .withObjectProperty("additionalData")
        .put("hmacSignature", sdk.calculateHMAC(unsigned, HMAC_KEY));
    assertThat(channel.read(callback(theirs), account())).isInstanceOf(Verified.class);
  }

  @Test
  void signsWhatTheOfficialLibrarySigns() throws Exception {
    var sdk = new HMACValidator();
    for (var reference : List.of("", "a:b", "\\:/\\/slashes are fun", "ümlaut", "€")) {
      for (var amount :
          List.of("{}", "{\"currency\":\"EUR\"}", "{\"value\":7,\"currency\":\"X\"}")) {
        var item = modified("CAPTURE", false, reference);
        item.set("amount", JSON.readTree(amount));
        var parsed =
            NotificationRequest.fromJson(webhook(item).toString())
                .getNotificationItems()
                .getFirst();

        assertThat(data(item)).isEqualTo(sdk.getDataToSign(parsed));
        assertThat(
                AdyenSigning.isSigned(data(item), sdk.calculateHMAC(parsed, HMAC_KEY), account()))
            .isTrue();
      }
    }
  }

  /** The vectors of the vendor's own test class, {@code HMACValidatorTest}. */
  @Test
  void reproducesThePublishedVectors() {
    var report =
        """
        {"additionalData":{"hmacSignature":"NuEkADFmlCC6VgX+wcoPAegIWxVPNBPCuKlM4Hzo5qc="},
         "amount":{"currency":"EUR","value":"0"},"eventCode":"REPORT_AVAILABLE",
         "eventDate":"2019-11-20T14:35:36+01:00","merchantAccountCode":"Magento2Rik",
         "merchantReference":"testMerchantRef1","pspReference":"test_REPORT_AVAILABLE",
         "reason":"will contain the url to the report","success":"true"}\
        """;
    var slashes =
        """
        {"additionalData":{"hmacSignature":"CZErGCNQaSsxbaQfZaJlakqo7KPP+mIa8a+wx3yNs9A="},
         "amount":{"currency":"EUR","value":1000},"eventCode":"AUTHORISATION",
         "merchantAccountCode":"AntoniStroinski",
         "merchantReference":"\\\\:/\\\\/slashes are fun","pspReference":"ZVWN7D3WSMK2WN82",
         "reason":"052095:1111:03/2030","success":"true"}\
        """;
    var key = "74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174";

    assertThat(channel.read(callback(JSON.readTree(report)), account()))
        .isEqualTo(new Irrelevant("another merchant account"));
    assertThat(
            channel.read(
                callback(JSON.readTree(slashes)), with(Map.of("hmac", Secret.ofText(key)))))
        .isEqualTo(new Irrelevant("another merchant account"));
    assertThat(
            AdyenSigning.isSigned(
                "TestPayload", "YA9/UDjldIO4Gq68X4ATYYoEaPYH4f4k2uzBBzEF1PA=", account()))
        .isTrue();
  }

  @Test
  void refusesEveryChangeOfAFieldThatIsSigned() {
    var signed = sign(modified("CAPTURE", true, "tollgate.re_1"));
    for (var change :
        Map.of(
                "pspReference", "QFQTPCQ8HXSKGK83",
                "originalReference", "QFQTPCQ8HXSKGK83",
                "merchantAccountCode", "TollgateECON",
                "merchantReference", "tollgate.re_2",
                "eventCode", "REFUND",
                "success", "false")
            .entrySet()) {
      assertThat(
              channel.read(
                  callback(signed.deepCopy().put(change.getKey(), change.getValue())), account()))
          .as(change.getKey())
          .isEqualTo(new Refused("signature does not match"));
    }
    for (var amount :
        List.of("{\"currency\":\"EUR\",\"value\":1300}", "{\"currency\":\"USD\",\"value\":1299}")) {
      var changed = signed.deepCopy();
      changed.set("amount", JSON.readTree(amount));
      assertThat(channel.read(callback(changed), account()))
          .isEqualTo(new Refused("signature does not match"));
    }
  }

  @Test
  void refusesEveryChangedByteOfASignatureAndOfASignedBody() {
    var signed = sign(item("AUTHORISATION", true, reference(order())));
    var code = signed.at("/additionalData/hmacSignature").asString();
    for (int at = 0; at < code.length(); at++) {
      var changed = signed.deepCopy();
      var other = code.charAt(at) == 'A' ? 'B' : 'A';
      changed
          .withObjectProperty("additionalData")
          .put("hmacSignature", code.substring(0, at) + other + code.substring(at + 1));
      assertThat(channel.read(callback(changed), account())).isInstanceOf(Refused.class);
    }
    var event = tokenEvent("recurring.token.created", "tollgate.agr_1");
    for (int at = 0; at < event.body().length; at++) {
      var body = event.body().clone();
      body[at] ^= 1;
      assertThat(channel.read(callback(body, event.headers()), account()))
          .isEqualTo(new Refused("signature does not match"));
    }
  }

  @Test
  void refusesWhatIsNotSignedOrHasNoKeyToBeProvedBy() {
    var signed = callback(sign(item("AUTHORISATION", true, reference(order()))));

    assertThat(channel.read(callback(item("AUTHORISATION", true, reference(order()))), account()))
        .isEqualTo(new Refused("no signature"));
    for (var key : List.of("", "00", "not hex", HMAC_KEY + "0")) {
      assertThat(channel.read(signed, with(Map.of("hmac", Secret.ofText(key)))))
          .as(key)
          .isInstanceOf(Refused.class);
    }
    assertThat(channel.read(signed, with(Map.of()))).isInstanceOf(Refused.class);
  }

  @Test
  void takesEitherKeyWhileOneReplacesTheOther() {
    var signed = callback(sign(item("AUTHORISATION", true, reference(order()))));
    var rotating =
        Map.of("hmac", Secret.ofText("00".repeat(32)), "hmac-previous", Secret.ofText(HMAC_KEY));

    assertThat(channel.read(signed, with(rotating))).isInstanceOf(Verified.class);
    assertThat(channel.read(signed, with(Map.of("hmac", Secret.ofText(HMAC_KEY.toLowerCase())))))
        .isInstanceOf(Verified.class);
  }

  @Test
  void asksForThePasswordWhereTheAccountHasOne() {
    var secrets = new HashMap<>(account().secrets());
    secrets.put("webhook-user", Secret.ofText("adyen"));
    secrets.put("webhook-password", Secret.ofText("geheim"));
    var body = callback(sign(item("AUTHORISATION", true, reference(order())))).body();
    var right = Map.of("authorization", List.of("Basic YWR5ZW46Z2VoZWlt"));
    var wrong = Map.of("authorization", List.of("Basic YWR5ZW46Z2VoZWlu"));

    assertThat(channel.read(callback(body, right), with(secrets))).isInstanceOf(Verified.class);
    assertThat(channel.read(callback(body, wrong), with(secrets))).isInstanceOf(Refused.class);
    assertThat(channel.read(callback(body, Map.of()), with(secrets))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"notificationItems\":[]}",
        "{\"notificationItems\":[null]}",
        "{\"notificationItems\":[{}]}",
        "{\"notificationItems\":[{\"NotificationRequestItem\":{}}]}",
        "{\"notificationItems\":{}}",
      })
  void refusesWhatIsUnreadable(String body) {
    assertThat(channel.read(callback(body.getBytes(UTF_8), Map.of()), account()))
        .isInstanceOf(Refused.class);
    var signature = Map.of("hmacsignature", List.of(AdyenFixtures.hmac(body.getBytes(UTF_8))));
    assertThat(channel.read(callback(body.getBytes(UTF_8), signature), account()))
        .isInstanceOf(Refused.class);
  }

  @Test
  void refusesSeveralEventsInOneWebhook() {
    var one = webhook(sign(item("AUTHORISATION", true, reference(order()))));
    one.withArrayProperty("notificationItems").add(one.at("/notificationItems/0").deepCopy());

    assertThat(channel.read(callback(bytes(one), Map.of()), account())).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"currency\":\"CLP\",\"value\":1299}",
        "{\"currency\":\"EURO\",\"value\":1299}",
        "{\"currency\":\"EUR\"}",
        "{}"
      })
  void tellsPeopleOfAnAmountThatCannotBeAndBlocksNothing(String amount) {
    var item = item("AUTHORISATION", true, reference(order()));
    item.set("amount", JSON.readTree(amount));

    assertThat(read(item)).isEqualTo(new Irrelevant("an impossible amount"));
    assertThat(alarm("unmapped")).isEqualTo(1);
  }

  @Test
  void refusesAndTellsPeopleWhereTheAccountIsMisconfigured() {
    var signed = callback(sign(item("AUTHORISATION", true, reference(order()))));

    assertThat(channel.read(signed, account(Map.of(AdyenOptions.DECIMALS, "all"))))
        .isEqualTo(new Refused("the account is misconfigured"));
    assertThat(channel.read(signed, account(Map.of(AdyenOptions.MERCHANT_ACCOUNT, ""))))
        .isEqualTo(new Refused("the account is misconfigured"));
    assertThat(alarm("misconfigured")).isEqualTo(2);
  }

  @Test
  void acknowledgesInAdyensWords() {
    assertThat(channel.acknowledgement().status()).isEqualTo(200);
    assertThat(channel.acknowledgement().body()).isEqualTo("[accepted]");
  }

  private CallbackReading read(ObjectNode item) {
    return channel.read(callback(sign(item)), account());
  }

  private CallbackReading read(RawCallback callback) {
    return channel.read(callback, account());
  }

  private static String data(JsonNode item) {
    var parsed = Json.camel(AdyenPayload.Item.class).read(bytes(item)).orElseThrow();
    return AdyenSigning.data(parsed, parsed.succeeded().orElseThrow());
  }

  private static String outcome(CallbackReading reading) {
    return switch (reading) {
      case Verified(_, _, ChannelOutcome outcome) -> outcome.getClass().getSimpleName();
      case VerifiedOperation(_, _, OperationOutcome outcome) -> outcome.getClass().getSimpleName();
      case VerifiedAgreement(_, AgreementOutcome outcome) -> outcome.getClass().getSimpleName();
      case Hint _, Irrelevant _, Refused _ -> reading.getClass().getSimpleName();
    };
  }

  private static ChannelAccount with(Map<String, Secret> secrets) {
    var usual = account();
    return new ChannelAccount(
        usual.id(), usual.baseUrl(), secrets, usual.options(), usual.limits());
  }

  private double alarm(String alarm) {
    return meters.find("tollgate.channel.alarms").tag("alarm", alarm).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
