package io.tollgate.sandbox.stripe;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists payments and searches them by Stripe's query language, as far as a gateway needs it. */
final class StripeLists {

  private static final int USUAL_PAGE = 10;
  private static final int LARGEST_PAGE = 100;
  private static final Pattern CLAUSE =
      Pattern.compile(
          "\\s*(?:metadata\\[(['\"])(?<key>[^'\"]+)\\1\\]|(?<field>status|currency|amount))"
              + "\\s*:\\s*(?:(['\"])(?<value>[^'\"]*)\\4|(?<number>\\d+))\\s*");

  private final StripeBook book;
  private final StripeSwitches switches;
  private final StripeJson json;

  StripeLists(StripeBook book, StripeSwitches switches, StripeJson json) {
    this.book = book;
    this.switches = switches;
    this.json = json;
  }

  /** {@code GET /v1/payment_intents}, newest first */
  StripeReply list(StripeForm query) {
    query.allow(
        Set.of("created", "customer", "ending_before", "expand", "limit", "starting_after"));
    int limit = limit(query);
    String after = query.text("starting_after");
    long below = after == null ? Long.MAX_VALUE : StripeIds.numberOf(after);
    if (below < 0) {
      throw StripeRefusal.missing(400, "starting_after", "payment_intent", String.valueOf(after));
    }
    List<PaymentIntent> found =
        book.newestFirst()
            .filter(intent -> intent.number() < below)
            .filter(createdWithin(query))
            .limit(limit + 1L)
            .toList();
    boolean hasMore = found.size() > limit;
    return new StripeReply.OfText(
        200, json.list(hasMore ? found.subList(0, limit) : found, hasMore));
  }

  private static Predicate<PaymentIntent> createdWithin(StripeForm query) {
    LongPredicate within = within(query);
    return intent -> within.test(intent.created() / 1_000);
  }

  /** Whether a time in seconds is one that the query asks for. */
  static LongPredicate within(StripeForm query) {
    long from = Math.max(seconds(query, "gte", 0), seconds(query, "gt", -1) + 1);
    long to =
        Math.min(seconds(query, "lte", Long.MAX_VALUE), seconds(query, "lt", Long.MAX_VALUE) - 1);
    return created -> created >= from && created <= to;
  }

  /**
   * A page of objects, the newest first.
   *
   * @param all those that are wanted, in that order
   */
  static <T> StripeReply page(
      StripeForm query,
      String url,
      List<T> all,
      Function<T, String> id,
      Function<T, String> write) {
    int limit = limit(query);
    String after = query.text("starting_after");
    List<T> rest = all;
    if (after != null) {
      List<String> ids = all.stream().map(id).toList();
      if (!ids.contains(after)) {
        throw StripeRefusal.missing(400, "starting_after", "object", after);
      }
      rest = all.subList(ids.indexOf(after) + 1, all.size());
    }
    List<String> page = rest.stream().limit(limit).map(write).toList();
    return new StripeReply.OfText(200, StripeJson.list(url, page, rest.size() > limit));
  }

  private static long seconds(StripeForm query, String bound, long otherwise) {
    String key = "created[" + bound + "]";
    return query.text(key) == null ? otherwise : query.amount(key);
  }

  /** How long a page is to be. */
  static int limit(StripeForm query) {
    if (query.text("limit") == null) {
      return USUAL_PAGE;
    }
    long limit = query.amount("limit");
    if (limit > LARGEST_PAGE) {
      throw StripeRefusal.invalid(
          "parameter_invalid_integer", "limit", "This value must be less than or equal to 100.");
    }
    return (int) limit;
  }

  /** {@code GET /v1/payment_intents/search?query=metadata['attempt_id']:'...'} */
  StripeReply search(StripeForm query) {
    query.allow(Set.of("query", "limit", "page", "expand"));
    String text = query.text("query");
    if (text == null) {
      throw StripeRefusal.invalid("parameter_missing", "query", "Missing required param: query.");
    }
    int limit = limit(query);
    long visibleBefore = System.currentTimeMillis() - switches.searchLag().toMillis();
    List<PaymentIntent> found =
        matches(text)
            .filter(intent -> intent.created() <= visibleBefore)
            .limit(limit + 1L)
            .toList();
    boolean hasMore = found.size() > limit;
    return new StripeReply.OfText(
        200, json.searchResult(hasMore ? found.subList(0, limit) : found, hasMore));
  }

  private Stream<PaymentIntent> matches(String text) {
    Predicate<PaymentIntent> all = _ -> true;
    String attempt = null;
    for (String clause : text.split("(?i)\\s+AND\\s+")) {
      Matcher matcher = CLAUSE.matcher(clause);
      if (!matcher.matches()) {
        throw StripeRefusal.invalid(
            null, "query", "We were unable to parse your search query: " + text);
      }
      String value =
          matcher.group("value") == null ? matcher.group("number") : matcher.group("value");
      if ("attempt_id".equals(matcher.group("key"))) {
        attempt = value;
      }
      all = all.and(predicate(matcher.group("key"), matcher.group("field"), value));
    }
    // The index answers the one question gateways ask; anything else walks the book.
    Stream<PaymentIntent> from =
        attempt == null ? book.newestFirst() : book.ofAttempt(attempt).stream();
    return from.filter(all);
  }

  private static Predicate<PaymentIntent> predicate(
      @Nullable String key, @Nullable String field, String value) {
    if (key != null) {
      return intent -> hasMetadata(intent.details().metadata(), key, value);
    }
    return switch (String.valueOf(field)) {
      case "status" -> intent -> intent.status().wireName.equals(value);
      case "currency" -> intent -> intent.currency().equals(value);
      default -> intent -> String.valueOf(intent.amount()).equals(value);
    };
  }

  private static boolean hasMetadata(List<String> pairs, String key, String value) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equals(key) && pairs.get(i + 1).equals(value)) {
        return true;
      }
    }
    return false;
  }
}
