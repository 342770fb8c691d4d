package io.tollgate.persistence.settings;

import io.asyncer.r2dbc.mysql.api.MySqlTransactionDefinition;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.settings.Settings;
import io.tollgate.domain.settings.SettingsStore;
import io.tollgate.persistence.cold.DatabaseConnections;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The settings in the database. A picture is read from one snapshot of the database and replaced in
 * one transaction, so no reader ever sees half of a change.
 *
 * <p>What is stored and cannot be used fails the load with an {@link UnreadableSettings}, or the
 * {@link IllegalArgumentException} of {@link Settings}; a database that cannot be reached, or whose
 * tables are still being made, fails it with a {@code STORE_UNAVAILABLE} {@link GatewayFault}.
 */
public final class R2dbcSettingsStore implements SettingsStore {

  private static final Logger log = LoggerFactory.getLogger(R2dbcSettingsStore.class);

  private static final TransactionDefinition ONE_SNAPSHOT =
      MySqlTransactionDefinition.from(IsolationLevel.REPEATABLE_READ).consistent().readOnly();

  private static final TransactionDefinition ONE_WRITER =
      MySqlTransactionDefinition.from(IsolationLevel.READ_COMMITTED);

  private static final int ROWS_PER_STATEMENT = 200;
  private static final Duration HINT_TIMEOUT = Duration.ofSeconds(1);

  private final DatabaseConnections connections;
  private final SettingsSealer sealer;
  private final Function<Long, Mono<Void>> publishHint;
  private final Flux<Long> hints;

  /**
   * A store in the database of these connections.
   *
   * @param publishHint tells all processes of a new version; its failure is logged, no more
   * @param hints the versions that processes told of
   */
  public R2dbcSettingsStore(
      DatabaseConnections connections,
      SettingsSealer sealer,
      Function<Long, Mono<Void>> publishHint,
      Flux<Long> hints) {
    this.connections = connections;
    this.sealer = sealer;
    this.publishHint = publishHint;
    this.hints = hints;
  }

  @Override
  public Mono<Settings> load() {
    return connections.inTransaction(ONE_SNAPSHOT, R2dbcSettingsStore::read).flatMap(this::opened);
  }

  @Override
  public Mono<Long> version() {
    return connections.use(connection -> version(connection, SettingsTable.VERSION));
  }

  @Override
  public Flux<Long> hints() {
    return hints;
  }

  @Override
  public Mono<Long> replace(Settings.Parts parts) {
    return sealed(parts)
        .flatMap(
            rows -> connections.inTransaction(ONE_WRITER, connection -> write(connection, rows)))
        .flatMap(this::hintAt);
  }

  @Override
  public Mono<Void> disableEndpoint(String endpointId) {
    return connections
        .inTransaction(ONE_WRITER, connection -> disable(connection, endpointId))
        .flatMap(this::hintAt)
        .then();
  }

  /** The new version; empty where nothing had to change. */
  private static Mono<Long> disable(Connection connection, String endpointId) {
    return version(connection, SettingsTable.LOCKED_VERSION)
        .flatMap(version ->
            Flux.from(
                    connection
                        .createStatement(SettingsTable.DISABLE_ENDPOINT)
                        .bind(0, endpointId)
                        .execute())
                .flatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum)
                .filter(updated -> updated > 0)
                .flatMap(_ -> raise(connection, version + 1).thenReturn(version + 1)));
  }

  /** Opening is work for the processor, by the number of secrets: not for an event loop. */
  private Mono<Settings> opened(StoredSettings stored) {
    return Mono.fromCallable(() -> SettingsOpening.opened(stored, sealer))
        .subscribeOn(Schedulers.boundedElastic());
  }

  /** Sealing reads random bytes from the operating system, which may block. */
  private Mono<StoredSettings> sealed(Settings.Parts parts) {
    return Mono.fromCallable(
            () -> {
              var _ = new Settings(0, parts); // What could not be loaded again is not stored.
              return SettingsSealing.sealed(parts, sealer);
            })
        .subscribeOn(Schedulers.boundedElastic());
  }

  private Mono<Long> hintAt(long version) {
    return Mono.defer(() -> publishHint.apply(version))
        .timeout(HINT_TIMEOUT)
        .onErrorResume(lost -> {
          log.warn("settings: the hint at version {} is lost: {}", version, lost.toString());
          return Mono.empty();
        })
        .thenReturn(version);
  }

  private static Mono<StoredSettings> read(Connection connection) {
    return version(connection, SettingsTable.VERSION)
        .map(StoredSettings::empty)
        .flatMap(stored ->
            Flux.fromArray(SettingsTable.values())
                .concatMap(table -> read(connection, table, stored))
                .then(Mono.just(stored)));
  }

  private static Mono<Void> read(
      Connection connection, SettingsTable table, StoredSettings stored) {
    return Flux.from(connection.createStatement(table.select()).execute())
        .flatMap(result -> result.map((row, _) -> StoredRow.of(table, row)))
        .doOnNext(row -> stored.add(table, row))
        .then();
  }

  private static Mono<Long> write(Connection connection, StoredSettings rows) {
    return version(connection, SettingsTable.LOCKED_VERSION)
        .map(version -> version + 1)
        .flatMap(version ->
            Flux.fromArray(SettingsTable.values())
                .concatMap(table -> replace(connection, table, rows.of(table)))
                .then(raise(connection, version))
                .thenReturn(version));
  }

  private static Mono<Void> replace(
      Connection connection, SettingsTable table, List<StoredRow> rows) {
    return run(connection.createStatement(table.delete()))
        .thenMany(
            Flux.fromIterable(rows)
                .buffer(ROWS_PER_STATEMENT)
                .concatMap(some -> run(inserting(connection, table, some))))
        .then();
  }

  private static Mono<Void> raise(Connection connection, long version) {
    return run(connection.createStatement(SettingsTable.NEXT_VERSION).bind(0, version));
  }

  private static Statement inserting(
      Connection connection, SettingsTable table, List<StoredRow> rows) {
    var statement = connection.createStatement(table.insert(rows.size()));
    int index = 0;
    for (var row : rows) {
      for (var column : table.columns()) {
        var value = row.value(column);
        if (value == null) {
          statement.bindNull(index++, Object.class);
        } else {
          statement.bind(index++, value);
        }
      }
    }
    return statement;
  }

  private static Mono<Long> version(Connection connection, String sql) {
    return Flux.from(connection.createStatement(sql).execute())
        .flatMap(result -> result.map((row, _) -> row.get(0, Long.class)))
        .singleOrEmpty()
        .switchIfEmpty(Mono.error(R2dbcSettingsStore::unfinished));
  }

  /** Another process, or another thread, is between making the table and filling it. */
  private static GatewayFault unfinished() {
    return new GatewayFault(
        FaultCode.STORE_UNAVAILABLE, "the settings' tables are still being made");
  }

  private static Mono<Void> run(Statement statement) {
    return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
  }
}
