package io.tollgate.channels.wechat;

import io.tollgate.channels.signing.Rsa;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A certificate that WeChat Pay signs with.
 *
 * @param serial as WeChat Pay writes it, in hex
 */
record PlatformCertificate(String serial, X509Certificate certificate) {

  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,64}");

  /** The number that a serial spells: leading zeros and the case of letters do not count. */
  static Optional<BigInteger> number(String serial) {
    return HEX.matcher(serial).matches()
        ? Optional.of(new BigInteger(serial, 16))
        : Optional.empty();
  }

  BigInteger number() {
    return certificate.getSerialNumber();
  }

  boolean isValidAt(Instant time) {
    return !time.isBefore(certificate.getNotBefore().toInstant())
        && !time.isAfter(certificate.getNotAfter().toInstant());
  }

  boolean verifies(byte[] text, byte[] signature) {
    return Rsa.verifies(certificate.getPublicKey(), text, signature);
  }

  /** Whether the root issued it itself; the platform's certificates have nothing in between. */
  boolean isIssuedBy(X509Certificate root) {
    try {
      certificate.verify(root.getPublicKey());
      return certificate.getIssuerX500Principal().equals(root.getSubjectX500Principal());
    } catch (GeneralSecurityException notIssued) {
      return false;
    }
  }
}
