package io.tollgate.channels.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.merchant.Secret;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SigningTest {

  private static final byte[] BYTES = "what is signed".getBytes(UTF_8);
  private static final KeyPair PAIR = pair();

  /** RFC 4231, test case 2; RFC 2202, test case 2. */
  @Test
  void reproducesThePublishedVectors() {
    var key = Secret.ofText("Jefe");
    var data = "what do ya want for nothing?".getBytes(UTF_8);

    assertThat(Hmac.SHA1.hex(key, data)).isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    assertThat(Hmac.SHA256.hex(key, data))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(Hmac.SHA512.hex(key, data))
        .isEqualTo(
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
    assertThat(Hmac.SHA256.base64(key, data))
        .isEqualTo(
            Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(Hmac.SHA256.hex(key, data))));
  }

  @Test
  void signsAndVerifiesOnAnEventLoop() {
    var publicKey = pem("PUBLIC KEY", PAIR.getPublic().getEncoded());

    Mono.fromSupplier(() -> Rsa.sign(pem("PRIVATE KEY", PAIR.getPrivate().getEncoded()), BYTES))
        .subscribeOn(Schedulers.parallel())
        .as(StepVerifier::create)
        .assertNext(signature -> {
          assertThat(Rsa.verifies(publicKey, BYTES, signature)).isTrue();
          signature[3] ^= 1;
          assertThat(Rsa.verifies(publicKey, BYTES, signature)).isFalse();
          assertThat(Rsa.verifies(publicKey, BYTES, new byte[3])).isFalse();
        })
        .expectComplete()
        .verify();
  }

  @Test
  void readsKeysWithAndWithoutTheirFrame() {
    var bare = Secret.ofText(Base64.getEncoder().encodeToString(PAIR.getPrivate().getEncoded()));

    assertThat(Rsa.sign(bare, BYTES))
        .isEqualTo(Rsa.sign(pem("PRIVATE KEY", PAIR.getPrivate().getEncoded()), BYTES));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rsa.sign(Secret.ofText("AAAA"), BYTES))
        .withMessageContaining("private key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rsa.verifies(Secret.ofText("AAAA"), BYTES, BYTES));
    assertThatIllegalArgumentException().isThrownBy(() -> Rsa.certificate("none"));
  }

  private static Secret pem(String name, byte[] der) {
    return Secret.ofText(
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(name, Base64.getMimeEncoder().encodeToString(der)));
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
