package io.tollgate.persistence.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One part of a YAML document, with its path. Values are text until they are asked to be something
 * else, so that nothing is guessed: {@code no} is no boolean and {@code 010} is ten.
 *
 * @param placeholders fills the {@code ${…}} of a text
 */
record YamlPart(String path, Node node, UnaryOperator<String> placeholders) {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  /** The named parts of a mapping; one that is not among the known names is refused. */
  Map<String, YamlPart> fields(Set<String> known) {
    var fields = namedParts();
    fields.forEach((name, part) -> {
      if (!known.contains(name)) {
        throw part.wrong("unknown", "one of " + known.stream().sorted().toList());
      }
    });
    return fields;
  }

  /** All parts of a mapping, whatever their names. */
  Map<String, YamlPart> namedParts() {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(kind(), "a mapping");
    }
    var parts = new LinkedHashMap<String, YamlPart>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong("a key that is no text", "texts as keys");
      }
      var part =
          at(path.isEmpty() ? key.getValue() : path + "." + key.getValue(), tuple.getValueNode());
      if (parts.put(key.getValue(), part) != null) {
        throw part.wrong("there twice", "each key once");
      }
    }
    return parts;
  }

  List<YamlPart> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(kind(), "a list");
    }
    var items = new ArrayList<YamlPart>();
    for (var item : sequence.getValue()) {
      items.add(at("%s[%d]".formatted(path, items.size()), item));
    }
    return items;
  }

  /** Each item as a value; a value that is there twice is refused. */
  <T> Set<T> set(Function<YamlPart, T> reading) {
    var values = new HashSet<T>();
    for (var item : items()) {
      if (!values.add(reading.apply(item))) {
        throw item.wrong("there twice", "each value once");
      }
    }
    return values;
  }

  String text() {
    if (!(node instanceof ScalarNode scalar)) {
      throw wrong(kind(), "a text");
    }
    try {
      return placeholders.apply(scalar.getValue());
    } catch (IllegalArgumentException unfilled) {
      throw wrong(String.valueOf(unfilled.getMessage()), "a variable that is set, or a default");
    }
  }

  long number(long min, long max) {
    var expected = "a whole number from " + min + " to " + max;
    try {
      long number = Long.parseLong(text());
      if (number < min || number > max) {
        throw wrong(Long.toString(number), expected);
      }
      return number;
    } catch (NumberFormatException none) {
      throw wrong(quoted(), expected);
    }
  }

  int count() {
    return (int) number(1, Integer.MAX_VALUE);
  }

  boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(quoted(), "true or false");
    };
  }

  Duration duration() {
    var shape = DURATION.matcher(text());
    if (!shape.matches() || Long.parseLong(shape.group(1)) == 0) {
      throw wrong(quoted(), "a duration such as 500ms, 20s, 5m or 24h");
    }
    long amount = Long.parseLong(shape.group(1));
    return switch (shape.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** The value of a text that another type reads; its refusal is told with the path. */
  <T> T as(Function<String, T> reading) {
    var text = text();
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException refused) {
      throw new InvalidSettingsFile(where() + refused.getMessage());
    }
  }

  /** The value of a text that stands for something. */
  <T> T choice(Function<String, Optional<T>> reading, String expected) {
    return reading.apply(text()).orElseThrow(() -> wrong(quoted(), expected));
  }

  /** Says what is wrong here; {@code found} must not be a secret. */
  InvalidSettingsFile wrong(String found, String expected) {
    return new InvalidSettingsFile("%s%s (expected: %s)".formatted(where(), found, expected));
  }

  String quoted() {
    return "'" + text() + "'";
  }

  private YamlPart at(String place, Node there) {
    return new YamlPart(place, there, placeholders);
  }

  String where() {
    var line = "line " + (node.getStartMark().getLine() + 1);
    return path.isEmpty() ? line + ": " : path + " (" + line + "): ";
  }

  private String kind() {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      default -> "a single value";
    };
  }
}
