package io.tollgate.channels.codec;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads channels' JSON into records that name only what we need: all else is skipped, not kept.
 * Names are in snake case, or in camel case. Numbers are never guessed: {@code "12"} and {@code
 * 12.5} are no whole number.
 *
 * @param <T> the record
 */
public final class Json<T> {

  /** Of parts of trees, whose record is only known as they are read. */
  private static final ClassValue<ObjectReader> SNAKE =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
          return reader(type, PropertyNamingStrategies.SNAKE_CASE);
        }
      };

  private final ObjectReader reader;

  private Json(ObjectReader reader) {
    this.reader = reader;
  }

  /** A reader of that record. */
  public static <T> Json<T> of(Class<T> type) {
    return new Json<>(SNAKE.get(type));
  }

  /** A reader of that record, whose names are in camel case. */
  public static <T> Json<T> camel(Class<T> type) {
    return new Json<>(reader(type, PropertyNamingStrategies.LOWER_CAMEL_CASE));
  }

  /** The same as {@link #of}, of a part that was read as a tree. */
  public static <T> Optional<T> convert(JsonNode tree, Class<T> type) {
    try {
      return Optional.ofNullable(SNAKE.get(type).treeToValue(tree, type));
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }

  /** What the bytes spell; empty where they are no JSON, or not of this shape. */
  public Optional<T> read(byte[] bytes) {
    try {
      return Optional.ofNullable(reader.readValue(bytes));
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * With a mapper of its own: readers of one mapper are made under a lock, for which an event loop
   * would wait while another makes the reader of another record.
   */
  private static ObjectReader reader(Class<?> type, PropertyNamingStrategy names) {
    return JsonMapper.builder()
        .propertyNamingStrategy(names)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build()
        .readerFor(type);
  }
}
