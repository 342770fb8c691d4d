package io.tollgate.load.past;

import io.tollgate.load.rig.Checkout;
import io.tollgate.load.rig.TestBed;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fills the table of payments with payments of the past 90 days, made after one that a gateway
 * takes. Redis stays as it is, because the hot copies of old payments have expired.
 */
public final class Past {

  private static final Duration SPAN = Duration.ofDays(90);
  private static final int BATCH = 1_000;
  private static final long STORED_WITHIN_NANOS = 30_000_000_000L;
  private static final long BETWEEN_LINES_NANOS = 5_000_000_000L;

  private final TestBed bed;
  private final Server server;
  private long stored;

  /** A table without a past. */
  public Past(TestBed bed) {
    this.bed = bed;
    this.server = new Server(bed);
  }

  /**
   * Stores payments until there are this many, those that gateways took not counted.
   *
   * <p>Where the disk has no room for so many it stores what fits, see {@link #stored()}.
   *
   * @param port of a gateway; while the table is filled it should have nothing to do
   */
  public void fillTo(long wanted, int port) throws InterruptedException {
    long reachable = Room.on(SandboxFolder.folder("run")).most(stored, wanted);
    if (reachable < wanted) {
      say("The disk has room for %,d stored payments only, of %,d.".formatted(reachable, wanted));
    }
    if (reachable > stored) {
      try {
        server.beginFilling();
        fill(reachable, port);
        server.endFilling();
      } catch (SQLException failure) {
        throw new IllegalStateException("the database cannot be filled", failure);
      }
      say("The database has %s, and %s.".formatted(size(), Server.about()));
    }
  }

  private void fill(long wanted, int port) throws SQLException, InterruptedException {
    try (var connection = server.connect();
        var rows = new PastRows(connection, model(connection, port))) {
      connection.setAutoCommit(false);
      var progress = new Progress(wanted - stored);
      var begin = Instant.now().minus(SPAN);
      double step = (double) SPAN.toMillis() / (wanted - stored);
      long first = stored;
      while (stored < wanted) {
        long end = Math.min(wanted, stored + BATCH);
        for (long number = stored; number < end; number++) {
          rows.add(PastPayment.of(number, begin.plusMillis((long) (step * (number - first)))));
        }
        rows.write();
        connection.commit();
        stored = end;
        progress.tell(stored - first);
      }
    }
  }

  /** Pays once, and waits for the row. */
  private static Model model(Connection connection, int port)
      throws SQLException, InterruptedException {
    var reference = "model-of-the-past-" + Long.toString(System.currentTimeMillis(), 36);
    var answer = new Checkout(port).pay(reference);
    var id = JsonMapper.shared().readTree(answer.body()).path("id").asString("");
    long start = System.nanoTime();
    while (System.nanoTime() - start < STORED_WITHIN_NANOS) {
      var found = Model.find(connection, id);
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(
        "no final payment in the table: %d %s".formatted(answer.statusCode(), answer.body()));
  }

  /** How many payments of the past there are. */
  public long stored() {
    return stored;
  }

  /** How many payments the table holds, those that gateways took included. */
  public long rows() {
    return number("SELECT COUNT(*) FROM payment");
  }

  private String size() {
    long bytes =
        number(
            "SELECT data_length + index_length FROM information_schema.tables"
                + " WHERE table_schema = '"
                + bed.databaseName()
                + "' AND table_name = 'payment'");
    return "%,d payments in %,d MiB (%,d bytes each)"
        .formatted(rows(), bytes >> 20, bytes / rows());
  }

  private long number(String query) {
    try (var connection = server.connect();
        var sql = connection.createStatement()) {
      var row = sql.executeQuery(query);
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(query, failure);
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }

  /** A line every few seconds. */
  private static final class Progress {

    private final long all;
    private final long start = System.nanoTime();
    private long nextLine = start;

    Progress(long all) {
      this.all = all;
    }

    void tell(long done) {
      long now = System.nanoTime();
      if (now < nextLine && done < all) {
        return;
      }
      nextLine = now + BETWEEN_LINES_NANOS;
      double perSecond = done * 1e9 / (now - start);
      say(
          "  %,d of %,d payments stored, %,.0f/s, %.0f s to go"
              .formatted(done, all, perSecond, (all - done) / perSecond));
    }
  }
}
