package io.tollgate.channels.camara;

import static io.tollgate.channels.camara.CamaraFixtures.KEYS;
import static io.tollgate.channels.camara.CamaraFixtures.NOW;
import static io.tollgate.channels.camara.CamaraFixtures.account;
import static io.tollgate.channels.camara.CamaraFixtures.attempt;
import static io.tollgate.channels.camara.CamaraFixtures.bytes;
import static io.tollgate.channels.camara.CamaraFixtures.callback;
import static io.tollgate.channels.camara.CamaraFixtures.manual;
import static io.tollgate.channels.camara.CamaraFixtures.order;
import static io.tollgate.channels.camara.CamaraFixtures.recorded;
import static io.tollgate.channels.camara.CamaraFixtures.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proves who is speaking, in both directions. */
class CamaraSigningTest {

  private static final URI AUDIENCE = URI.create("https://operator.example/oauth2/token");
  private static final Algorithm RS256 = Algorithm.RSA256((RSAPublicKey) KEYS.getPublic(), null);

  @Test
  void signsAnAssertionThatAnotherLibraryAccepts() {
    var now = Instant.now();
    var read = JWT.require(RS256).withIssuer("us").withSubject("us").build().verify(signed(now));

    assertThat(read.getKeyId()).isEqualTo("key-1");
    assertThat(read.getAudience()).containsExactly(AUDIENCE.toString());
    assertThat(read.getId()).isEqualTo("id-1");
    assertThat(read.getIssuedAt().toInstant()).isEqualTo(now.truncatedTo(ChronoUnit.SECONDS));
    assertThat(read.getExpiresAt().getTime() - read.getIssuedAt().getTime())
        .isBetween(1L, 300_000L);
  }

  @Test
  void isRefusedByThatLibraryWhereOneCharacterIsAnother() {
    var assertion = signed(Instant.now());
    var claims = assertion.split("\\.")[1];
    var forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(Base64.getUrlDecoder().decode(claims))
                    .replace("\"sub\":\"us\"", "\"sub\":\"ux\"")
                    .getBytes(StandardCharsets.UTF_8));

    assertThat(forged).isNotEqualTo(claims);
    assertThatThrownBy(() -> JWT.require(RS256).build().verify(assertion.replace(claims, forged)))
        .isInstanceOf(SignatureVerificationException.class);
  }

  @Test
  void derivesTheTokenOfAnAttemptFromItsIdAlone() {
    var secret = Secret.ofText("event secret");
    var other = new ChannelRequestId(order().paymentId(), 2);

    assertThat(CamaraSigning.eventToken(secret, attempt(order())))
        .matches("[A-Za-z0-9_-]{43}")
        .isEqualTo(CamaraSigning.eventToken(secret, attempt(manual())))
        .isNotEqualTo(CamaraSigning.eventToken(secret, other))
        .isNotEqualTo(CamaraSigning.eventToken(Secret.ofText("another"), attempt(order())));
  }

  @Test
  void readsEveryTypeOfEventAsAHint() {
    for (var type : CamaraDescription.billing().events()) {
      assertThat(read(type, shown())).as(type).isEqualTo(new Hint(attempt(order())));
    }
    for (var type : CamaraDescription.refund().events()) {
      assertThat(read(type, shown())).as(type).isEqualTo(new Hint(attempt(order())));
    }
    assertThat(read("org.camaraproject.carrier-billing.v0.payment-forgotten", shown()))
        .isInstanceOf(Irrelevant.class);
  }

  @Test
  void holdsTheRecordedEventAgainstTheDescription() {
    assertThat(CamaraDescription.billing().problems("CloudEvent", recorded("event-completed.json")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer ", "Bearer x", "Basic eDp5", "bearer", "BearerX"})
  void refusesWhoeverDoesNotShowTheToken(String header) {
    assertThat(read(event(), header)).isInstanceOf(Refused.class);
  }

  @Test
  void refusesATokenWithOneOtherCharacterOrOfAnotherAttempt() {
    var shown = shown();
    for (int at = "Bearer ".length(); at < shown.length(); at++) {
      var other = shown.charAt(at) == 'A' ? 'B' : 'A';
      var changed = shown.substring(0, at) + other + shown.substring(at + 1);
      assertThat(read(event(), changed)).isInstanceOf(Refused.class);
    }
    var another = new ChannelRequestId(order().paymentId(), 2);
    assertThat(CamaraCallbacks.read(callback("attempt=" + another, event(), shown), account()))
        .isInstanceOf(Refused.class);
    assertThat(read(event(), shown.replace("Bearer", "bearer"))).isInstanceOf(Hint.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "attempt=", "attempt=pay_x-1", "refund=op_1", "&&", "attempt"})
  void refusesAnAddressThatWeNeverGave(String query) {
    assertThat(CamaraCallbacks.read(callback(query, event(), shown()), account()))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "{\"type\":\"x\"}", "{\"type\":7}", "<html>"})
  void refusesWhatIsNoEvent(String body) {
    assertThat(read(body.getBytes(StandardCharsets.UTF_8), shown())).isInstanceOf(Refused.class);
  }

  @Test
  void acceptsTheSecretBeforeWhileOneReplacesTheOther() {
    assertThat(CamaraCallbacks.read(callback(event(), shown()), with("callback", "new one")))
        .isInstanceOf(Refused.class);
    assertThat(
            CamaraCallbacks.read(
                callback(event(), shown()), with("callback-previous", "event secret")))
        .isInstanceOf(Hint.class);
    assertThat(CamaraCallbacks.read(callback(event(), shown()), with("callback", "")))
        .isInstanceOf(Refused.class);
  }

  @Test
  void refusesACallbackWithoutAnyHeader() {
    var bare =
        new RawCallback(
            "POST", "/callbacks/camara/es", "attempt=" + attempt(order()), Map.of(), event(), NOW);

    assertThat(CamaraCallbacks.read(bare, account())).isInstanceOf(Refused.class);
  }

  private static ChannelAccount with(String name, String secret) {
    var account = account();
    var secrets = new HashMap<>(account.secrets());
    secrets.put("callback", Secret.ofText("new one"));
    secrets.put(name, Secret.ofText(secret));
    return new ChannelAccount(
        account.id(), account.baseUrl(), secrets, account.options(), account.limits());
  }

  private static String signed(Instant now) {
    var key = Secret.ofText(Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded()));
    return CamaraSigning.assertion("us", key, "key-1", AUDIENCE, now, "id-1");
  }

  private static byte[] event() {
    return bytes(recorded("event-completed.json"));
  }

  private static CallbackReading read(String type, String shown) {
    return read(bytes(recorded("event-completed.json").put("type", type)), shown);
  }

  private static CallbackReading read(byte[] body, String shown) {
    return CamaraCallbacks.read(callback(body, shown), account());
  }
}
