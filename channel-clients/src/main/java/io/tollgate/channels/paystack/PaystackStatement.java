package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A day's statement: each settlement of the day as what was paid out and the transactions in it,
 * then the refunds made on the day (facts, section 12, "settlement"). Paystack takes refunds off a
 * later settlement without saying which they are, so they stand on their own.
 *
 * <p>The account's option {@value #SOURCE} says where a settlement's transactions come from: {@code
 * list}, page by page, or {@code export}, a file, for settlements too long to list.
 */
final class PaystackStatement {

  static final String SOURCE = "statement";

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  PaystackStatement(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** What we read of a transaction in a settlement; any part may be missing. */
  record Line(
      @Nullable String reference,
      @Nullable String status,
      @Nullable Long amount,
      @Nullable String currency,
      @Nullable JsonNode fees,
      @Nullable String paidAt) {}

  Flux<StatementRow> rows() {
    return pages(
            page -> PaystackStatementRequests.settlements(page, account), PaystackSettlement.class)
        .filter(settlement -> dayOf(settlement).equals(day))
        // One more at the head of the list while it is read moves another onto the next page.
        .distinct(PaystackStatement::id)
        .filter(this::isPaidOut)
        .concatMap(settlement -> Flux.concat(Mono.just(payout(settlement)), payments(settlement)))
        .concatWith(refunds());
  }

  private Flux<StatementRow> payments(PaystackSettlement settlement) {
    long id = id(settlement);
    return "export".equals(account.options().get(SOURCE))
        ? new PaystackExport(id, account, edge).rows()
        : pages(page -> PaystackStatementRequests.transactions(id, page, account), Line.class)
            .map(this::payment);
  }

  private Flux<StatementRow> refunds() {
    return pages(
            page -> PaystackStatementRequests.refunds(day, page, account), PaystackRefund.class)
        .filter(refund -> !"failed".equals(refund.status()))
        .map(this::refund)
        .filter(this::isOfTheDay);
  }

  /** All that a list holds. A page that leads back to itself would never end, and ends it. */
  private <T> Flux<T> pages(Function<@Nullable String, HttpCall> request, Class<T> type) {
    return page(request, type, null)
        .expand(page -> page.next() == null ? Mono.empty() : page(request, type, page.next()))
        .concatMapIterable(PaystackPage::items);
  }

  private <T> Mono<PaystackPage<T>> page(
      Function<@Nullable String, HttpCall> request, Class<T> type, @Nullable String at) {
    return edge.ask(() -> request.apply(at)).map(exchange -> read(exchange, type, at));
  }

  private <T> PaystackPage<T> read(Exchange exchange, Class<T> type, @Nullable String at) {
    return PaystackAnswer.accepted(StatementAnswers.usable(exchange, alarms))
        .flatMap(answer -> PaystackPage.of(answer, type))
        .filter(page -> at == null || !at.equals(page.next()))
        .orElseThrow(() -> unreadable("a page"));
  }

  /** What is not paid out yet makes the day's statement one for later. */
  private boolean isPaidOut(PaystackSettlement settlement) {
    return switch (settlement.status()) {
      case "success" -> true;
      case "failed" -> false;
      case "pending", "processing" ->
          throw new StatementUnavailable("a settlement is not paid out yet", true);
      case null -> throw unreadable("a settlement");
      case String other -> {
        alarms.raise(Alarm.UNMAPPED, "settlement status " + PaystackDeclines.word(other));
        throw unreadable("a settlement");
      }
    };
  }

  private StatementRow payout(PaystackSettlement settlement) {
    var amount = money(PaystackAmounts.whole(settlement.effectiveAmount()), settlement.currency());
    return new StatementRow(
        Kind.PAYOUT,
        null,
        Long.toString(id(settlement)),
        PaystackAmounts.negated(amount),
        null,
        PaystackStatementRequests.start(day));
  }

  private StatementRow payment(Line line) {
    if (!"success".equals(line.status()) && !"reversed".equals(line.status())) {
      alarms.raise(Alarm.UNMAPPED, "settled status " + PaystackDeclines.word(line.status()));
      throw unreadable("a transaction");
    }
    var fees = PaystackAmounts.whole(line.fees());
    return new StatementRow(
        Kind.PAYMENT,
        PaystackIds.attempt(line.reference()).map(ChannelRequestId::toString).orElse(null),
        line.reference(),
        money(line.amount(), line.currency()),
        fees == null ? null : money(fees, line.currency()),
        PaystackSettlement.time(line.paidAt()).orElseThrow(() -> unreadable("a time")));
  }

  private StatementRow refund(PaystackRefund refund) {
    return new StatementRow(
        Kind.REFUND,
        PaystackIds.refund(refund.merchantNote()).map(OperationId::value).orElse(null),
        refund.id() == null ? null : refund.id().toString(),
        PaystackAmounts.negated(money(PaystackAmounts.whole(refund.amount()), refund.currency())),
        null,
        PaystackSettlement.time(refund.createdAt()).orElseThrow(() -> unreadable("a time")));
  }

  private boolean isOfTheDay(StatementRow row) {
    return !row.at().isBefore(PaystackStatementRequests.start(day))
        && row.at().isBefore(PaystackStatementRequests.end(day));
  }

  private Money money(@Nullable Long amount, @Nullable String currency) {
    return PaystackAmounts.decode(amount, currency, account)
        .orElseThrow(() -> unreadable("an amount"));
  }

  private static LocalDate dayOf(PaystackSettlement settlement) {
    return settlement.day().orElseThrow(() -> unreadable("a settlement's day"));
  }

  private static long id(PaystackSettlement settlement) {
    return Optional.ofNullable(settlement.id()).orElseThrow(() -> unreadable("a settlement"));
  }

  static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the statement cannot be read", false);
  }
}
