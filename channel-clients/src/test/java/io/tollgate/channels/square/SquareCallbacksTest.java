package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.NOTIFICATION_URL;
import static io.tollgate.channels.square.SquareFixtures.OPERATION;
import static io.tollgate.channels.square.SquareFixtures.PAYMENT_ID;
import static io.tollgate.channels.square.SquareFixtures.REFUND_ID;
import static io.tollgate.channels.square.SquareFixtures.SIGNATURE_KEY;
import static io.tollgate.channels.square.SquareFixtures.account;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.bytes;
import static io.tollgate.channels.square.SquareFixtures.callback;
import static io.tollgate.channels.square.SquareFixtures.event;
import static io.tollgate.channels.square.SquareFixtures.hostedPayment;
import static io.tollgate.channels.square.SquareFixtures.order;
import static io.tollgate.channels.square.SquareFixtures.payment;
import static io.tollgate.channels.square.SquareFixtures.refund;
import static io.tollgate.channels.square.SquareFixtures.signature;
import static io.tollgate.channels.square.SquareFixtures.signed;
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
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SquareCallbacksTest {

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final SquareChannel channel = new SquareChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void acceptsTheSignatureThatSquaresOwnTestsPublish() {
    var body =
        ("{\"merchant_id\":\"MLEFBHHSJGVHD\",\"type\":\"webhooks.test_notification\","
                + "\"event_id\":\"ac3ac95b-f97d-458c-a6e6-18981597e05f\","
                + "\"created_at\":\"2022-07-13T20:30:59.037339943Z\","
                + "\"data\":{\"type\":\"webhooks\",\"id\":\"bc368e64-01aa-407e-b46e-3231809b1129\"}}")
            .getBytes(UTF_8);
    var keys = List.of(Secret.ofText("Ibxx_5AKakO-3qeNVR61Dw"));
    var url = "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9";
    var signature = "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=";

    assertThat(SquareSigning.isSigned(signature, url, body, keys)).isTrue();
    assertThat(SquareSigning.isSigned(signature, url + "/", body, keys)).isFalse();
  }

  @Test
  void readsASignedEventAboutAnAttemptOfOurs() {
    assertThat(read(signed(bytes(event("payment.updated", "payment", payment("COMPLETED"))))))
        .isEqualTo(new Verified(attempt(order()), Money.of(1299, "USD"), new Approved(PAYMENT_ID)));
  }

  @Test
  void readsASignedEventAboutARefundOfOurs() {
    assertThat(read(signed(bytes(event("refund.updated", "refund", refund("COMPLETED"))))))
        .isEqualTo(
            new VerifiedOperation(
                OPERATION, Money.of(1299, "USD"), new OperationOutcome.Done(REFUND_ID)));
  }

  @Test
  void readsAPaymentOnAPageByItsNoteAndTakesAFailureThereForAHint() {
    assertThat(read(signed(bytes(event("payment.updated", "payment", hostedPayment("COMPLETED"))))))
        .isEqualTo(new Verified(attempt(order()), Money.of(1299, "USD"), new Approved(PAYMENT_ID)));
    assertThat(read(signed(bytes(event("payment.updated", "payment", hostedPayment("FAILED"))))))
        .isEqualTo(new Hint(attempt(order())));
  }

  @Test
  void believesNoNoteOfAPaymentThatHasAReference() {
    var payment = payment("COMPLETED").put("note", "attempt-pay_other-1");

    assertThat(read(signed(bytes(event("payment.updated", "payment", payment)))))
        .isEqualTo(new Verified(attempt(order()), Money.of(1299, "USD"), new Approved(PAYMENT_ID)));
  }

  @Test
  void passesOverWhatIsNotOurs() {
    var payment = payment("COMPLETED").put("reference_id", "till 4");
    var refund = refund("COMPLETED").put("reason", "returned");

    assertThat(read(signed(bytes(event("payment.updated", "payment", payment)))))
        .isInstanceOf(Irrelevant.class);
    assertThat(read(signed(bytes(event("refund.created", "refund", refund)))))
        .isInstanceOf(Irrelevant.class);
    assertThat(read(signed(bytes(event("payout.sent", "payout", refund)))))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void refusesWhatIsNotSignedForOurAddressWithOurKey() {
    var body = bytes(event("payment.updated", "payment", payment("COMPLETED")));

    assertThat(read(callback(body, signature(body, "other", NOTIFICATION_URL))))
        .isInstanceOf(Refused.class);
    assertThat(read(callback(body, signature(body, SIGNATURE_KEY, NOTIFICATION_URL + "/"))))
        .isInstanceOf(Refused.class);
    assertThat(read(callback(body, ""))).isInstanceOf(Refused.class);
    assertThat(read(new RawCallback("POST", "/", "", Map.of(), body, SquareFixtures.NOW)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void refusesAnEventOfAnotherMerchant() {
    var account = account("http://127.0.0.1:1", Map.of("merchant-id", "SOMEBODY"));
    var callback = signed(bytes(event("payment.updated", "payment", payment("COMPLETED"))));

    assertThat(channel.read(callback, account)).isInstanceOf(Refused.class);
  }

  @Test
  void refusesASignedBodyThatOneByteOfWasChanged() {
    var body = bytes(event("payment.updated", "payment", payment("COMPLETED")));
    var signature = signature(body, SIGNATURE_KEY, NOTIFICATION_URL);
    for (int at = 0; at < body.length; at++) {
      var changed = body.clone();
      changed[at] ^= 1;

      assertThat(read(callback(changed, signature))).as("byte %d", at).isInstanceOf(Refused.class);
    }
  }

  private CallbackReading read(RawCallback callback) {
    return channel.read(callback, account());
  }
}
