package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A day's statement: the lines of all payouts that were made on the day (facts, section 9,
 * "settlement"). What a line is about may be older than the day. Lines carry Square's ids only.
 */
final class SquareStatement {

  private static final String PAYOUTS = "/v2/payouts";

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  SquareStatement(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** When a day begins. */
  static Instant start(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** When it is over: the beginning of the next. */
  static Instant end(LocalDate day) {
    return start(day.plusDays(1));
  }

  Flux<StatementRow> rows() {
    return listed("payouts", SquareEntry.Payout.class, this::payouts)
        .concatMap(this::entries)
        .map(this::row);
  }

  private Flux<SquareEntry> entries(SquareEntry.Payout payout) {
    var id = payout.id();
    return id == null || !SquareCalls.isId(id)
        ? Flux.error(unreadable("a payout"))
        : listed("payout_entries", SquareEntry.class, cursor -> linesOf(id, cursor));
  }

  /** {@code GET /v2/payouts}: those that were made on the day. */
  private HttpCall payouts(@Nullable String cursor) {
    var form =
        new FormBody()
            .with("location_id", account.options().get(SquareChannel.LOCATION))
            .with("begin_time", start(day).toString())
            .with("end_time", end(day).toString())
            .with("sort_order", "ASC")
            .with("limit", SquareCalls.PAGE_SIZE)
            .with("cursor", cursor);
    return SquareCalls.get(PAYOUTS, form, account);
  }

  /** {@code GET /v2/payouts/{id}/payout-entries}. */
  private HttpCall linesOf(String payout, @Nullable String cursor) {
    var form =
        new FormBody()
            .with("sort_order", "ASC")
            .with("limit", SquareCalls.PAGE_SIZE)
            .with("cursor", cursor);
    return SquareCalls.get(PAYOUTS + "/" + id(payout) + "/payout-entries", form, account);
  }

  private <T> Flux<T> listed(
      String name, Class<T> type, Function<@Nullable String, HttpCall> call) {
    return page(name, type, call, null)
        .expand(
            page -> page.cursor() == null ? Mono.empty() : page(name, type, call, page.cursor()))
        .concatMapIterable(SquarePage::items);
  }

  private <T> Mono<SquarePage<T>> page(
      String name,
      Class<T> type,
      Function<@Nullable String, HttpCall> call,
      @Nullable String cursor) {
    return edge.ask(() -> call.apply(cursor))
        .map(exchange -> StatementAnswers.usable(exchange, alarms))
        .map(answer ->
            SquarePage.read(answer.body(), name, type)
                .filter(page -> cursor == null || !cursor.equals(page.cursor()))
                .orElseThrow(() -> unreadable("a page")));
  }

  private StatementRow row(SquareEntry entry) {
    var type = entry.type();
    if (type == null) {
      throw unreadable("a line");
    }
    var gross = money(entry.grossAmountMoney());
    return new StatementRow(
        SquareActivities.kind(type, alarms),
        null,
        entry.reference(),
        gross,
        fee(entry, gross),
        at(entry));
  }

  /**
   * What Square kept. Whether a fee that was kept is written above or below zero is told by the net
   * amount, so that nothing has to be assumed of it.
   */
  private static @Nullable Money fee(SquareEntry entry, Money gross) {
    if (entry.feeAmountMoney() == null) {
      return null;
    }
    var fee = money(entry.feeAmountMoney());
    var net = money(entry.netAmountMoney());
    boolean isOneCurrency =
        gross.currency().equals(fee.currency()) && gross.currency().equals(net.currency());
    if (isOneCurrency && gross.minorUnits() - fee.minorUnits() == net.minorUnits()) {
      return fee;
    }
    if (isOneCurrency && gross.minorUnits() + fee.minorUnits() == net.minorUnits()) {
      return new Money(-fee.minorUnits(), fee.currency());
    }
    throw unreadable("a fee");
  }

  private static Money money(@Nullable SquareMoney money) {
    return Optional.ofNullable(money)
        .flatMap(SquareMoney::money)
        .orElseThrow(() -> unreadable("an amount"));
  }

  private static Instant at(SquareEntry entry) {
    var at = entry.effectiveAt();
    try {
      return Instant.parse(at == null ? "" : at);
    } catch (DateTimeParseException noTime) {
      throw unreadable("a time");
    }
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the statement cannot be read", false);
  }
}
