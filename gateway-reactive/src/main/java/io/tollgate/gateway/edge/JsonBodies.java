package io.tollgate.gateway.edge;

import io.tollgate.domain.fault.FieldProblem;
import io.tollgate.domain.fault.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads request bodies strictly and writes answers. */
public final class JsonBodies {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(100)
                          .maxNameLength(256)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonBodies() {}

  /**
   * The body as JSON of that shape.
   *
   * @param exempt pointers that may look like card numbers
   * @throws InvalidRequest naming every field that is wrong
   */
  public static JsonNode read(byte[] body, JsonShape shape, Set<String> exempt) {
    var json = parse(body);
    var problems = new ArrayList<FieldProblem>();
    CardNumbers.findIn(json, "", exempt, problems);
    if (problems.isEmpty()) {
      shape.check(json, "", problems);
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequest(limited(problems));
    }
    return json;
  }

  /** The value as compact JSON. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  private static JsonNode parse(byte[] body) {
    if (body.length == 0) {
      throw new InvalidRequest("", "malformed_json", "the body is empty (expected: a JSON object)");
    }
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException malformed) {
      throw new InvalidRequest("", "malformed_json", where(malformed));
    }
  }

  /** Says where, and never repeats what: it might be a card number. */
  private static String where(JacksonException malformed) {
    var location = malformed.getLocation();
    return location == null
        ? "not JSON"
        : "not JSON, or a field twice, at line %d, column %d"
            .formatted(location.getLineNr(), location.getColumnNr());
  }

  private static List<FieldProblem> limited(List<FieldProblem> problems) {
    return problems.size() <= 20 ? problems : problems.subList(0, 20);
  }
}
