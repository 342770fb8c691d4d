package io.tollgate.gateway.edge.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.domain.merchant.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The examples that RFC 9421 and RFC 9530 print, by the parts that our template is made of. */
class RfcExamplesTest {
  private static final String DATE = "Tue, 20 Apr 2021 02:07:55 GMT";

  /** RFC 9421, appendix B.2.5, with the key of B.1.5. */
  @Test
  void verifiesTheHmacOfRfc9421() throws Exception {
    var base =
        new SignatureBase()
            .line("date", DATE)
            .line("@authority", "example.com")
            .line("content-type", "application/json")
            .endedBy(
                "(\"date\" \"@authority\" \"content-type\")"
                    + ";created=1618884473;keyid=\"test-shared-secret\"");

    assertThat(
            key(
                    SignatureAlgorithm.HMAC_SHA256,
                    "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==")
                .verifies(
                    SignatureBase.bytes(base),
                    decoded("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=")))
        .isTrue();
  }

  /** RFC 9421, appendix B.2.6, with the key of B.1.4. */
  @Test
  void verifiesTheEd25519SignatureOfRfc9421() throws Exception {
    var base =
        new SignatureBase()
            .line("date", DATE)
            .line("@method", "POST")
            .line("@path", "/foo")
            .line("@authority", "example.com")
            .line("content-type", "application/json")
            .line("content-length", "18")
            .endedBy(
                "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
                    + ";created=1618884473;keyid=\"test-key-ed25519\"");
    var key =
        key(
            SignatureAlgorithm.ED25519,
            "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
    var signature =
        decoded(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");

    assertThat(key.verifies(SignatureBase.bytes(base), signature)).isTrue();
    assertThat(key.verifies(SignatureBase.bytes(base + " "), signature)).isFalse();
  }

  /** RFC 9530, appendix D. */
  @Test
  void digestsAsRfc9530() {
    assertThat(ContentDigest.of("{\"hello\": \"world\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
  }

  private static PreparedKey key(SignatureAlgorithm algorithm, String material) throws Exception {
    return PreparedKey.of(
        new SigningKey("rfc", new MerchantId("rfc"), algorithm, Secret.of(decoded(material))));
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
