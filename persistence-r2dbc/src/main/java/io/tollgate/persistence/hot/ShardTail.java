package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.PaymentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to a shard's log, and up to where it was read to them. Its locks are held briefly.
 */
final class ShardTail {

  private final Shard shard;
  private final Map<PaymentId, List<PaymentListener>> listeners = new HashMap<>();
  private @Nullable EntryId position;

  ShardTail(Shard shard) {
    this.shard = shard;
  }

  Shard shard() {
    return shard;
  }

  synchronized void join(PaymentListener listener) {
    listeners.computeIfAbsent(listener.id(), _ -> new ArrayList<>(1)).add(listener);
  }

  synchronized void leave(PaymentListener listener) {
    listeners.computeIfPresent(
        listener.id(), (_, all) -> all.remove(listener) && all.isEmpty() ? null : all);
    if (listeners.isEmpty()) {
      position = null;
    }
  }

  /**
   * Reads on from here at the latest. It may turn the tail back: a listener that looked earlier but
   * is heard later must not miss what lies between; the others know repetitions by their versions.
   */
  synchronized void readFrom(EntryId start) {
    var now = position;
    if (!listeners.isEmpty() && (now == null || start.compareTo(now) < 0)) {
      position = start;
    }
  }

  /** The page that began at {@code from} was read; unless it was turned back meanwhile. */
  synchronized void readOn(EntryId from, EntryId to) {
    if (from.equals(position)) {
      position = to;
    }
  }

  synchronized @Nullable EntryId position() {
    return position;
  }

  synchronized List<PaymentListener> listenersOf(PaymentId id) {
    return List.copyOf(listeners.getOrDefault(id, List.of()));
  }

  synchronized List<PaymentListener> listeners() {
    return listeners.values().stream().flatMap(List::stream).toList();
  }
}
