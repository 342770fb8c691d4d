package io.tollgate.channels.stripe;

import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A day's statement as the list of balance transactions, the newest first, a page at a time (facts,
 * section 1, "Settlement").
 *
 * <p>A charge keeps the metadata that its intent had when it was confirmed
 * (support.stripe.com/questions/how-metadata-works-with-related-objects), so a line tells our id of
 * the attempt; a line about a refund tells our id of the refund.
 */
final class StripeStatement {

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  StripeStatement(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  Flux<StatementRow> rows() {
    return page(null)
        .expand(page -> page.next() == null ? Mono.empty() : page(page.next()))
        .concatMapIterable(StripePage::items)
        .map(this::row);
  }

  private Mono<StripePage<StripeBalanceLine>> page(@Nullable String after) {
    return edge.ask(() -> StripeStatementRequests.list(day, after, account))
        .map(exchange -> page(StatementAnswers.usable(exchange, alarms).body(), after));
  }

  private static StripePage<StripeBalanceLine> page(byte[] body, @Nullable String after) {
    return StripePage.read(body, StripeBalanceLine.class)
        .filter(page -> after == null || !after.equals(page.next()))
        .orElseThrow(() -> unreadable("a page"));
  }

  private StatementRow row(StripeBalanceLine line) {
    var category = line.reportingCategory();
    if (category == null) {
      throw unreadable("a line");
    }
    var kind = StripeCategories.kind(category, alarms);
    return new StatementRow(
        kind, requestId(line, kind), reference(line, kind), gross(line), fee(line), at(line));
  }

  private Instant at(StripeBalanceLine line) {
    var created = line.created();
    if (created == null
        || created < StripeStatementRequests.start(day).getEpochSecond()
        || created >= StripeStatementRequests.end(day).getEpochSecond()) {
      throw unreadable("a time");
    }
    return Instant.ofEpochSecond(created);
  }

  /** What the payer paid or got back, in the payer's currency. */
  private Money gross(StripeBalanceLine line) {
    var settled = money(line.amount(), line.currency());
    return line.isForeign()
        ? StripeAmounts.withSignOf(
            settled, money(line.sourceAmount(), line.ofSource("/currency").orElse(null)))
        : settled;
  }

  private @Nullable Money fee(StripeBalanceLine line) {
    return line.fee() == null ? null : money(line.fee(), line.currency());
  }

  private Money money(@Nullable Long amount, @Nullable String currency) {
    var money =
        amount == null || currency == null
            ? Optional.<Money>empty()
            : StripeAmounts.decodeSigned(amount, currency, account);
    return money.orElseThrow(() -> unreadable("an amount"));
  }

  private static @Nullable String requestId(StripeBalanceLine line, Kind kind) {
    var field = kind == Kind.REFUND ? StripeRequests.REFUND_ID : StripeRequests.ATTEMPT_ID;
    return line.ofSource("/metadata/" + field).orElse(null);
  }

  /** Payments and what disputes them are known by their intent, all else by itself. */
  private static @Nullable String reference(StripeBalanceLine line, Kind kind) {
    var intent = line.ofSource("/payment_intent");
    var own = line.sourceId().or(() -> Optional.ofNullable(line.id()));
    return (kind == Kind.REFUND ? own : intent.or(() -> own)).orElse(null);
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the statement cannot be read", false);
  }
}
