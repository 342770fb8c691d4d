package io.tollgate.gateway.edge.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.edge.signature.Vectors.Vector;
import io.tollgate.gateway.edge.signature.Verification.Expired;
import io.tollgate.gateway.edge.signature.Verification.Invalid;
import io.tollgate.gateway.edge.signature.Verification.Missing;
import io.tollgate.gateway.edge.signature.Verification.Valid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published vectors, whose bases and signatures come from Python and openssl. */
class SigningVectorsTest {
  private final RequestSignatures signatures = new RequestSignatures();

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void acceptsWhatIsSignedByTheTemplate(Vector vector) {
    var verification = signatures.verify(vector.request(), Vectors::key, vector.now());

    assertThat(verification)
        .isEqualTo(
            new Valid(
                Vectors.key(vector.text("key")).orElseThrow(), vector.maybe("nonce").orElse(null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void signsTheSameText(Vector vector) {
    var report = signatures.report(vector.request(), Vectors::key, vector.now(), null);

    assertThat(report.base()).isEqualTo(vector.base());
    assertThat(report.contentDigest()).isEqualTo(vector.headers().get("Content-Digest"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refusesEverythingElse(Vector vector) {
    var verification = signatures.verify(vector.request(), Vectors::key, vector.now());

    assertThat(verification)
        .isInstanceOf(
            switch (vector.text("answer")) {
              case "signature_missing" -> Missing.class;
              case "signature_expired" -> Expired.class;
              default -> Invalid.class;
            });
  }

  @Test
  void doesNotTellAnUnknownKeyFromAWrongSignature() {
    assertThat(
            List.of(
                "an unknown key",
                "a wrong secret",
                "an algorithm that is not the key's",
                "changed path"))
        .extracting(name ->
            Vectors.refusals().stream()
                .filter(vector -> vector.text("name").equals(name))
                .map(vector -> signatures.verify(vector.request(), Vectors::key, vector.now()))
                .findAny()
                .orElseThrow())
        .containsOnly(
            new Invalid("keyid is not known, or the signature is not its key's over this request"));
  }

  static List<Vector> requests() {
    return Vectors.requests();
  }

  static List<Vector> refusals() {
    return Vectors.refusals();
  }
}
