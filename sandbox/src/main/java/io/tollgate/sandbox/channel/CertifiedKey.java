package io.tollgate.sandbox.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An RSA key with a certificate, which can certify others. Names are distinguished names in text:
 * {@code CN=a,O=b}.
 */
public record CertifiedKey(X509Certificate certificate, PrivateKey privateKey) {

  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2049-01-01T00:00:00Z");
  private static final int SERIAL_BITS = 40;

  /** An authority that certifies itself. */
  public static CertifiedKey root(String name) {
    KeyPair keys = keys();
    X500Name itself = new X500Name(name);
    return certified(keys, keys.getPrivate(), itself, itself, true, FROM, TO);
  }

  /** Another authority, certified by this one. */
  public CertifiedKey authority(String name) {
    return issue(name, true, FROM, TO);
  }

  /** Somebody who signs messages, certified by this authority. */
  public CertifiedKey holder(String name) {
    return issue(name, false, FROM, TO);
  }

  /** The same for a time of its own. */
  public CertifiedKey holder(String name, Instant from, Instant to) {
    return issue(name, false, from, to);
  }

  /** The certificate in PEM, without an end of line at its end. */
  public String pem() {
    return pem(certificate);
  }

  /** Any certificate in PEM, in the same way. */
  public static String pem(X509Certificate certificate) {
    try {
      String body =
          Base64.getMimeEncoder(64, "\r\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\r\n" + body + "\r\n-----END CERTIFICATE-----";
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a certificate has an encoding", impossible);
    }
  }

  /** Key and certificate as a PKCS #12 file. */
  public byte[] pfx(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = {certificate};
      store.setKeyEntry("key", privateKey, password.toCharArray(), chain);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      store.store(file, password.toCharArray());
      return file.toByteArray();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("every JDK writes PKCS #12", impossible);
    }
  }

  private CertifiedKey issue(String name, boolean isAuthority, Instant from, Instant to) {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    return certified(keys(), privateKey, issuer, new X500Name(name), isAuthority, from, to);
  }

  private static CertifiedKey certified(
      KeyPair keys,
      PrivateKey issuerKey,
      X500Name issuer,
      X500Name subject,
      boolean isAuthority,
      Instant from,
      Instant to) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1L << SERIAL_BITS)),
              Date.from(from),
              Date.from(to),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      return new CertifiedKey(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey))),
          keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
      throw new IllegalStateException("every JDK certifies RSA keys", impossible);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}
