package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Looks for one thing through a list of Paystack's, page by page, and ends where it is found.
 *
 * @param about our id of it, for alarms
 * @param wanted whether it is what is looked for
 * @param <T> what is listed
 */
record PaystackLookup<T>(Object about, Class<T> type, Predicate<T> wanted) {

  /** A listing that is longer than this proves nothing. */
  private static final int MOST_PAGES = 20;

  /** What a look-up brought. */
  sealed interface Found<T> {

    /** It is there. */
    record Hit<T>(T thing) implements Found<T> {}

    /** All was seen, and it is not there. */
    record Nothing<T>() implements Found<T> {}

    /** Not all could be seen. */
    record Unsure<T>(String why) implements Found<T> {}
  }

  /**
   * Looks through the list.
   *
   * @param page the request for a page, by its number or mark; null for the first
   */
  Mono<Found<T>> through(Edge edge, Function<@Nullable String, HttpCall> page) {
    return turn(edge, page, null, 1);
  }

  private Mono<Found<T>> turn(
      Edge edge, Function<@Nullable String, HttpCall> page, @Nullable String at, int number) {
    return edge.ask(() -> page.apply(at))
        .flatMap(exchange ->
            page(exchange)
                .map(read -> seen(edge, page, read, number))
                .orElseGet(() -> Mono.just(new Found.Unsure<>(why(exchange, edge)))));
  }

  private Mono<Found<T>> seen(
      Edge edge, Function<@Nullable String, HttpCall> page, PaystackPage<T> read, int number) {
    var hit = read.items().stream().filter(wanted).findFirst();
    if (hit.isPresent()) {
      return Mono.just(new Found.Hit<>(hit.get()));
    }
    if (read.next() == null) {
      return Mono.just(new Found.Nothing<>());
    }
    return number == MOST_PAGES
        ? Mono.just(new Found.Unsure<>("too many to look through"))
        : turn(edge, page, read.next(), number + 1);
  }

  private Optional<PaystackPage<T>> page(Exchange exchange) {
    return exchange instanceof Answered answer
        ? PaystackAnswer.accepted(answer).flatMap(said -> PaystackPage.of(said, type))
        : Optional.empty();
  }

  private String why(Exchange exchange, Edge edge) {
    return exchange instanceof Answered answer && PaystackAnswer.accepted(answer).isPresent()
        ? "unreadable answer"
        : PaystackErrors.unanswered(exchange, about, edge.alarms());
  }
}
