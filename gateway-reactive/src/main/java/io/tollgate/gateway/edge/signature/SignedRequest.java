package io.tollgate.gateway.edge.signature;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What of a request its signature is made over, as it came.
 *
 * @param method upper case, as in the request line
 * @param authority the {@code Host} or {@code :authority} as sent
 * @param rawPath the undecoded path
 * @param rawQuery the undecoded query without its question mark; empty where there is none
 * @param headers by lower-case name; only those of {@link #HEADERS} are looked at
 * @param body its bytes; empty where there is none. Not copied, so it must not change.
 */
public record SignedRequest(
    String method,
    String authority,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body) {
  static final String CONTENT_DIGEST = "content-digest";
  static final String IDEMPOTENCY_KEY = "idempotency-key";
  static final String SIGNATURE_INPUT = "signature-input";
  static final String SIGNATURE = "signature";

  /** The lower-case names of the headers that a signature concerns: no others need be copied. */
  public static final List<String> HEADERS =
      List.of(CONTENT_DIGEST, IDEMPOTENCY_KEY, SIGNATURE_INPUT, SIGNATURE);

  boolean hasBody() {
    return body.length > 0;
  }

  boolean sends(String header) {
    return !headers.getOrDefault(header, List.of()).isEmpty();
  }

  /** The one value of a header, without the white space around it. */
  String header(String name) {
    var values = headers.getOrDefault(name, List.of());
    return switch (values.size()) {
      case 0 -> throw new OffTemplate(named(name) + " is missing");
      case 1 -> values.getFirst().strip();
      default ->
          throw new OffTemplate(
              named(name) + " is there " + values.size() + " times (expected: once)");
    };
  }

  /** RFC 9421, section 2.2.3: lower case, the default port left out. */
  String normalAuthority() {
    var lower = authority.toLowerCase(Locale.ROOT);
    // Behind a proxy that ends TLS the scheme is not known for sure, so both defaults are dropped.
    if (lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - 4);
    }
    return lower.endsWith(":80") ? lower.substring(0, lower.length() - 3) : lower;
  }

  /** RFC 9421, section 2.2.6: an empty path is a slash. */
  String normalPath() {
    return rawPath.isEmpty() ? "/" : rawPath;
  }

  /** Names no body, which may hold anything. */
  @Override
  public String toString() {
    return "SignedRequest[" + method + " " + rawPath + "]";
  }

  /** As people write it: {@code Content-Digest}. */
  static String named(String header) {
    var name = new StringBuilder(header);
    for (int at = 0; at < name.length(); at++) {
      if (at == 0 || name.charAt(at - 1) == '-') {
        name.setCharAt(at, Character.toUpperCase(name.charAt(at)));
      }
    }
    return name.toString();
  }
}
