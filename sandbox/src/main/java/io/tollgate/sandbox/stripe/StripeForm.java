package io.tollgate.sandbox.stripe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A form-encoded request or query: {@code a=1&b[c]=2&d[]=3}; keys keep their brackets. */
final class StripeForm {

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private StripeForm() {}

  static StripeForm parse(String encoded) {
    StripeForm form = new StripeForm();
    for (String pair : encoded.split("&")) {
      if (!pair.isEmpty()) {
        form.add(pair);
      }
    }
    return form;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
    values.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(value);
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw StripeRefusal.invalid(null, null, "Invalid encoding in the request: " + text);
    }
  }

  @Nullable String text(String key) {
    List<String> found = values.get(key);
    return found == null || found.getFirst().isEmpty() ? null : found.getFirst();
  }

  /** A list sent as {@code key[]=a}, {@code key[0]=a} or {@code key=a}. */
  List<String> texts(String key) {
    List<String> found = new ArrayList<>();
    values.forEach((name, sent) -> {
      if (name.equals(key) || name.startsWith(key + "[")) {
        found.addAll(sent);
      }
    });
    return List.copyOf(found);
  }

  /** The pairs sent as {@code key[name]=value}: name, value, name, value... */
  List<String> pairs(String key) {
    List<String> pairs = new ArrayList<>();
    values.forEach((name, sent) -> {
      if (name.startsWith(key + "[") && name.endsWith("]")) {
        pairs.add(name.substring(key.length() + 1, name.length() - 1));
        pairs.add(sent.getFirst());
      }
    });
    return pairs.isEmpty() ? List.of() : List.copyOf(pairs);
  }

  /** A whole number of minor units. */
  long amount(String key) {
    String text = text(key);
    if (text == null) {
      throw StripeRefusal.invalid("parameter_missing", key, "Missing required param: " + key + ".");
    }
    try {
      long amount = Long.parseLong(text);
      if (amount < 1) {
        throw StripeRefusal.invalid(
            "parameter_invalid_integer", key, "This value must be greater than or equal to 1.");
      }
      if (amount > 99_999_999_999_999L) {
        throw StripeRefusal.invalid("amount_too_large", key, "Amount must be no more than that.");
      }
      return amount;
    } catch (NumberFormatException noInteger) {
      throw StripeRefusal.invalid("parameter_invalid_integer", key, "Invalid integer: " + text);
    }
  }

  boolean flag(String key) {
    String text = text(key);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw StripeRefusal.invalid("parameter_invalid", key, "Invalid boolean: " + text);
  }

  /** Refuses parameters that the operation does not have, as Stripe does. */
  void allow(Set<String> names) {
    for (String key : values.keySet()) {
      int bracket = key.indexOf('[');
      String name = bracket < 0 ? key : key.substring(0, bracket);
      if (!names.contains(name)) {
        throw StripeRefusal.invalid(
            "parameter_unknown", name, "Received unknown parameter: " + name);
      }
    }
  }
}
