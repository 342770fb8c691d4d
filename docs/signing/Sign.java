import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs one request to Tollgate and prints the headers to send. Run it: java Sign.java --url … */
class Sign {
  /** The options, by their names in vectors.json; body, nonce and idempotency-key may be missing. */
  static Map<String, String> sign(Map<String, String> wanted) throws GeneralSecurityException {
    var url = URI.create(wanted.get("url"));
    var defaultPort = url.getScheme().equals("https") ? ":443" : ":80";
    var authority = url.getRawAuthority().toLowerCase(Locale.ROOT);
    if (authority.endsWith(defaultPort)) {
      authority = authority.substring(0, authority.length() - defaultPort.length());
    }
    var values = new LinkedHashMap<String, String>();
    values.put("@method", wanted.getOrDefault("method", "GET"));
    values.put("@authority", authority);
    values.put("@path", url.getRawPath().isEmpty() ? "/" : url.getRawPath());
    values.put("@query", "?" + (url.getRawQuery() == null ? "" : url.getRawQuery()));

    var headers = new LinkedHashMap<String, String>();
    var body = wanted.getOrDefault("body", "").getBytes(StandardCharsets.UTF_8);
    if (body.length > 0) {
      var digest = MessageDigest.getInstance("SHA-256").digest(body);
      headers.put("Content-Digest", "sha-256=:" + base64(digest) + ":");
      values.put("content-digest", headers.get("Content-Digest"));
    }
    if (wanted.containsKey("idempotency-key")) {
      values.put("idempotency-key", wanted.get("idempotency-key")); // sent as Idempotency-Key
    }
    var parameters =
        values.keySet().stream().collect(Collectors.joining("\" \"", "(\"", "\")"))
            + ";created="
            + wanted.getOrDefault("created", "" + Instant.now().getEpochSecond())
            + ";keyid=\""
            + wanted.get("key-id")
            + "\"";
    if (wanted.containsKey("nonce")) {
      parameters += ";nonce=\"" + wanted.get("nonce") + "\"";
    }
    var base = new StringBuilder();
    values.forEach((name, value) -> base.append("\"" + name + "\": " + value + "\n"));
    base.append("\"@signature-params\": ").append(parameters);

    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(wanted.get("secret").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var signature = mac.doFinal(base.toString().getBytes(StandardCharsets.US_ASCII));
    headers.put("Signature-Input", "sig1=" + parameters);
    headers.put("Signature", "sig1=:" + base64(signature) + ":");
    return headers;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public static void main(String[] arguments) throws GeneralSecurityException {
    var wanted = new HashMap<String, String>();
    for (int at = 0; at + 1 < arguments.length; at += 2) {
      wanted.put(arguments[at].substring(2), arguments[at + 1]);
    }
    sign(wanted).forEach((name, value) -> System.out.println(name + ": " + value));
  }
}
