package io.tollgate.channels.alipay;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Our ids in Alipay's alphabet, which is letters, digits and the underscore, 64 at most (facts,
 * section 4, "Idempotency"). A dash becomes a capital Z: our ids have no capitals, so nothing else
 * can become the same.
 */
final class AlipayIds {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final Pattern OURS = Pattern.compile("[a-z0-9_Z]{1,64}");

  /** Alipay's own numbers are long; what is shorter may be an id of ours. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{10,64}");

  private AlipayIds() {}

  /** How Alipay is told our id. */
  static String out(Object ours) {
    return id(ours.toString().replace('-', 'Z'));
  }

  /** Our id as Alipay told it; empty where it cannot be one of ours. */
  static Optional<String> ours(@Nullable String out) {
    return out != null && OURS.matcher(out).matches()
        ? Optional.of(out.replace('Z', '-'))
        : Optional.empty();
  }

  /** Whether a text has the shape of an id. */
  static boolean isId(@Nullable String text) {
    return text != null && SHAPE.matcher(text).matches();
  }

  /** Whether a text is a number that Alipay gave, of a trade or of what is frozen. */
  static boolean isNumber(@Nullable String text) {
    return text != null && NUMBER.matcher(text).matches();
  }

  /** The id itself; throws where it has not the shape of one. */
  static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of Alipay's shape");
    }
    return text;
  }
}
