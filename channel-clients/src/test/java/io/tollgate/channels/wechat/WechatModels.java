package io.tollgate.channels.wechat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The field lists of the vendor's SDK, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project.
 *
 * <p>The lists name one of several models of the same name, so what the scenes have beside the
 * common fields is told here, from the models of wechatpay-java 0.2.17 themselves.
 */
final class WechatModels {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path FILE = folder().resolve("sdk-models/wechatpay-0.2.17.json");

  private static final Map<String, String> MORE =
      Map.of(
          "PrepayRequest/payer",
          "{\"openid\":\"String\"}",
          "SceneInfo/h5_info",
          "{\"type\":\"String\",\"app_name\":\"String\",\"app_url\":\"String\","
              + "\"bundle_id\":\"String\",\"package_name\":\"String\"}",
          "Refund/amount",
          "{\"total\":\"Long\",\"refund\":\"Long\",\"payer_total\":\"Long\","
              + "\"payer_refund\":\"Long\",\"settlement_refund\":\"Long\","
              + "\"settlement_total\":\"Long\",\"discount_refund\":\"Long\","
              + "\"currency\":\"String\",\"refund_fee\":\"Long\"}",
          "CloseRequest",
          "{\"mchid\":\"String\"}");

  private WechatModels() {}

  /** Skips the test, and says so, where there are no lists. */
  static void assume() {
    assumeTrue(Files.isReadable(FILE), "skipped: no field lists at TOLLGATE_CHANNEL_SPECS");
  }

  static List<String> words(String enumeration) {
    var values = new ArrayList<String>();
    root().at("/" + enumeration + "/enum").forEach(value -> values.add(value.asString()));
    return values;
  }

  /** All fields of a message that the model does not have, or has of another type. */
  static List<String> problems(JsonNode message, String model) {
    var problems = new ArrayList<String>();
    compare(message, model(model), model, problems);
    return problems;
  }

  private static void compare(
      JsonNode message, JsonNode model, String name, List<String> problems) {
    for (var field : message.properties()) {
      var own = name + "/" + field.getKey();
      var type = MORE.containsKey(own) ? JSON.readTree(MORE.get(own)) : model.path(field.getKey());
      if (type.isMissingNode()) {
        problems.add(own + " is unknown");
      } else {
        compareValue(field.getValue(), type, own, problems);
      }
    }
  }

  private static void compareValue(
      JsonNode value, JsonNode type, String name, List<String> problems) {
    if (type.isObject()) {
      compare(value, type, name, problems);
      return;
    }
    boolean fits =
        switch (type.asString("")) {
          case "String" -> value.isString();
          case "Integer" -> value.canConvertToInt() && value.isIntegralNumber();
          case "Long" -> value.isIntegralNumber();
          case "Boolean" -> value.isBoolean();
          default -> {
            compareModel(value, model(type.asString("")), type.asString(""), problems);
            yield true;
          }
        };
    if (!fits) {
      problems.add(name + " is no " + type.asString(""));
    }
  }

  private static void compareModel(
      JsonNode value, JsonNode model, String name, List<String> problems) {
    if (!model.has("enum")) {
      compare(value, model, name, problems);
    } else if (!words(name).contains(value.asString(""))) {
      problems.add(name + " has no " + value);
    }
  }

  private static JsonNode model(String name) {
    return MORE.containsKey(name) ? JSON.readTree(MORE.get(name)) : root().path(name);
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
