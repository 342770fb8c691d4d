package io.tollgate.persistence.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of the shards brought.
 *
 * @param more whether some shard gave a full page, so that more is likely to wait
 * @param error what kept a shard from answering; the others' entries are good all the same
 */
record Sweep(List<Entry> entries, boolean more, @Nullable Throwable error) {

  static final Sweep NOTHING = new Sweep(List.of(), false, null);
}
