package io.tollgate.channels.camara;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.merchant.Secret;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Goes through a list of the operator's, page by page, to its end. The end is where the operator's
 * own count is reached ({@code X-Total-Count}), or else a page that brings nothing new: operators
 * may give shorter pages than they were asked for.
 *
 * @param about our id of what is looked for, for alarms
 * @param id what tells one item from the others
 * @param mostPages a list that is longer proves nothing
 * @param <T> what is listed
 */
record CamaraListing<T>(
    CamaraCalls calls,
    Object about,
    Json<T[]> json,
    Function<T, @Nullable String> id,
    int mostPages,
    IntFunction<Function<Secret, HttpCall>> request) {

  /** The list cannot be gone through; the words are ours alone. */
  static final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String why;
    private final boolean passes;

    Broken(String why, boolean passes) {
      super(why, null, false, false);
      this.why = why;
      this.passes = passes;
    }

    String why() {
      return why;
    }

    /** Whether asking again later may help. */
    boolean passes() {
      return passes;
    }
  }

  private record Page<T>(List<T> items, int number, boolean isLast) {}

  /** All items, each once; fails with {@link Broken} where one of its pages cannot be read. */
  Flux<T> items() {
    return Flux.defer(() -> {
      var seen = new HashSet<String>();
      return page(1, seen)
          .expand(page -> page.isLast() ? Mono.empty() : page(page.number() + 1, seen))
          .concatMapIterable(Page::items);
    });
  }

  private Mono<Page<T>> page(int number, Set<String> seen) {
    return number > mostPages
        ? Mono.error(new Broken("too many to look through", false))
        : calls.ask(request.apply(number)).map(exchange -> read(exchange, number, seen));
  }

  private Page<T> read(Exchange exchange, int number, Set<String> seen) {
    if (exchange instanceof Answered answer) {
      if (answer.isSuccess()) {
        return page(answer, number, seen);
      }
      if (number > 1 && CamaraErrors.isBehindTheEnd(answer)) {
        return new Page<>(List.of(), number, true);
      }
    }
    throw new Broken(CamaraErrors.unanswered(exchange, about, calls.alarms()), passes(exchange));
  }

  private Page<T> page(Answered answer, int number, Set<String> seen) {
    var items = json.read(answer.body()).orElseThrow(CamaraListing::unreadable);
    var fresh = Arrays.stream(items).filter(item -> seen.add(key(item))).toList();
    var total = total(answer);
    if (fresh.isEmpty() && total.orElse(0) > seen.size()) {
      throw new Broken("the list does not go on", false);
    }
    return new Page<>(
        fresh, number, fresh.isEmpty() || total.orElse(Integer.MAX_VALUE) <= seen.size());
  }

  private String key(@Nullable T item) {
    var key = item == null ? null : id.apply(item);
    if (key == null) {
      throw unreadable();
    }
    return key;
  }

  private static OptionalInt total(Answered answer) {
    var said = answer.headers().get("X-Total-Count", "");
    return said.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(said))
        : OptionalInt.empty();
  }

  private static boolean passes(Exchange exchange) {
    return !(exchange instanceof Answered answer)
        || answer.status() == 408
        || answer.status() == 429
        || answer.status() >= 500;
  }

  private static Broken unreadable() {
    return new Broken("unreadable answer", false);
  }
}
