package io.tollgate.delayqueue;

import java.util.List;

/** One part of a script that serves several tasks. */
interface OnShard {

  /** On which shard. */
  int shard();

  /** The part's arguments. */
  List<String> words();
}
