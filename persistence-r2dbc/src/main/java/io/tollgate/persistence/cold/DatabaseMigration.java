package io.tollgate.persistence.cold;

import org.flywaydb.core.Flyway;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Brings the schema up to date. Processes that start at the same time wait for each other.
 *
 * <p>Flyway speaks JDBC, which blocks. MariaDB's driver speaks to MySQL as well, and Flyway tells
 * the servers apart by what they say of themselves, so one address does for both.
 */
public final class DatabaseMigration {

  private DatabaseMigration() {}

  /** Migrates when subscribed to, on a thread that may block; fails where it cannot. */
  public static Mono<Void> migrate(DatabaseSettings settings) {
    return Mono.fromCallable(() -> flyway(settings).migrate())
        .subscribeOn(Schedulers.boundedElastic())
        .then();
  }

  private static Flyway flyway(DatabaseSettings settings) {
    return Flyway.configure(DatabaseMigration.class.getClassLoader())
        .dataSource(address(settings), settings.user(), settings.password().revealText())
        .locations("classpath:db/migration")
        .load();
  }

  private static String address(DatabaseSettings settings) {
    return "jdbc:mariadb://%s:%d/%s?connectTimeout=%d&%s"
        .formatted(
            settings.host(),
            settings.port(),
            settings.name(),
            settings.limits().connectTimeout().toMillis(),
            tls(settings.tls()));
  }

  private static String tls(DatabaseSettings.Tls tls) {
    return switch (tls) {
      // MySQL 8 sends no password in the clear: it has to be asked for its public key.
      case OFF -> "sslMode=disable&allowPublicKeyRetrieval=true";
      case UNVERIFIED -> "sslMode=trust";
      case VERIFIED -> "sslMode=verify-full";
    };
  }
}
