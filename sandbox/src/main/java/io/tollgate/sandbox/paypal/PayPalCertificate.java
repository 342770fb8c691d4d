package io.tollgate.sandbox.paypal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * A certificate that signs webhooks, below a root of its own. Both are made anew in each process,
 * so that nobody can sign with a key that is lying about.
 */
public final class PayPalCertificate {

  private static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";

  private final String rootPem;
  private final String pem;
  private final PrivateKey key;

  private PayPalCertificate(String rootPem, String pem, PrivateKey key) {
    this.rootPem = rootPem;
    this.pem = pem;
    this.key = key;
  }

  /** One for that name, valid from an hour ago. */
  public static PayPalCertificate issue(String commonName, Duration validFor) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      // The least that the JDK still trusts: tests make many.
      generator.initialize(1024);
      KeyPair root = generator.generateKeyPair();
      KeyPair leaf = generator.generateKeyPair();
      String issuer = "Simulated root " + System.nanoTime();
      Instant end = Instant.now().plus(validFor);
      return new PayPalCertificate(
          pem(signed(issuer, issuer, true, root, root, Instant.now().plus(Duration.ofDays(1)))),
          pem(signed(commonName, issuer, false, leaf, root, end)),
          leaf.getPrivate());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }

  /** What whoever trusts it has to pin, in PEM. */
  public String rootPem() {
    return rootPem;
  }

  /** The certificate itself, in PEM. */
  public String pem() {
    return pem;
  }

  /** The webhook's signature: over id, time, webhook id and the body's CRC-32, in Base64. */
  public String sign(String id, String time, String webhookId, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    String text = id + "|" + time + "|" + webhookId + "|" + crc.getValue();
    try {
      byte[] signature = sign(key, text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] signed(
      String subject,
      String issuer,
      boolean isAuthority,
      KeyPair owner,
      KeyPair signer,
      Instant end)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.identifier(SHA256_WITH_RSA), Der.nothing());
    byte[] constraints =
        Der.sequence(
            Der.identifier(BASIC_CONSTRAINTS),
            Der.isTrue(),
            Der.octets(isAuthority ? Der.sequence(Der.isTrue()) : Der.sequence()));
    byte[] toBeSigned =
        Der.sequence(
            Der.tagged(0, Der.integer(2)),
            Der.integer(System.nanoTime()),
            algorithm,
            name(issuer),
            Der.sequence(Der.time(Instant.now().minus(Duration.ofHours(1))), Der.time(end)),
            name(subject),
            owner.getPublic().getEncoded(),
            Der.tagged(3, Der.sequence(constraints)));
    return Der.sequence(toBeSigned, algorithm, Der.bits(sign(signer.getPrivate(), toBeSigned)));
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text(commonName))));
  }

  private static byte[] sign(PrivateKey key, byte[] bytes) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(bytes);
    return signature.sign();
  }

  private static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }
}
