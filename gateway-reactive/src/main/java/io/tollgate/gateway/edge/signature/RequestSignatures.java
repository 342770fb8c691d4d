package io.tollgate.gateway.edge.signature;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.gateway.edge.signature.Verification.Expired;
import io.tollgate.gateway.edge.signature.Verification.Invalid;
import io.tollgate.gateway.edge.signature.Verification.Missing;
import io.tollgate.gateway.edge.signature.Verification.Valid;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies request signatures by RFC 9421 and RFC 9530, by the frozen template of the merchant API
 * (docs/signing.md). No method throws, blocks or remembers requests; any thread may call it.
 */
public final class RequestSignatures {
  /** How far a signature's {@code created} may be from our clock, either way. */
  public static final Duration CLOCK_WINDOW = Duration.ofMinutes(5);

  private static final String SIGNATURE_FIELD = "Signature";
  private static final int MAX_SIGNATURE_LENGTH = 2048;

  /** Checked in the place of a key that is not known, so that this takes as long. */
  private static final SigningKey DECOY =
      new SigningKey(
          "decoy",
          new MerchantId("nobody"),
          SignatureAlgorithm.HMAC_SHA256,
          Secret.ofText("decoy"));

  private final PreparedKey decoy;

  /** By key id: only ids that {@code keys} knew get here, so it is as bounded as those are. */
  private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

  private record Prepared(SigningKey key, PreparedKey ready) {}

  /** Loads what the JDK loads of its algorithms now, not on the first request's event loop. */
  public RequestSignatures() {
    try {
      decoy = PreparedKey.of(DECOY);
      decoy.verifies(new byte[0], new byte[0]);
      Signature.getInstance(PreparedKey.Ed25519.ALGORITHM);
      Signature.getInstance(PreparedKey.RsaPss.ALGORITHM);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has these algorithms", missing);
    }
  }

  /**
   * Whether the request is signed by the template with a key that {@code keys} finds by its id.
   *
   * @param now our clock
   */
  public Verification verify(
      SignedRequest request, Function<String, Optional<SigningKey>> keys, Instant now) {
    try {
      var template = Template.of(request);
      var input = input(request, template);
      var signature = signature(request, input.label());
      var base = template.base(request, input.parameters());
      var refusal = lateness(input, now.getEpochSecond());
      refusal = refusal == null ? wrongDigest(request) : refusal;
      return refusal == null ? match(input, base, signature, keys) : refusal;
    } catch (OffTemplate off) {
      return new Missing(off.detail());
    }
  }

  /**
   * What we would sign for the request, for a developer whose signature does not match. Tells no
   * secret and no signature.
   *
   * @param theirBase the text that the developer signed, where they sent it
   */
  public SignatureReport report(
      SignedRequest request,
      Function<String, Optional<SigningKey>> keys,
      Instant now,
      @Nullable String theirBase) {
    var base = explainedBase(request, now);
    return new SignatureReport(
        base.lines().toList(),
        request.hasBody() ? ContentDigest.of(request.body()) : null,
        verify(request, keys, now),
        theirBase == null ? null : SignatureReport.Difference.between(base, theirBase));
  }

  /** Why a key could verify nothing, for whoever loads it; empty where it is fit. */
  public static Optional<String> problemOf(SigningKey key) {
    try {
      PreparedKey.of(key);
      return Optional.empty();
    } catch (GeneralSecurityException unfit) {
      return Optional.of("signing key '" + key.id() + "': " + unfit.getMessage());
    }
  }

  private static SignatureInput input(SignedRequest request, Template template) {
    if (!request.sends(SignedRequest.SIGNATURE_INPUT)) {
      throw new OffTemplate("Signature-Input is missing (expected: " + example(template) + ")");
    }
    return SignatureInput.parse(request.header(SignedRequest.SIGNATURE_INPUT), template);
  }

