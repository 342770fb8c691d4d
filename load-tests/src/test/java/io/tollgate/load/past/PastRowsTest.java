package io.tollgate.load.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tollgate.sandbox.servers.SandboxDatabase;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real database with the table as the gateway's migrations make it. */
class PastRowsTest {

  private static final int ROWS = 2_000;
  private static final Instant BEGIN = Instant.parse("2026-07-01T08:30:00.250Z");

  private final SandboxDatabase server = SandboxDatabase.shared();
  private final String database = server.createDatabase("past");
  private final Connection connection = connect();
  private String shardOfTheMigration = "";

  @BeforeEach
  void makeTable() throws SQLException, IOException {
    migrate("V1__payment.sql");
    var last = migrate("V3__reseed.sql");
    shardOfTheMigration =
        last.substring(last.indexOf("SET shard = ") + "SET shard = ".length(), last.indexOf("% 64"))
            + "% 64";
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    server.dropDatabase(database);
  }

  @Test
  void areWhatTheMigrationAndTheLifecycleMakeOfThem() throws SQLException {
    store();

    assertThat(count("TRUE")).isEqualTo(ROWS);
    assertThat(count("shard <> " + shardOfTheMigration)).isZero();
    assertThat(count("JSON_VALUE(snapshot, '$.id') <> id")).isZero();
    assertThat(count("JSON_VALUE(snapshot, '$.order.merchant') <> merchant")).isZero();
    assertThat(count("LOWER(JSON_VALUE(snapshot, '$.status')) <> status")).isZero();
    assertThat(count("(status IN ('requires_action', 'unknown')) <> (due_at IS NOT NULL)"))
        .isZero();
    assertThat(count("due_at IS NOT NULL")).isBetween(30L, 90L);
    assertThat(count("fingerprint NOT REGEXP '^[0-9a-f]{64}$'")).isZero();
    assertThat(count("channel_reference <> CONCAT('pi_pay', SUBSTRING(id, 5), '1')")).isZero();
    assertThat(count("updated_at <> created_at + INTERVAL 27000 MICROSECOND")).isZero();
    assertThat(count("logged_at <> created_at + INTERVAL 28000 MICROSECOND")).isZero();
    assertThat(count("created_at = '2026-07-01 08:30:00.250'")).isEqualTo(1);
    assertThat(count("seq > 1 AND created_at = '2026-07-01 08:30:00.250'")).isZero();
  }

  @Test
  void mayServeAsModelsThemselves() throws SQLException {
    store();
    var payment = payment(3);

    var model = Model.find(connection, payment.id().value()).orElseThrow();

    assertThat(payment.status()).isEqualTo(PastStatus.SUCCEEDED);
    assertThat(model.reference()).isEqualTo(payment.reference());
    assertThat(SnapshotPattern.of(model).of(payment)).isEqualTo(model.snapshot());
  }

  @Test
  void areNotMadeAfterAPaymentWhoseShardIsAnother() throws SQLException {
    store();
    var id = payment(3).id().value();
    run("UPDATE payment SET shard = (shard + 1) % 64");

    assertThatIllegalStateException().isThrownBy(() -> Model.find(connection, id));
  }

  private void store() throws SQLException {
    try (var rows = new PastRows(connection, Models.succeeded())) {
      for (int number = 0; number < ROWS; number++) {
        rows.add(payment(number));
      }
      rows.write();
    }
  }

  private static PastPayment payment(long number) {
    return PastPayment.of(number, BEGIN.plusSeconds(number));
  }

  private long count(String condition) throws SQLException {
    try (var sql = connection.createStatement()) {
      var row = sql.executeQuery("SELECT COUNT(*) FROM payment WHERE " + condition);
      row.next();
      return row.getLong(1);
    }
  }

  /** Runs a migration of the gateway's, and answers its last statement. */
  private String migrate(String name) throws SQLException, IOException {
    var file =
        SandboxFolder.projectRoot()
            .resolve("persistence-r2dbc/src/main/resources/db/migration")
            .resolve(name);
    var statements = Files.readString(file).split(";\\R");
    for (var statement : statements) {
      if (!statement.isBlank()) {
        run(statement);
      }
    }
    return statements[statements.length - 1];
  }

  private void run(String statement) throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private Connection connect() {
    try {
      return DriverManager.getConnection(
          "jdbc:mariadb://%s:%d/%s".formatted(server.host(), server.port(), database),
          server.user(),
          server.password());
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
