package io.tollgate.persistence.hot;

import java.util.List;

/**
 * How a shard stands on the server that answered.
 *
 * @param run the life of that server's process
 * @param fence of the shard, see {@code fence.lua} and {@code inspect.lua}
 */
record Inspection(String run, String fence) {

  static Inspection of(List<Object> reply) {
    return new Inspection(String.valueOf(reply.get(0)), String.valueOf(reply.get(1)));
  }

  boolean isOpen() {
    return fence.startsWith(run);
  }

  /** Of an open shard: from when on, in ms, the database was read back as it was opened. */
  long readBackFrom() {
    return Long.parseLong(word());
  }

  /** Of a shard that is shut: the last entry that its log had. */
  EntryId lastEntry() {
    return EntryId.parse(word());
  }

  private String word() {
    return fence.split(" ")[1];
  }
}
