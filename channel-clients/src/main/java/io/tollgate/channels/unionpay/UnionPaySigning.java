package io.tollgate.channels.unionpay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.ChannelAccount;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * SHA256withRSA over the hex of a SHA-256 over the message's text (facts, section 7, "Signing" and
 * "Verification"; crossed with pay-java-union). The key to verify by comes with the message, in a
 * certificate that is itself part of the text.
 */
final class UnionPaySigning {

  static final String CERTIFICATE = "signPubKeyCert";

  private static final String RSA = "01";

  private UnionPaySigning() {}

  /** The message, signed by the account's key; throws where the account has none. */
  static UnionPayMessage sign(UnionPayMessage message, ChannelAccount account) {
    var key = UnionPayKey.of(account);
    message.with("signMethod", RSA).with("certId", key.certId());
    var signature = Rsa.sign(key.privateKey(), signed(message));
    return message.with(UnionPayMessage.SIGNATURE, Base64.getEncoder().encodeToString(signature));
  }

  /** Whether a message is UnionPay's. Never throws. */
  static boolean isUnionPays(UnionPayMessage message, ChannelAccount account, Instant now) {
    var certificate = message.get(CERTIFICATE);
    var signature = message.get(UnionPayMessage.SIGNATURE);
    return certificate != null
        && signature != null
        && UnionPayCertificates.key(certificate, account, now)
            .filter(key -> isSigned(message, key, signature))
            .isPresent();
  }

  /** The bytes that a signature is over. */
  static byte[] signed(UnionPayMessage message) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(message.content().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash).getBytes(US_ASCII);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  private static boolean isSigned(UnionPayMessage message, PublicKey key, String signature) {
    try {
      return Rsa.verifies(key, signed(message), Base64.getDecoder().decode(signature.trim()));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
