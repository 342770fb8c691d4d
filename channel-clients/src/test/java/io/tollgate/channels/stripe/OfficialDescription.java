package io.tollgate.channels.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stripe's own description of its API, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project.
 */
final class OfficialDescription {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path FILE = folder().resolve("stripe/stripe-2023-08-16.trimmed.json");

  private OfficialDescription() {}

  /** Skips the test, and says so, where there is no description. */
  static void assume() {
    assumeTrue(Files.isReadable(FILE), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
  }

  /** The words that a property of an object can be. */
  static List<String> words(String object, String property) {
    return words("/components/schemas/" + object + "/properties/" + property + "/enum");
  }

  /** The words that the description lists at a place in it. */
  static List<String> words(String pointer) {
    var values = root().at(pointer);
    assertThat(values.size()).as(pointer).isPositive();
    return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asString).toList();
  }

  /** The fields of a query that the operation does not have; empty where it is right. */
  static List<String> strangers(String path, String query) {
    var known = new HashMap<String, JsonNode>();
    root()
        .at("/paths/" + escaped(path) + "/get/parameters")
        .forEach(
            parameter -> known.put(parameter.path("name").asString(), parameter.path("schema")));
    return Stream.of(query.split("&"))
        .map(field -> URLDecoder.decode(field.split("=", 2)[0], StandardCharsets.UTF_8))
        .filter(name -> !isKnown(name.replace("]", "").split("\\[", -1), known))
        .toList();
  }

  private static boolean isKnown(String[] names, Map<String, JsonNode> known) {
    var schema = known.get(names[0]);
    if (schema == null || names.length == 1) {
      return schema != null;
    }
    return names[1].isEmpty()
        ? schema.path("type").asString("").equals("array")
        : schema.at("/anyOf/0/properties").has(names[1]);
  }

  /** What is wrong with a form body for that operation; empty where it is right. */
  static List<Error> problems(String path, String form) {
    var schema =
        (ObjectNode)
            root()
                .at("/paths/" + escaped(path))
                .at("/post/requestBody/content/application~1x-www-form-urlencoded/schema");
    return SchemaRegistry.withDialect(Dialects.getOpenApi30())
        .getSchema(schema)
        .validate(json(form, schema));
  }

  /** {@code a[b]=c&d[]=e} as JSON, each value in the type that the schema gives it. */
  private static JsonNode json(String form, JsonNode schema) {
    var root = JSON.createObjectNode();
    for (var field : form.split("&")) {
      var equals = field.indexOf('=');
      var name = URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8);
      var value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
      put(root, name.replace("]", "").split("\\[", -1), 0, value, schema);
    }
    return root;
  }

  private static void put(
      ObjectNode node, String[] names, int depth, String value, JsonNode schema) {
    var name = names[depth];
    var part = schema.path("properties").path(name);
    if (depth + 1 == names.length) {
      set(node, name, value, part.path("type").asString("string"));
    } else if (names[depth + 1].isEmpty()) {
      node.withArray(name).add(value);
    } else {
      put(node.withObjectProperty(name), names, depth + 1, value, part);
    }
  }

  private static void set(ObjectNode node, String name, String value, String type) {
    switch (type) {
      case "integer" -> node.put(name, Long.parseLong(value));
      case "boolean" -> node.put(name, Boolean.parseBoolean(value));
      default -> {
        // A union, such as off_session, is a boolean where it looks like one.
        if (value.equals("true") && type.equals("string") && name.equals("off_session")) {
          node.put(name, true);
        } else {
          node.put(name, value);
        }
      }
    }
  }

  private static String escaped(String path) {
    return path.replace("~", "~0").replace("/", "~1");
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
