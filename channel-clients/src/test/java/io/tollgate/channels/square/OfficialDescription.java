package io.tollgate.channels.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Square's own description of its API, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project. Its schemas allow
 * what they do not name, so bodies are held against it more strictly than a validator would.
 */
final class OfficialDescription {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path FILE = folder().resolve("square/square-2025-08-20.trimmed.json");

  private OfficialDescription() {}

  /** Skips the test, and says so, where there is no description. */
  static void assume() {
    assumeTrue(Files.isReadable(FILE), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
  }

  /** The words that an enumeration has. */
  static List<String> words(String schema) {
    var values = root().at("/components/schemas/" + schema + "/enum");
    assertThat(values.size()).as(schema).isPositive();
    return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asString).toList();
  }

  /** What the description shows as an answer of that schema. */
  static JsonNode example(String schema) {
    var example = root().at("/components/schemas/" + schema + "/example");
    assertThat(example.isObject()).as(schema).isTrue();
    return example;
  }

  /** What is wrong with a body for that schema; empty where it is right. */
  static List<String> problems(String schema, byte[] body) {
    var root = root();
    var problems = new ArrayList<String>();
    var described = root.at("/components/schemas/" + schema);
    assertThat(described.isObject()).as(schema).isTrue();
    check(root, described, JSON.readTree(body), schema, problems);
    return problems;
  }

  /** The fields of a query that the operation does not have; empty where it is right. */
  static List<String> strangers(String path, String query) {
    var parameters = root().path("paths").path(path).path("get").path("parameters");
    var known =
        StreamSupport.stream(parameters.spliterator(), false)
            .map(parameter -> parameter.path("name").asString(""))
            .collect(Collectors.toSet());
    return Stream.of(query.split("&"))
        .map(field -> URLDecoder.decode(field.split("=", 2)[0], StandardCharsets.UTF_8))
        .filter(name -> !known.contains(name))
        .toList();
  }

  private static void check(
      JsonNode root, JsonNode schema, JsonNode value, String at, List<String> problems) {
    var reference = schema.path("$ref").asString("");
    if (!reference.isEmpty()) {
      check(root, root.at(reference.substring(1)), value, at, problems);
      return;
    }
    if (schema.has("enum")) {
      boolean isKnown =
          StreamSupport.stream(schema.path("enum").spliterator(), false).anyMatch(value::equals);
      note(isKnown, at + " is none of the words", problems);
      return;
    }
    switch (schema.path("type").asString("object")) {
      case "string" -> text(schema, value, at, problems);
      case "integer" -> note(value.isIntegralNumber(), at + " is no whole number", problems);
      case "boolean" -> note(value.isBoolean(), at + " is no truth value", problems);
      case "array" -> list(root, schema, value, at, problems);
      default -> object(root, schema, value, at, problems);
    }
  }

  private static void list(
      JsonNode root, JsonNode schema, JsonNode value, String at, List<String> problems) {
    note(value.isArray(), at + " is no list", problems);
    for (var item : value) {
      check(root, schema.path("items"), item, at + "[]", problems);
    }
  }

  private static void text(JsonNode schema, JsonNode value, String at, List<String> problems) {
    note(value.isString(), at + " is no text", problems);
    int length = value.asString("").length();
    boolean fits =
        length >= schema.path("minLength").asInt(0)
            && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE);
    note(fits, at + " is " + length + " long", problems);
  }

  private static void object(
      JsonNode root, JsonNode schema, JsonNode value, String at, List<String> problems) {
    note(value.isObject(), at + " is no object", problems);
    for (var required : schema.path("required")) {
      note(value.has(required.asString()), at + " lacks " + required.asString(), problems);
    }
    for (var field : value.properties()) {
      var part = schema.path("properties").path(field.getKey());
      var place = at + "." + field.getKey();
      if (part.isMissingNode()) {
        problems.add(place + " is unknown");
      } else {
        check(root, part, field.getValue(), place, problems);
      }
    }
  }

  private static void note(boolean isRight, String problem, List<String> problems) {
    if (!isRight) {
      problems.add(problem);
    }
  }

  private static JsonNode root() {
    return JSON.readTree(FILE.toFile());
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }
}
