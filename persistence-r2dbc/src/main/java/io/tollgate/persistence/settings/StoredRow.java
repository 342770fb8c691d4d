package io.tollgate.persistence.settings;

import io.r2dbc.spi.Row;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row as it is stored: secrets sealed, sets and maps as JSON.
 *
 * @param values by column; absent where null
 */
record StoredRow(Map<String, Object> values) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static StoredRow empty() {
    return new StoredRow(new LinkedHashMap<>());
  }

  static StoredRow of(SettingsTable table, Row row) {
    var stored = empty();
    for (var column : table.columns()) {
      Object value = column.startsWith("sealed_") ? row.get(column, byte[].class) : row.get(column);
      if (value != null) {
        stored.with(column, value);
      }
    }
    return stored;
  }

  StoredRow with(String column, Object value) {
    values.put(column, value);
    return this;
  }

  /** Sorted, so that equal sets are stored alike. */
  StoredRow withAll(String column, Collection<?> texts) {
    return with(
        column, JSON.writeValueAsString(texts.stream().map(Object::toString).sorted().toList()));
  }

  StoredRow withAll(String column, Map<String, String> texts) {
    return with(column, JSON.writeValueAsString(texts));
  }

  @Nullable Object value(String column) {
    return values.get(column);
  }

  String text(String column) {
    return (String) present(column);
  }

  int number(String column) {
    return Math.toIntExact(longNumber(column));
  }

  long longNumber(String column) {
    return ((Number) present(column)).longValue();
  }

  boolean flag(String column) {
    return switch (present(column)) {
      case Boolean flag -> flag;
      case Number number -> number.intValue() != 0;
      case Object other -> throw new IllegalArgumentException(column + ": " + other);
    };
  }

  byte[] bytes(String column) {
    return (byte[]) present(column);
  }

  List<String> texts(String column) {
    return JSON.readValue(text(column), new TypeReference<List<String>>() {});
  }

  Map<String, String> textsByName(String column) {
    return JSON.readValue(text(column), new TypeReference<Map<String, String>>() {});
  }

  private Object present(String column) {
    var value = values.get(column);
    if (value == null) {
      throw new IllegalArgumentException(column + " is missing");
    }
    return value;
  }
}
