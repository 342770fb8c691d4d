package io.tollgate.channels.codec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Writes a JSON object, in the order of its fields; nothing is written where there is no value. */
public final class JsonBody {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final ObjectNode node = MAPPER.createObjectNode();

  /** Adds a text. */
  public JsonBody with(String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
    return this;
  }

  /** Adds a whole number. */
  public JsonBody with(String name, long value) {
    node.put(name, value);
    return this;
  }

  /** Adds a decimal number, written as it is: {@code 12.50}, never {@code 1.25E+1}. */
  public JsonBody with(String name, BigDecimal value) {
    node.putRawValue(name, new RawValue(value.toPlainString()));
    return this;
  }

  /** Adds a truth value. */
  public JsonBody with(String name, boolean value) {
    node.put(name, value);
    return this;
  }

  /** Adds an object. */
  public JsonBody with(String name, @Nullable JsonBody value) {
    if (value != null) {
      node.set(name, value.node);
    }
    return this;
  }

  /** Adds a list of objects. */
  public JsonBody with(String name, List<JsonBody> values) {
    var array = node.putArray(name);
    values.forEach(value -> array.add(value.node));
    return this;
  }

  /** Adds a list of texts. */
  public JsonBody withTexts(String name, List<String> values) {
    var array = node.putArray(name);
    values.forEach(array::add);
    return this;
  }

  /** The object, without blanks. */
  public String text() {
    return MAPPER.writeValueAsString(node);
  }

  /** The object in UTF-8. */
  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
