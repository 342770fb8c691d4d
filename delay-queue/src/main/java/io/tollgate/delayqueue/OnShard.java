package io.tollgate.delayqueue;

import java.util.List;

/** One part of a script that serves several tasks. */
interface OnShard {

  /** On which shard. */
  int shard();

  /**
   * How the parts of one shard stand among a script's arguments.
   *
   * @param <Q> the kind of part
   */
  interface Wording<Q extends OnShard> {

    /** Adds how many they are, and what they say. */
    void write(List<Q> ofShard, List<String> arguments);
  }

  /**
   * A script and how it is spoken to.
   *
   * @param <Q> the kind of part
   */
  record Form<Q extends OnShard>(LuaScript script, Wording<Q> wording) {}
}
