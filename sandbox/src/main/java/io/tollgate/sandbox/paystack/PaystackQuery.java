package io.tollgate.sandbox.paystack;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The query of an address. */
record PaystackQuery(Map<String, String> fields) {

  /** Paystack gives less than is asked for; so small here that lists have pages. */
  private static final int LONGEST_PAGE = 3;

  static PaystackQuery of(String uri) {
    Map<String, String> fields = new HashMap<>();
    int question = uri.indexOf('?');
    if (question >= 0) {
      for (String field : uri.substring(question + 1).split("&")) {
        String[] parts = field.split("=", 2);
        fields.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
      }
    }
    return new PaystackQuery(fields);
  }

  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  long number(String name, long otherwise) {
    String text = text(name);
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
  }

  Instant time(String name, Instant otherwise) {
    String text = text(name);
    return text.isEmpty() ? otherwise : Instant.parse(text);
  }

  /** The things on the page that is asked for. */
  <T> List<T> page(List<T> all, String sizeName) {
    long size = size(sizeName);
    return all.stream().skip((number("page", 1) - 1) * size).limit(size).toList();
  }

  /** What tells of the pages. */
  ObjectNode pages(int total, String sizeName) {
    return PaystackJson.pages(total, (int) size(sizeName), (int) number("page", 1));
  }

  private long size(String name) {
    return Math.clamp(number(name, LONGEST_PAGE), 1, LONGEST_PAGE);
  }
}
