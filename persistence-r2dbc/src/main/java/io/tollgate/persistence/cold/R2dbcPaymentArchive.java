package io.tollgate.persistence.cold;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import io.tollgate.persistence.stream.PaymentArchive;
import java.util.List;
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

  private final DatabaseConnections connections;
  private final WatchSchedule schedule;

  /**
   * An archive in the database of these connections.
   *
   * @param schedule says when an unfinished payment is due, for a recovery from the database
   */
  public R2dbcPaymentArchive(DatabaseConnections connections, WatchSchedule schedule) {
    this.connections = connections;
    this.schedule = schedule;
  }

  @Override
  public Mono<Void> write(List<Payment> payments) {
    return Flux.defer(() -> Flux.fromIterable(PaymentBatches.of(payments, schedule)))
        .concatMap(this::upsert)
        .then();
  }

  /** The payment at the newest version that was written; empty where there is none. */
  public Mono<Payment> find(PaymentId id) {
    return connections.use(connection -> snapshot(connection, id)).map(PaymentSnapshots::read);
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

  private static Mono<String> snapshot(Connection connection, PaymentId id) {
    return Flux.from(connection.createStatement(PaymentTable.FIND).bind(0, id.value()).execute())
        .flatMap(result -> result.map((row, _) -> row.get(0, String.class)))
        .singleOrEmpty();
  }
}
