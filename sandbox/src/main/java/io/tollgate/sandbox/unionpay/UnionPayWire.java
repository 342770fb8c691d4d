package io.tollgate.sandbox.unionpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.sandbox.channel.CertifiedKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** UnionPay's side of the signatures: requests are verified, answers and notices signed. */
final class UnionPayWire {

  /** Parameters of the simulator's own, which nobody signs. */
  static final String SIMULATED = "sim";

  private final UnionPayIdentities identities;

  UnionPayWire(UnionPayIdentities identities) {
    this.identities = identities;
  }

  static Map<String, String> fields(String form) {
    Map<String, String> fields = new TreeMap<>();
    for (String part : form.split("&")) {
      int at = part.indexOf('=');
      if (at > 0) {
        fields.put(
            URLDecoder.decode(part.substring(0, at), UTF_8),
            URLDecoder.decode(part.substring(at + 1), UTF_8));
      }
    }
    return fields;
  }

  boolean isMerchants(Map<String, String> request) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(identities.merchant().certificate());
      signature.update(digest(request));
      return certId(identities.merchant()).equals(request.get("certId"))
          && signature.verify(Base64.getDecoder().decode(request.getOrDefault("signature", "")));
    } catch (GeneralSecurityException | IllegalArgumentException notSigned) {
      return false;
    }
  }

  /** An answer: its values are not escaped. */
  String answer(Map<String, String> fields, UnionPayScript script) {
    return signed(fields, script).entrySet().stream()
        .map(field -> field.getKey() + "=" + field.getValue())
        .collect(Collectors.joining("&"));
  }

  /** A notice: a form. */
  String notice(Map<String, String> fields, UnionPayScript script) {
    return signed(fields, script).entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Map<String, String> signed(Map<String, String> fields, UnionPayScript script) {
    CertifiedKey shown =
        switch (script) {
          case STRANGE_CHAIN, CALLBACK_FORGED -> identities.stranger();
          case OTHER_OWNER -> identities.merchant();
          default -> identities.unionPay();
        };
    CertifiedKey used = script == UnionPayScript.WRONG_SIGNATURE ? identities.stranger() : shown;
    Map<String, String> all = new TreeMap<>(fields);
    all.put("certId", certId(shown));
    all.put("signPubKeyCert", shown.pem());
    all.put("signature", sign(all, used.privateKey()));
    return all;
  }

  private static String sign(Map<String, String> fields, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(digest(fields));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK signs with RSA", impossible);
    }
  }

  /** The hex of the hash of all fields that are not empty, by name. */
  private static byte[] digest(Map<String, String> fields) throws GeneralSecurityException {
    String content =
        new TreeMap<>(fields)
            .entrySet().stream()
                .filter(field -> !field.getKey().equals("signature"))
                .filter(field -> !field.getKey().equals(SIMULATED))
                .filter(field -> !field.getValue().isBlank())
                .map(field -> field.getKey() + "=" + field.getValue().trim())
                .collect(Collectors.joining("&"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
    return HexFormat.of().formatHex(hash).getBytes(UTF_8);
  }

  private static String certId(CertifiedKey key) {
    return key.certificate().getSerialNumber().toString();
  }
}
