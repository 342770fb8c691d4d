package io.tollgate.channels.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.wechat.WechatMessages.Sealed;
import io.tollgate.domain.merchant.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens what WeChat Pay seals with the APIv3 key: AES-256-GCM, the 16-byte tag at the end of the
 * ciphertext, the associated data beside it (facts, section 6, "Callback"; crossed with
 * wechatpay-java).
 */
final class WechatCipher {

  private static final String ALGORITHM = "AEAD_AES_256_GCM";
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;

  /** Makes the JDK read its policy files, so construct it where blocking is allowed. */
  WechatCipher() {
    try {
      Objects.requireNonNull(Cipher.getInstance(TRANSFORMATION));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + TRANSFORMATION, impossible);
    }
  }

  /**
   * What was sealed; empty where it was not sealed with this key, or was changed since.
   *
   * @throws IllegalArgumentException where the key has not 32 bytes
   */
  Optional<byte[]> open(Sealed sealed, Secret apiV3Key) {
    var key = apiV3Key.reveal();
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "the APIv3 key has %d bytes (expected: %d)".formatted(key.length, KEY_BYTES));
    }
    var nonce = sealed.nonce();
    var ciphertext = sealed.ciphertext();
    if (!ALGORITHM.equals(sealed.algorithm()) || nonce == null || ciphertext == null) {
      return Optional.empty();
    }
    try {
      var cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce.getBytes(UTF_8)));
      cipher.updateAAD(Objects.requireNonNullElse(sealed.associatedData(), "").getBytes(UTF_8));
      return Optional.of(cipher.doFinal(Base64.getDecoder().decode(ciphertext)));
    } catch (GeneralSecurityException | IllegalArgumentException notSealedSo) {
      return Optional.empty();
    }
  }
}
