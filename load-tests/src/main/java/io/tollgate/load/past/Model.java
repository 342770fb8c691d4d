package io.tollgate.load.past;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A payment that a gateway took and stored, after which those of the past are made.
 *
 * @param amount in minor units
 * @param createdAt UTC, in ms
 */
record Model(
    DerivedId id,
    long version,
    String merchant,
    String reference,
    String product,
    long amount,
    String currency,
    String account,
    String channelReference,
    LocalDateTime createdAt,
    LocalDateTime updatedAt,
    LocalDateTime loggedAt,
    String snapshot) {

  private static final String FIND =
      """
      SELECT shard, version, merchant, reference, product, amount, currency, channel_account,
        channel_reference, created_at, updated_at, logged_at, snapshot
      FROM payment WHERE id = ? AND status = 'succeeded'\
      """;

  /**
   * The row of a payment; empty while it is not there, or not final.
   *
   * @throws IllegalStateException where the gateway derives ids and shards otherwise than we do
   */
  static Optional<Model> find(Connection connection, String id) throws SQLException {
    try (var query = connection.prepareStatement(FIND)) {
      query.setString(1, id);
      var row = query.executeQuery();
      if (!row.next()) {
        return Optional.empty();
      }
      var derived = DerivedId.of(row.getString("merchant"), row.getString("reference"));
      if (!derived.value().equals(id) || derived.shard() != row.getInt("shard")) {
        throw new IllegalStateException(
            "id %s of shard %d (expected: %s of shard %d)"
                .formatted(id, row.getInt("shard"), derived.value(), derived.shard()));
      }
      return Optional.of(
          new Model(
              derived,
              row.getLong("version"),
              row.getString("merchant"),
              row.getString("reference"),
              row.getString("product"),
              row.getLong("amount"),
              row.getString("currency"),
              row.getString("channel_account"),
              row.getString("channel_reference"),
              row.getObject("created_at", LocalDateTime.class),
              row.getObject("updated_at", LocalDateTime.class),
              row.getObject("logged_at", LocalDateTime.class),
              row.getString("snapshot")));
    }
  }
}
