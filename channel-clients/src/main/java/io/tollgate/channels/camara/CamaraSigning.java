package io.tollgate.channels.camara;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.signing.Hmac;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What proves who is speaking: a signed assertion of ours where we ask for a token (CAMARA Security
 * and Interoperability profile, "Client Authentication"; RFC 7523), and a token of the attempt's
 * own, which the operator shows with each event about it (facts, section 14, "Callback").
 */
final class CamaraSigning {

  /** The profile allows 300 seconds. */
  private static final Duration LIFETIME = Duration.ofSeconds(120);

  private static final String SCHEME = "Bearer ";

  private CamaraSigning() {}

  /**
   * Says that we are the client, to that address, for two minutes: a JWT with RS256.
   *
   * @param key PKCS #8
   * @param keyId what the key is called at the operator
   * @param id never used before
   */
  static String assertion(
      String client, Secret key, @Nullable String keyId, URI audience, Instant now, String id) {
    var header = new JsonBody().with("alg", "RS256").with("typ", "JWT").with("kid", keyId);
    var claims =
        new JsonBody()
            .with("iss", client)
            .with("sub", client)
            .with("aud", audience.toString())
            .with("jti", id)
            .with("iat", now.getEpochSecond())
            .with("exp", now.plus(LIFETIME).getEpochSecond());
    var signed = base64(header.bytes()) + "." + base64(claims.bytes());
    return signed + "." + base64(Rsa.sign(key, signed.getBytes(US_ASCII)));
  }

  /**
   * What an event about the attempt is known by. It is derived from a secret of ours, so that none
   * has to be kept, and one that leaks is good for nothing else.
   */
  static String eventToken(Secret secret, ChannelRequestId attempt) {
    return base64(Hmac.SHA256.code(secret.reveal(), ("event " + attempt).getBytes(UTF_8)));
  }

  /** Whether a header shows the attempt's token, made with any of the secrets. */
  static boolean isShown(String authorization, ChannelRequestId attempt, List<Secret> secrets) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && secrets.stream()
            .map(secret -> eventToken(secret, attempt))
            .anyMatch(token -> Hmac.areEqual(token, authorization.substring(SCHEME.length())));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
