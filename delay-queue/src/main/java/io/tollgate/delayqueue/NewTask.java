package io.tollgate.delayqueue;

import java.util.List;

/**
 * A task to be scheduled, as {@code schedule.lua} reads it.
 *
 * @param shard the task's shard
 * @param words id, delay in ms, body
 */
record NewTask(int shard, List<String> words) implements OnShard {

  static void write(List<NewTask> ofShard, List<String> arguments) {
    arguments.add(Integer.toString(ofShard.size()));
    ofShard.forEach(each -> arguments.addAll(each.words));
  }
}
