package io.tollgate.gateway.edge.signature;

import io.tollgate.domain.merchant.SigningKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A signing key, decoded once and used by any number of threads: RFC 9421, section 3.3. */
sealed interface PreparedKey {
  /** Whether the signature over these bytes is the key's, found in constant time. */
  boolean verifies(byte[] base, byte[] signature) throws GeneralSecurityException;

  /** Fails where the material is not of the algorithm, or too weak. */
  static PreparedKey of(SigningKey key) throws GeneralSecurityException {
    var material = key.material().reveal();
    return switch (key.algorithm()) {
      case HMAC_SHA256 -> hmac(material);
      case ED25519 -> new Ed25519(publicKey("Ed25519", material));
      case RSA_PSS_SHA512 -> rsa(publicKey("RSA", material));
    };
  }

  private static Hmac hmac(byte[] material) throws GeneralSecurityException {
    if (material.length == 0) {
      throw new InvalidKeyException("an HMAC secret is not empty");
    }
    return Hmac.of(new SecretKeySpec(material, Hmac.ALGORITHM));
  }

  private static RsaPss rsa(PublicKey key) throws InvalidKeyException {
    int bits = key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : 0;
    if (bits < 2048) {
      throw new InvalidKeyException("RSA key of " + bits + " bits (expected: at least 2048)");
    }
    return new RsaPss(key);
  }

  private static PublicKey publicKey(String algorithm, byte[] material)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(material));
  }

  /**
   * {@code hmac-sha256}.
   *
   * @param ready keyed and never fed itself, so that any thread may copy it
   */
  record Hmac(SecretKeySpec key, Mac ready) implements PreparedKey {
    static final String ALGORITHM = "HmacSHA256";

    private static Hmac of(SecretKeySpec key) throws GeneralSecurityException {
      return new Hmac(key, keyed(key));
    }

    @Override
    public boolean verifies(byte[] base, byte[] signature) throws GeneralSecurityException {
      return MessageDigest.isEqual(copy().doFinal(base), signature);
    }

    /** Takes half as long as finding and keying a new one, on the path of every request. */
    private Mac copy() throws GeneralSecurityException {
      try {
        return (Mac) ready.clone();
      } catch (CloneNotSupportedException ofSomeProviders) {
        return keyed(key);
      }
    }

    private static Mac keyed(SecretKeySpec key) throws GeneralSecurityException {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    }
  }

  /** {@code ed25519}. */
  record Ed25519(PublicKey key) implements PreparedKey {
    static final String ALGORITHM = "Ed25519";

    @Override
    public boolean verifies(byte[] base, byte[] signature) throws GeneralSecurityException {
      return PreparedKey.verifies(Signature.getInstance(ALGORITHM), key, base, signature);
    }
  }

  /** {@code rsa-pss-sha512}: a salt of 64 bytes, MGF1 with SHA-512. */
  record RsaPss(PublicKey key) implements PreparedKey {
    static final String ALGORITHM = "RSASSA-PSS";
    private static final PSSParameterSpec PARAMETERS =
        new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);

    @Override
    public boolean verifies(byte[] base, byte[] signature) throws GeneralSecurityException {
      var verifier = Signature.getInstance(ALGORITHM);
      verifier.setParameter(PARAMETERS);
      return PreparedKey.verifies(verifier, key, base, signature);
    }
  }

  private static boolean verifies(Signature verifier, PublicKey key, byte[] base, byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(base);
    try {
      return verifier.verify(signature);
    } catch (SignatureException malformed) {
      // Of a length or form that the key can never have made.
      return false;
    }
  }
}
