package io.tollgate.persistence.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The fields of a mapping, all of whose names are known. */
final class YamlFields {

  private final YamlPart part;
  private final Map<String, YamlPart> fields;

  YamlFields(YamlPart part, String... known) {
    this.part = part;
    this.fields = part.fields(Set.of(known));
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  YamlPart required(String name) {
    var field = fields.get(name);
    if (field == null) {
      throw part.wrong("no " + name, name + " to be given");
    }
    return field;
  }

  /** A field that excludes another one. */
  YamlPart sole(String name, String other) {
    var field = required(name);
    if (has(other)) {
      throw part.wrong("both " + name + " and " + other, name + " alone");
    }
    return field;
  }

  <T> T optional(String name, Function<YamlPart, T> reading, T otherwise) {
    var field = fields.get(name);
    return field == null ? otherwise : reading.apply(field);
  }

  <T> List<T> each(String name, Function<YamlPart, T> reading) {
    var field = fields.get(name);
    return field == null ? List.of() : field.items().stream().map(reading).toList();
  }
}
