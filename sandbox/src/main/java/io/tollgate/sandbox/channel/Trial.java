package io.tollgate.sandbox.channel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment to try, and how it has to end.
 *
 * @param name says what is tried; no two of a channel have the same
 * @param order what the gateway's API is asked for, but for the reference
 * @param payer what the payer does where the payment needs it
 * @param succeeds whether it ends with money taken once; else it ends with none taken
 */
public record Trial(String name, Map<String, Object> order, Payer payer, boolean succeeds) {

  public Trial {
    order = Collections.unmodifiableMap(new LinkedHashMap<>(order));
  }

  /** One that succeeds, of 1299 minor units, with nobody asked. */
  public static Trial of(
      String name, String product, String currency, String method, @Nullable String token) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("product", product);
    order.put("amount", 1299);
    order.put("currency", currency);
    order.put(
        "method", token == null ? Map.of("type", method) : Map.of("type", method, "token", token));
    return new Trial(name, order, Payer.NOBODY, true);
  }

  /** The same with another field of the order. */
  public Trial with(String field, Object value) {
    Map<String, Object> other = new LinkedHashMap<>(order);
    other.put(field, value);
    return new Trial(name, other, payer, succeeds);
  }

  /** The same by a payer who acts so. */
  public Trial acting(Payer other) {
    return new Trial(name, order, other, succeeds);
  }

  /** The same, ending without a charge. */
  public Trial failing() {
    return new Trial(name, order, payer, false);
  }
}
