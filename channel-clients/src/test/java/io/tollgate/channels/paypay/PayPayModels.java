package io.tollgate.channels.paypay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of PayPay's official models, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project.
 */
final class PayPayModels {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path FILE = folder().resolve("sdk-models/paypay-1.0.8.json");

  private PayPayModels() {}

  /** Skips the test, and says so, where there are no lists. */
  static void assume() {
    assumeTrue(Files.isReadable(FILE), "skipped: no field lists at TOLLGATE_CHANNEL_SPECS");
  }

  /** What is wrong with an object of that model: what it has not, or not so; empty if nothing. */
  static List<String> problems(String model, JsonNode object) {
    return problems(model, object, JSON.readTree(FILE.toFile()));
  }

  /** The words of an enumeration. */
  static List<String> words(String model) {
    return words(JSON.readTree(FILE.toFile()).path(model));
  }

  private static List<String> problems(String model, JsonNode object, JsonNode models) {
    var found = new ArrayList<String>();
    for (var field : object.properties()) {
      var type = models.path(model).path(field.getKey());
      var where = model + "." + field.getKey();
      if (type.isMissingNode()) {
        found.add(where + " is unknown");
      } else if (!field.getValue().isNull()) {
        found.addAll(typed(where, type, field.getValue(), models));
      }
    }
    return found;
  }

  private static List<String> typed(String where, JsonNode type, JsonNode value, JsonNode models) {
    if (type.isArray()) {
      var found = new ArrayList<String>();
      value.forEach(item -> found.addAll(typed(where, type.get(0), item, models)));
      return value.isArray() ? found : List.of(where + " is no list");
    }
    var name = type.asString();
    var model = models.path(name);
    if (model.isObject() && !model.has("enum") && value.isObject()) {
      return problems(name, value, models);
    }
    boolean fits =
        switch (name) {
          case "String" -> value.isString();
          case "Long", "Integer", "BigDecimal" -> value.isIntegralNumber();
          case "Boolean" -> value.isBoolean();
          case "List" -> value.isArray();
          case "Object" -> true;
          default -> words(model).contains(value.asString("").toUpperCase(Locale.ROOT));
        };
    return fits ? List.of() : List.of(where + " is no " + name);
  }

  private static List<String> words(JsonNode model) {
    return StreamSupport.stream(model.path("enum").spliterator(), false)
        .map(JsonNode::asString)
        .toList();
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }
}
