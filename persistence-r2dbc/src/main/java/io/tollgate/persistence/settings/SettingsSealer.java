package io.tollgate.persistence.settings;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.tollgate.domain.merchant.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Seals the secrets of the settings at rest: AES-256-GCM by Tink, with the row as associated data.
 *
 * <p>The master key is a Tink keyset in cleartext, kept where the deployment keeps secrets. It may
 * hold several keys: the primary one seals, all of them open, so a key is rotated by adding one and
 * storing the settings again.
 *
 * <p>Making a sealer or sealing with it may block (it registers Tink and reads random bytes), so
 * neither belongs on a non-blocking thread.
 */
public final class SettingsSealer {

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final Aead aead;

  private SettingsSealer(Aead aead) {
    this.aead = aead;
  }

  /** A new master key, as {@link #fromKeyset} reads it: the base64 of Tink's JSON. */
  public static String newKeyset() {
    try {
      var keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      return Base64.getEncoder()
          .encodeToString(
              TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get())
                  .getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-256-GCM is registered", impossible);
    }
  }

  /**
   * A sealer by its master key.
   *
   * @param keyset a Tink keyset of AEAD keys in JSON, or the base64 of that; anything else throws
   *     an {@link IllegalArgumentException}, which does not show it
   */
  @SuppressWarnings("ThrowInsteadOfCause") // a cause might quote the keyset
  public static SettingsSealer fromKeyset(String keyset) {
    try {
      return new SettingsSealer(
          TinkJsonProtoKeysetFormat.parseKeyset(json(keyset), InsecureSecretKeyAccess.get())
              .getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "the master key of the settings cannot be read"
              + " (expected: a Tink keyset of AEAD keys as JSON, or the base64 of it)");
    }
  }

  byte[] seal(SealedField field, Secret secret) {
    try {
      return aead.encrypt(secret.reveal(), field.associatedData());
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("cannot seal " + field, broken);
    }
  }

  /** Fails where the value was sealed by another key or for another field, or was changed. */
  Secret open(SealedField field, byte[] sealed) {
    try {
      return Secret.of(aead.decrypt(sealed, field.associatedData()));
    } catch (GeneralSecurityException broken) {
      throw new IllegalArgumentException(
          "its sealed "
              + field.field()
              + " does not open (expected: sealed for this very row, by"
              + " the configured master key)",
          broken);
    }
  }

  private static String json(String keyset) {
    var text = keyset.strip();
    return text.startsWith("{")
        ? text
        : new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
