package io.tollgate.channels.stripe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.merchant.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Verifies {@code Stripe-Signature: t=<unix seconds>,v1=<hex>[,v1=…]}: HMAC-SHA256 over {@code t},
 * a dot and the raw body, keyed by the whole {@code whsec_…} text (facts, section 1, "Callback";
 * crossed with stripe-java).
 */
final class StripeSigning {

  /** As in Stripe's SDK only the past is bounded: a sender whose clock runs ahead is let in. */
  static final long TOLERANCE_SECONDS = 300;

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private StripeSigning() {}

  /** Why the callback is not proved to be Stripe's; empty where it is. */
  static Optional<String> problem(
      String header, byte[] body, List<Secret> secrets, Instant receivedAt) {
    var seconds = first("t=", header);
    if (seconds.isEmpty() || !SECONDS.matcher(seconds.get()).matches()) {
      return Optional.of("signature has no time");
    }
    var codes = all("v1=", header);
    var prefix = (seconds.get() + ".").getBytes(US_ASCII);
    if (secrets.stream().noneMatch(secret -> isSigned(prefix, body, secret, codes))) {
      return Optional.of("signature does not match");
    }
    return Long.parseLong(seconds.get()) < receivedAt.getEpochSecond() - TOLERANCE_SECONDS
        ? Optional.of("signature is too old")
        : Optional.empty();
  }

  private static boolean isSigned(byte[] prefix, byte[] body, Secret secret, List<String> codes) {
    if (codes.isEmpty()) {
      return false;
    }
    var expected = Hmac.SHA256.hex(secret, prefix, body);
    boolean matches = false;
    for (var code : codes) {
      matches |= Hmac.areEqual(expected, code);
    }
    return matches;
  }

  private static Optional<String> first(String name, String header) {
    return all(name, header).stream().findFirst();
  }

  private static List<String> all(String name, String header) {
    var found = new ArrayList<String>();
    for (var item : header.split(",")) {
      if (item.startsWith(name)) {
        found.add(item.substring(name.length()));
      }
    }
    return found;
  }
}
