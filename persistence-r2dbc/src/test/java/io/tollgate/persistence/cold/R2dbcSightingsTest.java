package io.tollgate.persistence.cold;

import static io.tollgate.persistence.cold.FreshDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.persistence.hot.Shard;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class R2dbcSightingsTest {

  private static final Shard SEEN = new Shard(3);

  private static FreshDatabase database;
  private static R2dbcSightings sightings;

  @BeforeAll
  static void open() {
    database = FreshDatabase.open();
    sightings = new R2dbcSightings(database.connections());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void knowsWhatNoGatewaySawLately() {
    assertThat(sightings.note(Set.of()).block(PATIENCE)).as("nobody ever saw one").isEmpty();

    assertThat(sightings.note(Set.copyOf(Shard.ALL)).block(PATIENCE)).isEmpty();
    assertThat(sightings.note(Set.of()).block(PATIENCE)).as("all were seen just now").isEmpty();

    database.run("UPDATE hot_shard SET seen_at = seen_at - INTERVAL 7 SECOND");
    assertThat(sightings.note(Set.of(SEEN)).block(PATIENCE)).hasSize(63).doesNotContain(SEEN);

    assertThat(sightings.note(Set.copyOf(Shard.ALL)).block(PATIENCE)).isEmpty();
  }
}
