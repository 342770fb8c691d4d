package io.tollgate.channels.btcpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * BTCPay's own description of its API, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project.
 *
 * <p>It joins schemas that allow no further properties by {@code allOf}, which nothing can satisfy;
 * so the parts are made one, and that one allows no further properties.
 */
final class BtcPayDescription {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path FILE = folder().resolve("btcpay/btcpay-greenfield-v1.trimmed.json");

  private BtcPayDescription() {}

  /** Skips the test, and says so, where there is no description. */
  static void assume() {
    assumeTrue(Files.isReadable(FILE), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
  }

  /** The words that a type can be. */
  static List<String> words(String schema) {
    var values = root().at("/components/schemas/" + schema + "/enum");
    assertThat(values.size()).as(schema).isPositive();
    return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asString).toList();
  }

  /** The fields of a query that the operation does not have. */
  static List<String> strangers(String path, String query) {
    var known =
        StreamSupport.stream(operation("get", path).path("parameters").spliterator(), false)
            .map(parameter -> parameter.path("name").asString(""))
            .toList();
    return Stream.of(query.split("&"))
        .map(field -> field.split("=")[0])
        .filter(name -> !known.contains(name))
        .toList();
  }

  /** What is wrong with a body for that operation; empty where it is right. */
  static List<Error> problemsOfRequest(String path, String body) {
    var schema = operation("post", path).at("/requestBody/content/application~1json/schema");
    return problems(merged(schema), body);
  }

  /** What is wrong with an answer, of which every property has to be there. */
  static List<Error> problemsOfAnswer(String method, String path, String body) {
    var schema =
        merged(operation(method, path).at("/responses/200/content/application~1json/schema"));
    demandAll(schema.has("items") ? (ObjectNode) schema.get("items") : schema);
    return problems(schema, body);
  }

  /** The same of something that is described by name, say a webhook. */
  static List<Error> problemsOf(String name, String body) {
    var schema = merged(root().at("/components/schemas/" + name));
    demandAll(schema);
    return problems(schema, body);
  }

  private static List<Error> problems(ObjectNode schema, String body) {
    return SchemaRegistry.withDialect(Dialects.getOpenApi30())
        .getSchema(schema)
        .validate(JSON.readTree(body));
  }

  private static void demandAll(ObjectNode schema) {
    var required = schema.putArray("required");
    schema.path("properties").propertyNames().forEach(required::add);
  }

  private static JsonNode operation(String method, String path) {
    var operation = root().path("paths").path(path).path(method);
    assertThat(operation.isObject()).as(method + " " + path).isTrue();
    return operation;
  }

  private static ObjectNode merged(JsonNode schema) {
    if (schema.has("$ref")) {
      return merged(root().at(schema.path("$ref").asString("").substring(1)));
    }
    assertThat(schema.isObject()).as(schema.toString()).isTrue();
    var whole = JSON.createObjectNode();
    for (var part : schema.path("allOf")) {
      add(whole, merged(part));
    }
    var own = (ObjectNode) schema.deepCopy();
    own.remove(List.of("allOf", "anyOf"));
    add(whole, own);
    if (whole.has("items")) {
      whole.set("items", merged(whole.get("items")));
    }
    if (whole.has("properties")) {
      whole.put("additionalProperties", whole.path("additionalProperties").asBoolean(false));
    }
    return whole;
  }

  private static void add(ObjectNode whole, ObjectNode part) {
    for (var field : part.properties()) {
      if (field.getKey().equals("properties")) {
        var properties = whole.withObjectProperty("properties");
        for (var property : field.getValue().properties()) {
          properties.set(property.getKey(), merged(property.getValue()));
        }
      } else {
        whole.set(field.getKey(), field.getValue());
      }
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
