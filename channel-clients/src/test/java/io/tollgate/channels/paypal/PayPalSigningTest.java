package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.NOW;
import static io.tollgate.channels.paypal.PayPalFixtures.WEBHOOK_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.bytes;
import static io.tollgate.channels.paypal.PayPalFixtures.callback;
import static io.tollgate.channels.paypal.PayPalFixtures.headers;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static io.tollgate.channels.paypal.PayPalFixtures.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paypal.base.SSLUtil;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.sandbox.paypal.PayPalCertificate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayPalSigningTest {

  private static final String URL = "https://api.paypal.com/v1/notifications/certs/CERT-1";
  private static final String NAME = "messageverificationcerts.paypal.com";
  private static final PayPalCertificate OWN = PayPalCertificate.issue(NAME, Duration.ofHours(20));
  private static final byte[] BODY = bytes(recorded("event-capture-completed.json"));

  @Test
  void signsTheUnsignedDecimalSumOfTheBody() {
    // The sum of these bytes has its highest bit set, so a signed number would be negative.
    var body = "123456789".getBytes(StandardCharsets.US_ASCII);

    assertThat(PayPalSigning.signedText(callback(body, headers(URL, "x")), WEBHOOK_ID))
        .contains("tx-1|2026-03-01T12:00:00Z|" + WEBHOOK_ID + "|3421780262");
  }

  @Test
  void countsTheSumAsPayPalsSdkDoes() {
    for (var text : List.of("", "{}", "123456789", "Zwölf Bücher", new String(BODY))) {
      var signedText =
          PayPalSigning.signedText(
                  callback(text.getBytes(StandardCharsets.UTF_8), headers(URL, "x")), WEBHOOK_ID)
              .orElseThrow();
      assertThat(signedText).endsWith("|" + SSLUtil.crc32(text));
    }
  }

  @Test
  void acceptsWhatIsSignedAndWhatPayPalsSdkAccepts() throws Exception {
    var callback = signed(BODY, OWN, URL);

    assertThat(problem(callback)).isEmpty();
    assertThat(sdkAccepts(callback, BODY)).isTrue();
  }

  @Test
  void refusesAChangedByteAsPayPalsSdkDoes() throws Exception {
    for (int at = 0; at < BODY.length; at += 37) {
      var changed = BODY.clone();
      changed[at] ^= 1;
      var callback = callback(changed, values(signed(BODY, OWN, URL)));
      assertThat(problem(callback)).as("byte %d", at).contains("signature does not match");
    }
    var changed = BODY.clone();
    changed[5] ^= 1;
    assertThat(sdkAccepts(signed(BODY, OWN, URL), changed)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paypal-transmission-id", "paypal-transmission-time"})
  void refusesAChangedHeader(String header) {
    var headers = values(signed(BODY, OWN, URL));
    headers.put(header, headers.get(header) + "0");

    assertThat(problem(callback(BODY, headers))).contains("signature does not match");
  }

  @Test
  void refusesTheSignatureForAnotherWebhook() {
    assertThat(PayPalSigning.problem(signed(BODY, OWN, URL), "0XX", key()))
        .contains("signature does not match");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "paypal-transmission-id",
        "paypal-transmission-time",
        "paypal-transmission-sig",
        "paypal-auth-algo"
      })
  void refusesWhatLacksAHeader(String header) {
    var headers = values(signed(BODY, OWN, URL));
    headers.remove(header);

    assertThat(problem(callback(BODY, headers))).contains("no signature");
  }

  @Test
  void letsNoPartOfWhatIsSignedReachIntoAnother() {
    var headers = values(signed(BODY, OWN, URL));
    headers.put("paypal-transmission-id", "tx|1");

    assertThat(problem(callback(BODY, headers))).contains("no signature");
    assertThat(PayPalSigning.problem(signed(BODY, OWN, URL), "a|b", key()))
        .contains("no signature");
    assertThat(PayPalSigning.problem(signed(BODY, OWN, URL), "", key())).contains("no signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA1withRSA", "none", "MD5withRSA"})
  void acceptsNoWeakerAlgorithm(String algorithm) {
    var headers = values(signed(BODY, OWN, URL));
    headers.put("paypal-auth-algo", algorithm);

    assertThat(problem(callback(BODY, headers))).contains("no signature");
  }

  @Test
  void refusesASignatureThatIsNoBase64() {
    for (var signature : List.of("", "%", "AAAA", "====")) {
      assertThat(problem(callback(BODY, headers(URL, signature)))).isNotEmpty();
    }
  }

  @Test
  void trustsACertificateBelowItsRoot() throws Exception {
    var trust = trust(OWN);

    assertThat(trust.trusted(ascii(OWN.pem()), now())).isEqualTo(Rsa.certificate(OWN.pem()));
    assertThat(trust.trusted(ascii(OWN.pem() + OWN.rootPem()), now()))
        .isEqualTo(Rsa.certificate(OWN.pem()));
  }

  @Test
  void trustsNoCertificateOfAnotherRootOrName() {
    var foreign = PayPalCertificate.issue(NAME, Duration.ofHours(20));

    assertThatThrownBy(() -> trust(OWN).trusted(ascii(foreign.pem()), now()))
        .isInstanceOf(GeneralSecurityException.class);
    // Bringing the root along does not make it trusted.
    assertThatThrownBy(() -> trust(OWN).trusted(ascii(foreign.pem() + foreign.rootPem()), now()))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> PayPalTrust.ofDigiCert().trusted(ascii(OWN.pem()), now()))
        .isInstanceOf(GeneralSecurityException.class);
    // The root itself is trusted, and is nobody's who signs webhooks.
    assertThatThrownBy(() -> trust(OWN).trusted(ascii(OWN.rootPem()), now()))
        .hasMessageContaining("somebody else");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.paypal.com",
        "messageverificationcerts.example.com",
        "messageverificationcerts.paypal.com.example.com",
        "x.messageverificationcerts.paypal.com",
        "messageverificationcertspaypal.com",
      })
  void trustsNoCertificateThatIsForSomethingElse(String name) {
    var other = PayPalCertificate.issue(name, Duration.ofHours(20));

    assertThatThrownBy(() -> trust(other).trusted(ascii(other.pem()), now()))
        .hasMessageContaining("somebody else");
  }

  @Test
  void trustsNoCertificateBeforeOrAfterItsTime() {
    var over = PayPalCertificate.issue(NAME, Duration.ofMinutes(-30));

    assertThatThrownBy(() -> trust(over).trusted(ascii(over.pem()), now()))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> trust(OWN).trusted(ascii(OWN.pem()), now().minus(Duration.ofDays(1))))
        .isInstanceOf(GeneralSecurityException.class);
    var certificate = Rsa.certificate(OWN.pem());
    assertThat(PayPalTrust.isValid(certificate, now())).isTrue();
    assertThat(PayPalTrust.isValid(certificate, NOW.minus(Duration.ofDays(9999)))).isFalse();
    assertThat(PayPalTrust.isValid(certificate, now().plus(Duration.ofDays(2)))).isFalse();
  }

  @Test
  void readsNoCertificateOutOfWhatIsNone() {
    for (var text : List.of("", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
      assertThatThrownBy(() -> trust(OWN).trusted(ascii(text), now()))
          .isInstanceOf(GeneralSecurityException.class);
      assertThatThrownBy(() -> PayPalTrust.of(ascii(text)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static boolean sdkAccepts(RawCallback callback, byte[] body) throws Exception {
    var text = new String(body, StandardCharsets.UTF_8);
    return SSLUtil.validateData(
        List.of(Rsa.certificate(OWN.pem())),
        "SHA256withRSA",
        callback.header("paypal-transmission-sig").orElseThrow(),
        String.join("|", "tx-1", "2026-03-01T12:00:00Z", WEBHOOK_ID, SSLUtil.crc32(text) + ""),
        text,
        WEBHOOK_ID);
  }

  private static java.util.Optional<String> problem(RawCallback callback) {
    return PayPalSigning.problem(callback, WEBHOOK_ID, key());
  }

  private static java.security.PublicKey key() {
    return Rsa.certificate(OWN.pem()).getPublicKey();
  }

  private static PayPalTrust trust(PayPalCertificate certificate) {
    return PayPalTrust.of(ascii(certificate.rootPem()));
  }

  private static Map<String, String> values(RawCallback callback) {
    var values = new HashMap<String, String>();
    callback.headers().forEach((name, all) -> values.put(name, all.getFirst()));
    return values;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static java.time.Instant now() {
    return java.time.Instant.now();
  }
}
