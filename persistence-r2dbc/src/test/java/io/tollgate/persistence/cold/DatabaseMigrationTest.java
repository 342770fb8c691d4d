package io.tollgate.persistence.cold;

import static io.tollgate.persistence.cold.FreshDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sandbox.servers.SandboxDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DatabaseMigrationTest {

  @Test
  void makesTheTablesFromNothing() {
    try (var database = FreshDatabase.open()) {
      assertThat(database.query("SHOW TABLES"))
          .flatExtracting(Map::values)
          .contains("payment", "settings_version", "merchant", "signing_key", "risk_rule");
      assertThat(database.query("SELECT version FROM settings_version"))
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("version", 0L));
    }
  }

  @Test
  void leavesAMigratedDatabaseAsItIs() {
    try (var database = FreshDatabase.open()) {
      database.run("UPDATE settings_version SET version = 7");

      DatabaseMigration.migrate(database.settings()).block(PATIENCE);

      assertThat(database.query("SELECT version FROM settings_version"))
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("version", 7L));
    }
  }

  @Test
  void letsProcessesStartAtTheSameTime() {
    var settings =
        FreshDatabase.settings(SandboxDatabase.shared(), DatabaseSettings.Limits.DEFAULT);

    StepVerifier.create(Flux.range(0, 4).flatMap(_ -> DatabaseMigration.migrate(settings)).then())
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void mayBeStartedOnANonBlockingThread() {
    var settings =
        FreshDatabase.settings(SandboxDatabase.shared(), DatabaseSettings.Limits.DEFAULT);

    StepVerifier.create(DatabaseMigration.migrate(settings).subscribeOn(Schedulers.parallel()))
        .expectComplete()
        .verify(PATIENCE);
  }
}
