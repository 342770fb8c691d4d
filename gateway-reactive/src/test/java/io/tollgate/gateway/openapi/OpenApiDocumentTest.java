package io.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.gateway.edge.JsonBodies;
import io.tollgate.gateway.edge.JsonShape;
import io.tollgate.gateway.edge.Problems;
import io.tollgate.gateway.payment.PaymentRequests;
import io.tollgate.gateway.payment.PaymentView;
import io.tollgate.gateway.payment.Rooms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiDocumentTest {

  private final JsonNode document =
      JsonMapper.shared().readTree(JsonBodies.write(OpenApiDocument.describe()));

  @Test
  void isOpenApi31() {
    assertThat(document.get("openapi").stringValue()).isEqualTo("3.1.0");
    assertThat(document.get("info").get("title").stringValue()).isNotBlank();
    assertThat(document.get("info").get("version").stringValue()).isNotBlank();
    assertThat(document.get("paths").propertyNames())
        .contains("/v1/payments", "/v1/payments/{id}", "/v1/payments/{id}/events");
  }

  @Test
  void knowsEveryStatus() {
    assertThat(texts(document.at("/components/schemas/Payment/properties/status/enum")))
        .containsExactlyElementsOf(
            Arrays.stream(PaymentStatus.values()).map(PaymentStatus::code).toList());
  }

  @Test
  void knowsEveryFaultCode() {
    assertThat(texts(document.at("/components/schemas/Problem/properties/code/enum")))
        .containsExactlyElementsOf(Arrays.stream(FaultCode.values()).map(FaultCode::code).toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultCode.class,
      names = {"METHOD_NOT_ALLOWED", "NOT_ACCEPTABLE", "INTERNAL"},
      mode = EnumSource.Mode.EXCLUDE)
  void saysWhereAFaultIsAnswered(FaultCode code) {
    var status = Integer.toString(Problems.statusOf(code));

    assertThat(document.get("paths").findValues(status))
        .isNotEmpty()
        .allSatisfy(answer ->
            assertThat(answer.get("description").stringValue()).contains("`" + code.code() + "`"));
  }

  @Test
  void describesARequestByTheShapeThatChecksIt() {
    var schema =
        document.at("/paths/~1v1~1payments/post/requestBody/content/application~1json/schema");

    assertDescribes(schema, PaymentRequests.SHAPE);
  }

  private static void assertDescribes(JsonNode schema, JsonShape.Fields shape) {
    assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
    assertThat(schema.get("properties").propertyNames())
        .containsExactlyElementsOf(shape.fields().keySet());
    shape
        .fields()
        .forEach((name, field) -> {
          assertThat(texts(schema.get("required")).contains(name))
              .as(name)
              .isEqualTo(field.required());
          if (field.shape() instanceof JsonShape.Fields nested) {
            assertDescribes(schema.get("properties").get(name), nested);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(PaymentStatus.class)
  void describesEveryFieldThatAPaymentIsAnsweredWith(PaymentStatus status) {
    var schema = document.at("/components/schemas/Payment");
    var answer = JsonMapper.shared().readTree(JsonBodies.write(PaymentView.of(Rooms.in(status))));

    assertThat(schema.get("properties").propertyNames()).containsAll(answer.propertyNames());
    assertThat(answer.propertyNames()).containsAll(texts(schema.get("required")));
  }

  @Test
  void refersOnlyToWhatIsInIt() {
    var references = document.findValues("$ref");

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(reference -> {
          assertThat(reference.stringValue()).startsWith("#/");
          assertThat(document.at(reference.stringValue().substring(1)).isMissingNode())
              .as(reference.stringValue())
              .isFalse();
        });
  }

  @Test
  void givesEveryOperationANameOfItsOwn() {
    var names = texts(document.findValues("operationId"));

    assertThat(names).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void tellsOfAWebhookForEveryEvent() {
    assertThat(document.get("webhooks").propertyNames())
        .containsExactlyInAnyOrder(
            "payment.requires_action",
            "payment.unknown",
            "payment.authorized",
            "payment.succeeded",
            "payment.failed",
            "payment.cancelled",
            "payment.expired");
  }

  private static List<String> texts(Iterable<JsonNode> values) {
    var texts = new ArrayList<String>();
    values.forEach(value -> texts.add(value.stringValue()));
    return texts;
  }
}
