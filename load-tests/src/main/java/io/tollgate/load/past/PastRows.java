package io.tollgate.load.past;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Rows of payments of the past, as the gateway would have written them. */
final class PastRows implements AutoCloseable {

  private static final String INSERT =
      """
      INSERT INTO payment (id, shard, version, status, merchant, reference, product, amount,
        currency, channel_account, channel_reference, created_at, updated_at, due_at, fingerprint,
        logged_at, snapshot)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  /** How long after its last change an unfinished payment is asked after. */
  private static final Duration UNTIL_DUE = Duration.ofMinutes(10);

  private final Model model;
  private final SnapshotPattern snapshots;
  private final Duration untilUpdated;
  private final Duration untilLogged;
  private final PreparedStatement insert;

  PastRows(Connection connection, Model model) throws SQLException {
    this.model = model;
    snapshots = SnapshotPattern.of(model);
    untilUpdated = Duration.between(model.createdAt(), model.updatedAt());
    untilLogged = Duration.between(model.createdAt(), model.loggedAt());
    insert = connection.prepareStatement(INSERT);
  }

  void add(PastPayment payment) throws SQLException {
    var updatedAt = payment.createdAt().plus(untilUpdated);
    set(1, payment.id().value());
    set(2, payment.id().shard());
    set(3, model.version());
    set(4, payment.status().code());
    set(5, payment.merchant());
    set(6, payment.reference());
    set(7, model.product());
    set(8, payment.amount());
    set(9, model.currency());
    set(10, model.account());
    set(11, model.channelReference().replace(model.id().key(), payment.id().key()));
    set(12, utc(payment.createdAt()));
    set(13, utc(updatedAt));
    set(14, payment.status().isFinal() ? null : utc(updatedAt.plus(UNTIL_DUE)));
    set(15, DerivedId.fingerprint(payment.reference()));
    set(16, utc(payment.createdAt().plus(untilLogged)));
    set(17, snapshots.of(payment));
    insert.addBatch();
  }

  private void set(int column, @Nullable Object value) throws SQLException {
    insert.setObject(column, value);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  /** Stores what was added. */
  void write() throws SQLException {
    insert.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
