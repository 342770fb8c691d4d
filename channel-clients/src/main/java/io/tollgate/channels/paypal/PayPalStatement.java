package io.tollgate.channels.paypal;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.paypal.PayPalListing.TransactionInfo;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The transactions of a day in UTC as rows of a statement (facts, section 2, "Settlement").
 *
 * <p>Only what moved money is a row: status {@code S}, and {@code V}, which was reversed later by a
 * transaction of its own. What a transaction is tells the group of its event code, {@code Tgg}
 * (developer.paypal.com, "Transaction event codes").
 */
final class PayPalStatement {

  /** How reading a statement ends, for metrics. */
  static final Ending<PayPalStatement> ENDING =
      new Ending<>(
          it -> it.problem == null ? "done" : "unavailable",
          _ -> "",
          why -> new PayPalStatement(List.of(), new StatementUnavailable(why, false)));

  private final List<StatementRow> rows;
  private final @Nullable StatementUnavailable problem;

  private PayPalStatement(List<StatementRow> rows, @Nullable StatementUnavailable problem) {
    this.rows = rows;
    this.problem = problem;
  }

  /** Reads the report of a day; it never fails. */
  static Mono<PayPalStatement> of(LocalDate day, PayPalCalls calls) {
    var from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    var next = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return new PayPalReport(calls)
        .between(from, next.minusSeconds(1))
        .map(read -> {
          if (read.completeUntil() != null && !read.reach(next)) {
            throw new StatementUnavailable("the report does not reach so far", true);
          }
          return new PayPalStatement(rows(read.rows(), calls.alarms()), null);
        })
        .onErrorResume(
            StatementUnavailable.class, none -> Mono.just(new PayPalStatement(List.of(), none)));
  }

  /** The rows, or the error that there are none. */
  Flux<StatementRow> toFlux() {
    return problem == null ? Flux.fromIterable(rows) : Flux.error(problem);
  }

  /** Whether it is a payment that was made, or is being made. */
  static boolean isPayment(TransactionInfo row) {
    return kind(row) == Kind.PAYMENT && !"D".equals(row.transactionStatus());
  }

  private static List<StatementRow> rows(List<TransactionInfo> infos, Alarms alarms) {
    return infos.stream()
        .filter(info -> hasMovedMoney(info, alarms))
        .map(PayPalStatement::row)
        .toList();
  }

  private static boolean hasMovedMoney(TransactionInfo info, Alarms alarms) {
    return switch (info.transactionStatus() == null ? "" : info.transactionStatus()) {
      case "S", "V" -> true;
      case "P", "D" -> false;
      default -> {
        var status = "transaction status " + PayPalDeclines.word(info.transactionStatus());
        alarms.raise(Alarm.UNMAPPED, status);
        throw new StatementUnavailable(status + " is not known", false);
      }
    };
  }

  private static StatementRow row(TransactionInfo info) {
    return new StatementRow(
        kind(info),
        info.invoiceId() == null ? info.customField() : info.invoiceId(),
        info.transactionId(),
        PayPalAmounts.decode(info.transactionAmount()).orElseThrow(PayPalStatement::unreadable),
        fee(info),
        PayPalReport.time(info.transactionInitiationDate())
            .orElseThrow(PayPalStatement::unreadable));
  }

  /** What PayPal kept is positive here, and negative there. */
  private static @Nullable Money fee(TransactionInfo info) {
    return info.feeAmount() == null
        ? null
        : Optional.of(info.feeAmount())
            .flatMap(PayPalAmounts::decode)
            .map(fee -> new Money(Math.negateExact(fee.minorUnits()), fee.currency()))
            .orElseThrow(PayPalStatement::unreadable);
  }

  private static Kind kind(TransactionInfo info) {
    var code = info.transactionEventCode() == null ? "" : info.transactionEventCode();
    return switch (code) {
      // A reversal that PayPal made, and a refund that the merchant made, are of one group.
      case "T1106", "T1201", "T1202" -> Kind.CHARGEBACK;
      case "T1107" -> Kind.REFUND;
      case "T1108" -> Kind.FEE;
      default ->
          switch (code.length() < 3 ? "" : code.substring(0, 3)) {
            case "T00" -> Kind.PAYMENT;
            case "T01" -> Kind.FEE;
            case "T04" -> Kind.PAYOUT;
            default -> Kind.OTHER;
          };
    };
  }

  private static StatementUnavailable unreadable() {
    return new StatementUnavailable("unreadable report", false);
  }
}
