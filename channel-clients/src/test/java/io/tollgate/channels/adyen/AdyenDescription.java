package io.tollgate.channels.adyen;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adyen's own descriptions of its API and its webhooks, where the folder of descriptions is there:
 * {@code TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project. Both forbid
 * fields that they do not name.
 */
final class AdyenDescription {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path CHECKOUT = folder().resolve("adyen/adyen-checkout-v71.trimmed.json");
  private static final Path WEBHOOKS = folder().resolve("adyen/adyen-webhooks-v1.trimmed.json");

  private AdyenDescription() {}

  /** Skips the test, and says so, where there are no descriptions. */
  static void assume() {
    assumeTrue(
        Files.isReadable(CHECKOUT) && Files.isReadable(WEBHOOKS),
        "skipped: no description at TOLLGATE_CHANNEL_SPECS");
  }

  /** What is wrong with a body by a schema of Checkout; empty where it is right. */
  static List<Error> checkoutProblems(String schema, String body) {
    return problems(CHECKOUT, schema, body);
  }

  /** What is wrong with a webhook by a schema of its kind; empty where it is right. */
  static List<Error> webhookProblems(String schema, String body) {
    return problems(WEBHOOKS, schema, body);
  }

  static List<String> resultCodes() {
    return words(CHECKOUT, "/components/schemas/PaymentResponse/properties/resultCode/enum");
  }

  static List<String> linkStatuses() {
    return words(CHECKOUT, "/components/schemas/PaymentLinkResponse/properties/status/enum");
  }

  static List<String> eventCodes() {
    return words(WEBHOOKS, "/components/schemas/NotificationRequestItem/properties/eventCode/enum");
  }

  /** The description's own examples of webhooks. */
  static List<JsonNode> exampleWebhooks() {
    return root(WEBHOOKS).path("webhooks").isMissingNode()
        ? examples(root(WEBHOOKS).path("paths"))
        : examples(root(WEBHOOKS).path("webhooks"));
  }

  private static List<JsonNode> examples(JsonNode operations) {
    return StreamSupport.stream(operations.spliterator(), false)
        .map(operation -> operation.at("/post/requestBody/content/application~1json/examples"))
        .flatMap(examples -> StreamSupport.stream(examples.spliterator(), false))
        .map(AdyenDescription::value)
        .toList();
  }

  private static JsonNode value(JsonNode example) {
    var pointer = example.path("$ref").asString("");
    return pointer.isEmpty()
        ? example.path("value")
        : root(WEBHOOKS).at(pointer.substring(1)).path("value");
  }

  private static List<String> words(Path file, String pointer) {
    return StreamSupport.stream(root(file).at(pointer).spliterator(), false)
        .map(JsonNode::asString)
        .toList();
  }

  private static List<Error> problems(Path file, String schema, String body) {
    var whole = JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    whole.set("components", ((ObjectNode) root(file)).path("components"));
    return SchemaRegistry.withDialect(Dialects.getDraft202012())
        .getSchema(whole)
        .validate(JSON.readTree(body));
  }

  private static JsonNode root(Path file) {
    return JSON.readTree(file.toFile());
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }
}
