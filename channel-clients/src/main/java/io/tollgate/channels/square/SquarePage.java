package io.tollgate.channels.square;

import io.tollgate.channels.codec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of a list. Square leaves an empty list out, and the cursor of the last page.
 *
 * @param cursor what the next page is asked for with; null where there is none
 * @param <T> what it lists
 */
record SquarePage<T>(List<T> items, @Nullable String cursor) {

  private static final Json<JsonNode> TREE = Json.of(JsonNode.class);

  /**
   * The page that a body spells; empty where it is none, tells of errors, or where a thing on it
   * has another shape: what cannot be read may be what is looked for.
   *
   * @param name of the list
   */
  static <T> Optional<SquarePage<T>> read(byte[] body, String name, Class<T> type) {
    return TREE.read(body)
        .filter(JsonNode::isObject)
        .filter(tree -> !tree.has("errors"))
        .flatMap(tree -> of(tree, name, type));
  }

  private static <T> Optional<SquarePage<T>> of(JsonNode tree, String name, Class<T> type) {
    var list = tree.path(name);
    var cursor = tree.path("cursor");
    if (!isAbsentOr(list, list.isArray()) || !isAbsentOr(cursor, cursor.isString())) {
      return Optional.empty();
    }
    var items = new ArrayList<T>();
    for (var node : list) {
      var item = node.isObject() ? Json.convert(node, type) : Optional.<T>empty();
      if (item.isEmpty()) {
        return Optional.empty();
      }
      items.add(item.get());
    }
    var next = cursor.asString("");
    return Optional.of(new SquarePage<>(items, next.isEmpty() ? null : next));
  }

  private static boolean isAbsentOr(JsonNode node, boolean isRight) {
    return node.isMissingNode() || isRight;
  }
}
