package io.tollgate.sandbox.stripe;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A map that forgets its oldest keys beyond a limit. */
final class BoundedIndex<V> {

  private final ConcurrentHashMap<String, V> values = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable String> ages;
  private final AtomicLong added = new AtomicLong();

  BoundedIndex(int limit) {
    this.ages = new AtomicReferenceArray<>(limit);
  }

  @Nullable V get(String key) {
    return values.get(key);
  }

  /** Puts the value unless the key is taken; gives the value that was there. */
  @Nullable V putIfAbsent(String key, V value) {
    V before = values.putIfAbsent(key, value);
    if (before == null) {
      remember(key);
    }
    return before;
  }

  /** Replaces the value of a key, absent or not, in one step. */
  void merge(String key, BiFunction<String, @Nullable V, V> change) {
    boolean isNew = !values.containsKey(key);
    values.compute(key, change);
    if (isNew) {
      remember(key);
    }
  }

  void replace(String key, V value) {
    values.replace(key, value);
  }

  void remove(String key) {
    values.remove(key);
  }

  /** All values, in no order. */
  Stream<V> values() {
    return values.values().stream();
  }

  private void remember(String key) {
    int slot = (int) (added.getAndIncrement() % ages.length());
    String oldest = ages.getAndSet(slot, key);
    if (oldest != null && !oldest.equals(key)) {
      values.remove(oldest);
    }
  }
}
