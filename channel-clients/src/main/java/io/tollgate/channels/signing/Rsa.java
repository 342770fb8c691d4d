package io.tollgate.channels.signing;

import io.tollgate.domain.merchant.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * RSA signatures with SHA-256 (PKCS #1 v1.5) over raw bytes. Keys are PEM or bare Base64: private
 * ones PKCS #8, public ones X.509. A key is read once.
 */
public final class Rsa {

  private static final String ALGORITHM = "SHA256withRSA";

  private static final Map<Secret, PrivateKey> PRIVATE = new ConcurrentHashMap<>();
  private static final Map<Secret, PublicKey> PUBLIC = new ConcurrentHashMap<>();

  private Rsa() {}

  /**
   * The signature over the bytes.
   *
   * @throws IllegalArgumentException where the key is none
   */
  public static byte[] sign(Secret privateKey, byte[] bytes) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(PRIVATE.computeIfAbsent(privateKey, Rsa::privateKey));
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException("the private key cannot sign", unusable);
    }
  }

  /**
   * Whether the signature is that of the key's owner over the bytes.
   *
   * @throws IllegalArgumentException where the key is none
   */
  public static boolean verifies(Secret publicKey, byte[] bytes, byte[] signature) {
    return verifies(PUBLIC.computeIfAbsent(publicKey, Rsa::publicKey), bytes, signature);
  }

  /** The same with a key that was read already. */
  public static boolean verifies(PublicKey key, byte[] bytes, byte[] signature) {
    try {
      var verification = Signature.getInstance(ALGORITHM);
      verification.initVerify(key);
      verification.update(bytes);
      return verification.verify(signature);
    } catch (GeneralSecurityException notASignature) {
      return false;
    }
  }

  /**
   * A certificate in PEM.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static X509Certificate certificate(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException unreadable) {
      throw new IllegalArgumentException("no certificate", unreadable);
    }
  }

  private static PrivateKey privateKey(Secret secret) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(der(secret.revealText())));
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalArgumentException("no PKCS #8 private key", unreadable);
    }
  }

  private static PublicKey publicKey(Secret secret) {
    var text = secret.revealText();
    if (text.contains("BEGIN CERTIFICATE")) {
      return certificate(text).getPublicKey();
    }
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(text)));
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalArgumentException("no X.509 public key", unreadable);
    }
  }

  private static byte[] der(String pem) {
    var bare = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(bare);
  }
}
