package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was settled on a day, a page at a time (facts, section 11, "settlement";
 * api/settlements/fetch-recon.md). The documents do not say whose days they are: the option {@value
 * #ZONE} does.
 */
final class RazorpayStatement {

  /** The time zone of Razorpay's days. */
  static final String ZONE = "statement-zone";

  private static final String ZONE_UNLESS_SET = "Asia/Kolkata";
  private static final String PATH = "/v1/settlements/recon/combined";

  /** The longest page that Razorpay gives. */
  private static final int PAGE_SIZE = 1_000;

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  RazorpayStatement(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** One page, and how many lines were before it. */
  private record Page(int skipped, List<RazorpaySettledLine> lines) {

    boolean isLast() {
      return lines.size() < PAGE_SIZE;
    }

    int next() {
      return skipped + lines.size();
    }
  }

  /** When the day is over. */
  static Instant end(LocalDate day, ChannelAccount account) {
    var zone = ZoneId.of(account.options().getOrDefault(ZONE, ZONE_UNLESS_SET));
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }

  Flux<StatementRow> rows() {
    return page(0)
        .expand(page -> page.isLast() ? Mono.empty() : page(page.next()))
        .concatMapIterable(Page::lines)
        .map(this::row);
  }

  /** {@code GET /v1/settlements/recon/combined}. */
  static HttpCall request(LocalDate day, int skip, ChannelAccount account) {
    var query =
        new FormBody()
            .with("year", day.getYear())
            .with("month", twoDigits(day.getMonthValue()))
            .with("day", twoDigits(day.getDayOfMonth()))
            .with("count", PAGE_SIZE)
            .with("skip", skip);
    return RazorpayCalls.get(PATH + "?" + query.query(), account);
  }

  private Mono<Page> page(int skip) {
    return edge.ask(() -> request(day, skip, account))
        .map(exchange -> new Page(skip, lines(StatementAnswers.usable(exchange, alarms).body())));
  }

  private static List<RazorpaySettledLine> lines(byte[] body) {
    return RazorpayFound.Collection.read(body, RazorpaySettledLine.class)
        .orElseThrow(() -> unreadable("a page"));
  }

  private StatementRow row(RazorpaySettledLine line) {
    var kind = kind(line);
    return new StatementRow(
        kind, requestId(line, kind), reference(line, kind), gross(line), fee(line), at(line));
  }

  private Kind kind(RazorpaySettledLine line) {
    return switch (line.type()) {
      case null -> throw unreadable("a line");
      case "payment" -> Kind.PAYMENT;
      case "refund" -> Kind.REFUND;
      case "adjustment" -> line.disputeId() == null ? Kind.OTHER : Kind.CHARGEBACK;
      case "transfer" -> Kind.OTHER;
      default -> {
        alarms.raise(Alarm.UNMAPPED, "line type " + RazorpayDeclines.word(line.type()));
        yield Kind.OTHER;
      }
    };
  }

  private static Instant at(RazorpaySettledLine line) {
    var created = line.createdAt();
    if (created == null || created < 0 || created > Integer.MAX_VALUE * 2L) {
      throw unreadable("a time");
    }
    return Instant.ofEpochSecond(created);
  }

  /** What the payer paid or got back; the fee is apart. */
  private static Money gross(RazorpaySettledLine line) {
    var amount = line.amount();
    if (amount == null || amount < 0) {
      throw unreadable("an amount");
    }
    return money(line.isDebit() ? Math.negateExact(amount) : amount, line);
  }

  private static @Nullable Money fee(RazorpaySettledLine line) {
    return line.fee() == null ? null : money(line.fee(), line);
  }

  private static Money money(@Nullable Long amount, RazorpaySettledLine line) {
    return RazorpayAmounts.decodeSigned(amount, line.currency())
        .orElseThrow(() -> unreadable("an amount"));
  }

  /** Ours, from the order's receipt or a note; a link's payment has its id in the notes. */
  private static @Nullable String requestId(RazorpaySettledLine line, Kind kind) {
    if (kind == Kind.REFUND) {
      return RazorpayNotes.text(line.notes(), RazorpayNotes.REFUND_ID);
    }
    var noted = RazorpayNotes.text(line.notes(), RazorpayNotes.ATTEMPT_ID);
    return noted == null ? line.orderReceipt() : noted;
  }

  /** Payments and what disputes them are known by their order, all else by itself. */
  private static @Nullable String reference(RazorpaySettledLine line, Kind kind) {
    boolean isOfOrder = kind == Kind.PAYMENT || kind == Kind.CHARGEBACK;
    return isOfOrder && line.orderId() != null ? line.orderId() : line.entityId();
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the statement cannot be read", false);
  }
}
