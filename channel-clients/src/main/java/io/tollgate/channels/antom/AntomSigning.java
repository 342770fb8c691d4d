package io.tollgate.channels.antom;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.merchant.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Signs requests, and verifies answers and callbacks: SHA256withRSA over method, path, client id,
 * time and the raw body, in URL-encoded Base64 (facts, section 5, "Request signing", "Response" and
 * "Callback"; crossed with global-open-sdk-java).
 */
final class AntomSigning {

  private static final String ALGORITHM = "algorithm=";
  private static final String SIGNATURE = "signature=";

  private AntomSigning() {}

  /**
   * What is signed: {@code POST <path>\n<client id>.<time>.<body>}.
   *
   * @param path without host and query, as it is in the request's first line
   * @param time of the request or of the answer, as it is in the header
   */
  static byte[] content(String path, String clientId, String time, byte[] body) {
    var head = ("POST " + path + "\n" + clientId + "." + time + ".").getBytes(UTF_8);
    var content = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, content, head.length, body.length);
    return content;
  }

  /** The header of a request; throws where the key is none. */
  static String header(Secret privateKey, String keyVersion, byte[] content) {
    var signature = Base64.getEncoder().encodeToString(Rsa.sign(privateKey, content));
    return "algorithm=RSA256,keyVersion="
        + keyVersion
        + ",signature="
        + URLEncoder.encode(signature, UTF_8);
  }

  /**
   * Whether the header holds the key's owner's signature over the content. A header that names
   * another algorithm, or not exactly one signature, holds none.
   */
  static boolean verifies(Secret publicKey, byte[] content, String header) {
    var parts = Arrays.stream(header.split(",")).map(String::strip).toList();
    var signatures = values(SIGNATURE, parts);
    boolean isOurAlgorithm = values(ALGORITHM, parts).stream().allMatch("RSA256"::equals);
    try {
      return isOurAlgorithm
          && signatures.size() == 1
          && Rsa.verifies(publicKey, content, decoded(signatures.getFirst()));
    } catch (IllegalArgumentException noSignatureOrKey) {
      return false;
    }
  }

  private static byte[] decoded(String signature) {
    return Base64.getDecoder().decode(URLDecoder.decode(signature, UTF_8));
  }

  private static List<String> values(String name, List<String> parts) {
    return parts.stream()
        .filter(part -> part.startsWith(name))
        .map(part -> part.substring(name.length()))
        .toList();
  }
}
