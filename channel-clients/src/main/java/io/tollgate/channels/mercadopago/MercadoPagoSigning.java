package io.tollgate.channels.mercadopago;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.merchant.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Verifies {@code x-signature: ts=<time>,v1=<hex>}: HMAC-SHA256 over {@code id:<data.id of the
 * query>;request-id:<x-request-id>;ts:<ts>;}, from which what is absent is left out (facts, section
 * 16, "Callback"; crossed with sdk-java 3.2.1).
 *
 * <p>Ids of payments are numbers; of other things they have letters, which sdk-java 3.2.1 and older
 * pages sign in lower case and the newest source of the SDK as they came. Either is accepted.
 *
 * <p>The body is not signed, nor is anything else of the address. The time has no bound, as in the
 * SDK unless it is given one: all that an old notification can do is make us ask.
 */
final class MercadoPagoSigning {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

  private MercadoPagoSigning() {}

  /** Why the notification is not proved to be Mercado Pago's; empty where it is. */
  static Optional<String> problem(
      String header, Optional<String> requestId, String dataId, List<Secret> secrets) {
    var parts = parts(header);
    var time = parts.getOrDefault("ts", "");
    var code = parts.get("v1");
    if (code == null || !DIGITS.matcher(time).matches()) {
      return Optional.of("signature cannot be read");
    }
    boolean matches =
        Stream.of(dataId, dataId.toLowerCase(Locale.ROOT))
            .distinct()
            .map(id -> manifest(requestId, id, time).getBytes(UTF_8))
            .anyMatch(manifest -> isSigned(manifest, code, secrets));
    return matches ? Optional.empty() : Optional.of("signature does not match");
  }

  /** What is signed. */
  static String manifest(Optional<String> requestId, String dataId, String time) {
    var id = dataId.strip();
    return (id.isEmpty() ? "" : "id:" + id + ";")
        + requestId
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> "request-id:" + text + ";")
            .orElse("")
        + "ts:"
        + time
        + ";";
  }

  private static boolean isSigned(byte[] manifest, String code, List<Secret> secrets) {
    return secrets.stream()
        .anyMatch(secret -> Hmac.areEqual(Hmac.SHA256.hex(secret, manifest), code));
  }

  private static Map<String, String> parts(String header) {
    var parts = new HashMap<String, String>();
    for (var part : header.split(",")) {
      int at = part.indexOf('=');
      var value = part.substring(at + 1).strip();
      if (at > 0 && !value.isEmpty()) {
        parts.put(part.substring(0, at).strip().toLowerCase(Locale.ROOT), value);
      }
    }
    return parts;
  }
}
