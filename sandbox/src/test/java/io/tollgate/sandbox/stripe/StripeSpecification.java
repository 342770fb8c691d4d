package io.tollgate.sandbox.stripe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stripe's official API description as a JSON schema. It is not ours to publish, so it is read from
 * the folder that TOLLGATE_CHANNEL_SPECS names, and tests that need it are skipped without it.
 */
final class StripeSpecification {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ObjectNode description;

  private StripeSpecification(ObjectNode description) {
    this.description = description;
  }

  static StripeSpecification read() {
    String named = System.getenv("TOLLGATE_CHANNEL_SPECS");
    Path folder =
        named == null
            ? SandboxFolder.projectRoot().resolve("../shared/channels/specs")
            : Path.of(named);
    Path file = folder.resolve("stripe/stripe-2023-08-16.trimmed.json");
    assumeTrue(
        Files.exists(file),
        () -> "SKIPPED: answers are not checked against Stripe's description, no " + file);
    ObjectNode description = (ObjectNode) MAPPER.readTree(file);
    allowNullWhereNullable(description);
    return new StripeSpecification(description);
  }

  /** OpenAPI 3.0 says {@code nullable}; JSON schema lists null among the types. */
  private static void allowNullWhereNullable(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("nullable").asBoolean(false)) {
      if (object.get("anyOf") instanceof ArrayNode choices) {
        choices.addObject().put("type", "null");
      }
      if (object.path("type").isString()) {
        String type = object.get("type").asString();
        object.putArray("type").add(type).add("null");
      }
      if (object.get("enum") instanceof ArrayNode values) {
        values.addNull();
      }
    }
    node.forEach(StripeSpecification::allowNullWhereNullable);
  }

  /** What is wrong with an object of this schema; nothing when it is as Stripe describes it. */
  List<String> faults(String schemaName, String json) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("$ref", "#/components/schemas/" + schemaName);
    root.set("components", description.get("components"));
    Schema schema = SchemaRegistry.withDefaultDialect(Dialects.getDraft7()).getSchema(root);
    return schema.validate(MAPPER.readTree(json)).stream().map(Error::toString).toList();
  }

  /** Fields that the description does not know. */
  List<String> strangers(String schemaName, String json) {
    JsonNode known =
        description.path("components").path("schemas").path(schemaName).path("properties");
    return MAPPER.readTree(json).properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.has(name))
        .toList();
  }
}
