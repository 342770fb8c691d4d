package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a question for a list brought.
 *
 * @param <T> what is listed
 */
sealed interface RazorpayFound<T> {

  /** It was listed, all of it or a page. */
  record Items<T>(List<T> items) implements RazorpayFound<T> {}

  /** It could not be listed, which says nothing of what there is. */
  record Nothing<T>(String why) implements RazorpayFound<T> {}

  /** A list as it comes: {@code {"entity":"collection","count":1,"items":[…]}}. */
  record Collection(@Nullable String entity, @Nullable List<@Nullable JsonNode> items) {

    private static final Json<Collection> COLLECTION = Json.of(Collection.class);

    /** The things in it; empty where it is no list, or where one of them has another shape. */
    static <T> Optional<List<T>> read(byte[] body, Class<T> type) {
      return COLLECTION
          .read(body)
          .filter(it -> "collection".equals(it.entity()))
          .flatMap(it -> it.as(type));
    }

    private <T> Optional<List<T>> as(Class<T> type) {
      if (items == null) {
        return Optional.empty();
      }
      var read = new ArrayList<T>();
      for (var node : items) {
        var item = node == null ? Optional.<T>empty() : Json.convert(node, type);
        if (item.isEmpty()) {
          return Optional.empty();
        }
        read.add(item.get());
      }
      return Optional.of(read);
    }
  }

  /**
   * What an answer lists.
   *
   * @param about our id of what was looked for
   */
  static <T> RazorpayFound<T> read(Exchange exchange, Class<T> type, Object about, Alarms alarms) {
    if (exchange instanceof Answered answer && answer.isSuccess()) {
      return Collection.read(answer.body(), type)
          .<RazorpayFound<T>>map(Items::new)
          .orElseGet(() -> new Nothing<>("unreadable answer"));
    }
    return new Nothing<>(RazorpayErrors.unanswered(exchange, about, alarms));
  }
}
