package io.tollgate.channels.antom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The field lists of Antom's own SDK, where the folder of descriptions is there: {@code
 * TOLLGATE_CHANNEL_SPECS}, or {@code shared/channels/specs} beside the project.
 */
final class SdkModels {

  private static final Path FILE = folder().resolve("sdk-models/antom-2.0.45.json");

  private SdkModels() {}

  /** Skips the test, and says so, where there is none. */
  static void assume() {
    assumeTrue(Files.isReadable(FILE), "skipped: no description at TOLLGATE_CHANNEL_SPECS");
  }

  /** The fields of a body that the model does not have, or has in another shape. */
  static List<String> strangers(String model, JsonNode body) {
    var strangers = new ArrayList<String>();
    collect(models(), model, body, model, strangers);
    return strangers;
  }

  /** The components of a record that none of the models has. */
  static List<String> missing(Class<?> read, String... names) {
    var models = models();
    var missing = new ArrayList<String>();
    for (var component : read.getRecordComponents()) {
      boolean isKnown = false;
      for (var name : names) {
        assertThat(models.path(name).isObject()).as(name).isTrue();
        isKnown |= models.path(name).has(component.getName());
      }
      if (!isKnown) {
        missing.add(component.getName());
      }
    }
    return missing;
  }

  private static void collect(
      JsonNode models, String model, JsonNode body, String at, List<String> strangers) {
    var fields = models.path(model);
    assertThat(fields.isObject()).as(model).isTrue();
    for (var field : body.properties()) {
      var type = fields.path(field.getKey());
      var value = field.getValue();
      var place = at + "/" + field.getKey();
      if (type.isMissingNode() || type.isArray() != value.isArray()) {
        strangers.add(place);
      } else if (value.isObject()) {
        collect(models, type.asString(""), value, place, strangers);
      } else if (!value.isArray() && !isText(models, type.asString(""), value)) {
        strangers.add(place);
      }
    }
  }

  /** Every value travels as a text, which for an enumeration has to be one of its words. */
  private static boolean isText(JsonNode models, String type, JsonNode value) {
    var words = models.path(type).path("enum");
    if (!value.isString()) {
      return false;
    }
    for (var word : words) {
      if (word.asString("").equals(value.asString(""))) {
        return true;
      }
    }
    return words.isMissingNode();
  }

  private static JsonNode models() {
    return AntomFixtures.JSON.readTree(FILE.toFile());
  }

  private static Path folder() {
    var set = System.getenv("TOLLGATE_CHANNEL_SPECS");
    return set != null
        ? Path.of(set)
        : Path.of(System.getProperty("tollgate.root", "."), "..", "shared", "channels", "specs");
  }
}
