package io.tollgate.gateway.edge.signature;

import io.tollgate.domain.merchant.SignatureAlgorithm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as a merchant does, by the template; it shares no code with the verifier.
 *
 * @param material the shared secret for HMAC, else the private key as PKCS #8
 */
public record RequestSigner(String keyId, SignatureAlgorithm algorithm, byte[] material) {
  /** What is to be signed; null where there is no idempotency key or nonce. */
  public record Draft(
      String method, URI url, byte[] body, String idempotencyKey, String nonce, Instant created) {
    public static Draft get(URI url, Instant created) {
      return new Draft("GET", url, new byte[0], null, null, created);
    }

    public static Draft post(URI url, String body, Instant created) {
      return new Draft("POST", url, body.getBytes(StandardCharsets.UTF_8), null, null, created);
    }

    public Draft withIdempotencyKey(String key) {
      return new Draft(method, url, body, key, nonce, created);
    }

    public Draft withNonce(String nonce) {
      return new Draft(method, url, body, idempotencyKey, nonce, created);
    }
  }

  /** The headers to send: the idempotency key where there is one, and those of the signature. */
  public Map<String, String> headers(Draft draft) {
    var headers = new LinkedHashMap<String, String>();
    var values = new LinkedHashMap<String, String>();
    values.put("@method", draft.method());
    values.put("@authority", draft.url().getAuthority());
    values.put("@path", draft.url().getRawPath());
    values.put(
        "@query", "?" + (draft.url().getRawQuery() == null ? "" : draft.url().getRawQuery()));
    if (draft.body().length > 0) {
      headers.put("Content-Digest", "sha-256=:" + base64(sha256(draft.body())) + ":");
      values.put("content-digest", headers.get("Content-Digest"));
    }
    if (draft.idempotencyKey() != null) {
      headers.put("Idempotency-Key", draft.idempotencyKey());
      values.put("idempotency-key", draft.idempotencyKey());
    }
    var parameters = parameters(draft, values.keySet().stream().toList());
    var lines = new ArrayList<String>();
    values.forEach((name, value) -> lines.add("\"" + name + "\": " + value));
    lines.add("\"@signature-params\": " + parameters);
    headers.put("Signature-Input", "sig1=" + parameters);
    headers.put("Signature", "sig1=:" + base64(sign(String.join("\n", lines))) + ":");
    return headers;
  }

  /** The signed request as the gateway gets it. */
  public SignedRequest request(Draft draft) {
    var headers =
        headers(draft).entrySet().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                    header -> List.of(header.getValue())));
    return new SignedRequest(
        draft.method(),
        draft.url().getAuthority(),
        draft.url().getRawPath(),
        draft.url().getRawQuery() == null ? "" : draft.url().getRawQuery(),
        headers,
        draft.body());
  }

  private String parameters(Draft draft, List<String> components) {
    return components.stream().collect(Collectors.joining("\" \"", "(\"", "\")"))
        + ";created="
        + draft.created().getEpochSecond()
        + ";keyid=\""
        + keyId
        + "\""
        + (draft.nonce() == null ? "" : ";nonce=\"" + draft.nonce() + "\"");
  }

  byte[] sign(String base) {
    var bytes = base.getBytes(StandardCharsets.US_ASCII);
    try {
      return switch (algorithm) {
        case HMAC_SHA256 -> {
          var mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(material, "HmacSHA256"));
          yield mac.doFinal(bytes);
        }
        case ED25519 -> sign(Signature.getInstance("Ed25519"), "Ed25519", bytes);
        case RSA_PSS_SHA512 -> {
          var signature = Signature.getInstance("RSASSA-PSS");
          signature.setParameter(
              new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
          yield sign(signature, "RSA", bytes);
        }
      };
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private byte[] sign(Signature signature, String family, byte[] bytes)
      throws GeneralSecurityException {
    signature.initSign(
        KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(material)));
    signature.update(bytes);
    return signature.sign();
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
