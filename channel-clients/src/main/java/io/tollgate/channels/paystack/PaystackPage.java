package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A page of a list. Most lists count their pages, the mandates' tells where the next begins (spec:
 * RefundListResponse, TransactionListResponse, CustomerFetchMandateAuthorizationsResponseMeta).
 *
 * @param next the number or the mark of the next page; null where there is none
 * @param <T> what it lists
 */
record PaystackPage<T>(List<T> items, @Nullable String next) {

  /**
   * The page that an answer spells; empty where it is none, where a thing on it has another shape,
   * and where it does not tell whether there is more: an end that is not certain is no end.
   */
  static <T> Optional<PaystackPage<T>> of(PaystackAnswer answer, Class<T> type) {
    var data = answer.data();
    if (data == null || !data.isArray()) {
      return Optional.empty();
    }
    var items = new ArrayList<T>();
    for (var node : data) {
      var item = node.isObject() ? Json.convert(node, type) : Optional.<T>empty();
      if (item.isEmpty()) {
        return Optional.empty();
      }
      items.add(item.get());
    }
    JsonNode meta = answer.meta() == null ? MissingNode.getInstance() : answer.meta();
    return meta.has("pageCount") ? counted(items, meta) : marked(items, meta);
  }

  private static <T> Optional<PaystackPage<T>> counted(List<T> items, JsonNode meta) {
    var page = PaystackAmounts.whole(meta.get("page"));
    var pages = PaystackAmounts.whole(meta.get("pageCount"));
    if (page == null || pages == null) {
      return Optional.empty();
    }
    return Optional.of(new PaystackPage<>(items, page < pages ? Long.toString(page + 1) : null));
  }

  private static <T> Optional<PaystackPage<T>> marked(List<T> items, JsonNode meta) {
    if (!meta.has("per_page")) {
      return Optional.empty();
    }
    var next = meta.path("next");
    if (next.isMissingNode() || next.isNull()) {
      return Optional.of(new PaystackPage<>(items, null));
    }
    return next.stringValueOpt()
        .filter(PaystackCalls::isWord)
        .map(mark -> new PaystackPage<>(items, mark));
  }
}
