package io.tollgate.delayqueue;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the scripts answer; their shapes are described at the head of each script.
 *
 * @param claims what was found
 * @param died the attempts of those that died instead of being claimed
 */
record ClaimReply(Claims claims, List<Died> died) {

  static final ClaimReply NOTHING = new ClaimReply(new Claims(Map.of(), Map.of()), List.of());

  /** This reply and one from other shards. */
  ClaimReply and(ClaimReply other) {
    Map<Integer, Claim> answered = new LinkedHashMap<>(claims.answered());
    answered.putAll(other.claims.answered());
    Map<Integer, Throwable> failed = new LinkedHashMap<>(claims.failed());
    failed.putAll(other.claims.failed());
    List<Died> all = new ArrayList<>(died);
    all.addAll(other.died);
    return new ClaimReply(new Claims(answered, failed), all);
  }

  /** A task whose attempts were spent. */
  record Died(int shard, String id, int attempts) {}

  /**
   * @param shards in the order asked
   * @param token the token of the claim
   * @param words the flat reply
   */
  static ClaimReply read(List<Integer> shards, String token, List<Object> words) {
    Map<Integer, Claim> answered = new LinkedHashMap<>();
    Map<Integer, Throwable> failed = new LinkedHashMap<>();
    List<Died> died = new ArrayList<>();
    Iterator<Object> reply = words.iterator();
    for (Iterator<Integer> asked = shards.iterator(); reply.hasNext(); ) {
      int shard = asked.next();
      Object first = reply.next();
      if (first instanceof Long untilNext) {
        readDied(shard, reply, died);
        answered.put(shard, new Claim(tasks(shard, token, reply), duration(untilNext)));
      } else {
        failed.put(shard, new RedisCommandExecutionException(String.valueOf(first)));
      }
    }
    return new ClaimReply(new Claims(answered, failed), died);
  }

  private static void readDied(int shard, Iterator<Object> reply, List<Died> died) {
    for (long left = number(reply); left > 0; left--) {
      died.add(new Died(shard, text(reply), (int) number(reply)));
    }
  }

  private static List<ClaimedTask> tasks(int shard, String token, Iterator<Object> reply) {
    List<ClaimedTask> tasks = new ArrayList<>();
    for (long left = number(reply); left > 0; left--) {
      tasks.add(
          new ClaimedTask(
              shard,
              text(reply),
              text(reply),
              token,
              (int) number(reply),
              Duration.ofMillis(number(reply))));
    }
    return tasks;
  }

  private static @Nullable Duration duration(long millis) {
    return millis < 0 ? null : Duration.ofMillis(millis);
  }

  static DeadTask deadTask(int shard, Object entry) {
    Iterator<?> fields = ((List<?>) entry).iterator();
    return new DeadTask(shard, text(fields), text(fields), Instant.ofEpochMilli(number(fields)));
  }

  private static String text(Iterator<?> words) {
    return (String) words.next();
  }

  private static long number(Iterator<?> words) {
    return (Long) words.next();
  }
}
