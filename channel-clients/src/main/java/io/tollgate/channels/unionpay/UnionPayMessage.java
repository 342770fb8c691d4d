package io.tollgate.channels.unionpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.FormBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, an answer or a notice, by name (facts, section 7, "Transport" and
 * "Signing"). Requests and notices travel as forms; answers have the same look, but nothing in them
 * is escaped.
 */
final class UnionPayMessage {

  static final String SIGNATURE = "signature";

  private final TreeMap<String, String> fields;

  UnionPayMessage() {
    this(Map.of());
  }

  UnionPayMessage(Map<String, String> fields) {
    this.fields = new TreeMap<>(fields);
  }

  /** An answer's fields; empty where it is none, or names a field twice. */
  static Optional<UnionPayMessage> read(byte[] answer) {
    var fields = new TreeMap<String, String>();
    for (var part : parts(new String(answer, UTF_8).strip())) {
      int at = part.indexOf('=');
      if (at <= 0 || fields.put(part.substring(0, at), part.substring(at + 1)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new UnionPayMessage(fields));
  }

  /** Adds a field; nothing is added where there is no value. */
  UnionPayMessage with(String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
    return this;
  }

  @Nullable String get(String name) {
    return fields.get(name);
  }

  /** Whether the field is there and has this value. */
  boolean says(String name, String value) {
    return value.equals(fields.get(name));
  }

  /** The text that is signed: all fields that are not empty, by name, but the signature. */
  String content() {
    return fields.entrySet().stream()
        .filter(field -> !field.getKey().equals(SIGNATURE) && !field.getValue().isBlank())
        .map(field -> field.getKey() + "=" + field.getValue().trim())
        .collect(Collectors.joining("&"));
  }

  FormBody form() {
    var form = new FormBody();
    fields.forEach(form::with);
    return form;
  }

  /** Parts between ampersands, except those inside of braces, where values have parts of theirs. */
  private static List<String> parts(String text) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '&' -> {
          if (depth <= 0) {
            parts.add(text.substring(start, at));
            start = at + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
