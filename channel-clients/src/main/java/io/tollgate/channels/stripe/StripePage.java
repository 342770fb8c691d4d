package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of a list or of what a search found.
 *
 * @param next the id that the next page starts after; null where there is none
 * @param <T> what it lists
 */
record StripePage<T>(List<T> items, @Nullable String next) {

  private static final Json<Wire> WIRE = Json.of(Wire.class);

  /** As it comes. */
  record Wire(@Nullable List<@Nullable JsonNode> data, @Nullable Boolean hasMore) {}

  /**
   * The page that a body spells; empty where it is none, where a thing on it has another shape, and
   * where more is announced than could be asked for: an end that is not certain is no end.
   */
  static <T> Optional<StripePage<T>> read(byte[] body, Class<T> type) {
    return WIRE.read(body).flatMap(wire -> of(wire, type));
  }

  private static <T> Optional<StripePage<T>> of(Wire wire, Class<T> type) {
    if (wire.data() == null) {
      return Optional.empty();
    }
    var items = new ArrayList<T>();
    String last = null;
    for (var node : wire.data()) {
      var item = node == null ? Optional.<T>empty() : Json.convert(node, type);
      if (node == null || item.isEmpty()) {
        return Optional.empty();
      }
      items.add(item.get());
      last = node.path("id").asString("");
    }
    if (!Boolean.TRUE.equals(wire.hasMore())) {
      return Optional.of(new StripePage<>(items, null));
    }
    return StripeCalls.isId(last) ? Optional.of(new StripePage<>(items, last)) : Optional.empty();
  }
}
