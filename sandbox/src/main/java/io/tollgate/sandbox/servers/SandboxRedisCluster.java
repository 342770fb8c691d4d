package io.tollgate.sandbox.servers;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three Redis masters that share the 16,384 slots: proves that a script is correct on a cluster.
 */
public final class SandboxRedisCluster implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration AGREEMENT_LIMIT = Duration.ofSeconds(30);

  private final List<SandboxRedis> masters;

  private SandboxRedisCluster(List<SandboxRedis> masters) {
    this.masters = masters;
  }

  /** Starts the masters on free ports and waits until each sees the whole cluster. */
  public static SandboxRedisCluster start() {
    List<SandboxRedis> masters =
        Stream.generate(SandboxRedis::startClusterNode).limit(MASTERS).toList();
    SandboxRedisCluster cluster = new SandboxRedisCluster(masters);
    try {
      cluster.shareSlots();
      cluster.introduce();
      cluster.awaitAgreement();
      return cluster;
    } catch (RuntimeException failure) {
      cluster.close();
      throw failure;
    }
  }

  private void shareSlots() {
    for (int node = 0; node < MASTERS; node++) {
      int from = SLOTS * node / MASTERS;
      int to = SLOTS * (node + 1) / MASTERS;
      Stream<String> slots = IntStream.range(from, to).mapToObj(String::valueOf);
      String[] command =
          Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new);
      RedisWire.call(port(node), command);
      RedisWire.call(port(node), "CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(node + 1));
    }
  }

  private void introduce() {
    for (int node = 1; node < MASTERS; node++) {
      RedisWire.call(port(0), "CLUSTER", "MEET", "127.0.0.1", String.valueOf(port(node)));
    }
  }

  private void awaitAgreement() {
    long deadline = System.nanoTime() + AGREEMENT_LIMIT.toNanos();
    while (!IntStream.range(0, MASTERS).allMatch(this::seesTheWholeCluster)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the cluster did not form within " + AGREEMENT_LIMIT);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private boolean seesTheWholeCluster(int node) {
    String info = RedisWire.call(port(node), "CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
  }

  private int port(int node) {
    return URI.create(masters.get(node).uri()).getPort();
  }

  /** The masters, each as {@code redis://host:port}. */
  public List<String> uris() {
    return masters.stream().map(SandboxRedis::uri).toList();
  }

  /** Stops the masters and removes their data. */
  @Override
  public void close() {
    masters.forEach(SandboxRedis::close);
  }
}
