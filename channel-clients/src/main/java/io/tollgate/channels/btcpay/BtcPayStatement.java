package io.tollgate.channels.btcpay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A day's statement: what was paid on the invoices that were made that day, the newest first, a
 * page at a time (facts, section 15, "settlement"). It is there once none of ours among them can
 * change its mind. BTCPay itself keeps no fee. Invoices in a currency that is none of ISO 4217 are
 * another's, and left out.
 */
final class BtcPayStatement {

  /** Of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  BtcPayStatement(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** When a day begins, in UTC. */
  static Instant start(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** When it is over: the beginning of the next. */
  static Instant end(LocalDate day) {
    return start(day.plusDays(1));
  }

  Flux<StatementRow> rows() {
    return page(null)
        .expand(page -> page.isLast() ? Mono.empty() : page(page))
        .concatMapIterable(Page::invoices)
        .concatMapIterable(this::rowsOf);
  }

  private record Page(int skip, List<BtcPayInvoice> invoices) {

    boolean isLast() {
      return invoices.size() < BtcPayRequests.PAGE_SIZE;
    }

    @Nullable String first() {
      return invoices.isEmpty() ? null : invoices.getFirst().id();
    }
  }

  private Mono<Page> page(@Nullable Page before) {
    int skip = before == null ? 0 : before.skip() + BtcPayRequests.PAGE_SIZE;
    return edge.ask(() -> BtcPayRequests.madeOn(day, skip, account))
        .map(exchange -> page(StatementAnswers.usable(exchange, alarms).body(), skip, before));
  }

  private static Page page(byte[] body, int skip, @Nullable Page before) {
    return BtcPayInvoice.readAll(body)
        .map(invoices -> new Page(skip, invoices))
        .filter(page -> before == null || !Objects.equals(page.first(), before.first()))
        .orElseThrow(() -> unreadable("a page"));
  }

  /** One row where money came in or should have, none elsewhere. */
  private List<StatementRow> rowsOf(BtcPayInvoice invoice) {
    var made = made(invoice);
    if (!made.isBefore(end(day)) || isForeign(invoice)) {
      return List.of();
    }
    return switch (String.valueOf(invoice.status())) {
      case "New", "Processing" -> {
        if (isOurs(invoice)) {
          throw new StatementUnavailable("an invoice of the day is still open", true);
        }
        yield paid(invoice, made);
      }
      case "Settled" -> List.of(row(invoice, made));
      case "Expired", "Invalid" -> paid(invoice, made);
      case String other -> {
        alarms.raise(Alarm.UNMAPPED, "status " + BtcPayStatuses.word(other));
        throw unreadable("a status");
      }
    };
  }

  private static List<StatementRow> paid(BtcPayInvoice invoice, Instant made) {
    var row = row(invoice, made);
    return row.gross().isPositive() ? List.of(row) : List.of();
  }

  private static StatementRow row(BtcPayInvoice invoice, Instant made) {
    return new StatementRow(
        Kind.PAYMENT,
        invoice.orderId().orElse(null),
        invoice.id(),
        gross(invoice),
        null,
        lastPaid(invoice, made));
  }

  private static Money gross(BtcPayInvoice invoice) {
    return BtcPayAmounts.read(invoice.paidAmount(), invoice.currency())
        .orElseThrow(() -> unreadable("an amount"));
  }

  /** When the last payment was seen; an invoice that a person marked may have none. */
  private static Instant lastPaid(BtcPayInvoice invoice, Instant made) {
    long seconds = invoice.lastPaid().orElse(made.getEpochSecond());
    if (seconds < made.getEpochSecond() || seconds > LAST_SECOND) {
      throw unreadable("a time");
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** The last second of the question reaches into the next day. */
  private Instant made(BtcPayInvoice invoice) {
    var created = invoice.createdTime();
    if (created == null
        || created < start(day).getEpochSecond()
        || created > end(day).getEpochSecond()) {
      throw unreadable("a time");
    }
    return Instant.ofEpochSecond(created);
  }

  private static boolean isOurs(BtcPayInvoice invoice) {
    return invoice.orderId().flatMap(ChannelRequestId::parse).isPresent();
  }

  private static boolean isForeign(BtcPayInvoice invoice) {
    var currency = invoice.currency();
    return currency != null && Money.currency(currency).isEmpty();
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the statement cannot be read", false);
  }
}
