package io.tollgate.channels.square;

import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Looks for what carries an id of ours through a list of Square's, page by page.
 *
 * @param about our id of it, for alarms
 * @param name of the list
 * @param wanted whether it is what is looked for
 * @param <T> what is listed
 */
record SquareLookup<T>(Object about, String name, Class<T> type, Predicate<T> wanted) {

  /** A listing that is longer than this proves nothing. */
  private static final int MOST_PAGES = 20;

  /** What a look-up brought. */
  sealed interface Found<T> {

    /**
     * It was looked for.
     *
     * @param hits what was found, on this page or on all
     * @param cursor of the next page; null where all was seen
     */
    record Hits<T>(List<T> hits, @Nullable String cursor) implements Found<T> {}

    /** It could not be looked for. */
    record Nothing<T>(String why) implements Found<T> {}
  }

  /**
   * Looks through all pages, and ends at the end of the list.
   *
   * @param page the request for a page, by its cursor
   */
  Mono<Found<T>> through(Edge edge, Function<@Nullable String, HttpCall> page) {
    return turn(edge, page, null, List.of(), 1);
  }

  /** Looks at one page. */
  Found<T> read(Exchange exchange, Alarms alarms) {
    if (exchange instanceof Answered answer && answer.isSuccess()) {
      return SquarePage.read(answer.body(), name, type)
          .<Found<T>>map(page ->
              new Found.Hits<>(page.items().stream().filter(wanted).toList(), page.cursor()))
          .orElseGet(() -> new Found.Nothing<>("unreadable answer"));
    }
    return new Found.Nothing<>(SquareErrors.unanswered(exchange, about, alarms));
  }

  private Mono<Found<T>> turn(
      Edge edge,
      Function<@Nullable String, HttpCall> page,
      @Nullable String cursor,
      List<T> before,
      int number) {
    return edge.ask(() -> page.apply(cursor))
        .map(exchange -> read(exchange, edge.alarms()))
        .flatMap(found ->
            switch (found) {
              case Found.Nothing<T> nothing -> Mono.just(nothing);
              case Found.Hits<T>(var hits, var next) -> {
                var all = joined(before, hits);
                yield next == null || number == MOST_PAGES
                    ? Mono.just(ended(all, next))
                    : turn(edge, page, next, all, number + 1);
              }
            });
  }

  private Found<T> ended(List<T> hits, @Nullable String next) {
    return next != null && hits.isEmpty()
        ? new Found.Nothing<>("too many to look through")
        : new Found.Hits<>(hits, null);
  }

  private static <T> List<T> joined(List<T> before, List<T> hits) {
    var all = new ArrayList<>(before);
    all.addAll(hits);
    return all;
  }
}
