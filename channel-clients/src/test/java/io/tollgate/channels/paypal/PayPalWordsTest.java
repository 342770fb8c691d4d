package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.NOON;
import static io.tollgate.channels.paypal.PayPalFixtures.ORDER_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.account;
import static io.tollgate.channels.paypal.PayPalFixtures.agreement;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.authorized;
import static io.tollgate.channels.paypal.PayPalFixtures.bytes;
import static io.tollgate.channels.paypal.PayPalFixtures.captured;
import static io.tollgate.channels.paypal.PayPalFixtures.open;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import com.paypal.sdk.models.AuthorizationStatus;
import com.paypal.sdk.models.CaptureStatus;
import com.paypal.sdk.models.OrderStatus;
import com.paypal.sdk.models.PaymentTokenStatus;
import com.paypal.sdk.models.RefundStatus;
import com.paypal.sdk.models.VaultTokenRequestType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypal.PayPalFound.Over;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every word of PayPal's current SDK, which is two years younger than the descriptions, means
 * something to us.
 */
class PayPalWordsTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final PayPalReplies replies = new PayPalReplies(attempt(order()), order(), alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void knowsTheStatusesOfOrders() {
    for (var status : words(OrderStatus.values())) {
      var order = status.equals("COMPLETED") ? captured("COMPLETED") : open(status, "approve");
      assertKnown(order);
    }
  }

  @Test
  void knowsTheStatusesOfPayments() {
    words(CaptureStatus.values()).forEach(status -> assertKnown(captured(status)));
    words(AuthorizationStatus.values()).forEach(status -> assertKnown(authorized(status)));
    for (var status : words(RefundStatus.values())) {
      var refund =
          io.tollgate.channels.codec.Json.of(PayPalPayment.class)
              .read(bytes(recorded("refund-completed.json").put("status", status)))
              .orElseThrow();
      assertThat(PayPalStatuses.ofRefund(refund, alarms))
          .as(status)
          .isNotInstanceOf(OperationOutcome.Unknown.class);
    }
  }

  @Test
  void knowsTheStatusesOfSetupTokens() throws Exception {
    try (var server = new ScriptedPayPal()) {
      var paypal = new PayPalChannel(edges, NOON);
      var account = PayPalFixtures.account(server.url().toString(), Map.of());
      var page = PayPalFixtures.JSON.createObjectNode();
      page.putArray("payment_tokens").add(recorded("payment-token.json"));
      server
          .on("POST /v3/vault/payment-tokens", 201, recorded("payment-token.json"))
          .on("GET /v3/vault/payment-tokens", 200, page);
      for (var status : words(PaymentTokenStatus.values())) {
        server.on(
            "GET /v3/vault/setup-tokens", 200, recorded("setup-token.json").put("status", status));
        assertThat(
                paypal
                    .queryAgreement(agreement("agr_1", "setup-tokens/5C991763VB2781612"), account)
                    .block(Duration.ofSeconds(10)))
            .as(status)
            .isNotInstanceOf(AgreementOutcome.Unknown.class);
      }
    }
  }

  @Test
  void callsASetupTokenWhatTheSdkCallsIt() {
    assertThat(words(VaultTokenRequestType.values()))
        .contains(PayPalSettings.of(account()).tokenType());
  }

  private void assertKnown(ObjectNode order) {
    var found = replies.toCompletion(new Answered(200, bytes(order)), ORDER_ID);
    assertThat(found instanceof Over(Unknown _)).as(order.toString()).isFalse();
    assertThat(meters.find("tollgate.channel.alarms").counters()).isEmpty();
  }

  /** What the SDK would send; its word for words that it does not know is none of PayPal's. */
  private static List<String> words(Object[] values) {
    return Arrays.stream(values)
        .map(Object::toString)
        .filter(Objects::nonNull)
        .filter(word -> !word.equals("_UNKNOWN"))
        .toList();
  }
}
