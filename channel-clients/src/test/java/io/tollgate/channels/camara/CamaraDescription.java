package io.tollgate.channels.camara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The official descriptions of both interfaces, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project. Their schemas allow
 * what they do not name, so payloads are held against them more strictly than a validator would.
 */
final class CamaraDescription {

  private static final Path FOLDER = folder();

  private final JsonNode root;

  private CamaraDescription(String file) {
    var path = FOLDER.resolve("carrier-camara").resolve(file);
    assumeTrue(Files.isReadable(path), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
    this.root = new YAMLMapper().readTree(path.toFile());
  }

  /** Of payments; without it the test is skipped, and says so. */
  static CamaraDescription billing() {
    return new CamaraDescription("carrier-billing.yaml");
  }

  /** Of refunds. */
  static CamaraDescription refund() {
    return new CamaraDescription("carrier-billing-refund.yaml");
  }

  /** Every status with every code that can be answered with it: {@code 409 ALREADY_EXISTS}. */
  Set<String> errors() {
    var errors = new TreeSet<String>();
    root.findValues("properties")
        .forEach(properties -> {
          for (var status : properties.at("/status/enum")) {
            for (var code : properties.at("/code/enum")) {
              errors.add(status.asString() + " " + code.asString());
            }
          }
        });
    return errors;
  }

  /** The words that a list can be asked for by. */
  List<String> statuses(String parameter) {
    var words = root.at("/components/parameters/" + parameter + "/schema/items/enum");
    assertThat(words.size()).as(parameter).isPositive();
    return StreamSupport.stream(words.spliterator(), false).map(JsonNode::asString).toList();
  }

  /** The types of events. */
  Set<String> events() {
    return new TreeSet<>(
        root.at("/components/schemas/CloudEvent/discriminator/mapping").propertyNames());
  }

  /** The fields of a query that the operation does not have; empty where it is right. */
  List<String> strangers(String path, String query) {
    var known = new HashSet<String>();
    root.at("/paths/" + path.replace("/", "~1") + "/get/parameters")
        .forEach(parameter -> known.add(resolved(parameter).path("name").asString()));
    assertThat(known).as(path).isNotEmpty();
    return Stream.of(query.split("&"))
        .map(field -> URLDecoder.decode(field.split("=", 2)[0], StandardCharsets.UTF_8))
        .filter(name -> !known.contains(name))
        .toList();
  }

  /** What is wrong with a payload of that schema; empty where it is right. */
  List<String> problems(String schema, JsonNode payload) {
    var problems = new ArrayList<String>();
    var described = root.at("/components/schemas/" + schema);
    assertThat(described.isObject()).as(schema).isTrue();
    check(List.of(described), payload, schema, problems);
    return problems;
  }

  private void check(List<JsonNode> schemas, JsonNode value, String at, List<String> problems) {
    var parts = new ArrayList<JsonNode>();
    schemas.forEach(schema -> unfold(schema, value, parts, new HashSet<>()));
    parts.forEach(part -> checkValue(part, value, at, problems));
    if (value.isObject()) {
      checkFields(parts, value, at, problems);
    }
    for (var part : parts) {
      if (part.has("items")) {
        value.forEach(item -> check(List.of(part.get("items")), item, at + "[]", problems));
      }
    }
  }

  /** A schema with all that it refers to, and the kind of it that the value says to be. */
  private void unfold(JsonNode schema, JsonNode value, List<JsonNode> parts, Set<JsonNode> seen) {
    var here = resolved(schema);
    if (!seen.add(here)) {
      return;
    }
    parts.add(here);
    here.path("allOf").forEach(part -> unfold(part, value, parts, seen));
    var kind = here.path("discriminator");
    var target =
        kind.path("mapping").path(value.path(kind.path("propertyName").asString("")).asString(""));
    if (target.isString()) {
      unfold(root.at(target.asString().substring(1)), value, parts, seen);
    }
  }

  private void checkFields(List<JsonNode> parts, JsonNode value, String at, List<String> problems) {
    var isDescribed = parts.stream().anyMatch(part -> part.has("properties"));
    for (var field : value.properties()) {
      var schemas =
          parts.stream()
              .map(part -> part.path("properties").path(field.getKey()))
              .filter(JsonNode::isObject)
              .toList();
      if (isDescribed && schemas.isEmpty()) {
        problems.add(at + "." + field.getKey() + ": unknown");
      }
      check(schemas, field.getValue(), at + "." + field.getKey(), problems);
    }
    for (var part : parts) {
      for (var required : part.path("required")) {
        if (!value.has(required.asString())) {
          problems.add(at + "." + required.asString() + ": missing");
        }
      }
    }
  }

  private static void checkValue(
      JsonNode schema, JsonNode value, String at, List<String> problems) {
    if (!isOfType(schema.path("type").asString(""), value)) {
      problems.add(at + ": no " + schema.path("type").asString());
      return;
    }
    var text = value.asString("");
    if (schema.has("pattern") && !text.matches(schema.get("pattern").asString())) {
      problems.add(at + ": not of the pattern");
    }
    if (schema.has("enum")
        && StreamSupport.stream(schema.get("enum").spliterator(), false)
            .noneMatch(word -> word.asString().equals(text))) {
      problems.add(at + ": no such word");
    }
    if (schema.has("multipleOf")
        && value.decimalValue().remainder(schema.get("multipleOf").decimalValue()).signum() != 0) {
      problems.add(at + ": too fine");
    }
    if (schema.has("minimum")
        && value.decimalValue().compareTo(schema.get("minimum").decimalValue()) < 0) {
      problems.add(at + ": too small");
    }
    if (schema.path("format").asString("").equals("date-time") && !isMoment(text)) {
      problems.add(at + ": no moment");
    }
  }

  private static boolean isOfType(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> true;
    };
  }

  private static boolean isMoment(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException none) {
      return false;
    }
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asString().substring(1)) : node;
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }
}
