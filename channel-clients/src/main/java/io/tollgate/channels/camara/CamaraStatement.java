package io.tollgate.channels.camara;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A day's statement (facts, section 14, "Settlement"). The standard has none, so it is made of the
 * lists of payments and of their refunds, which say no fees: what was paid on the day and what was
 * given back on it. Where the operator has a file of its own, that is read instead.
 */
final class CamaraStatement {

  private static final Json<CamaraPayment[]> PAYMENTS = Json.camel(CamaraPayment[].class);
  private static final Json<CamaraRefund[]> REFUNDS = Json.camel(CamaraRefund[].class);

  /** Somewhere a list has to end that an operator makes up as it goes. */
  private static final int MOST_PAGES = 10_000;

  private final CamaraCalls calls;
  private final CamaraRequests requests;
  private final CamaraDay day;
  private final String about;

  CamaraStatement(LocalDate day, CamaraCalls calls) {
    this.calls = calls;
    this.requests = calls.requests();
    this.day = new CamaraDay(day, requests.settings().zone());
    this.about = "statement-" + day;
  }

  Flux<StatementRow> rows() {
    return (requests.settings().hasFile() ? ofFile() : ofLists())
        .filter(row -> day.contains(row.at()));
  }

  /** The file is read apart from the event loops: it may be long. */
  private Flux<StatementRow> ofFile() {
    var file = new CamaraFile(requests.settings(), calls.alarms());
    return calls
        .ask(requests.file(day.date()))
        .publishOn(Schedulers.parallel())
        .map(exchange -> StatementAnswers.usable(exchange, calls.alarms()).body())
        .flatMapIterable(file::read);
  }

  private Flux<StatementRow> ofLists() {
    return payments()
        .filter(payment -> payment.is("succeeded"))
        .concatMap(this::ofPayment)
        .onErrorMap(
            CamaraListing.Broken.class,
            broken -> new StatementUnavailable(broken.why(), broken.passes()));
  }

  private Flux<CamaraPayment> payments() {
    var from = day.start().minus(Duration.ofDays(requests.settings().lookBackDays()));
    return new CamaraListing<>(
            calls,
            about,
            PAYMENTS,
            CamaraPayment::paymentId,
            MOST_PAGES,
            page -> requests.list(from, day.end(), page, about))
        .items();
  }

  private Flux<StatementRow> ofPayment(CamaraPayment payment) {
    var row = row(payment);
    return requests.settings().listsRefunds()
        ? Mono.just(row).concatWith(refunds(row))
        : Flux.just(row);
  }

  private StatementRow row(CamaraPayment payment) {
    return new StatementRow(
        Kind.PAYMENT,
        payment.referenceCode(),
        payment.paymentId(),
        payment.amount().orElseThrow(() -> unreadable("an amount")),
        null,
        time(payment.paymentDate(), payment.paymentCreationDate()));
  }

  private Flux<StatementRow> refunds(StatementRow payment) {
    var reference = reference(payment.channelReference());
    return new CamaraListing<>(
            calls,
            about,
            REFUNDS,
            CamaraRefund::refundId,
            MOST_PAGES,
            page -> requests.listRefunds(reference, page, about))
        .items()
        .filter(refund -> "succeeded".equals(refund.refundStatus()))
        .map(refund -> row(refund, payment.gross()));
  }

  private static StatementRow row(CamaraRefund refund, Money whole) {
    var amount = refund.amount(whole).orElseThrow(() -> unreadable("an amount"));
    return new StatementRow(
        Kind.REFUND,
        refund.referenceCode(),
        refund.refundId(),
        new Money(Math.negateExact(amount.minorUnits()), amount.currency()),
        null,
        time(refund.refundDate(), refund.refundCreationDate()));
  }

  private static CamaraReference reference(@Nullable String id) {
    if (id == null || !CamaraReference.isId(id)) {
      throw unreadable("an id");
    }
    return CamaraReference.of(id);
  }

  /** When it was done; where that is not said, when it was asked for. */
  private static Instant time(@Nullable String done, @Nullable String made) {
    try {
      return OffsetDateTime.parse(done != null ? done : made != null ? made : "").toInstant();
    } catch (DateTimeException noTime) {
      throw unreadable("a time");
    }
  }

  private static StatementUnavailable unreadable(String what) {
    return new StatementUnavailable(what + " of the statement cannot be read", false);
  }
}
