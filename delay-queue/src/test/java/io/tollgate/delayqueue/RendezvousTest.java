package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {

  private static final List<String> THREE = List.of("one", "two", "three");

  private static long shardsOf(String worker, List<String> living) {
    return IntStream.range(0, 64)
        .filter(shard -> Rendezvous.prefers(worker, shard, living))
        .count();
  }

  @Test
  void givesEachShardToOneWorker() {
    assertThat(THREE.stream().mapToLong(worker -> shardsOf(worker, THREE)).sum()).isEqualTo(64);
  }

  @Test
  void sharesFairlyEnough() {
    assertThat(THREE).allSatisfy(worker -> assertThat(shardsOf(worker, THREE)).isBetween(10L, 34L));
  }

  @Test
  void movesOnlyTheShardsOfTheWorkerThatLeft() {
    List<String> two = List.of("three", "one");

    for (int shard = 0; shard < 64; shard++) {
      if (Rendezvous.prefers("one", shard, THREE)) {
        assertThat(Rendezvous.prefers("one", shard, two)).isTrue();
      }
    }
  }

  @Test
  void givesEverythingToAWorkerThatKnowsOfNobody() {
    assertThat(shardsOf("one", List.of())).isEqualTo(64);
  }
}
