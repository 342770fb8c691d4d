package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The platform's side of the cryptography: its keys, its signatures, and what it seals. */
final class WechatPlatform {

  static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0119000001092024112000000001";

  private static final String ROOT = "Sandbox Root CA";

  /** Making keys is slow, and nobody minds that all simulators of a JVM have the same. */
  private static final KeyPair ROOT_KEYS = newKeys();

  private static final KeyPair PUBLIC_KEY = newKeys();

  /**
   * Who signs.
   *
   * @param serial as the header names it
   * @param certificate PEM
   */
  record Signer(String serial, PrivateKey key, String certificate) {}

  private final SecretKeySpec apiV3Key;
  private final boolean signsWithCertificate;
  private final Signer withPublicKey;
  private volatile List<Signer> withCertificates;

  WechatPlatform(String apiV3Key, boolean signsWithCertificate) {
    this.apiV3Key = new SecretKeySpec(apiV3Key.getBytes(UTF_8), "AES");
    this.signsWithCertificate = signsWithCertificate;
    this.withPublicKey = new Signer(PUBLIC_KEY_ID, PUBLIC_KEY.getPrivate(), "");
    this.withCertificates = List.of(certified());
  }

  static String publicKey() {
    return IssuedCertificate.framed("PUBLIC KEY", PUBLIC_KEY.getPublic().getEncoded());
  }

  static String rootCertificate() {
    return IssuedCertificate.pem(
        ROOT,
        ROOT_KEYS.getPrivate(),
        ROOT,
        ROOT_KEYS.getPublic(),
        BigInteger.ONE,
        Instant.now().minus(Duration.ofDays(1)),
        Instant.now().plus(Duration.ofDays(3650)));
  }

  /** The signer of the moment: the newest certificate, or the public key. */
  Signer signer() {
    return signsWithCertificate ? withCertificates.getLast() : withPublicKey;
  }

  Signer withPublicKey() {
    return withPublicKey;
  }

  /** All that are in force, the newest last. */
  List<Signer> withCertificates() {
    return withCertificates;
  }

  /** Goes on with a new certificate, beside the old ones. */
  void rotate() {
    List<Signer> next = new ArrayList<>(withCertificates);
    next.add(certified());
    withCertificates = List.copyOf(next);
  }

  /** The headers that sign a body. */
  static Map<String, String> seal(Signer signer, byte[] body, String prefix) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String nonce = UUID.randomUUID().toString().replace("-", "");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Wechatpay-Timestamp", timestamp);
    headers.put("Wechatpay-Nonce", nonce);
    headers.put("Wechatpay-Serial", signer.serial());
    headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    headers.put(
        "Wechatpay-Signature",
        prefix + signature(signer.key(), timestamp + "\n" + nonce + "\n", body));
    return headers;
  }

  /** Somebody who calls himself the same and has another key. */
  static Signer forger(Signer signer) {
    return new Signer(signer.serial(), ROOT_KEYS.getPrivate(), "");
  }

  /** The ciphertext, in Base64. */
  String sealed(String nonce, String associatedData, byte[] plain) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, apiV3Key, new GCMParameterSpec(128, nonce.getBytes(UTF_8)));
      cipher.updateAAD(associatedData.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String signature(PrivateKey key, String head, byte[] body) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(head.getBytes(UTF_8));
      signature.update(body);
      signature.update((byte) '\n');
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Signer certified() {
    KeyPair pair = newKeys();
    BigInteger serial = new BigInteger(159, ThreadLocalRandom.current()).setBit(158);
    String certificate =
        IssuedCertificate.pem(
            ROOT,
            ROOT_KEYS.getPrivate(),
            "Sandbox platform",
            pair.getPublic(),
            serial,
            Instant.now().minus(Duration.ofDays(1)),
            Instant.now().plus(Duration.ofDays(365)));
    return new Signer(serial.toString(16).toUpperCase(Locale.ROOT), pair.getPrivate(), certificate);
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
