package io.tollgate.persistence.stream;

import io.tollgate.persistence.hot.EntryId;
import io.tollgate.persistence.hot.Shard;
import java.util.Map;

/**
 * An entry that a reader group could not work on.
 *
 * @param parked its id in the parking
 * @param group the reader group that gave it up
 * @param entry its id in the change stream, when it was there
 * @param reason why, in words
 * @param fields what it held: id, v, s or whatever was found there
 */
public record ParkedEntry(
    Shard shard,
    EntryId parked,
    String group,
    EntryId entry,
    String reason,
    Map<String, String> fields) {

  public ParkedEntry {
    fields = Map.copyOf(fields);
  }

  /** Without the content, which may be personal. */
  @Override
  public String toString() {
    return "ParkedEntry[" + shard + ", " + group + ", " + entry + ", " + reason + "]";
  }
}
