package io.tollgate.persistence.cold;

import static java.util.stream.Collectors.joining;

import io.r2dbc.spi.Result;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.hot.Sightings;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One row for each shard of the hot store, by the database's clock. */
public final class R2dbcSightings implements Sightings {

  private static final int LATELY_SECONDS = 6;

  private static final String UNSEEN =
      "SELECT shard FROM hot_shard WHERE seen_at < UTC_TIMESTAMP(3) - INTERVAL "
          + LATELY_SECONDS
          + " SECOND";

  private final DatabaseConnections connections;

  public R2dbcSightings(DatabaseConnections connections) {
    this.connections = connections;
  }

  @Override
  public Mono<Set<Shard>> note(Set<Shard> seen) {
    return seen.size() == Shard.ALL.size()
        ? noted(seen).thenReturn(Set.of())
        : noted(seen).then(unseen());
  }

  private Mono<Void> noted(Set<Shard> seen) {
    return seen.isEmpty()
        ? Mono.empty()
        : connections
            .use(connection ->
                Flux.from(connection.createStatement(upsert(seen)).execute())
                    .flatMap(Result::getRowsUpdated)
                    .then(Mono.just(true)))
            .then();
  }

  /** In the order of their numbers, so that gateways do not stand in each other's way. */
  private static String upsert(Set<Shard> seen) {
    return seen.stream()
        .sorted(Comparator.comparing(Shard::number))
        .map(shard -> "(" + shard.number() + ", UTC_TIMESTAMP(3))")
        .collect(
            joining(
                ", ",
                "INSERT INTO hot_shard (shard, seen_at) VALUES ",
                " ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at)"));
  }

  private Mono<Set<Shard>> unseen() {
    return connections.use(connection ->
        Flux.from(connection.createStatement(UNSEEN).execute())
            .flatMap(result ->
                result.map(
                    (row, _) -> new Shard(Objects.requireNonNull(row.get("shard", Integer.class)))))
            .collect(Collectors.toSet()));
  }
}
