package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypal.PayPalIssues.Meaning;
import io.tollgate.channels.paypal.PayPalListing.Detail;
import io.tollgate.channels.paypal.PayPalListing.TransactionInfo;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads the transaction report (facts, section 2, "settlement"). It lags behind the payments by
 * some hours, and every answer says up to when it is complete.
 */
final class PayPalReport {

  /** A span that has more is asked for in halves: PayPal shows 10,000 transactions at most. */
  private static final String TOO_MANY = "RESULTSET_TOO_LARGE";

  private static final int MOST_PAGES = 20;
  private static final Duration SHORTEST_SPAN = Duration.ofSeconds(2);

  /** An attempt is paid within this time, or not while its own id is unknown to us. */
  private static final Duration BEFORE = Duration.ofMinutes(10);

  private static final Duration AFTER = Duration.ofHours(1);

  private static final Json<PayPalListing> LISTING = Json.of(PayPalListing.class);
  private static final Json<PayPalPayment> PAYMENT = Json.of(PayPalPayment.class);

  /** PayPal writes offsets with and without a colon, and as {@code Z}. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter(java.util.Locale.ROOT);

  private final PayPalCalls calls;
  private final ChannelAccount account;

  PayPalReport(PayPalCalls calls) {
    this.calls = calls;
    this.account = calls.account();
  }

  /**
   * All transactions of a span of time.
   *
   * @param completeUntil null where PayPal does not say
   */
  record Rows(List<TransactionInfo> rows, @Nullable Instant completeUntil) {

    boolean reach(Instant time) {
      return completeUntil != null && !completeUntil.isBefore(time);
    }

    Rows and(Rows later) {
      var all = new ArrayList<>(rows);
      all.addAll(later.rows);
      return new Rows(all, later.completeUntil);
    }
  }

  /** Whether a payment of ours is in the report. */
  sealed interface Sighting {}

  /** It is, and belongs to this order. */
  record Seen(String orderId) implements Sighting {}

  /** It is not, and would be. */
  record Unseen() implements Sighting {}

  /** Nobody can tell yet. */
  record Unclear(String why) implements Sighting {}

  /**
   * The transactions that began in a span of time.
   *
   * @param to the last second that belongs to it
   * @return fails with {@link StatementUnavailable}
   */
  Mono<Rows> between(Instant from, Instant to) {
    return page(from, to, 1).flatMap(first -> following(first, from, to));
  }

  /** Looks for the payment that was made under an id of ours. */
  Mono<Sighting> find(String ourId, Instant sentAt, Instant now) {
    var end = sentAt.plus(AFTER);
    return between(sentAt.minus(BEFORE), now.isBefore(end) ? now : end)
        .flatMap(rows -> sighted(rows, ourId, end))
        .onErrorResume(
            StatementUnavailable.class,
            none -> Mono.just(new Unclear(String.valueOf(none.getMessage()))));
  }

  /** The time that a text spells, in any of PayPal's ways. */
  static Optional<Instant> time(@Nullable String text) {
    try {
      return text == null
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private Mono<Sighting> sighted(Rows rows, String ourId, Instant end) {
    return rows.rows().stream()
        .filter(row -> ourId.equals(row.invoiceId()) && PayPalStatement.isPayment(row))
        .map(TransactionInfo::transactionId)
        .filter(PayPalRequests::isId)
        .findFirst()
        .map(this::orderOf)
        .orElseGet(() ->
            Mono.just(
                rows.reach(end) ? new Unseen() : new Unclear("the report does not reach so far")));
  }

  private Mono<Sighting> orderOf(String capture) {
    return calls
        .ask(token -> PayPalRequests.captured(capture, account, token))
        .map(exchange ->
            exchange instanceof Answered answer && answer.isSuccess()
                ? PAYMENT
                    .read(answer.body())
                    .map(PayPalPayment::orderId)
                    .<Sighting>map(Seen::new)
                    .orElseGet(() -> new Unclear("a capture that names no order"))
                : new Unclear("a capture of the report could not be read"));
  }

  /** One page, or the sign that the span has too many. */
  private sealed interface Page {

    record Read(PayPalListing listing) implements Page {}

    record TooMany() implements Page {}
  }

  private Mono<Page> page(Instant from, Instant to, int number) {
    return calls
        .ask(token -> PayPalRequests.report(from, to, number, account, token))
        .map(this::read);
  }

  private Mono<Rows> following(Page first, Instant from, Instant to) {
    return switch (first) {
      case Page.TooMany _ -> halves(from, to);
      case Page.Read(var listing) -> rest(rows(listing), pages(listing), 2, from, to);
    };
  }

  private Mono<Rows> halves(Instant from, Instant to) {
    var span = Duration.between(from, to);
    if (span.compareTo(SHORTEST_SPAN) < 0) {
      return Mono.error(new StatementUnavailable("too many transactions in a second", false));
    }
    var middle = from.plusSeconds(span.toSeconds() / 2);
    return between(from, middle)
        .flatMap(early -> between(middle.plusSeconds(1), to).map(early::and));
  }

  private Mono<Rows> rest(Rows before, int pages, int next, Instant from, Instant to) {
    if (pages > MOST_PAGES) {
      return halves(from, to);
    }
    return next > pages
        ? Mono.just(before)
        : page(from, to, next)
            .flatMap(page ->
                switch (page) {
                  case Page.TooMany _ -> Mono.error(unreadable());
                  case Page.Read(var listing) ->
                      rest(before.and(rows(listing)), pages, next + 1, from, to);
                });
  }

  private Page read(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> throw new StatementUnavailable(why, true);
      case Exchange.Unknown(var why) -> throw new StatementUnavailable(why, true);
      case Answered answer when answer.isSuccess() ->
          new Page.Read(LISTING.read(answer.body()).orElseThrow(PayPalReport::unreadable));
      case Answered answer when isTooMany(answer) -> new Page.TooMany();
      case Answered answer -> throw refused(answer);
    };
  }

  private static boolean isTooMany(Answered answer) {
    return answer.status() >= 400
        && answer.status() < 500
        && new String(answer.body(), StandardCharsets.UTF_8).contains(TOO_MANY);
  }

  private StatementUnavailable refused(Answered answer) {
    var problem = PayPalProblem.of(answer, calls.alarms());
    problem.alarm(calls.alarms());
    boolean later = answer.status() >= 500 || problem.meaning() == Meaning.LATER;
    return new StatementUnavailable("HTTP " + answer.status(), later);
  }

  private static Rows rows(PayPalListing listing) {
    var details = listing.transactionDetails();
    if (details == null) {
      throw unreadable();
    }
    var rows =
        details.stream()
            .filter(Objects::nonNull)
            .map(Detail::transactionInfo)
            .filter(Objects::nonNull)
            .toList();
    if (rows.size() != details.size()) {
      throw unreadable();
    }
    return new Rows(rows, time(listing.lastRefreshedDatetime()).orElse(null));
  }

  private static int pages(PayPalListing listing) {
    return listing.totalPages() == null ? 1 : listing.totalPages();
  }

  private static StatementUnavailable unreadable() {
    return new StatementUnavailable("unreadable report", false);
  }
}
