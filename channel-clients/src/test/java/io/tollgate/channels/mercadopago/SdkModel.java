package io.tollgate.channels.mercadopago;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Holds JSON against the classes of Mercado Pago's own SDK, which name the fields of what is sent
 * and of what comes: a field that its class does not have, or of another type, is a problem.
 */
final class SdkModel {

  private SdkModel() {}

  /** What is wrong with a body for that class; empty where it is right. */
  static List<String> problems(Class<?> model, JsonNode body) {
    var problems = new ArrayList<String>();
    object(model, body, model.getSimpleName(), problems);
    return problems;
  }

  private static void object(Class<?> model, JsonNode body, String at, List<String> problems) {
    note(body.isObject(), at + " is no object", problems);
    for (var property : body.properties()) {
      var place = at + "." + property.getKey();
      var field = field(model, property.getKey());
      if (field.isEmpty()) {
        problems.add(place + " is unknown");
      } else if (!property.getValue().isNull()) {
        value(field.get(), property.getValue(), place, problems);
      }
    }
  }

  private static void value(Field field, JsonNode value, String at, List<String> problems) {
    if (List.class.isAssignableFrom(field.getType())) {
      note(value.isArray(), at + " is no list", problems);
      var of = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
      for (var item : value) {
        type((Class<?>) of, item, at + "[]", problems);
      }
    } else {
      type(field.getType(), value, at, problems);
    }
  }

  private static void type(Class<?> type, JsonNode value, String at, List<String> problems) {
    if (type == String.class) {
      note(value.isString(), at + " is no text", problems);
    } else if (type == BigDecimal.class) {
      note(value.isNumber(), at + " is no number", problems);
    } else if (type == Integer.class || type == Long.class || type == int.class) {
      note(value.isIntegralNumber(), at + " is no whole number", problems);
    } else if (type == Boolean.class || type == boolean.class) {
      note(value.isBoolean(), at + " is no truth value", problems);
    } else if (type == OffsetDateTime.class) {
      note(OffsetDateTime.parse(value.asString()) != null, at + " is no time", problems);
    } else if (type.getName().startsWith("com.mercadopago.")) {
      object(type, value, at, problems);
    }
  }

  private static Optional<Field> field(Class<?> model, String snakeCase) {
    return Arrays.stream(model.getDeclaredFields())
        .filter(field -> field.getName().equalsIgnoreCase(snakeCase.replace("_", "")))
        .findFirst();
  }

  private static void note(boolean isRight, String problem, List<String> problems) {
    if (!isRight) {
      problems.add(problem);
    }
  }
}
