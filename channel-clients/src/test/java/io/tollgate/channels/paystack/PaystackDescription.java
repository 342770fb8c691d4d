package io.tollgate.channels.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Paystack's own description of its API, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project. It forbids hardly
 * anything by itself, so bodies are held against it with every field forbidden that it does not
 * have.
 */
final class PaystackDescription {

  private static final Path FILE = folder().resolve("paystack/paystack-1.0.0.trimmed.json");

  private PaystackDescription() {}

  /** Skips the test, and says so, where there is no description. */
  static void assume() {
    assumeTrue(Files.isReadable(FILE), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
  }

  /** What is wrong with the body of a POST. */
  static List<Error> problems(String path, String body) {
    var schema = operation(path, "post").at("/requestBody/content/application~1json/schema");
    return problems(schema, body, true);
  }

  /** What is wrong with an answer of success; it may have more than is described. */
  static List<Error> answerProblems(String path, String method, String body) {
    var answer = followed(operation(path, method).at("/responses/200"));
    return problems(answer.at("/content/application~1json/schema"), body, false);
  }

  /** The fields of a query that the operation does not have. */
  static List<String> strangers(String path, String query) {
    var known = new ArrayList<String>();
    operation(path, "get").path("parameters").forEach(it -> known.add(it.path("name").asString()));
    return Stream.of(query.split("&"))
        .map(field -> field.split("=", 2)[0])
        .filter(name -> !known.contains(name))
        .toList();
  }

  /** The words that the description lists at a place in it. */
  static List<String> words(String pointer) {
    var words = new ArrayList<String>();
    root().at(pointer).forEach(word -> words.add(word.asString()));
    assertThat(words).as(pointer).isNotEmpty();
    return words;
  }

  private static List<Error> problems(JsonNode schema, String body, boolean isStrict) {
    assertThat(schema.isObject()).isTrue();
    return SchemaRegistry.withDialect(Dialects.getOpenApi30())
        .getSchema(whole(schema, isStrict))
        .validate(PaystackFixtures.JSON.readTree(body));
  }

  private static JsonNode operation(String path, String method) {
    var operation = root().path("paths").path(path).path(method);
    assertThat(operation.isObject()).as(method + " " + path).isTrue();
    return operation;
  }

  /** The schema with everything in it that it only names. */
  private static ObjectNode whole(JsonNode schema, boolean isStrict) {
    var copy = (ObjectNode) followed(schema).deepCopy();
    if (copy.path("allOf").path(0).isObject() && isStrict) {
      copy = joined(copy.get("allOf"));
    }
    var properties = copy.path("properties");
    if (properties instanceof ObjectNode object) {
      for (var name : List.copyOf(object.propertyNames())) {
        object.set(name, whole(object.get(name), isStrict));
      }
      if (isStrict && !copy.has("additionalProperties")) {
        copy.put("additionalProperties", false);
      }
    }
    if (copy.has("items")) {
      copy.set("items", whole(copy.get("items"), isStrict));
    }
    return copy;
  }

  /** Several schemas that all have to hold, as one. */
  private static ObjectNode joined(JsonNode parts) {
    var all = PaystackFixtures.JSON.createObjectNode().put("type", "object");
    var properties = all.putObject("properties");
    var required = all.putArray("required");
    for (var part : parts) {
      var object = followed(part);
      properties.setAll((ObjectNode) object.get("properties"));
      object.path("required").forEach(required::add);
    }
    return all;
  }

  private static JsonNode followed(JsonNode node) {
    var reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : followed(root().at(reference.substring(1)));
  }

  private static JsonNode root() {
    return PaystackFixtures.JSON.readTree(FILE.toFile());
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }
}
