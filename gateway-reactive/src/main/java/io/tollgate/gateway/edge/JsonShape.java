package io.tollgate.gateway.edge;

import io.tollgate.domain.fault.FieldProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The shape that a piece of JSON has to have. One declaration checks requests, with a JSON Pointer
 * for everything wrong, and describes itself as JSON Schema (2020-12) for the API's description.
 */
public sealed interface JsonShape {

  /** Adds everything that is wrong with {@code value}, found at {@code pointer}. */
  void check(JsonNode value, String pointer, List<FieldProblem> problems);

  /** The shape as a JSON Schema. */
  Map<String, Object> schema();

  /** A text of bounded length whose content {@code rule} accepts; null means no further rule. */
  record Text(
      String description,
      int minLength,
      int maxLength,
      Map<String, Object> extra,
      @Nullable Function<String, @Nullable String> rule)
      implements JsonShape {

    @Override
    public void check(JsonNode value, String pointer, List<FieldProblem> problems) {
      if (!value.isString()) {
        problems.add(wrongType(pointer, value, "a string"));
        return;
      }
      var text = value.stringValue();
      if (text.length() < minLength || text.length() > maxLength) {
        problems.add(
            new FieldProblem(
                pointer,
                "wrong_length",
                text.length() + " characters (expected: " + minLength + " to " + maxLength + ")"));
        return;
      }
      var expected = rule == null ? null : rule.apply(text);
      if (expected != null) {
        problems.add(
            new FieldProblem(pointer, "invalid", quoted(text) + " (expected: " + expected + ")"));
      }
    }

    /** Never repeats a card number, not even from a field that is exempt from the search. */
    private static String quoted(String text) {
      return CardNumbers.isIn(text) ? "a text that looks like a card number" : "'" + text + "'";
    }

    @Override
    public Map<String, Object> schema() {
      var schema = new LinkedHashMap<String, Object>();
      schema.put("type", "string");
      schema.put("description", description);
      schema.put("minLength", minLength);
      schema.put("maxLength", maxLength);
      schema.putAll(extra);
      return schema;
    }
  }

  /** One of a few texts. */
  record Choice(String description, List<String> values) implements JsonShape {

    @Override
    public void check(JsonNode value, String pointer, List<FieldProblem> problems) {
      if (!value.isString()) {
        problems.add(wrongType(pointer, value, "a string"));
      } else if (!values.contains(value.stringValue())) {
        problems.add(
            new FieldProblem(
                pointer,
                "invalid",
                "'" + shortened(value.stringValue()) + "' (expected: one of " + values + ")"));
      }
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "description", description, "enum", values);
    }
  }

  /** A whole number written without fraction and exponent. */
  record Whole(String description, long min, long max) implements JsonShape {

    @Override
    public void check(JsonNode value, String pointer, List<FieldProblem> problems) {
      if (!value.isIntegralNumber()) {
        problems.add(
            new FieldProblem(
                pointer,
                value.isNumber() ? "not_whole" : "wrong_type",
                describe(value) + " (expected: a whole number, without fraction or exponent)"));
      } else if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
        problems.add(
            new FieldProblem(
                pointer,
                "out_of_range",
                describe(value) + " (expected: " + min + " to " + max + ")"));
      }
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of(
          "type",
          "integer",
          "format",
          "int64",
          "description",
          description,
          "minimum",
          min,
          "maximum",
          max);
    }
  }

  /** An object with exactly these fields; others are refused. */
  record Fields(String description, Map<String, Field> fields) implements JsonShape {

    @Override
    public void check(JsonNode value, String pointer, List<FieldProblem> problems) {
      if (!value.isObject()) {
        problems.add(wrongType(pointer, value, "an object"));
        return;
      }
      value
          .properties()
          .forEach(property ->
              checkProperty(
                  property.getKey(),
                  property.getValue(),
                  at(pointer, property.getKey()),
                  problems));
      fields.forEach((name, field) -> {
        if (field.required() && !value.has(name)) {
          problems.add(new FieldProblem(at(pointer, name), "required", "missing"));
        }
      });
    }

    private void checkProperty(
        String name, JsonNode value, String pointer, List<FieldProblem> problems) {
      var field = fields.get(name);
      if (field == null) {
        problems.add(
            new FieldProblem(
                pointer, "unknown_field", "unknown (expected: one of " + fields.keySet() + ")"));
      } else {
        field.shape().check(value, pointer, problems);
      }
    }

    @Override
    public Map<String, Object> schema() {
      var properties = new LinkedHashMap<String, Object>();
      fields.forEach((name, field) -> properties.put(name, field.shape().schema()));
      var schema = new LinkedHashMap<String, Object>();
      schema.put("type", "object");
      schema.put("description", description);
      schema.put("additionalProperties", false);
      schema.put(
          "required",
          fields.entrySet().stream()
              .filter(entry -> entry.getValue().required())
              .map(Map.Entry::getKey)
              .toList());
      schema.put("properties", properties);
      return schema;
    }
  }

  /** A field of an object. */
  record Field(boolean required, JsonShape shape) {}

  /** An object with free keys and text values. */
  record Notes(String description, int maxKeys, int maxKeyLength, int maxValueLength)
      implements JsonShape {

    @Override
    public void check(JsonNode value, String pointer, List<FieldProblem> problems) {
      if (!value.isObject()) {
        problems.add(wrongType(pointer, value, "an object"));
        return;
      }
      if (value.size() > maxKeys) {
        problems.add(
            new FieldProblem(
                pointer, "too_many", value.size() + " keys (expected: at most " + maxKeys + ")"));
        return;
      }
      var text = new Text("", 0, maxValueLength, Map.of(), null);
      value
          .properties()
          .forEach(note -> {
            if (note.getKey().isEmpty() || note.getKey().length() > maxKeyLength) {
              problems.add(
                  new FieldProblem(
                      at(pointer, note.getKey()),
                      "wrong_length",
                      "a key of "
                          + note.getKey().length()
                          + " characters (expected: 1 to "
                          + maxKeyLength
                          + ")"));
            }
            text.check(note.getValue(), at(pointer, note.getKey()), problems);
          });
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of(
          "type",
          "object",
          "description",
          description,
          "maxProperties",
          maxKeys,
          "propertyNames",
          Map.of("minLength", 1, "maxLength", maxKeyLength),
          "additionalProperties",
          Map.of("type", "string", "maxLength", maxValueLength));
    }
  }

  /** Collects the fields of an object, in their order. */
  static Fields fields(
      String description, java.util.function.Consumer<BiConsumer<String, Field>> of) {
    var fields = new LinkedHashMap<String, Field>();
    of.accept(fields::put);
    return new Fields(description, java.util.Collections.unmodifiableMap(fields));
  }

  /** The JSON Pointer (RFC 6901) of a member. */
  static String at(String pointer, String name) {
    var member = shortened(name);
    return pointer
        + "/"
        + (member.indexOf('~') < 0 && member.indexOf('/') < 0
            ? member
            : member.replace("~", "~0").replace("/", "~1"));
  }

  private static FieldProblem wrongType(String pointer, JsonNode value, String expected) {
    return new FieldProblem(
        pointer, "wrong_type", describe(value) + " (expected: " + expected + ")");
  }

  private static String describe(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a string";
      case NULL -> "null";
      case BOOLEAN -> "a boolean";
      case NUMBER -> shortened(value.toString());
      case BINARY, MISSING, POJO -> "nothing";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }
}
