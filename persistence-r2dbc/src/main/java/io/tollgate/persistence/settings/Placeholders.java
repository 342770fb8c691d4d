package io.tollgate.persistence.settings;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:default}} in texts; what it fills in is not read again.
 */
final class Placeholders {

  private static final Pattern SHAPE = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)(?::([^}]*))?}");

  private final Function<String, @Nullable String> variables;

  Placeholders(Function<String, @Nullable String> variables) {
    this.variables = variables;
  }

  /** The text with its placeholders filled; throws where one has neither value nor default. */
  String fill(String text) {
    return SHAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
  }

  private String value(MatchResult found) {
    var value = variables.apply(found.group(1));
    if (value != null) {
      return value;
    }
    if (found.group(2) == null) {
      throw new IllegalArgumentException(found.group() + " is not set");
    }
    return found.group(2);
  }
}
