package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayFixtures.AGREEMENT;
import static io.tollgate.channels.paypay.PayPayFixtures.API_SECRET;
import static io.tollgate.channels.paypay.PayPayFixtures.JSON;
import static io.tollgate.channels.paypay.PayPayFixtures.TOKEN;
import static io.tollgate.channels.paypay.PayPayFixtures.account;
import static io.tollgate.channels.paypay.PayPayFixtures.attempt;
import static io.tollgate.channels.paypay.PayPayFixtures.byCode;
import static io.tollgate.channels.paypay.PayPayFixtures.bytes;
import static io.tollgate.channels.paypay.PayPayFixtures.callback;
import static io.tollgate.channels.paypay.PayPayFixtures.claims;
import static io.tollgate.channels.paypay.PayPayFixtures.coming;
import static io.tollgate.channels.paypay.PayPayFixtures.token;
import static io.tollgate.channels.paypay.PayPayFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.RawCallback;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayPayCallbacksTest {

  private final PayPayWire wire = new PayPayWire();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  /** Nobody signs a notification, so whatever it says it only makes us ask. */
  @ParameterizedTest
  @ValueSource(
      strings = {"AUTHORIZED", "COMPLETED", "CANCELED", "EXPIRED", "FAILED", "OF_TOMORROW"})
  void takesANotificationForAHintWhateverItSays(String state) {
    var said = transaction(attempt(byCode()).toString()).put("state", state).put("order_amount", 1);

    assertThat(read(callback(bytes(said)))).isEqualTo(new Hint(attempt(byCode())));
  }

  @Test
  void letsGoWhatItCouldOnlyBelieve() {
    for (var said :
        List.of(
            transaction(""),
            transaction("A12345"),
            transaction(null),
            JSON.createObjectNode()
                .put("notification_type", "file.created")
                .put("fileType", "transaction_recon")
                .put("path", "https://somewhere.example/file.csv"),
            JSON.createObjectNode()
                .put("notification_type", "customer.authroization.succeeded")
                .put("referenceId", AGREEMENT.value())
                .put("userAuthorizationId", TOKEN))) {
      assertThat(read(callback(bytes(said)))).isInstanceOf(Irrelevant.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "<html>", "{\"notification_type\":", "7"})
  void refusesWhatIsNoNotification(String body) {
    assertThat(read(callback(body.getBytes(UTF_8)))).isInstanceOf(Refused.class);
  }

  @Test
  void believesAPayerWhoBringsAToken() {
    assertThat(read(coming("a=1&responseToken=" + token(claims()))))
        .isEqualTo(new VerifiedAgreement(AGREEMENT, new Active(TOKEN, TOKEN)));
  }

  @Test
  void refusesAPayerWhoBringsAnotherToken() {
    var forged = token("{\"alg\":\"HS256\"}", claims(), "b3RoZXI=");

    assertThat(read(coming("responseToken=" + forged))).isInstanceOf(Refused.class);
    assertThat(read(coming("responseToken="))).isInstanceOf(Refused.class);
    assertThat(read(coming("responsetoken=" + token(claims())))).isInstanceOf(Refused.class);
    assertThat(
            read(coming("responseToken=" + token(claims()) + "&responseToken=" + token(claims()))))
        .isInstanceOf(Refused.class);
    assertThat(API_SECRET).isNotEqualTo("b3RoZXI=");
  }

  @Test
  void saysThatItGotIt() {
    assertThat(wire.channel().acknowledgement())
        .isEqualTo(new Acknowledgement(200, "text/plain", "OK"));
  }

  private CallbackReading read(RawCallback callback) {
    return wire.channel().read(callback, account());
  }
}
