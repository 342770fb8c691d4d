package io.tollgate.persistence.cold;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.sandbox.servers.SandboxDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A database of its own, migrated, with a pool of connections. */
public final class FreshDatabase implements AutoCloseable {

  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DatabaseSettings settings;
  private final DatabaseConnections connections;

  private FreshDatabase(DatabaseSettings settings) {
    this.settings = settings;
    this.connections = DatabaseConnections.open(settings);
  }

  /** One on the server that all tests share. */
  public static FreshDatabase open() {
    return open(SandboxDatabase.shared(), DatabaseSettings.Limits.DEFAULT);
  }

  public static FreshDatabase open(SandboxDatabase server, DatabaseSettings.Limits limits) {
    var settings = settings(server, limits);
    DatabaseMigration.migrate(settings).block(PATIENCE);
    return new FreshDatabase(settings);
  }

  /** Settings of a database that is there and empty. */
  static DatabaseSettings settings(SandboxDatabase server, DatabaseSettings.Limits limits) {
    return new DatabaseSettings(
        server.host(),
        server.port(),
        server.createDatabase("cold"),
        server.user(),
        Secret.ofText(server.password()),
        DatabaseSettings.Tls.OFF,
        limits);
  }

  public DatabaseSettings settings() {
    return settings;
  }

  public DatabaseConnections connections() {
    return connections;
  }

  /** The rows of a query, by column. */
  public List<Map<String, @Nullable Object>> query(String sql) {
    return connections.use(connection -> rows(connection, sql).collectList()).block(PATIENCE);
  }

  public void run(String sql) {
    connections
        .use(connection ->
            Flux.from(connection.createStatement(sql).execute())
                .flatMap(Result::getRowsUpdated)
                .then(Mono.just(true)))
        .block(PATIENCE);
  }

  @Override
  public void close() {
    connections.close().block(PATIENCE);
  }

  private static Flux<Map<String, @Nullable Object>> rows(Connection connection, String sql) {
    return Flux.from(connection.createStatement(sql).execute())
        .flatMap(result ->
            result.map((row, about) -> {
              Map<String, @Nullable Object> values = new TreeMap<>();
              about
                  .getColumnMetadatas()
                  .forEach(column -> values.put(column.getName(), row.get(column.getName())));
              return values;
            }));
  }
}
