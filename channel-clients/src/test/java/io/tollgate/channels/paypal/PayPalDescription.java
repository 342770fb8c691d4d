package io.tollgate.channels.paypal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * PayPal's own descriptions of its APIs, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project.
 */
final class PayPalDescription {

  static final PayPalDescription ORDERS = new PayPalDescription("checkout_orders_v2.trimmed.json");
  static final PayPalDescription PAYMENTS = new PayPalDescription("payments_payment_v2.json");
  static final PayPalDescription VAULT = new PayPalDescription("vault_payment_tokens_v3.json");
  static final PayPalDescription REPORT = new PayPalDescription("reporting_transactions_v1.json");
  static final PayPalDescription WEBHOOKS =
      new PayPalDescription("notifications_webhooks_v1.trimmed.json");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private JsonNode root;

  private PayPalDescription(String file) {
    this.file = folder().resolve("paypal").resolve(file);
  }

  /** Skips the test, and says so, where there is no description. */
  static void assume() {
    assumeTrue(Files.isReadable(ORDERS.file), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
  }

  /** What is wrong with a body of that schema, a field that it does not know included. */
  List<String> problems(String schema, byte[] body) {
    var tree = JSON.readTree(body);
    var problems = new ArrayList<String>();
    var wrapped = JSON.createObjectNode();
    wrapped.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + schema);
    wrapped.set("components", root().get("components"));
    SchemaRegistry.withDialect(Dialects.getOpenApi30())
        .getSchema(wrapped)
        .validate(tree)
        .forEach(error -> problems.add(error.toString()));
    unknown("", tree, schema(schema), problems);
    return problems;
  }

  /** The words that a schema lists, wherever in it. */
  Set<String> listed(String schema, String property) {
    var found = new TreeSet<String>();
    for (var word : properties(schema(schema)).get(property).path("enum")) {
      found.add(word.asString());
    }
    return found;
  }

  /** The issues that the errors of these names can have. */
  Set<String> issues(String... schemas) {
    var found = new TreeSet<String>();
    for (var schema : schemas) {
      issues(schema(schema), found);
    }
    return found;
  }

  /** The names of a request's parameters, header and query. */
  Set<String> parameters(String path, String method) {
    var found = new TreeSet<String>();
    var operation = root().path("paths").path(path).path(method);
    for (var parameter : operation.path("parameters")) {
      found.add(resolved(parameter).path("name").asString(""));
    }
    return found;
  }

  private static void issues(JsonNode node, Set<String> found) {
    for (var word : node.path("properties").path("issue").path("enum")) {
      found.add(word.asString());
    }
    node.forEach(child -> issues(child, found));
  }

  private void unknown(String at, JsonNode value, JsonNode schema, List<String> problems) {
    var resolved = resolved(schema);
    if (value.isArray()) {
      value.forEach(item -> unknown(at + "[]", item, resolved.path("items"), problems));
    }
    if (value.isObject()) {
      var known = properties(resolved);
      for (var field : value.properties()) {
        var part = known.get(field.getKey());
        if (part == null) {
          problems.add("unknown field " + at + "/" + field.getKey());
        } else {
          unknown(at + "/" + field.getKey(), field.getValue(), part, problems);
        }
      }
    }
  }

  private Map<String, JsonNode> properties(JsonNode schema) {
    var resolved = resolved(schema);
    var all = new LinkedHashMap<String, JsonNode>();
    for (var field : resolved.path("properties").properties()) {
      all.put(field.getKey(), field.getValue());
    }
    resolved.path("allOf").forEach(part -> all.putAll(properties(part)));
    return all;
  }

  private JsonNode schema(String name) {
    return root().path("components").path("schemas").path(name);
  }

  private JsonNode resolved(JsonNode schema) {
    var reference = schema.path("$ref").asString("");
    return reference.isEmpty() ? schema : resolved(root().at(reference.substring(1)));
  }

  private JsonNode root() {
    if (root == null) {
      root = JSON.readTree(file.toFile());
    }
    return root;
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }
}
