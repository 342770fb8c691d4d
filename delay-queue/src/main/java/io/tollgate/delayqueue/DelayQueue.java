package io.tollgate.delayqueue;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tasks that come due later, kept in Redis and handled at least once.
 *
 * <p>Every change is one script, timed by Redis' clock, over the keys of one shard or, where slots
 * do not matter, of several. Every call is lazy and fails with Lettuce's exceptions, or a {@link
 * java.util.concurrent.TimeoutException} when Redis does not answer in time. A failed call may have
 * taken effect; all of them may be repeated: {@link #schedule} moves the task once more, {@link
 * #claim} answers with the same tasks, the others find nothing left to do and answer false.
 *
 * <p><b>Contract with foreign scripts.</b> Another module's script may, in the same slot, create a
 * task with {@code ZADD <tag>:due <ms> <id>}, move it with the same {@code ZADD} and {@code HDEL
 * <tag>:due:lease <id>}, and drop it with {@code ZREM <tag>:due <id>}, {@code HDEL <tag>:due:lease
 * <id>} and {@code HDEL <tag>:due:body <id>}. A worker that holds the task then finds its token
 * stale, and nothing it reports changes the task. It may announce a near task with {@code PUBLISH
 * <hint channel> <shard>}.
 */
public interface DelayQueue {

  /**
   * A queue over a connection to one Redis or to a cluster. Each queue object is a claimant of its
   * own; the connection stays the caller's to close.
   */
  static DelayQueue over(
      RedisClusterAsyncCommands<String, String> redis,
      DelayQueueSettings settings,
      MeterRegistry meters) {
    return new RedisDelayQueue(redis, Flux.never(), settings, meters);
  }

  /**
   * The same, with a connection on which to hear of near tasks. The supplier is asked when a worker
   * starts listening, and again after a failure; the connection stays the caller's to close.
   */
  static DelayQueue over(
      RedisClusterAsyncCommands<String, String> redis,
      Supplier<? extends CompletionStage<? extends StatefulRedisPubSubConnection<String, String>>>
          listening,
      DelayQueueSettings settings,
      MeterRegistry meters) {
    return new RedisDelayQueue(
        redis, HintSubscription.hints(listening, settings.hintChannel()), settings, meters);
  }

  /** The queue's name, which tags its metrics. */
  String name();

  /** How many shards there are. */
  int shards();

  /**
   * Puts the task where it is due at Redis' present time plus its delay. A task of that id which is
   * waiting, claimed or dead is replaced: time, body, attempts and lease. What many schedule at the
   * same time travels in one script.
   *
   * @return true when the task is new, false when a waiting or claimed one was replaced
   */
  Mono<Boolean> schedule(DelayedTask task);

  /**
   * Drops a task, waiting, claimed or dead.
   *
   * @return true when there was one
   */
  Mono<Boolean> cancel(int shard, String id);

  /**
   * Takes the tasks that are due on these shards, at most {@code count} (up to 1000) of all, and
   * holds them until the lease ends: then anybody may claim them again. The shards are asked in
   * this order until the count is reached. Tasks that have spent their attempts die instead of
   * being returned.
   *
   * <p>The claim is made when the answer is subscribed to. Subscribing again repeats the very same
   * claim: as long as the lease lasts it answers with the same tasks, so a claim whose reply was
   * lost can be retried and loses nothing; meanwhile make no other that begins with the same shard.
   * For new tasks call this method again.
   */
  Mono<Claims> claim(List<Integer> shards, int count, Duration lease);

  /** The same from one shard. */
  default Mono<Claim> claim(int shard, int count, Duration lease) {
    return claim(List.of(shard), count, lease).flatMap(claims -> claims.only(shard));
  }

  /**
   * Shards with the same answer cost one script when they are claimed from together; others cost
   * one each. All of a single server's have the same; on a cluster each has its own.
   */
  int home(int shard);

  /**
   * Holds the task for another lease from now on.
   *
   * @return false when the claim is stale: another may be at work on the task
   */
  Mono<Boolean> extend(ClaimedTask task, Duration lease);

  /**
   * Removes a finished task. Like all reports under a claim, it travels with others of the same
   * moment, and leaves at once where there are none.
   *
   * @return false when the claim is stale; nothing changed
   */
  Mono<Boolean> done(ClaimedTask task);

  /**
   * Puts a task off. Where this spends the last attempt the task dies.
   *
   * @param delay from Redis' present time on, in whole milliseconds (rounded up)
   * @param spendsAttempt whether this attempt counts against the limit
   * @return false when the claim is stale; nothing changed
   */
  Mono<Boolean> again(ClaimedTask task, Duration delay, boolean spendsAttempt);

  /**
   * Lets go of a task untouched: it is due at once and no attempt is spent.
   *
   * @return false when the claim is stale; nothing changed
   */
  Mono<Boolean> handBack(ClaimedTask task);

  /**
   * Sets a task aside as dead, its body kept, and raises the alarm.
   *
   * @param why for the log
   * @return false when the claim is stale; nothing changed
   */
  Mono<Boolean> bury(ClaimedTask task, String why);

  /** The dead of one shard, the longest dead first, at most {@code limit} (up to 1000). */
  Flux<DeadTask> dead(int shard, int limit);

  /** The dead of all shards, shard by shard, at most {@code limit} (up to 1000) of each. */
  default Flux<DeadTask> dead(int limit) {
    return Flux.range(0, shards()).concatMap(shard -> dead(shard, limit));
  }

  /**
   * Makes a dead task due now, its attempts uncounted.
   *
   * @return true when it was dead
   */
  Mono<Boolean> revive(int shard, String id);

  /**
   * Makes those due now who died from {@code from} to {@code to}, both included, at most {@code
   * limit} (up to 1000) of this shard. Repeat while the answer equals the limit.
   *
   * @return how many were revived
   */
  Mono<Long> revive(int shard, Instant from, Instant to, int limit);

  /** The same for all shards, one after the other. */
  default Mono<Long> revive(Instant from, Instant to, int limit) {
    return Flux.range(0, shards())
        .concatMap(shard -> revive(shard, from, to, limit))
        .reduce(0L, Long::sum);
  }

  /**
   * Shards that have just become due or soon will. Only hints: they may be lost, late or doubled.
   * Silent where the queue was given no connection to listen on; fails when the connection cannot
   * be had.
   */
  Flux<Integer> hints();

  /**
   * Shows that a worker lives, and answers with all that do.
   *
   * @param group workers that share out the same shards
   * @param worker unique among them
   * @param timeToLive how long the sign is good for
   */
  Mono<List<String>> heartbeat(String group, String worker, Duration timeToLive);

  /** Takes a worker off the list at once. */
  Mono<Boolean> leave(String group, String worker);
}
