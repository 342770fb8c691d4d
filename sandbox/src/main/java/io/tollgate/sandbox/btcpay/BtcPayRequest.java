package io.tollgate.sandbox.btcpay;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request, taken apart once. */
record BtcPayRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    String body,
    @Nullable String authorization) {

  static BtcPayRequest of(HttpServerRequest request, String body) {
    String[] parts = request.uri().split("\\?", 2);
    return new BtcPayRequest(
        request.method().name(),
        parts[0],
        parts.length == 1 ? Map.of() : parsed(parts[1]),
        body,
        request.requestHeaders().get("Authorization"));
  }

  /** Method and path, in which the words that are ids are asterisks. */
  String shape() {
    String[] words = path.substring(1).split("/");
    for (int i = 1; i < words.length; i++) {
      if (List.of("stores", "invoices", "pull-payments", "i").contains(words[i - 1])) {
        words[i] = "*";
      }
    }
    return method + " /" + String.join("/", words);
  }

  /** The word after that one. */
  String after(String word) {
    String[] words = path.split("/");
    for (int i = 1; i < words.length; i++) {
      if (words[i - 1].equals(word)) {
        return words[i];
      }
    }
    return "";
  }

  List<String> texts(String name) {
    return query.getOrDefault(name, List.of());
  }

  @Nullable String text(String name) {
    List<String> all = texts(name);
    return all.isEmpty() ? null : all.getFirst();
  }

  long number(String name, long otherwise) {
    String text = text(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  boolean is(String name) {
    return "true".equals(text(name));
  }

  JsonNode json() {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException unreadable) {
      throw BtcPayRefusal.ofField("", "Not JSON");
    }
  }

  private static Map<String, List<String>> parsed(String raw) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String field : raw.split("&")) {
      String[] pair = field.split("=", 2);
      fields
          .computeIfAbsent(pair[0], _ -> new ArrayList<>(1))
          .add(pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return fields;
  }
}
