package io.tollgate.persistence.cold;

import io.asyncer.r2dbc.mysql.MySqlConnectionConfiguration;
import io.asyncer.r2dbc.mysql.MySqlConnectionFactory;
import io.asyncer.r2dbc.mysql.constant.SslMode;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * A pool of connections to the database (MySQL 8 or MariaDB 10.11 and later).
 *
 * <p>Work that the database undid because of a deadlock or a lock's timeout is repeated a few
 * times. What fails for the database's sake, or takes too long, fails with a {@code
 * STORE_UNAVAILABLE} {@link io.tollgate.domain.fault.GatewayFault}, and may have happened; what
 * fails because of the data fails as the driver says it.
 */
public final class DatabaseConnections {

  private static final int REPETITIONS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MAX_IDLE = Duration.ofMinutes(5);

  private final ConnectionPool pool;
  private final Duration patience;

  private DatabaseConnections(ConnectionPool pool, Duration patience) {
    this.pool = pool;
    this.patience = patience;
  }

  /** A pool that connects when it is first used; it is {@link #close closed} by its owner. */
  public static DatabaseConnections open(DatabaseSettings settings) {
    var limits = settings.limits();
    var pool =
        ConnectionPoolConfiguration.builder(MySqlConnectionFactory.from(driver(settings)))
            .name("database")
            .initialSize(1)
            .maxSize(limits.connections())
            .maxIdleTime(MAX_IDLE)
            .maxLifeTime(limits.maxLife())
            .maxAcquireTime(limits.acquireTimeout())
            // A connection whose last statement was given up, or whose server is gone, fails this.
            .validationDepth(ValidationDepth.REMOTE)
            .maxValidationTime(VALIDATION_TIMEOUT)
            // All of them may be dead at once: each failed validation removes one.
            .acquireRetry(limits.connections())
            .build();
    return new DatabaseConnections(
        new ConnectionPool(pool), limits.acquireTimeout().plus(limits.statementTimeout()));
  }

  /** Does work on one connection, statement by statement. */
  public <T> Mono<T> use(Function<Connection, Mono<T>> work) {
    return guarded(Mono.usingWhen(pool.create(), work, Connection::close));
  }

  /** Does work in one transaction, which is undone where the work fails. */
  public <T> Mono<T> inTransaction(
      TransactionDefinition definition, Function<Connection, Mono<T>> work) {
    return guarded(
        Mono.usingWhen(
            pool.create(), connection -> within(connection, definition, work), Connection::close));
  }

  /** Completes where the database answers. */
  public Mono<Void> ping() {
    return use(connection ->
        Flux.from(connection.createStatement("SELECT 1").execute())
            .flatMap(result -> result.map((row, _) -> 1))
            .then());
  }

  /** Closes all connections; work under way fails. */
  public Mono<Void> close() {
    return pool.disposeLater();
  }

  private static <T> Mono<T> within(
      Connection connection, TransactionDefinition definition, Function<Connection, Mono<T>> work) {
    return Mono.usingWhen(
        Mono.from(connection.beginTransaction(definition)).thenReturn(connection),
        work,
        Connection::commitTransaction,
        (open, _) -> open.rollbackTransaction(),
        Connection::rollbackTransaction);
  }

  private <T> Mono<T> guarded(Mono<T> work) {
    return work.retryWhen(afterLockTrouble())
        .timeout(patience)
        .onErrorMap(DatabaseFaults::translated);
  }

  private static Retry afterLockTrouble() {
    return Retry.backoff(REPETITIONS, FIRST_PAUSE)
        .maxBackoff(LONGEST_PAUSE)
        .filter(DatabaseFaults::isLockTrouble)
        .onRetryExhaustedThrow((_, last) -> last.failure());
  }

  private static MySqlConnectionConfiguration driver(DatabaseSettings settings) {
    var limits = settings.limits();
    return MySqlConnectionConfiguration.builder()
        .host(settings.host())
        .port(settings.port())
        .database(settings.name())
        .user(settings.user())
        .password(settings.password().revealText())
        .sslMode(sslMode(settings.tls()))
        .connectTimeout(limits.connectTimeout())
        .statementTimeout(limits.statementTimeout())
        .lockWaitTimeout(lockWait(limits.statementTimeout()))
        // A value that does not fit is an error, whatever the server's default says.
        .sessionVariables("sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'")
        .tcpKeepAlive(true)
        .tcpNoDelay(true)
        .build();
  }

  /** A third, so that there is time for a repetition; the server counts whole seconds. */
  private static Duration lockWait(Duration statementTimeout) {
    return Duration.ofSeconds(Math.max(1, statementTimeout.toSeconds() / 3));
  }

  private static SslMode sslMode(DatabaseSettings.Tls tls) {
    return switch (tls) {
      case OFF -> SslMode.DISABLED;
      case UNVERIFIED -> SslMode.REQUIRED;
      case VERIFIED -> SslMode.VERIFY_IDENTITY;
    };
  }
}
