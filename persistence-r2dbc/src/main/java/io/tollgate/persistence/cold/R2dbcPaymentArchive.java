package io.tollgate.persistence.cold;

import io.asyncer.r2dbc.mysql.api.MySqlTransactionDefinition;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.hot.PaymentArchive;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.hot.StoredPayment;
import io.tollgate.persistence.snapshot.UnreadableSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The archive of payments in the database.
 *
 * <p>A write is guarded by the version: the stored row gives way to a newer one only, so writes may
 * be repeated and reordered. It fails with a {@code STORE_UNAVAILABLE} {@link
 * io.tollgate.domain.fault.GatewayFault} where the database cannot take it now, and with any other
 * error where a payment among those given can never be stored.
 */
public final class R2dbcPaymentArchive implements PaymentArchive {

  private static final Logger LOG = LoggerFactory.getLogger(R2dbcPaymentArchive.class);

  private static final TransactionDefinition CLAIMING =
      MySqlTransactionDefinition.from(IsolationLevel.READ_COMMITTED);

  private static final LocalDateTime LONG_AGO = LocalDateTime.of(1970, 1, 1, 0, 0);

  private final DatabaseConnections connections;
  private final WatchSchedule schedule;

  /**
   * An archive in the database of these connections.
   *
   * @param schedule says when an unfinished payment is due
   */
  public R2dbcPaymentArchive(DatabaseConnections connections, WatchSchedule schedule) {
    this.connections = connections;
    this.schedule = schedule;
  }

  @Override
  public Mono<Void> write(List<StoredPayment> payments) {
    return Flux.defer(() -> Flux.fromIterable(PaymentBatches.of(payments, schedule)))
        .concatMap(this::upsert)
        .then();
  }

  @Override
  public Mono<StoredPayment> find(PaymentId id) {
    return rows(PaymentTable.FIND, statement -> statement.bind(0, id.value()))
        .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
        .map(FoundRow::stored);
  }

  @Override
  public Flux<StoredPayment> unfinished(Shard shard) {
    return pages(shard, "due_at", LONG_AGO, FoundRow::dueAt);
  }

  @Override
  public Flux<StoredPayment> changedSince(Shard shard, Instant since) {
    // A millisecond earlier, because a page begins behind its time.
    return pages(shard, "logged_at", PaymentRow.utc(since.minusMillis(1)), FoundRow::loggedAt);
  }

  @Override
  public Flux<StoredPayment> claimDue(Shard shard, int most) {
    return connections
        .inTransaction(
            CLAIMING,
            connection -> due(connection, shard, most).delayUntil(rows -> putOff(connection, rows)))
        .flatMapIterable(rows -> rows)
        .mapNotNull(R2dbcPaymentArchive::readable);
  }

  private static Mono<List<FoundRow>> due(Connection connection, Shard shard, int most) {
    return rows(
        connection
            .createStatement(PaymentTable.CLAIM_DUE)
            .bind(0, shard.number())
            .bind(1, PaymentRow.utc(Instant.now()))
            .bind(2, most));
  }

  private Mono<Void> putOff(Connection connection, List<FoundRow> rows) {
    return Flux.fromIterable(rows)
        .concatMap(row ->
            connection
                .createStatement(PaymentTable.PUT_OFF)
                .bind(0, PaymentRow.utc(Instant.now().plus(untilNextCheck(row))))
                .bind(1, row.seq())
                .execute())
        .concatMap(Result::getRowsUpdated)
        .then();
  }

  private Duration untilNextCheck(FoundRow row) {
    var stored = readable(row);
    return stored == null
        ? schedule.slowPace()
        : schedule.next(stored.payment(), Instant.now()).orElse(schedule.slowPace());
  }

  @Override
  public Mono<Boolean> holdsAny(Shard shard) {
    return connections.use(connection ->
        Flux.from(connection.createStatement(PaymentTable.ANY).bind(0, shard.number()).execute())
            .flatMap(result -> result.map((_, _) -> true))
            .single(false));
  }

  /** Page by page, each on a connection of its own, so that a long list holds none for long. */
  private Flux<StoredPayment> pages(
      Shard shard, String time, LocalDateTime from, Function<FoundRow, LocalDateTime> timeOf) {
    return page(shard, time, from, Long.MAX_VALUE)
        .expand(page ->
            page.size() < PaymentTable.PAGE
                ? Mono.empty()
                : page(shard, time, timeOf.apply(page.getLast()), page.getLast().seq()))
        .flatMapIterable(page -> page)
        .mapNotNull(R2dbcPaymentArchive::readable);
  }

  /** One row that nobody can read must not keep a whole shard shut. */
  private static @Nullable StoredPayment readable(FoundRow row) {
    try {
      return row.stored();
    } catch (UnreadableSnapshot unreadable) {
      LOG.error("alarm: row {} of the payments: {}", row.seq(), unreadable.getMessage());
      return null;
    }
  }

  private Mono<List<FoundRow>> page(Shard shard, String time, LocalDateTime from, long seq) {
    return rows(
        PaymentTable.page(time),
        statement -> statement.bind(0, shard.number()).bind(1, from).bind(2, from).bind(3, seq));
  }

  private Mono<List<FoundRow>> rows(String sql, UnaryOperator<Statement> bound) {
    return connections.use(connection -> rows(bound.apply(connection.createStatement(sql))));
  }

  private static Mono<List<FoundRow>> rows(Statement statement) {
    return Flux.from(statement.execute())
        .flatMap(result -> result.map((row, _) -> FoundRow.of(row)))
        .collectList();
  }

  private Mono<Long> upsert(List<PaymentRow> rows) {
    return connections.use(connection ->
        Flux.from(bound(connection, rows).execute())
            .flatMap(Result::getRowsUpdated)
            .reduce(0L, Long::sum));
  }

  private static Statement bound(Connection connection, List<PaymentRow> rows) {
    var statement = connection.createStatement(PaymentTable.upsert(rows.size()));
    int index = 0;
    for (var row : rows) {
      for (var value : row.values()) {
        if (value == null) {
          statement.bindNull(index++, Object.class);
        } else {
          statement.bind(index++, value);
        }
      }
    }
    return statement;
  }
}
