package io.tollgate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tollgate.domain.fault.FieldProblem;
import io.tollgate.domain.fault.InvalidRequest;
import io.tollgate.gateway.payment.PaymentRequests;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonBodiesTest {
  private static final String CARD = "4111111111111111";
  private static final Set<String> OWN_NUMBERS = Set.of("/reference", "/customer/id");

  @Test
  void takesARequestWithEveryField() {
    var json =
        read(
            """
            {
              "reference": "order-1", "product": "foreign_card", "amount": 1299,
              "currency": "EUR", "method": {"type": "card", "token": "pm_card_visa"},
              "capture": "manual", "return_url": "https://shop.example/return?order=1",
              "description": "Two books",
              "customer": {"id": "c-1", "email": "ada@shop.example", "country": "GB"},
              "metadata": {"colour": "red", "empty": ""}
            }
            """);

    assertThat(json.get("amount").longValue()).isEqualTo(1299);
    assertThat(json.get("metadata").get("colour").stringValue()).isEqualTo("red");
  }

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @MethodSource("wrongFields")
  void namesTheFieldThatIsWrong(String body, String pointer, String code) {
    var problems = problemsOf(body);

    assertThat(problems)
        .extracting(FieldProblem::pointer, FieldProblem::code)
        .containsExactly(tuple(pointer, code));
    assertThat(problems.getFirst().detail()).isNotBlank();
  }

  static Stream<Arguments> wrongFields() {
    return Stream.of(
        arguments(with("amount", "0"), "/amount", "out_of_range"),
        arguments(with("amount", "-1"), "/amount", "out_of_range"),
        arguments(with("amount", "100000000000000"), "/amount", "out_of_range"),
        arguments(with("amount", "99999999999999999999999"), "/amount", "out_of_range"),
        arguments(with("amount", "12.99"), "/amount", "not_whole"),
        arguments(with("amount", "1299.0"), "/amount", "not_whole"),
        arguments(with("amount", "1e3"), "/amount", "not_whole"),
        arguments(with("amount", "\"1299\""), "/amount", "wrong_type"),
        arguments(with("amount", "null"), "/amount", "wrong_type"),
        arguments(with("amount", "true"), "/amount", "wrong_type"),
        arguments(with("amount", "[1299]"), "/amount", "wrong_type"),
        arguments(without("amount"), "/amount", "required"),
        arguments(with("currency", "\"eur\""), "/currency", "invalid"),
        arguments(with("currency", "\"ABC\""), "/currency", "invalid"),
        arguments(with("currency", "\"XXX\""), "/currency", "invalid"),
        arguments(with("currency", "\"EURO\""), "/currency", "wrong_length"),
        arguments(with("currency", "978"), "/currency", "wrong_type"),
        arguments(without("currency"), "/currency", "required"),
        arguments(with("product", "\"barter\""), "/product", "invalid"),
        arguments(with("product", "\"FOREIGN_CARD\""), "/product", "invalid"),
        arguments(with("product", "7"), "/product", "wrong_type"),
        arguments(without("product"), "/product", "required"),
        arguments(with("reference", "\"order 1\""), "/reference", "invalid"),
        arguments(with("reference", "\"öder-1\""), "/reference", "invalid"),
        arguments(with("reference", "\"order-1\\n\""), "/reference", "invalid"),
        arguments(with("reference", "\"\""), "/reference", "wrong_length"),
        arguments(with("reference", quoted(65)), "/reference", "wrong_length"),
        arguments(without("reference"), "/reference", "required"),
        arguments(with("method", "\"card\""), "/method", "wrong_type"),
        arguments(with("method", "{}"), "/method/type", "required"),
        arguments(with("method", "{\"type\":\"Card\"}"), "/method/type", "invalid"),
        arguments(
            with("method", "{\"type\":\"card\",\"token\":\"\"}"), "/method/token", "wrong_length"),
        arguments(
            with("method", "{\"type\":\"card\",\"token\":" + quoted(4097) + "}"),
            "/method/token",
            "wrong_length"),
        arguments(
            with("method", "{\"type\":\"card\",\"cvc\":\"1\"}"), "/method/cvc", "unknown_field"),
        arguments(without("method"), "/method", "required"),
        arguments(with("capture", "\"later\""), "/capture", "invalid"),
        arguments(with("return_url", "\"ftp://shop.example/\""), "/return_url", "invalid"),
        arguments(with("return_url", "\"javascript:alert(1)\""), "/return_url", "invalid"),
        arguments(with("return_url", "\"https:///nowhere\""), "/return_url", "invalid"),
        arguments(with("return_url", "\"//shop.example/return\""), "/return_url", "invalid"),
        arguments(with("return_url", "\"https://shop.example/a b\""), "/return_url", "invalid"),
        arguments(with("description", "\"\""), "/description", "wrong_length"),
        arguments(with("description", quoted(256)), "/description", "wrong_length"),
        arguments(with("customer", "{\"country\":\"gb\"}"), "/customer/country", "invalid"),
        arguments(with("customer", "{\"email\":\"ada\"}"), "/customer/email", "invalid"),
        arguments(with("customer", "{\"name\":\"\"}"), "/customer/name", "wrong_length"),
        arguments(with("customer", "{\"phone\":\"030123456\"}"), "/customer/phone", "invalid"),
        arguments(with("customer", "{\"nick\":\"Ada\"}"), "/customer/nick", "unknown_field"),
        arguments(with("customer", "null"), "/customer", "wrong_type"),
        arguments(with("metadata", "[]"), "/metadata", "wrong_type"),
        arguments(with("metadata", "{\"tries\":3}"), "/metadata/tries", "wrong_type"),
        arguments(with("metadata", "{\"\":\"x\"}"), "/metadata/", "wrong_length"),
        arguments(
            with("metadata", "{" + quoted(41) + ":\"x\"}"),
            "/metadata/" + "x".repeat(41),
            "wrong_length"),
        arguments(with("metadata", "{\"a\":" + quoted(501) + "}"), "/metadata/a", "wrong_length"),
        arguments(with("metadata", notes(51)), "/metadata", "too_many"),
        arguments(with("colour", "\"red\""), "/colour", "unknown_field"),
        arguments(with("a/b~c", "1"), "/a~1b~0c", "unknown_field"),
        arguments(" ", "", "wrong_type"),
        arguments("[]", "", "wrong_type"),
        arguments("null", "", "wrong_type"),
        arguments("\"payment\"", "", "wrong_type"));
  }

  @ParameterizedTest
  @MethodSource("hiddenCardNumbers")
  void refusesCardNumbersAndNeverRepeatsThem(String body, String pointer) {
    var refusal = refusalOf(body);

    assertThat(refusal.problems())
        .extracting(FieldProblem::pointer, FieldProblem::code)
        .containsExactly(tuple(pointer, "card_number"));
    assertThat(refusal.getMessage() + refusal.problems()).doesNotContain("4111");
  }

  static Stream<Arguments> hiddenCardNumbers() {
    return Stream.of(
        arguments(
            with("method", "{\"type\":\"card\",\"token\":\"" + CARD + "\"}"), "/method/token"),
        arguments(with("metadata", "{\"note\":\"4111 1111 1111 1111\"}"), "/metadata/note"),
        arguments(with("metadata", "{\"" + CARD + "\":\"note\"}"), "/metadata"),
        arguments(with("amount", CARD), "/amount"),
        arguments(with("amount", CARD + ".0"), "/amount"),
        arguments(with("description", "\"card 4111-1111-1111-1111\""), "/description"),
        arguments(with("unknown", "[1, {\"deep\": \"" + CARD + "\"}]"), "/unknown/1/deep"),
        arguments(with(CARD, "1"), ""),
        arguments("\"" + CARD + "\"", ""));
  }

  @Test
  void takesAnOrderNumberThatLooksLikeACardNumber() {
    var fields = goodFields();
    fields.put("reference", "\"" + CARD + "\"");
    fields.put("customer", "{\"id\":\"" + CARD + "\"}");

    var json = read(json(fields));

    assertThat(json.get("reference").stringValue()).isEqualTo(CARD);
    assertThat(json.get("customer").get("id").stringValue()).isEqualTo(CARD);
  }

  @Test
  void neverRepeatsWhatLooksLikeACardNumberOfAReferenceEither() {
    var refusal = refusalOf(with("reference", "\"4111 1111 1111 1111\""));

    assertThat(refusal.problems())
        .extracting(FieldProblem::pointer, FieldProblem::code)
        .containsExactly(tuple("/reference", "invalid"));
    assertThat(refusal.getMessage() + refusal.problems()).doesNotContain("1111");
  }

  @Test
  void listsEverythingThatIsWrongAtOnce() {
    var problems =
        problemsOf(
            """
            {"product": "barter", "amount": 0, "currency": "eur", "method": {"tpye": "card"},
             "colour": "red"}
            """);

    assertThat(problems)
        .extracting(problem -> problem.pointer() + " " + problem.code())
        .containsExactlyInAnyOrder(
            "/product invalid",
            "/amount out_of_range",
            "/currency invalid",
            "/method/tpye unknown_field",
            "/method/type required",
            "/colour unknown_field",
            "/reference required");
  }

  @Test
  void listsNoMoreThanTwentyProblems() {
    var body =
        IntStream.range(0, 100)
            .mapToObj(number -> "\"field" + number + "\":1")
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(problemsOf(body)).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"reference\": order-1}",
        "{'reference': 'order-1'}",
        "{\"amount\": 1,}",
        "{\"amount\": 01}",
        "{\"amount\": NaN}",
        "{\"amount\": 1} {}",
        "{\"amount\": 1}]",
        "{\"amount\": 1, \"amount\": 2}",
        "{\"method\": {\"type\": \"card\", \"type\": \"ideal\"}}",
        "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
      })
  void refusesWhatIsNotOnePieceOfJson(String body) {
    assertThat(problemsOf(body))
        .extracting(FieldProblem::pointer, FieldProblem::code)
        .containsExactly(tuple("", "malformed_json"));
  }

  @Test
  void neverRepeatsWhatItCouldNotParse() {
    var refusal = refusalOf("{\"token\": " + CARD + "x}");

    assertThat(refusal.getMessage() + refusal.problems()).doesNotContain("4111");
  }

  private static JsonNode read(String body) {
    return JsonBodies.read(
        body.getBytes(StandardCharsets.UTF_8), PaymentRequests.SHAPE, OWN_NUMBERS);
  }

  private static InvalidRequest refusalOf(String body) {
    return assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> read(body)).actual();
  }

  private static List<FieldProblem> problemsOf(String body) {
    return refusalOf(body).problems();
  }

  /** A good request but for one field. */
  private static String with(String name, String value) {
    var fields = goodFields();
    fields.put(name, value);
    return json(fields);
  }

  private static String without(String name) {
    var fields = goodFields();
    fields.remove(name);
    return json(fields);
  }

  private static Map<String, String> goodFields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("reference", "\"order-1\"");
    fields.put("product", "\"foreign_card\"");
    fields.put("amount", "1299");
    fields.put("currency", "\"EUR\"");
    fields.put("method", "{\"type\":\"card\"}");
    return fields;
  }

  private static String json(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  private static String notes(int keys) {
    return IntStream.range(0, keys)
        .mapToObj(number -> "\"k" + number + "\":\"\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
