package io.tollgate.sandbox.antom;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** Signs as Antom, and verifies what its merchant signed. */
final class AntomSignature {

  private static final String MARK = "signature=";

  private AntomSignature() {}

  static String header(PrivateKey key, String path, String clientId, String time, String body) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content(path, clientId, time, body));
      String text = Base64.getEncoder().encodeToString(signature.sign());
      return "algorithm=RSA256,keyVersion=1,"
          + MARK
          + URLEncoder.encode(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException("the key cannot sign", unusable);
    }
  }

  static boolean verifies(
      PublicKey key, String path, String clientId, String time, String body, String header) {
    int at = header.indexOf(MARK);
    if (at < 0) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update(content(path, clientId, time, body));
      String text = URLDecoder.decode(header.substring(at + MARK.length()), StandardCharsets.UTF_8);
      return signature.verify(Base64.getDecoder().decode(text));
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }

  private static byte[] content(String path, String clientId, String time, String body) {
    return ("POST " + path + "\n" + clientId + "." + time + "." + body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
