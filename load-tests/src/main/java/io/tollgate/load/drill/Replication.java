package io.tollgate.load.drill;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.tollgate.load.rig.TestBed;
import io.tollgate.load.rig.TestBed.Door;
import io.tollgate.load.rig.TestBed.Lines;
import io.tollgate.sandbox.proxy.Fault.Blackhole;
import io.tollgate.sandbox.proxy.Fault.Toward;
import io.tollgate.sandbox.proxy.FaultProxy;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A primary and its replica, the line between them, and the change of their parts.
 *
 * <p>A replica that is stopped (SIGSTOP) has what was sent to it meanwhile in its kernel's buffers,
 * and reads it when it goes on, primary or not; so it is the line that is held here. What was on it
 * when the primary went is gone, as on a network.
 */
final class Replication implements AutoCloseable {

  private static final Duration IN_STEP_WITHIN = Duration.ofSeconds(60);

  private final TestBed bed;
  private final FaultProxy line;
  private SandboxRedis replica;
  private SandboxRedis leader;

  private Replication(TestBed bed, FaultProxy line, SandboxRedis replica) {
    this.bed = bed;
    this.line = line;
    this.replica = replica;
    this.leader = bed.redis();
  }

  /** Gives the bed's Redis a replica. */
  static Replication begin(TestBed bed) {
    var line = FaultProxy.start("127.0.0.1", port(bed.redis()));
    return new Replication(bed, line, SandboxRedis.startReplicaOf(at(line.port())));
  }

  /** Waits until the replica has all that the primary had when this was asked. */
  void awaitInStep() {
    var reached =
        asked(
            bed.redis(),
            redis -> {
              redis.set("in-step", String.valueOf(System.nanoTime()));
              return redis.waitForReplication(1, IN_STEP_WITHIN.toMillis());
            });
    if (reached < 1) {
      throw new IllegalStateException("the replica does not follow");
    }
  }

  /** From now on the replica hears nothing; the primary does not notice. */
  void fallBehind() {
    line.breakWith(new Blackhole(Toward.BOTH));
  }

  /** Ends the primary as a crash would, for ever. */
  void killPrimary() {
    bed.redis().kill();
  }

  /** Makes the replica a primary; what the line holds for it never arrives. */
  void promote() {
    line.refuse();
    told(replica, RedisCommands::replicaofNoOne);
    leader = replica;
  }

  /** Leads a gateway to the one that was promoted last. */
  void lead(Lines lines) {
    var redis = lines.proxy(Door.REDIS);
    redis.leadTo("127.0.0.1", port(leader));
    redis.resetAll();
    redis.mend();
  }

  /**
   * The one that was promoted is the hot store, the old primary, which has to run, its replica.
   * What only the old primary had is gone.
   */
  void changeParts() {
    replica = bed.redis();
    bed.redisIsNow(leader);
    line.leadTo("127.0.0.1", port(leader));
    line.mend();
    told(replica, redis -> redis.replicaof("127.0.0.1", line.port()));
  }

  private static void told(SandboxRedis server, Consumer<RedisCommands<String, String>> what) {
    asked(
        server,
        redis -> {
          what.accept(redis);
          return true;
        });
  }

  private static <T> T asked(
      SandboxRedis server, Function<RedisCommands<String, String>, T> question) {
    try (var client = RedisClient.create(server.uri());
        var connection = client.connect()) {
      connection.setTimeout(IN_STEP_WITHIN.plusSeconds(5));
      return question.apply(connection.sync());
    }
  }

  private static URI at(int port) {
    return URI.create("redis://127.0.0.1:" + port);
  }

  private static int port(SandboxRedis redis) {
    return URI.create(redis.uri()).getPort();
  }

  @Override
  public void close() {
    line.close();
    replica.close();
  }
}
