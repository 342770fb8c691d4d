package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayFixtures.AGREEMENT;
import static io.tollgate.channels.paypay.PayPayFixtures.API_KEY;
import static io.tollgate.channels.paypay.PayPayFixtures.API_SECRET;
import static io.tollgate.channels.paypay.PayPayFixtures.NOW;
import static io.tollgate.channels.paypay.PayPayFixtures.TOKEN;
import static io.tollgate.channels.paypay.PayPayFixtures.account;
import static io.tollgate.channels.paypay.PayPayFixtures.claims;
import static io.tollgate.channels.paypay.PayPayFixtures.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.paypay.PayPayConsent.Reading;
import io.tollgate.channels.paypay.PayPaySigning.Request;
import io.tollgate.channels.paypay.PayPaySigning.Stamp;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.merchant.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import jp.ne.paypay.JwtException;
import jp.ne.paypay.JwtUtil;
import jp.ne.paypay.auth.HmacAuth;
import jp.ne.paypay.model.JwtRequestDto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Signatures of requests and consents, crossed with PayPay's own SDK. */
class PayPaySigningTest {

  private static final String BODY = "{\"merchantPaymentId\":\"pay_1\",\"orderDescription\":\"本\"}";

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final PayPayConsent consent = new PayPayConsent(account(), edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v2/codes, true",
    "POST, /v2/payments/preauthorize, true",
    "GET, /v2/payments/pay_1-1, false",
    "DELETE, /v2/codes/04-ttsARm7PuT2ElFoO, false",
  })
  void signsAsTheSdkDoes(String method, String path, boolean hasBody) {
    var sdk = new HmacAuth();
    sdk.setApiKey(API_KEY);
    sdk.setApiSecretKey(API_SECRET);
    sdk.setHttpMethod(method);
    sdk.setRequestUrl(path + "?userAuthorizationId=not-signed");
    sdk.setContentType(PayPaySigning.CONTENT_TYPE);
    sdk.setRequestBody(hasBody ? BODY : null);
    var headers = new HashMap<String, String>();
    sdk.applyToParams(new ArrayList<>(), headers);

    var theirs = headers.get("Authorization");
    var parts = theirs.split(":");
    var stamp = new Stamp(parts[3], Long.parseLong(parts[4]));
    assertThat(signed(method, path, hasBody ? BODY : "", stamp)).isEqualTo(theirs);
  }

  @Test
  void signsEveryPartOfARequest() {
    var stamp = new Stamp("acd028aa", 1579843452);
    var signed = signed("POST", "/v2/codes", BODY, stamp);

    assertThat(
            List.of(
                signed("PUT", "/v2/codes", BODY, stamp),
                signed("POST", "/v2/code", BODY, stamp),
                signed("POST", "/v2/codes", BODY + " ", stamp),
                signed("POST", "/v2/codes", "", stamp),
                signed("POST", "/v2/codes", BODY, new Stamp("acd028ab", 1579843452)),
                signed("POST", "/v2/codes", BODY, new Stamp("acd028aa", 1579843453))))
        .extracting(it -> it.split(":")[2])
        .doesNotContain(signed.split(":")[2])
        .doesNotHaveDuplicates();
  }

  @Test
  void readsWhatTheSdkReads() throws JwtException {
    var token = token(claims());

    var theirs = JwtUtil.validateJWT(jwtOfTomorrow(), API_SECRET);
    assertThat(theirs.getReferenceId()).isEqualTo(AGREEMENT.value());
    assertThat(theirs.getUserAuthorizationId()).isEqualTo(TOKEN);
    assertThat(consent.read(token, NOW))
        .isEqualTo(new Reading.Proved(AGREEMENT, new Active(TOKEN, TOKEN)));
  }

  @Test
  void refusesWhatTheSdkRefuses() {
    var token = jwtOfTomorrow();
    for (int at = 0; at < token.length() - 1; at += 7) {
      var changed = new StringBuilder(token);
      changed.setCharAt(at, token.charAt(at) == 'A' ? 'B' : 'A');
      if (!changed.toString().equals(token)) {
        assertThatThrownBy(() -> JwtUtil.validateJWT(changed.toString(), API_SECRET))
            .as(changed.toString())
            .isInstanceOf(JwtException.class);
        assertThat(consent.read(changed.toString(), NOW)).isInstanceOf(Reading.Unproved.class);
      }
    }
  }

  /** The same key signs what a merchant asks of PayPay, which is no answer of PayPay's. */
  @Test
  void takesNoTokenThatWeOurselvesMaySign() throws JwtException {
    var ours = new JwtRequestDto();
    ours.setAud("paypay.ne.jp");
    ours.setIss("shop");
    ours.setExp(Date.from(Instant.now().plusSeconds(600)));
    ours.setScope("continuous_payments");
    ours.setNonce(PayPayConsent.nonce(AGREEMENT, account()));
    ours.setRedirectUrl("https://shop.example/agreed");
    ours.setReferenceId(AGREEMENT.value());
    var token = JwtUtil.createJwtToken(ours, API_SECRET);

    assertThat(consent.read(token, NOW)).isEqualTo(new Reading.Unproved("not a token of PayPay's"));
  }

  @Test
  void refusesEveryTokenThatIsNotAnAnswerToOurQuestion() {
    for (var wrong :
        List.of(
            claims().put("iss", "paypay.example"),
            claims().put("exp", NOW.getEpochSecond()),
            claims().put("nonce", "of-another-question"),
            claims().put("referenceId", "agr_2"),
            claims().put("referenceId", "No id"),
            claims().putNull("nonce"),
            claims().putNull("exp"),
            claims().putNull("iss"))) {
      assertThat(consent.read(token(wrong), NOW))
          .as(wrong.toString())
          .isInstanceOf(Reading.Unproved.class);
    }
    assertThat(consent.read(token("{\"alg\":\"none\"}", claims(), API_SECRET), NOW))
        .isInstanceOf(Reading.Unproved.class);
    assertThat(consent.read(token("{\"alg\":\"HS256\"}", claims(), "b3RoZXI="), NOW))
        .isInstanceOf(Reading.Unproved.class);
    for (var token : List.of("", ".", "..", "...", "a.b.c", "e30.e30.", token(claims()) + ".")) {
      assertThat(consent.read(token, NOW)).as(token).isInstanceOf(Reading.Unproved.class);
    }
  }

  @Test
  void readsEveryResultOfAConsent() {
    assertThat(outcome(claims().put("result", "declined"))).isInstanceOf(Refused.class);
    assertThat(outcome(claims().put("result", "of_tomorrow"))).isInstanceOf(Unknown.class);
    assertThat(outcome(claims().putNull("result"))).isInstanceOf(Unknown.class);
    assertThat(outcome(claims().putNull("userAuthorizationId"))).isInstanceOf(Unknown.class);
    assertThat(outcome(claims().put("userAuthorizationId", "../x"))).isInstanceOf(Unknown.class);
  }

  private Object outcome(ObjectNode claims) {
    return consent.read(token(claims), NOW) instanceof Reading.Proved(_, var outcome)
        ? outcome
        : "unproved";
  }

  /** The SDK looks at the clock of the machine. */
  private static String jwtOfTomorrow() {
    return token(claims().put("exp", Instant.now().plusSeconds(86_400).getEpochSecond()));
  }

  private static String signed(String method, String path, String body, Stamp stamp) {
    return PayPaySigning.authorization(
        Secret.ofText(API_KEY),
        Secret.ofText(API_SECRET),
        new Request(method, path, body.getBytes(UTF_8)),
        stamp);
  }
}
