package io.tollgate.gateway.edge.signature;

import static io.tollgate.gateway.edge.signature.SignedRequest.CONTENT_DIGEST;
import static io.tollgate.gateway.edge.signature.SignedRequest.IDEMPOTENCY_KEY;

import java.util.ArrayList;
import java.util.List;

/**
 * The components that a signature covers, in their order. There are four such lists: with and
 * without a body, with and without an idempotency key.
 */
final class Template {
  private static final List<String> ALWAYS = List.of("@method", "@authority", "@path", "@query");
  private static final Template BARE = new Template(false, false);
  private static final Template KEYED = new Template(false, true);
  private static final Template DIGESTED = new Template(true, false);
  private static final Template DIGESTED_AND_KEYED = new Template(true, true);

  private final boolean digested;
  private final boolean keyed;
  private final List<String> components;
  private final String list;

  private Template(boolean digested, boolean keyed) {
    this.digested = digested;
    this.keyed = keyed;
    var names = new ArrayList<>(ALWAYS);
    if (digested) {
      names.add(CONTENT_DIGEST);
    }
    if (keyed) {
      names.add(IDEMPOTENCY_KEY);
    }
    this.components = List.copyOf(names);
    this.list = "(\"" + String.join("\" \"", names) + "\")";
  }

  /** The one that the request has to be signed by. */
  static Template of(SignedRequest request) {
    boolean keyed = request.sends(IDEMPOTENCY_KEY);
    if (request.hasBody()) {
      return keyed ? DIGESTED_AND_KEYED : DIGESTED;
    }
    return keyed ? KEYED : BARE;
  }

  /** The list as {@code Signature-Input} has it. */
  String list() {
    return list;
  }

  /** The text to sign, given the parameters with the list in front. */
  String base(SignedRequest request, String signatureParameters) {
    var base =
        new SignatureBase()
            .line("@method", printable("the method", request.method()))
            .line("@authority", printable("the authority", request.normalAuthority()))
            .line("@path", printable("the path", request.normalPath()))
            .line("@query", "?" + printable("the query", request.rawQuery()));
    if (digested) {
      base.line(CONTENT_DIGEST, printable("Content-Digest", request.header(CONTENT_DIGEST)));
    }
    if (keyed) {
      base.line(IDEMPOTENCY_KEY, printable("Idempotency-Key", request.header(IDEMPOTENCY_KEY)));
    }
    return base.endedBy(signatureParameters);
  }

  /** Says which component a list other than this one lacks. */
  OffTemplate mismatch(String signatureInput) {
    var missing =
        components.stream()
            .filter(component -> !signatureInput.contains('"' + component + '"'))
            .findFirst();
    return new OffTemplate(
        missing
                .map(component -> "Signature-Input does not cover \"" + component + '"')
                .orElse("Signature-Input covers other components, or not in this order and spacing")
            + " (expected: "
            + list
            + ")");
  }

  private static String printable(String what, String value) {
    if (!FieldCursor.isPrintable(value)) {
      throw new OffTemplate(what + " has characters that are not printable ASCII");
    }
    return value;
  }
}
