package io.tollgate.sandbox.stripe;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what each {@code Idempotency-Key} was answered, as Stripe describes it: the first
 * answer once execution has begun, 500s included; nothing when validation fails.
 */
final class IdempotencyKeys {

  /** A request under a key: its reply is null while it runs. */
  private record Saved(long fingerprint, @Nullable StripeReply reply) {}

  private final BoundedIndex<Saved> saved;

  IdempotencyKeys(int kept) {
    this.saved = new BoundedIndex<>(kept);
  }

  /** The saved reply, or null when the caller may execute the request and then must end it. */
  @Nullable StripeReply begin(String key, String path, String body) {
    long fingerprint = fingerprint(path, body);
    Saved before = saved.putIfAbsent(key, new Saved(fingerprint, null));
    if (before == null) {
      return null;
    }
    if (before.fingerprint != fingerprint) {
      throw StripeRefusal.keyReused(key);
    }
    if (before.reply == null) {
      throw StripeRefusal.stillRunning(key);
    }
    return before.reply;
  }

  /** Executes the request under its key and saves the reply; forgets the key on refusal. */
  StripeReply.Delivery run(
      String key, String path, String body, Supplier<StripeReply.Delivery> request) {
    try {
      StripeReply.Delivery delivery = request.get();
      if (delivery.reply() == null) {
        saved.remove(key);
      } else {
        saved.replace(key, new Saved(fingerprint(path, body), delivery.reply()));
      }
      return delivery;
    } catch (RuntimeException refusal) {
      saved.remove(key);
      throw refusal;
    }
  }

  private static long fingerprint(String path, String body) {
    long hash = 1_125_899_906_842_597L;
    for (int i = 0; i < path.length(); i++) {
      hash = 31 * hash + path.charAt(i);
    }
    for (int i = 0; i < body.length(); i++) {
      hash = 31 * hash + body.charAt(i);
    }
    return hash;
  }
}
