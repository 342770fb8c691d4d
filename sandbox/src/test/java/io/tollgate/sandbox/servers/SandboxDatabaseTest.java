package io.tollgate.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxDatabaseTest {

  @Test
  void givesEveryTestADatabaseOfItsOwn() throws SQLException {
    SandboxDatabase shared = SandboxDatabase.shared();
    String one = shared.createDatabase("tollgate");
    String other = shared.createDatabase("tollgate");

    run(shared, one, "CREATE TABLE payment (id INT PRIMARY KEY)");

    assertThat(one).isNotEqualTo(other).startsWith("tollgate_");
    assertThat(answer(shared, one, "SHOW TABLES")).isEqualTo("payment");
    assertThat(answer(shared, other, "SHOW TABLES")).isEqualTo("nothing");
    assertThat(answer(shared, one, "SELECT @@character_set_database")).isEqualTo("utf8mb4");
    shared.dropDatabase(one);
    shared.dropDatabase(one);
    shared.dropDatabase(other);
    assertThat(answer(shared, "", "SHOW DATABASES LIKE '" + one + "'")).isEqualTo("nothing");
  }

  @Test
  void keepsCommittedRowsWhenKilledAndWhenStartedAnewOnTheSameData(@TempDir Path data)
      throws SQLException {
    String name;
    try (SandboxDatabase database = SandboxDatabase.start(data)) {
      name = database.createDatabase("kept");
      int port = database.port();
      run(database, name, "CREATE TABLE payment (id INT PRIMARY KEY)");
      run(database, name, "INSERT INTO payment VALUES (42)");

      database.kill();
      assertThatThrownBy(() -> answer(database, name, "SELECT 1")).isInstanceOf(SQLException.class);
      database.restart();

      assertThat(database.port()).isEqualTo(port);
      assertThat(answer(database, name, "SELECT id FROM payment")).isEqualTo("42");
      assertThat(answer(database, name, "SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
    }

    try (SandboxDatabase next = SandboxDatabase.start(data)) {
      assertThat(answer(next, name, "SELECT id FROM payment")).isEqualTo("42");
    }
  }

  @Test
  void stepsAsideForTheServerTheEnvironmentNames() {
    Map<String, String> environment =
        Map.of("TOLLGATE_DATABASE_URI", "mysql://pay:se%3Acret@10.1.2.3:3307/");

    SandboxDatabase database = SandboxDatabase.external(environment::get);

    assertThat(database.host()).isEqualTo("10.1.2.3");
    assertThat(database.port()).isEqualTo(3307);
    assertThat(database.user()).isEqualTo("pay");
    assertThat(database.password()).isEqualTo("se:cret");
    assertThat(database.external()).isTrue();
    assertThatThrownBy(database::stop).isInstanceOf(IllegalStateException.class);
    database.close();
    assertThat(SandboxDatabase.external(name -> null)).isNull();
  }

  @Test
  void refusesNamesThatCouldCarrySql() {
    assertThatThrownBy(() -> SandboxDatabase.shared().dropDatabase("a; DROP DATABASE mysql"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void run(SandboxDatabase database, String name, String sql) throws SQLException {
    answer(database, name, sql);
  }

  private static String answer(SandboxDatabase database, String name, String sql)
      throws SQLException {
    String address = "jdbc:mariadb://" + database.host() + ":" + database.port() + "/" + name;
    try (Connection connection =
            DriverManager.getConnection(address, database.user(), database.password());
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "nothing";
      }
      ResultSet rows = statement.getResultSet();
      return rows.next() ? rows.getString(1) : "nothing";
    }
  }
}
