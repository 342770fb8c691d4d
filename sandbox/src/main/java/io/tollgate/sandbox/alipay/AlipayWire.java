package io.tollgate.sandbox.alipay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Alipay's side of the signatures: requests are verified, answers and notifications signed. Keys
 * are made anew for each simulator.
 */
final class AlipayWire {

  private final KeyPair keys = keys();
  private final KeyPair strangers = keys();
  private final PublicKey merchant;

  AlipayWire(PublicKey merchant) {
    this.merchant = merchant;
  }

  PublicKey publicKey() {
    return keys.getPublic();
  }

  /** The fields of a form or a query, or of both with {@code &} between them. */
  static Map<String, String> fields(String raw) {
    Map<String, String> fields = new TreeMap<>();
    for (String part : raw.split("&")) {
      int at = part.indexOf('=');
      if (at > 0) {
        fields.put(
            URLDecoder.decode(part.substring(0, at), UTF_8),
            URLDecoder.decode(part.substring(at + 1), UTF_8));
      }
    }
    return fields;
  }

  /** All parameters but the signature itself are signed, the kind of signature among them. */
  boolean isMerchants(Map<String, String> request) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(merchant);
      signature.update(content(request, Set.of("sign")).getBytes(UTF_8));
      return signature.verify(Base64.getDecoder().decode(request.getOrDefault("sign", "")));
    } catch (GeneralSecurityException | IllegalArgumentException notSigned) {
      return false;
    }
  }

  /** The node goes out as the text that is signed. */
  byte[] answer(String method, ObjectNode node, boolean isWrong) {
    String text = node.toString().replace("/", "\\/");
    String name = method.replace('.', '_') + "_response";
    return ("{\"" + name + "\":" + text + ",\"sign\":\"" + sign(text, isWrong) + "\"}")
        .getBytes(UTF_8);
  }

  /** A notification as a form; here the kind of signature is not signed. */
  String notification(Map<String, String> fields, boolean isForged) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("sign", sign(content(fields, Set.of("sign", "sign_type")), isForged));
    all.put("sign_type", "RSA2");
    return all.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private String sign(String text, boolean isWrong) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign((isWrong ? strangers : keys).getPrivate());
      signature.update(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK signs with RSA", impossible);
    }
  }

  private static String content(Map<String, String> fields, Set<String> unsigned) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .filter(it -> !unsigned.contains(it.getKey()) && !it.getValue().isEmpty())
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining("&"));
  }

  /** New ones. */
  static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}
