package io.tollgate.delayqueue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a worker says of a task it holds, as {@code report.lua} reads it.
 *
 * @param words what it says, the lease entry of the claim, and what that kind needs more
 */
record Report(int shard, String id, List<String> words) implements OnShard {

  static Report done(ClaimedTask task) {
    return of(task, task.body().isEmpty() ? "done" : "drop");
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

  private static Report of(ClaimedTask task, String what, String... more) {
    List<String> words = new ArrayList<>(2 + more.length);
    words.add(what);
    // As the claim wrote it. Equal entries mean an equal token, which no two claims share.
    words.add(task.attempt() + ":" + task.token());
    Collections.addAll(words, more);
    return new Report(task.shard(), task.id(), words);
  }

  static void write(List<Report> ofShard, List<String> arguments) {
    arguments.add(Integer.toString(ofShard.size()));
    arguments.add(Integer.toString(ofShard.stream().mapToInt(each -> each.words.size()).sum()));
    ofShard.forEach(each -> arguments.add(each.id));
    ofShard.forEach(each -> arguments.addAll(each.words));
  }
}
