package io.tollgate.gateway.edge.signature;

import java.util.Base64;

/**
 * Reads one structured field (RFC 9651) from left to right, in its canonical form only: then the
 * text as it came is also the text that was signed. Anything else is {@link OffTemplate}.
 */
final class FieldCursor {
  /** The longest integer of RFC 9651, section 3.3.1. */
  private static final int MAX_DIGITS = 15;

  private final String field;
  private final String text;
  private int at;

  FieldCursor(String field, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw new OffTemplate(
          field + " has " + text.length() + " characters (expected: at most " + maxLength + ")");
    }
    this.field = field;
    this.text = text;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** What is left to read. */
  String rest() {
    return text.substring(at);
  }

  boolean skip(String expected) {
    if (!text.startsWith(expected, at)) {
      return false;
    }
    at += expected.length();
    return true;
  }

  void expect(char expected) {
    if (atEnd() || text.charAt(at) != expected) {
      throw unexpected("'" + expected + "'");
    }
    at++;
  }

  void expectEnd() {
    if (!atEnd()) {
      throw unexpected("its end");
    }
  }

  /** A key of a dictionary or of a parameter: RFC 9651, section 3.1.2. */
  String key() {
    int start = at;
    while (!atEnd() && isOfKey(text.charAt(at), at == start)) {
      at++;
    }
    if (at == start) {
      throw unexpected("a name");
    }
    return text.substring(start, at);
  }

  /** A whole number that is not negative. */
  long integer() {
    int start = at;
    long value = 0;
    while (!atEnd() && isDigit(text.charAt(at)) && at - start < MAX_DIGITS) {
      value = value * 10 + (text.charAt(at++) - '0');
    }
    if (at == start || (text.charAt(start) == '0' && at - start > 1)) {
      at = start;
      throw unexpected("a whole number");
    }
    return value;
  }

  /** A quoted string of 1 to {@code maxLength} printable ASCII characters, unescaped. */
  String string(int maxLength) {
    expect('"');
    int end = text.indexOf('"', at);
    // Hardly any string has an escape: then it is a piece of the field.
    var value = end < 0 || text.lastIndexOf('\\', end) >= at ? escaped() : plain(end);
    if (value.isEmpty() || value.length() > maxLength) {
      throw new OffTemplate(
          field + ": a string of " + value.length() + " (expected: 1 to " + maxLength + ")");
    }
    return value;
  }

  private String plain(int end) {
    var value = text.substring(at, end);
    if (!isPrintable(value)) {
      throw unexpected("printable ASCII");
    }
    at = end + 1;
    return value;
  }

  private String escaped() {
    var value = new StringBuilder();
    while (!atEnd() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
        if (atEnd() || (text.charAt(at) != '"' && text.charAt(at) != '\\')) {
          throw unexpected("'\"' or '\\' after '\\'");
        }
      } else if (!isPrintable(text.charAt(at))) {
        throw unexpected("printable ASCII");
      }
      value.append(text.charAt(at++));
    }
    expect('"');
    return value.toString();
  }

  /** A byte sequence, {@code :base64:}, in the one way that its bytes are encoded. */
  byte[] bytes() {
    expect(':');
    int end = text.indexOf(':', at);
    if (end < 0) {
      throw new OffTemplate(field + " is cut off (expected: ':<base64>:')");
    }
    var encoded = text.substring(at, end);
    at = end + 1;
    return decoded(encoded);
  }

  private byte[] decoded(String encoded) {
    try {
      var bytes = Base64.getDecoder().decode(encoded);
      // The decoder overlooks missing padding and stray bits, so that several texts mean one value.
      if (Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
        return bytes;
      }
    } catch (IllegalArgumentException malformed) {
      // Told below.
    }
    throw new OffTemplate(field + " is not base64 (expected: the standard alphabet, padded)");
  }

  private OffTemplate unexpected(String expected) {
    return new OffTemplate(field + " at character " + (at + 1) + ": expected " + expected);
  }

  static boolean isPrintable(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (!isPrintable(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(char character) {
    return character >= ' ' && character <= '~';
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isOfKey(char character, boolean first) {
    boolean starts = (character >= 'a' && character <= 'z') || character == '*';
    return starts
        || (!first
            && (isDigit(character) || character == '_' || character == '-' || character == '.'));
  }
}
