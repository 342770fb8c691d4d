package io.tollgate.channels.paypay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a payer brings back from PayPay's page of consent: the query's {@value #PARAMETER}, a JWT
 * that is signed with HMAC-SHA256 by the API secret, decoded from Base64 (facts, section 13,
 * "agreement"; crossed with {@code jp.ne.paypay.JwtUtil}). The claims beside those that the SDK
 * reads are shown by qiita.com/chibiegg/items/90ff8f38778c2d18690d and
 * www.paypay.ne.jp/opa/doc/v1.0/link_user_web.html.
 *
 * <p>The nonce is made of the agreement's id and the secret, so that an answer to another question
 * is none to ours. The issuer tells PayPay's tokens from those that a merchant signs for PayPay.
 */
final class PayPayConsent {

  static final String PARAMETER = "responseToken";

  private static final String ISSUER = "paypay.ne.jp";
  private static final int NONCE_LENGTH = 32;
  private static final Json<Header> HEADER = Json.of(Header.class);
  private static final Json<Claims> CLAIMS = Json.camel(Claims.class);

  private final ChannelAccount account;
  private final Alarms alarms;

  PayPayConsent(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** How a token is signed. */
  record Header(@Nullable String alg) {}

  /** What a token says; {@code exp} in seconds of the epoch. */
  record Claims(
      @Nullable String iss,
      @Nullable Long exp,
      @Nullable String nonce,
      @Nullable String referenceId,
      @Nullable String result,
      @Nullable String userAuthorizationId) {}

  /** What a token turned out to be. */
  sealed interface Reading {

    /** Truly from PayPay, about an agreement of ours. */
    record Proved(OperationId agreement, AgreementOutcome outcome) implements Reading {}

    record Unproved(String why) implements Reading {}
  }

  /** The nonce that the question for this agreement carries. */
  static String nonce(OperationId agreement, ChannelAccount account) {
    var secret = account.secret(PayPayCalls.API_SECRET);
    var code = Hmac.SHA256.hex(secret, ("nonce\n" + agreement).getBytes(UTF_8));
    return code.substring(0, NONCE_LENGTH);
  }

  /** Verifies a token and reads it. Never throws. */
  Reading read(String token, Instant now) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3 || !isSigned(parts[0], parts[1], parts[2])) {
      return new Reading.Unproved("signature does not match");
    }
    return decoded(parts[1])
        .flatMap(CLAIMS::read)
        .map(claims -> read(claims, now))
        .orElseGet(() -> new Reading.Unproved("unreadable claims"));
  }

  private Reading read(Claims claims, Instant now) {
    var exp = claims.exp();
    var referenceId = claims.referenceId();
    var nonce = claims.nonce();
    if (!ISSUER.equals(claims.iss()) || exp == null || referenceId == null || nonce == null) {
      return new Reading.Unproved("not a token of PayPay's");
    }
    if (now.getEpochSecond() >= exp) {
      return new Reading.Unproved("the token is too old");
    }
    return OperationId.parse(referenceId)
        .filter(agreement -> Hmac.areEqual(nonce(agreement, account), nonce))
        .<Reading>map(agreement -> new Reading.Proved(agreement, outcome(claims)))
        .orElseGet(() -> new Reading.Unproved("not an answer to a question of ours"));
  }

  private AgreementOutcome outcome(Claims claims) {
    var id = claims.userAuthorizationId();
    return switch (claims.result()) {
      case null -> new Unknown("a token without a result");
      case "succeeded" ->
          id != null && PayPayCalls.isId(id)
              ? new Active(id, id)
              : new Unknown("a token without an authorization");
      case "declined" -> new Refused(new DeclineReason(Category.OTHER, "declined"));
      case String other -> {
        alarms.raise(Alarm.UNMAPPED, "result of a consent");
        yield new Unknown("result of " + other.length() + " characters is not known");
      }
    };
  }

  /** Only HMAC-SHA256: whoever lets a token choose its proof lets a forger choose none. */
  private boolean isSigned(String header, String claims, String signature) {
    boolean isHmac =
        decoded(header).flatMap(HEADER::read).filter(it -> "HS256".equals(it.alg())).isPresent();
    return isHmac
        && code(header + "." + claims).filter(code -> Hmac.areEqual(code, signature)).isPresent();
  }

  private Optional<String> code(String signed) {
    var secret = account.secrets().get(PayPayCalls.API_SECRET);
    if (secret == null) {
      return Optional.empty();
    }
    return key(secret.revealText())
        .map(key -> Hmac.SHA256.code(key, signed.getBytes(US_ASCII)))
        .map(code -> Base64.getUrlEncoder().withoutPadding().encodeToString(code));
  }

  private Optional<byte[]> key(String secret) {
    try {
      return Optional.of(Base64.getDecoder().decode(secret)).filter(key -> key.length > 0);
    } catch (IllegalArgumentException notBase64) {
      alarms.raise(Alarm.MISCONFIGURED, "the API secret is not Base64");
      return Optional.empty();
    }
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
