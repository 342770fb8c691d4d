package io.tollgate.channels.alipay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts a JSON object into its members without changing a byte of them: an answer is signed as the
 * raw text of its node, from its brace to the matching one, with all escapes as they came (facts,
 * section 4, "Response verification").
 *
 * <p>What structures JSON is ASCII, and no byte of a longer character in UTF-8 is, so bytes are
 * looked at one by one. Whether a member is itself good JSON is for its reader to say.
 */
final class AlipayNodes {

  private final byte[] body;
  private int at;

  private AlipayNodes(byte[] body) {
    this.body = body;
  }

  /** The members of the object; empty where it is none, or names one of them twice. */
  static Optional<Map<String, byte[]>> read(byte[] body) {
    return new AlipayNodes(body).members();
  }

  /** What a text's raw bytes spell, if it is a text without escapes other than of the slash. */
  static Optional<String> text(byte[] raw) {
    if (raw.length < 2 || raw[0] != '"') {
      return Optional.empty();
    }
    var text = new String(raw, 1, raw.length - 2, UTF_8).replace("\\/", "/");
    return text.indexOf('\\') < 0 ? Optional.of(text) : Optional.empty();
  }

  private Optional<Map<String, byte[]>> members() {
    var members = new HashMap<String, byte[]>();
    if (!take('{')) {
      return Optional.empty();
    }
    if (take('}')) {
      return isAtEnd() ? Optional.of(members) : Optional.empty();
    }
    do {
      var name = value();
      if (name.length < 2 || name[0] != '"' || !take(':')) {
        return Optional.empty();
      }
      var value = value();
      if (value.length == 0
          || members.put(new String(name, 1, name.length - 2, UTF_8), value) != null) {
        return Optional.empty();
      }
    } while (take(','));
    return take('}') && isAtEnd() ? Optional.of(members) : Optional.empty();
  }

  /** The raw bytes of the value that begins here; none where it does not end. */
  private byte[] value() {
    skipBlanks();
    int start = at;
    int depth = 0;
    while (at < body.length) {
      byte here = body[at];
      if (here == '"') {
        skipText();
      } else if (here == '{' || here == '[') {
        depth++;
        at++;
      } else if (here == '}' || here == ']') {
        if (depth == 0) {
          break;
        }
        depth--;
        at++;
      } else if (depth == 0 && isEndOfScalar(here)) {
        break;
      } else {
        at++;
        continue;
      }
      if (depth == 0) {
        break;
      }
    }
    return depth == 0 ? Arrays.copyOfRange(body, start, Math.min(at, body.length)) : new byte[0];
  }

  private void skipText() {
    at++;
    while (at < body.length && body[at] != '"') {
      at += body[at] == '\\' ? 2 : 1;
    }
    at++;
  }

  private boolean take(char wanted) {
    skipBlanks();
    if (at >= body.length || body[at] != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private boolean isAtEnd() {
    skipBlanks();
    return at >= body.length;
  }

  private void skipBlanks() {
    while (at < body.length && isBlank(body[at])) {
      at++;
    }
  }

  private static boolean isEndOfScalar(byte here) {
    return here == ',' || here == ':' || isBlank(here);
  }

  private static boolean isBlank(byte here) {
    return here == ' ' || here == '\t' || here == '\r' || here == '\n';
  }
}
