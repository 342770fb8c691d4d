package io.tollgate.channels.codec;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads channels' JSON into records that name only what we need: all else is skipped, not kept.
 * Names are snake case. Numbers are never guessed: {@code "12"} and {@code 12.5} are no whole
 * number.
 *
 * @param <T> the record
 */
public final class Json<T> {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private final ObjectReader reader;

  private Json(ObjectReader reader) {
    this.reader = reader;
  }

  /** A reader of that record. */
  public static <T> Json<T> of(Class<T> type) {
    return new Json<>(MAPPER.readerFor(type));
  }

  /** The same, of a part that was read as a tree. */
  public static <T> Optional<T> convert(JsonNode tree, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.treeToValue(tree, type));
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
}
