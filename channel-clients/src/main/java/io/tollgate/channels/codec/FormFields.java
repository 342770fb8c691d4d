package io.tollgate.channels.codec;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code application/x-www-form-urlencoded}, of a body or a query. */
public final class FormFields {

  private FormFields() {}

  /**
   * The fields in their order; empty where the bytes are no form, or name a field twice: whoever
   * signs one of the two and reads the other is a forger.
   */
  public static Optional<Map<String, String>> read(byte[] bytes, Charset charset) {
    return read(new String(bytes, StandardCharsets.ISO_8859_1), charset);
  }

  /** The same, of a raw query. */
  public static Optional<Map<String, String>> read(String raw, Charset charset) {
    var fields = new LinkedHashMap<String, String>();
    try {
      for (var part : raw.split("&")) {
        int at = part.indexOf('=');
        if (at < 0) {
          if (part.isEmpty()) {
            continue;
          }
          return Optional.empty();
        }
        var name = URLDecoder.decode(part.substring(0, at), charset);
        if (fields.put(name, URLDecoder.decode(part.substring(at + 1), charset)) != null) {
          return Optional.empty();
        }
      }
    } catch (IllegalArgumentException notEscaped) {
      return Optional.empty();
    }
    return Optional.of(fields);
  }
}
