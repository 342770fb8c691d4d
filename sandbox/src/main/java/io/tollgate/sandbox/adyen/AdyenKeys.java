package io.tollgate.sandbox.adyen;

import io.tollgate.sandbox.adyen.AdyenReply.Delivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The idempotency keys: what was answered under each, and which are being worked on. */
final class AdyenKeys {

  private final Map<String, AdyenReply> answered = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final Set<String> turnedAway = new HashSet<>();

  /** The stored answer of a key; refuses where its request is being worked on. */
  synchronized @Nullable AdyenReply begin(String key) {
    AdyenReply stored = answered.get(key);
    if (stored == null && !underWay.add(key)) {
      throw AdyenRefusal.underWay();
    }
    return stored;
  }

  /** Works on a key that was begun, and stores what succeeded. */
  Delivery run(String key, Supplier<Delivery> work) {
    try {
      Delivery delivery = work.get();
      synchronized (this) {
        answered.put(key, delivery.reply());
      }
      return delivery;
    } finally {
      end(key);
    }
  }

  /** Whether this is the first time that the key is turned away, which ends the work on it. */
  synchronized boolean turnsAway(String key) {
    boolean isFirst = turnedAway.add(key);
    if (isFirst) {
      end(key);
    }
    return isFirst;
  }

  /** Nobody works on the key any more. */
  synchronized void end(String key) {
    underWay.remove(key);
  }
}
