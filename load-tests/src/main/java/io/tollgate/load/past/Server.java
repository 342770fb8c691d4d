package io.tollgate.load.past;

import io.tollgate.load.rig.TestBed;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The database server, set up for more rows than the test bed's 128 MB of memory are meant for. */
final class Server {

  private static final long MIB = 1 << 20;
  private static final long MOST_POOL_MIB = 2_048;

  /** While it is filled: else the random entries of the ids' index are written again and again. */
  private static final long LOG_FOR_FILLING_MIB = 1_024;

  /** MariaDB's own default. */
  private static final long LOG_MIB = 96;

  private final TestBed bed;

  Server(TestBed bed) {
    this.bed = bed;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://%s:%d/%s"
            .formatted(bed.database().host(), bed.database().port(), bed.databaseName()),
        bed.database().user(),
        bed.database().password());
  }

  /** Gives it memory and haste. */
  void beginFilling() throws SQLException {
    set("innodb_buffer_pool_size", poolMib() * MIB);
    set("innodb_log_file_size", LOG_FOR_FILLING_MIB * MIB);
    set("innodb_flush_log_at_trx_commit", 0);
  }

  /** Commits are durable again, and nothing of the filling is left to be done behind a payment. */
  void endFilling() throws SQLException {
    set("innodb_flush_log_at_trx_commit", 1);
    set("innodb_log_file_size", LOG_MIB * MIB);
    try (var connection = connect();
        var sql = connection.createStatement()) {
      // Returns when every page of it is on the disk.
      sql.execute("FLUSH TABLES payment FOR EXPORT");
      sql.execute("UNLOCK TABLES");
      // Else it would begin by itself, because so much has changed.
      sql.execute("ANALYZE TABLE payment");
    }
  }

  private void set(String variable, long value) throws SQLException {
    try (var connection = connect();
        var sql = connection.createStatement()) {
      sql.execute("SET GLOBAL " + variable + " = " + value);
    }
  }

  /** All indexes of five million payments fit, their rows do not. */
  private static long poolMib() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return Math.min(MOST_POOL_MIB, system.getTotalMemorySize() / MIB / 4);
  }

  /** What it was given, for the eye. */
  static String about() {
    return "a buffer pool of %d MiB and a redo log of %d MiB".formatted(poolMib(), LOG_MIB);
  }
}
