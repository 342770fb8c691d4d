package io.tollgate.sandbox.camara;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Who may call: lends access tokens to the client that proves to be itself, by its secret or by an
 * assertion that it signed (RFC 7523), and knows them again.
 */
final class CamaraClients {

  private static final int LONGEST_SECONDS = 300;

  private final CamaraSimulatorSettings settings;
  private final String tokenUrl;
  private final AtomicLong numbers = new AtomicLong();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> usedIds = ConcurrentHashMap.newKeySet();

  CamaraClients(CamaraSimulatorSettings settings, String tokenUrl) {
    this.settings = settings;
    this.tokenUrl = tokenUrl;
  }

  /** The answer to a request for a token. */
  CamaraReply grant(String form, @Nullable String authorization) {
    var fields = new QueryStringDecoder(form, false).parameters();
    var assertion = fields.getOrDefault("client_assertion", List.of("")).getFirst();
    var isClient = assertion.isEmpty() ? isSecret(authorization) : isSigned(assertion);
    if (!isClient) {
      return CamaraReply.of(
          401, CamaraReply.JSON.createObjectNode().put("error", "invalid_client"));
    }
    if (!fields.getOrDefault("grant_type", List.of()).equals(List.of("client_credentials"))
        || !fields.getOrDefault("scope", List.of("")).getFirst().contains("dpv:")) {
      return CamaraReply.of(400, CamaraReply.JSON.createObjectNode().put("error", "invalid_scope"));
    }
    var token = "token-" + numbers.incrementAndGet();
    tokens.add(token);
    return CamaraReply.of(
        200,
        CamaraReply.JSON
            .createObjectNode()
            .put("access_token", token)
            .put("token_type", "bearer")
            .put("expires_in", 3600));
  }

  boolean isKnown(@Nullable String authorization) {
    return authorization != null
        && authorization.startsWith("Bearer ")
        && tokens.contains(authorization.substring(7));
  }

  /** Every token is void from now on. */
  void forgetTokens() {
    tokens.clear();
  }

  private boolean isSecret(@Nullable String authorization) {
    var shown =
        URLEncoder.encode(settings.clientId(), UTF_8)
            + ":"
            + URLEncoder.encode(settings.clientSecret(), UTF_8);
    return settings.clientKey() == null
        && ("Basic " + Base64.getEncoder().encodeToString(shown.getBytes(UTF_8)))
            .equals(authorization);
  }

  private boolean isSigned(String assertion) {
    var parts = assertion.split("\\.", -1);
    try {
      return parts.length == 3
          && isSignature(parts[0] + "." + parts[1], Base64.getUrlDecoder().decode(parts[2]))
          && isAboutUs(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IllegalArgumentException | JacksonException unreadable) {
      return false;
    }
  }

  private boolean isAboutUs(byte[] claims) {
    var said = CamaraReply.JSON.readTree(claims);
    long now = Instant.now().getEpochSecond();
    long until = said.path("exp").asLong(0);
    return said.path("iss").asString("").equals(settings.clientId())
        && said.path("sub").asString("").equals(settings.clientId())
        && said.path("aud").asString("").equals(tokenUrl)
        && until > now
        && until <= now + LONGEST_SECONDS
        && until - said.path("iat").asLong(0) <= LONGEST_SECONDS
        && usedIds.add(said.path("jti").asString(""));
  }

  private boolean isSignature(String text, byte[] signature) {
    var key = settings.clientKey();
    if (key == null) {
      return false;
    }
    try {
      var verification = Signature.getInstance("SHA256withRSA");
      verification.initVerify(
          KeyFactory.getInstance("RSA")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
      verification.update(text.getBytes(US_ASCII));
      return verification.verify(signature);
    } catch (GeneralSecurityException noSignature) {
      return false;
    }
  }
}
