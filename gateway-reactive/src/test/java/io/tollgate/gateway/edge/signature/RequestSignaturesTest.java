package io.tollgate.gateway.edge.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.gateway.edge.signature.RequestSigner.Draft;
import io.tollgate.gateway.edge.signature.Verification.Expired;
import io.tollgate.gateway.edge.signature.Verification.Invalid;
import io.tollgate.gateway.edge.signature.Verification.Missing;
import io.tollgate.gateway.edge.signature.Verification.Valid;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class RequestSignaturesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final URI URL = URI.create("https://pay.example/v1/payments");
  private static final RequestSigner SIGNER = Vectors.signer("mk_demo");
  private static final Draft PAYMENT = Draft.post(URL, "{\"amount\":1299}", NOW);

  private final RequestSignatures signatures = new RequestSignatures();

  @Test
  void saysWhatIsExpectedOfWhoeverDoesNotSign() {
    var bare = withHeaders(SIGNER.request(PAYMENT), _ -> Map.of());

    assertThat(verify(bare))
        .isEqualTo(
            new Missing(
                "Signature-Input is missing (expected: sig1=(\"@method\" \"@authority\" \"@path\""
                    + " \"@query\" \"content-digest\");created=<Unix seconds>"
                    + ";keyid=\"<your key id>\")"));
  }

  @Test
  void namesTheComponentThatIsNotCovered() {
    var request = SIGNER.request(PAYMENT);
    var keyed = withHeader(request, "idempotency-key", "k-1");

    assertThat(verify(keyed))
        .isEqualTo(
            new Missing(
                "Signature-Input does not cover \"idempotency-key\" (expected: (\"@method\""
                    + " \"@authority\" \"@path\" \"@query\" \"content-digest\""
                    + " \"idempotency-key\"))"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sig1",
        "sig1=",
        "SIG1=(\"@method\")",
        "sig1=LIST",
        "sig1=LIST;created=1",
        "sig1=LIST;keyid=\"mk_demo\"",
        "sig1=LIST;created=1767268800;keyid=mk_demo",
        "sig1=LIST;created=1767268800;keyid=\"\"",
        "sig1=LIST;created=1767268800;keyid=\"mk_demo",
        "sig1=LIST;created=1767268800;keyid=\"mk_demo\\",
        "sig1=LIST;created=1767268800;keyid=\"mk_\\demo\"",
        "sig1=LIST;created=1767268800;keyid=\"mk_démo\"",
        "sig1=LIST;created=01767268800;keyid=\"mk_demo\"",
        "sig1=LIST;created=-1767268800;keyid=\"mk_demo\"",
        "sig1=LIST;created=1767268800.0;keyid=\"mk_demo\"",
        "sig1=LIST;created=9999999999999999999999;keyid=\"mk_demo\"",
        "sig1=LIST; created=1767268800;keyid=\"mk_demo\"",
        "sig1=LIST;created=1767268800;keyid=\"mk_demo\";",
        "sig1=LIST;created=1767268800;keyid=\"mk_demo\",",
        "sig1=LIST;created=1767268800;keyid=\"mk_demo\";keyid=\"mk_demo\"",
        "sig1=LIST;created=1767268800;keyid=\"mk_demo\";tag=\"x\"",
        "sig1=LIST;created=1767268800;keyid=\"mk_demo\";alg",
        "sig1=LIST;created"
      })
  void refusesOtherFormsOfSignatureInput(String field) {
    var list = "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\")";
    var request =
        withHeader(SIGNER.request(PAYMENT), "signature-input", field.replace("LIST", list));

    assertThat(verify(request)).isInstanceOf(Missing.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sig1",
        "sig1=AAAA",
        "sig1=:AAAA",
        "sig1=:A*AA:",
        "sig1=:AAA:",
        "sig1=:AB==:",
        "sig1=:AAAA:;x",
        "sig1=:AAAA:, sig2=:AAAA:",
        "sig2=:AAAA:"
      })
  void refusesOtherFormsOfSignature(String field) {
    assertThat(verify(withHeader(SIGNER.request(PAYMENT), "signature", field)))
        .isInstanceOf(Missing.class);
  }

  @Test
  void boundsWhatItReads() {
    var request = SIGNER.request(PAYMENT);

    assertThat(verify(withHeader(request, "signature-input", "sig1=" + "(".repeat(1_020))))
        .isEqualTo(new Missing("Signature-Input has 1025 characters (expected: at most 1024)"));
    assertThat(verify(withHeader(request, "signature", "sig1=:" + "A".repeat(2_048) + ":")))
        .isInstanceOf(Missing.class);
    assertThat(verify(SIGNER.request(PAYMENT.withNonce("n".repeat(129)))))
        .isInstanceOf(Missing.class);
    assertThat(verify(SIGNER.request(PAYMENT.withNonce("n".repeat(128)))))
        .isInstanceOf(Valid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"content-digest", "idempotency-key", "signature-input", "signature"})
  void refusesAHeaderThatIsThereTwice(String header) {
    var request = SIGNER.request(PAYMENT.withIdempotencyKey("k-1"));

    var doubled =
        withHeaders(
            request,
            headers -> {
              var twice = new HashMap<>(headers);
              twice.computeIfPresent(
                  header, (_, values) -> List.of(values.getFirst(), values.getFirst()));
              return twice;
            });

    assertThat(((Missing) verify(doubled)).detail()).contains("2 times");
  }

  @Test
  void unescapesTheNonce() {
    var draft = PAYMENT.withNonce("a\\\"b\\\\c");

    assertThat(verify(SIGNER.request(draft)))
        .isEqualTo(new Valid(Vectors.key("mk_demo").orElseThrow(), "a\"b\\c"));
  }

  @Test
  void ignoresTheWhiteSpaceAroundAHeader() {
    var request = SIGNER.request(PAYMENT);
    var input = request.headers().get("signature-input").getFirst();

    assertThat(verify(withHeader(request, "signature-input", " " + input + "\t")))
        .isInstanceOf(Valid.class);
  }

  @Test
  void tellsOurClockToWhoeverIsLate() {
    var late = SIGNER.request(Draft.get(URL, NOW.minusSeconds(301)));
    var early = SIGNER.request(Draft.get(URL, NOW.plusSeconds(301)));

    assertThat(verify(late))
        .isEqualTo(
            new Expired(
                "created=1767268499 is 301 s behind our clock, created=1767268800"
                    + " (expected: within 300 s)"));
    assertThat(((Expired) verify(early)).detail()).contains("301 s ahead of our clock");
  }

  @Test
  void tellsOurDigestOfTheBody() {
    var request = SIGNER.request(PAYMENT);
    var other = ContentDigest.of(new byte[] {1});

    assertThat(((Invalid) verify(withHeader(request, "content-digest", other))).detail())
        .contains("ours: " + request.headers().get("content-digest").getFirst());
  }

  @Test
  void refusesWhatCannotBeInARequestLine() {
    var request = SIGNER.request(Draft.get(URL, NOW));
    var split =
        new SignedRequest(
            "GET", "pay.example", "/v1\n\"@query\": ?x", "", request.headers(), new byte[0]);

    assertThat(verify(split))
        .isEqualTo(new Missing("the path has characters that are not printable ASCII"));
  }

  @Test
  void followsAKeyThatIsReplacedUnderItsId() {
    var request = SIGNER.request(PAYMENT);
    assertThat(verify(request)).isInstanceOf(Valid.class);

    var replaced =
        new SigningKey(
            "mk_demo",
            new MerchantId("demo"),
            SignatureAlgorithm.HMAC_SHA256,
            Secret.ofText("another"));

    assertThat(signatures.verify(request, _ -> Optional.of(replaced), NOW))
        .isInstanceOf(Invalid.class);
    assertThat(verify(request)).isInstanceOf(Valid.class);
  }

  @Test
  void nobodyCanSignAsTheKeyThatStandsInForUnknownOnes() {
    var forger =
        new RequestSigner("nobody-knows", SignatureAlgorithm.HMAC_SHA256, "decoy".getBytes());

    assertThat(verify(forger.request(PAYMENT))).isInstanceOf(Invalid.class);
  }

  @Test
  void takesTheAlgorithmFromTheKeyAlone() {
    // The old trick: the public key, known to all, used as an HMAC secret.
    var rsa = Vectors.key("mk_rsa").orElseThrow();
    var confused =
        new RequestSigner("mk_rsa", SignatureAlgorithm.HMAC_SHA256, rsa.material().reveal());

    assertThat(verify(confused.request(PAYMENT))).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @EnumSource
  void refusesKeysThatAreUnfit(SignatureAlgorithm algorithm) {
    var unfit =
        new SigningKey("mk_demo", new MerchantId("demo"), algorithm, Secret.of(new byte[0]));

    assertThat(RequestSignatures.problemOf(unfit))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("signing key 'mk_demo': "));
    assertThat(signatures.verify(SIGNER.request(PAYMENT), _ -> Optional.of(unfit), NOW))
        .isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mk_demo", "mk_ed25519", "mk_rsa"})
  void findsNothingWrongWithFitKeys(String keyId) {
    assertThat(RequestSignatures.problemOf(Vectors.key(keyId).orElseThrow())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mk_demo", "mk_ed25519", "mk_rsa"})
  void neverBlocksAnEventLoop(String keyId) {
    var request = Vectors.signer(keyId).request(PAYMENT);

    StepVerifier.create(
            Mono.fromCallable(() -> new RequestSignatures().verify(request, Vectors::key, NOW))
                .subscribeOn(Schedulers.parallel()))
        .expectNextMatches(Valid.class::isInstance)
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }

  @Test
  void anyNumberOfThreadsMayVerifyAtOnce() {
    var right = SIGNER.request(PAYMENT);
    var wrong = withHeader(right, "content-digest", ContentDigest.of(new byte[] {1}));
    var forged = SIGNER.request(Draft.get(URL, NOW));
    var other = new SignedRequest("GET", "pay.example", "/v1", "", forged.headers(), new byte[0]);

    var verdicts =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToObj(round -> verify(List.of(right, wrong, other, forged).get(round % 4)))
            .toList();

    assertThat(verdicts)
        .filteredOn(Valid.class::isInstance)
        .as("every second one, and no other")
        .hasSize(10_000);
  }

  private Verification verify(SignedRequest request) {
    return signatures.verify(request, Vectors::key, NOW);
  }

  private static SignedRequest withHeader(SignedRequest request, String name, String value) {
    return withHeaders(
        request,
        headers -> {
          var changed = new HashMap<>(headers);
          changed.put(name, List.of(value));
          return changed;
        });
  }

  private static SignedRequest withHeaders(
      SignedRequest request, UnaryOperator<Map<String, List<String>>> change) {
    return new SignedRequest(
        request.method(),
        request.authority(),
        request.rawPath(),
        request.rawQuery(),
        change.apply(request.headers()),
        request.body());
  }
}