  private static byte[] signature(SignedRequest request, String label) {
    var cursor =
        new FieldCursor(
            SIGNATURE_FIELD, request.header(SignedRequest.SIGNATURE), MAX_SIGNATURE_LENGTH);
    if (!cursor.key().equals(label)) {
      throw new OffTemplate("Signature has another label than Signature-Input");
    }
    cursor.expect('=');
    var signature = cursor.bytes();
    cursor.expectEnd();
    return signature;
  }

  private static @Nullable Verification lateness(SignatureInput input, long now) {
    if (Math.abs(now - input.created()) > CLOCK_WINDOW.toSeconds()) {
      return new Expired(
          "created="
              + input.created()
              + " is "
              + Math.abs(now - input.created())
              + (input.created() < now ? " s behind" : " s ahead of")
              + " our clock, created="
              + now
              + " (expected: within "
              + CLOCK_WINDOW.toSeconds()
              + " s)");
    }
    if (input.expires() != null && input.expires() < now) {
      return new Expired("expires=" + input.expires() + " is past by our clock, " + now);
    }
    return null;
  }

  private static @Nullable Verification wrongDigest(SignedRequest request) {
    if (!request.hasBody()) {
      return null;
    }
    var sent = request.header(SignedRequest.CONTENT_DIGEST);
    var ours = ContentDigest.of(request.body());
    if (ContentDigest.matches(sent, ours)) {
      return null;
    }
    return ContentDigest.isWellFormed(sent)
        ? new Invalid("Content-Digest is not that of the body as it came (ours: " + ours + ")")
        : new Missing("Content-Digest is not by the template (expected: sha-256=:<base64>:)");
  }

  private Verification match(
      SignatureInput input,
      String base,
      byte[] signature,
      Function<String, Optional<SigningKey>> keys) {
    var key = keys.apply(input.keyId()).orElse(DECOY);
    boolean matches = verifies(key, SignatureBase.bytes(base), signature);
    // Not short-circuited: the decoy's secret is in the source, so its match must not count.
    return matches && !key.equals(DECOY) && isAlgorithmOf(key, input.algorithm())
        ? new Valid(key, input.nonce())
        : new Invalid("keyid is not known, or the signature is not its key's over this request");
  }

  private boolean verifies(SigningKey key, byte[] base, byte[] signature) {
    try {
      return ready(key).verifies(base, signature);
    } catch (GeneralSecurityException unfit) {
      return false;
    }
  }

  private PreparedKey ready(SigningKey key) throws GeneralSecurityException {
    if (key.equals(DECOY)) {
      return decoy;
    }
    var known = prepared.get(key.id());
    if (known != null && known.key().equals(key)) {
      return known.ready();
    }
    var fresh = new Prepared(key, PreparedKey.of(key));
    prepared.put(key.id(), fresh);
    return fresh.ready();
  }

  private static boolean isAlgorithmOf(SigningKey key, @Nullable String algorithm) {
    return algorithm == null || algorithm.equals(key.algorithm().registeredName());
  }

  /** The base by the parameters that were sent, or by an example of them where they are unfit. */
  private static String explainedBase(SignedRequest request, Instant now) {
    var template = Template.of(request);
    try {
      return template.base(request, input(request, template).parameters());
    } catch (OffTemplate _) {
      return exampleBase(withDigest(request), template, now);
    }
  }

  private static String exampleBase(SignedRequest request, Template template, Instant now) {
    var parameters =
        template.list() + ";created=" + now.getEpochSecond() + ";keyid=\"<your key id>\"";
    try {
      return template.base(request, parameters);
    } catch (OffTemplate off) {
      return off.detail();
    }
  }

  private static SignedRequest withDigest(SignedRequest request) {
    if (!request.hasBody()) {
      return request;
    }
    var headers = new HashMap<>(request.headers());
    headers.put(SignedRequest.CONTENT_DIGEST, List.of(ContentDigest.of(request.body())));
    return new SignedRequest(
        request.method(),
        request.authority(),
        request.rawPath(),
        request.rawQuery(),
        headers,
        request.body());
  }

  private static String example(Template template) {
    return "sig1=" + template.list() + ";created=<Unix seconds>;keyid=\"<your key id>\"";
  }
}
