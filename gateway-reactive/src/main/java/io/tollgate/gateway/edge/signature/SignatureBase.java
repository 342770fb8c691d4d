package io.tollgate.gateway.edge.signature;

import java.nio.charset.StandardCharsets;

/** Builds the text that is signed: RFC 9421, section 2.5. */
final class SignatureBase {
  private final StringBuilder text = new StringBuilder(512);

  /** Adds a component; its value is printable ASCII. */
  SignatureBase line(String component, String value) {
    text.append('"').append(component).append("\": ").append(value).append('\n');
    return this;
  }

  /** Ends it with the line of the parameters, which has no newline. */
  String endedBy(String signatureParameters) {
    return text.append("\"@signature-params\": ").append(signatureParameters).toString();
  }

  static byte[] bytes(String base) {
    return base.getBytes(StandardCharsets.ISO_8859_1);
  }
}
