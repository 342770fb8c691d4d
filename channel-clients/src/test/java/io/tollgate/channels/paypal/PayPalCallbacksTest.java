package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.AMOUNT;
import static io.tollgate.channels.paypal.PayPalFixtures.ORDER_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.account;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.bytes;
import static io.tollgate.channels.paypal.PayPalFixtures.callback;
import static io.tollgate.channels.paypal.PayPalFixtures.headers;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static io.tollgate.channels.paypal.PayPalFixtures.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import io.tollgate.sandbox.paypal.PayPalCertificate;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class PayPalCallbacksTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final PayPalCertificate OWN =
      PayPalCertificate.issue("messageverificationcerts.paypal.com", Duration.ofHours(20));

  private volatile Instant now = Instant.now();
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final PayPalChannel paypal = new PayPalChannel(edges, clock(() -> now));
  private WireServer server;
  private ChannelAccount account;
  private String address;

  @BeforeEach
  void start() throws IOException {
    server = new WireServer(WireServer.answering(200, OWN.pem()));
    account = account(server.url().toString(), Map.of(), OWN.rootPem());
    address = server.url() + "/v1/notifications/certs/CERT-1";
  }

  @AfterEach
  void stop() throws IOException {
    edges.close();
    server.close();
  }

  @Test
  void takesTheFirstEventForAHintAndVerifiesTheNext() {
    var event = event("event-capture-completed.json");

    assertThat(read(event)).isEqualTo(new Hint(attempt(order())));
    await().atMost(SOON).until(() -> read(event) instanceof Verified);

    assertThat(read(event))
        .isEqualTo(new Verified(attempt(order()), AMOUNT, new ChannelOutcome.Approved(ORDER_ID)));
    assertThat(server.requests()).isOne();
  }

  @Test
  void fetchesACertificateOnceForAHerd() {
    server.now(WireServer.silent());
    var event = event("event-capture-completed.json");

    for (int times = 0; times < 200; times++) {
      assertThat(read(event)).isInstanceOf(Hint.class);
    }

    await().atMost(SOON).until(() -> server.requests() > 0);
    assertThat(server.requests()).isOne();
  }

  @Test
  void refusesWhatCannotBeVerifiedYetAndIsNoHint() {
    assertThat(read(event("event-capture-refunded.json")))
        .isEqualTo(new Refused("its certificate is not here yet"));
    assertThat(read("no json".getBytes())).isInstanceOf(Refused.class);
  }

  @Test
  void doesNotFetchABadCertificateAgainForAWhile() {
    server.now(WireServer.answering(404, ""));
    var event = event("event-capture-completed.json");
    read(event);
    await().atMost(SOON).until(() -> read(event) instanceof Refused);
    assertThat(read(event)).isEqualTo(new Refused("certificate not to be trusted"));
    assertThat(server.requests()).isOne();

    server.now(WireServer.answering(200, OWN.pem()));
    now = now.plus(Duration.ofMinutes(2));

    assertThat(read(event)).isInstanceOf(Hint.class);
    await().atMost(SOON).until(() -> read(event) instanceof Verified);
  }

  @Test
  void believesNobodyWhoBringsHisOwnCertificate() {
    var attacker =
        PayPalCertificate.issue("messageverificationcerts.paypal.com", Duration.ofHours(20));
    server.now(WireServer.answering(200, attacker.pem() + attacker.rootPem()));
    var body = event("event-capture-completed.json");
    var lie = signed(body, attacker, address);

    assertThat(at(lie)).isInstanceOf(Hint.class);
    await().atMost(SOON).until(() -> at(lie) instanceof Refused);
  }

  @Test
  void refusesAnEventThatTheCertificatesOwnerDidNotSign() {
    warmUp();
    var attacker =
        PayPalCertificate.issue("messageverificationcerts.paypal.com", Duration.ofHours(20));
    var body = event("event-capture-completed.json");
    var changed = body.clone();
    changed[10] ^= 1;

    assertThat(at(signed(body, attacker, address)))
        .isEqualTo(new Refused("signature does not match"));
    assertThat(
            at(
                callback(
                    changed,
                    headers(
                        address,
                        signed(body, OWN, address).header("paypal-transmission-sig").orElseThrow()),
                    now)))
        .isEqualTo(new Refused("signature does not match"));
  }

  @Test
  void usesACertificateNoLongerThanItIsValid() {
    warmUp();
    now = now.plus(Duration.ofDays(1));

    assertThat(read(event("event-capture-completed.json"))).isInstanceOf(Hint.class);
    await()
        .atMost(SOON)
        .until(() -> read(event("event-capture-completed.json")) instanceof Refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.paypal.com.example.com/cert",
        "https://evilpaypal.com/cert",
        "https://example.com/.paypal.com",
        "https://example.com?.paypal.com",
        "https://example.com#.paypal.com",
        "https://user@api.paypal.com/cert",
        "https://api.paypal.com:8443/cert",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/cert",
        "file:///etc/passwd",
        "https:///cert",
        "paypal",
        "",
      })
  void fetchesNothingFromElsewhere(String url) {
    assertThat(PayPalCertificates.allowed(url, account)).isEmpty();
    assertThat(at(signed(event("event-capture-completed.json"), OWN, url)))
        .isEqualTo(new Refused("certificate address not allowed"));
    assertThat(server.requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270",
        "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.paypal.com:443/cert",
      })
  void fetchesFromPayPalsHosts(String url) {
    assertThat(PayPalCertificates.allowed(url, account)).contains(URI.create(url));
  }

  @Test
  void keepsNoMoreCertificatesThanItHasRoomFor() {
    server.now(WireServer.silent());
    var body = event("event-capture-completed.json");

    for (int number = 0; number < 32; number++) {
      assertThat(at(signed(body, OWN, address + number))).isInstanceOf(Hint.class);
    }

    assertThat(at(signed(body, OWN, address + "x")))
        .isEqualTo(new Refused("too many certificates"));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, COMPLETED, Approved",
    "PENDING, PENDING, Pending",
    "DENIED, DECLINED, Declined",
    "DECLINED, DECLINED, Declined",
    "OF_TOMORROW, ASLEEP, Unknown",
  })
  void readsACapturesEventByItsStatus(String type, String status, String outcome) {
    warmUp();
    var event = recorded("event-capture-completed.json");
    event.put("event_type", "PAYMENT.CAPTURE." + type);
    resource(event).put("status", status);

    assertThat(read(bytes(event)))
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.requestId()).isEqualTo(attempt(order()));
              assertThat(verified.amount()).isEqualTo(AMOUNT);
              assertThat(verified.outcome().getClass().getSimpleName()).isEqualTo(outcome);
            });
  }

  @Test
  void readsTheEventOfACaptureThatWasAskedForByItself() {
    warmUp();
    var event = recorded("event-capture-completed.json");
    resource(event).put("invoice_id", "cap_1");

    assertThat(read(bytes(event)))
        .isEqualTo(
            new VerifiedOperation(
                new OperationId("cap_1"),
                AMOUNT,
                new OperationOutcome.Done(PayPalFixtures.CAPTURE_ID)));
  }

  @Test
  void readsTheEventsOfAuthorizations() {
    warmUp();
    var created = recorded("event-authorization-created.json");
    var voided = recorded("event-authorization-created.json");
    voided.put("event_type", "PAYMENT.AUTHORIZATION.VOIDED");
    resource(voided).put("status", "VOIDED");
    var denied = recorded("event-authorization-created.json");
    resource(denied).put("status", "DENIED");

    assertThat(outcome(read(bytes(created)))).isEqualTo(new Authorized(ORDER_ID));
    assertThat(outcome(read(bytes(voided)))).isEqualTo(new Closed(false, ORDER_ID));
    assertThat(outcome(read(bytes(denied)))).isInstanceOf(Declined.class);
  }

  @Test
  void readsTheEventOfARefund() {
    warmUp();
    var pending = recorded("event-capture-refunded.json");
    pending.put("event_type", "PAYMENT.REFUND.PENDING");
    resource(pending).put("status", "PENDING");

    assertThat(read(event("event-capture-refunded.json")))
        .isEqualTo(
            new VerifiedOperation(
                new OperationId("ref_1"),
                Money.of(500, "EUR"),
                new OperationOutcome.Done("1JU08902781691411")));
    assertThat(read(bytes(pending)))
        .isInstanceOfSatisfying(
            VerifiedOperation.class,
            verified ->
                assertThat(verified.outcome())
                    .isEqualTo(new OperationOutcome.Pending("1JU08902781691411")));
  }

  @Test
  void asksWhereThePayerApprovedSinceThatCompletesTheOrder() {
    warmUp();

    assertThat(read(event("event-order-approved.json"))).isEqualTo(new Hint(attempt(order())));
  }

  @Test
  void asksWhereAPaymentDoesNotNameItsOrder() {
    warmUp();
    var event = recorded("event-capture-completed.json");
    resource(event).remove("supplementary_data");

    assertThat(read(bytes(event))).isEqualTo(new Hint(attempt(order())));
  }

  @Test
  void hasNoInterestInWhatIsNotOurs() {
    warmUp();
    var foreignCapture = recorded("event-capture-completed.json");
    resource(foreignCapture).put("custom_id", "somebody-elses");
    var foreignOrder = recorded("event-order-approved.json");
    resource(foreignOrder).remove("purchase_units");
    var refundByHand = recorded("event-capture-refunded.json");
    resource(refundByHand).remove(List.of("custom_id", "invoice_id"));
    var refundOfOurs = recorded("event-capture-refunded.json");
    resource(refundOfOurs).put("custom_id", attempt(order()).toString());
    var reversed = recorded("event-capture-refunded.json");
    reversed.put("event_type", "PAYMENT.CAPTURE.REVERSED");
    var vault = recorded("event-capture-completed.json");
    vault.put("event_type", "VAULT.PAYMENT-TOKEN.CREATED");

    for (var event :
        List.of(foreignCapture, foreignOrder, refundByHand, refundOfOurs, reversed, vault)) {
      assertThat(read(bytes(event))).isInstanceOf(Irrelevant.class);
    }
  }

  @Test
  void refusesASignedEventThatCannotBeRead() {
    warmUp();
    var amountless = recorded("event-capture-completed.json");
    resource(amountless).remove("amount");
    var idless = recorded("event-capture-completed.json");
    resource(idless).put("id", "../x");
    var resourceless = recorded("event-capture-completed.json");
    resourceless.remove("resource");
    var typeless = recorded("event-capture-completed.json");
    typeless.remove("event_type");

    for (var event : List.of(amountless, idless, resourceless, typeless)) {
      assertThat(read(bytes(event))).isInstanceOf(Refused.class);
    }
    assertThat(read("[]".getBytes())).isInstanceOf(Refused.class);
  }

  @Test
  void refusesEverythingWhereTheAccountHasNoWebhook() {
    account = account(server.url().toString(), Map.of("webhook-id", ""), OWN.rootPem());

    assertThat(read(event("event-capture-completed.json"))).isEqualTo(new Refused("no signature"));
    assertThat(server.requests()).isZero();
  }

  @Test
  void readsACallbackWithoutHeaders() {
    assertThat(at(callback(new byte[0], new HashMap<>()))).isEqualTo(new Refused("no signature"));
  }

  @Test
  void keepsWhatOneAccountTrustsFromAnother() {
    warmUp();
    var other =
        PayPalCertificate.issue("messageverificationcerts.paypal.com", Duration.ofHours(20));
    account = account(server.url().toString(), Map.of(), other.rootPem());
    var event = event("event-capture-completed.json");

    read(event);
    await().atMost(SOON).until(() -> read(event) instanceof Refused);
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }

  private void warmUp() {
    var event = event("event-capture-completed.json");
    await().atMost(SOON).until(() -> read(event) instanceof Verified);
  }

  private CallbackReading read(byte[] body) {
    return at(signed(body, OWN, address));
  }

  private CallbackReading at(RawCallback callback) {
    var headers = new HashMap<String, String>();
    callback.headers().forEach((name, all) -> headers.put(name, all.getFirst()));
    return paypal.read(callback(callback.body(), headers, now), account);
  }

  private static byte[] event(String name) {
    return bytes(recorded(name));
  }

  private static ObjectNode resource(ObjectNode event) {
    return (ObjectNode) event.get("resource");
  }

  private static ChannelOutcome outcome(CallbackReading reading) {
    return ((Verified) reading).outcome();
  }
}
