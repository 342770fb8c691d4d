package io.tollgate.delayqueue;

import java.util.List;

/**
 * What a worker says of a task it holds, as {@code report.lua} reads it.
 *
 * @param shard the task's shard
 * @param words what it says, the id, the lease entry of the claim, and what that kind needs more
 */
record Report(int shard, List<String> words) implements OnShard {

  static Report done(ClaimedTask task) {
    return of(task, "done");
  }

  static Report buried(ClaimedTask task) {
    return of(task, "bury");
  }

  static Report extended(ClaimedTask task, String leaseMillis) {
    return of(task, "extend", leaseMillis);
  }

  /** The attempt counts on, or is uncounted where it is not spent. */
  static Report again(ClaimedTask task, String delayMillis, boolean spendsAttempt) {
    int attempts = spendsAttempt ? task.attempt() : task.attempt() - 1;
    return of(task, "again", delayMillis, attempts > 0 ? attempts + ":" : "");
  }

  private static Report of(ClaimedTask task, String what) {
    return new Report(task.shard(), List.of(what, task.id(), entry(task)));
  }

  private static Report of(ClaimedTask task, String what, String millis) {
    return new Report(task.shard(), List.of(what, task.id(), entry(task), millis));
  }

  private static Report of(ClaimedTask task, String what, String millis, String after) {
    return new Report(task.shard(), List.of(what, task.id(), entry(task), millis, after));
  }

  // As the claim wrote it. Equal entries mean an equal token, which no two claims share.
  private static String entry(ClaimedTask task) {
    return task.attempt() + ":" + task.token();
  }
}
