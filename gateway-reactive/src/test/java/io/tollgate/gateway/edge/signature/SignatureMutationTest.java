package io.tollgate.gateway.edge.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.edge.signature.RequestSigner.Draft;
import io.tollgate.gateway.edge.signature.Verification.Valid;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeded: {@code -Dtollgate.seed=…} repeats a run. */
class SignatureMutationTest {
  private static final long SEED = Long.getLong("tollgate.seed", System.nanoTime());
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Draft DRAFT =
      Draft.post(
              URI.create("https://pay.example/v1/payments?reference=order-1&x=%2f"),
              "{\"amount\":1299,\"currency\":\"EUR\"}",
              NOW)
          .withIdempotencyKey("\"order-1\"")
          .withNonce("n-0001");
  private static final List<String> PARTS =
      List.of(
          "method",
          "path",
          "query",
          "body",
          "content-digest",
          "idempotency-key",
          "signature-input",
          "signature");

  private final RequestSignatures signatures = new RequestSignatures();
  private final Random random = new Random(SEED);

  @ParameterizedTest
  @CsvSource({"mk_demo, 20000", "mk_ed25519, 2000", "mk_rsa, 2000"})
  void noChangedByteIsAccepted(String keyId, int rounds) {
    var signed = Vectors.signer(keyId).request(DRAFT);
    assertThat(signatures.verify(signed, Vectors::key, NOW)).isInstanceOf(Valid.class);

    for (int round = 0; round < rounds; round++) {
      var part = PARTS.get(random.nextInt(PARTS.size()));
      var original = part(signed, part);
      var mutated = mutated(original);
      // White space around a header is no part of its value.
      if (!mutated.strip().equals(original)) {
        assertThat(signatures.verify(with(signed, part, mutated), Vectors::key, NOW))
            .as("seed %d: %s became '%s'", SEED, part, mutated)
            .isNotInstanceOf(Valid.class);
      }
    }
  }

  @Test
  void everyByteOfTheSignatureCounts() {
    var signed = Vectors.signer("mk_demo").request(DRAFT);
    var signature = part(signed, "signature");

    for (int at = 0; at < signature.length(); at++) {
      for (char other = ' '; other <= '~'; other++) {
        if (other != signature.charAt(at)) {
          var text = new StringBuilder(signature);
          text.setCharAt(at, other);
          assertThat(
                  signatures.verify(with(signed, "signature", text.toString()), Vectors::key, NOW))
              .as("'%s' at %d", other, at)
              .isNotInstanceOf(Valid.class);
        }
      }
    }
  }

  @Test
  void nothingThrowsWhateverIsSent() {
    var signed = Vectors.signer("mk_demo").request(DRAFT);

    for (int round = 0; round < 20_000; round++) {
      var request = signed;
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        request = with(request, PARTS.get(random.nextInt(PARTS.size())), noise());
      }
      assertThat(signatures.verify(request, Vectors::key, NOW))
          .as("seed %d", SEED)
          .isNotInstanceOf(Valid.class);
      assertThat(signatures.report(request, Vectors::key, NOW, noise()).base()).isNotEmpty();
    }
  }

  private String mutated(String original) {
    var text = new StringBuilder(original);
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, (char) random.nextInt(256));
      case 2 -> text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(8))));
      default -> text.setCharAt(at, (char) ((text.charAt(at) + random.nextInt(1, 256)) % 256));
    }
    return text.toString();
  }

  /** Mostly made of what the parsers look for. */
  private String noise() {
    var pieces =
        List.of(
            "sig1",
            "=",
            ":",
            ";",
            "(",
            ")",
            "\"",
            "\\",
            ",",
            " ",
            "created",
            "keyid",
            "nonce",
            "sha-256=:",
            "AAAA",
            "1767268800",
            "\"@method\"",
            "é",
            "\u0000",
            "\n",
            "订");
    var text = new StringBuilder();
    for (int piece = random.nextInt(12); piece > 0; piece--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  private static String part(SignedRequest request, String part) {
    return switch (part) {
      case "method" -> request.method();
      case "path" -> request.rawPath();
      case "query" -> request.rawQuery();
      case "body" -> new String(request.body(), StandardCharsets.ISO_8859_1);
      default -> request.headers().get(part).getFirst();
    };
  }

  private static SignedRequest with(SignedRequest request, String part, String value) {
    var headers = new HashMap<>(request.headers());
    headers.computeIfPresent(part, (_, _) -> List.of(value));
    return new SignedRequest(
        part.equals("method") ? value : request.method(),
        request.authority(),
        part.equals("path") ? value : request.rawPath(),
        part.equals("query") ? value : request.rawQuery(),
        headers,
        part.equals("body") ? value.getBytes(StandardCharsets.ISO_8859_1) : request.body());
  }
}
