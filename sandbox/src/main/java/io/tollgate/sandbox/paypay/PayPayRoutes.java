package io.tollgate.sandbox.paypay;

import io.tollgate.sandbox.paypay.PayPayAnswer.Refusal;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which request is for whom. */
final class PayPayRoutes {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final PayPayPayments payments;
  private final PayPayConsents consents;
  private final Supplier<String> baseUrl;

  PayPayRoutes(PayPayPayments payments, PayPayConsents consents, Supplier<String> baseUrl) {
    this.payments = payments;
    this.consents = consents;
    this.baseUrl = baseUrl;
  }

  /**
   * One request, taken apart once.
   *
   * @param query raw
   */
  record Call(String method, String path, String query, String body) {

    /** Whether it makes a payment, so that its script says how it is answered. */
    boolean creates() {
      return method.equals("POST")
          && (path.equals("/v2/codes")
              || path.equals("/v2/payments")
              || path.equals("/v2/payments/preauthorize")
              || path.equals("/v1/subscription/payments"));
    }

    JsonNode json() {
      try {
        return JSON.readTree(body.isEmpty() ? "{}" : body);
      } catch (JacksonException noJson) {
        throw new Refusal(400, "INVALID_REQUEST_PARAMS");
      }
    }

    PayPayScript script() {
      return PayPayScript.of(json().path("amount").path("amount").asLong(0));
    }

    private String parameter(String name) {
      for (String part : query.split("&")) {
        if (part.startsWith(name + "=")) {
          return part.substring(name.length() + 1);
        }
      }
      return "";
    }

    private String last() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  PayPayAnswer answer(Call call) {
    try {
      return switch (call.method()) {
        case "POST" -> post(call);
        case "GET" -> get(call);
        case "DELETE" -> delete(call);
        default -> throw new Refusal(404, "RESOURCE_NOT_FOUND");
      };
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private PayPayAnswer post(Call call) {
    return switch (call.path()) {
      case "/v2/codes" -> payments.createCode(call.json(), baseUrl.get());
      case "/v2/payments", "/v1/subscription/payments" -> payments.charge(call.json(), false);
      case "/v2/payments/preauthorize" -> payments.charge(call.json(), true);
      case "/v2/payments/capture" -> payments.capture(call.json());
      case "/v2/payments/preauthorize/revert" -> payments.revert(call.json());
      case "/v2/refunds" -> payments.refund(call.json());
      case "/v1/qr/sessions" -> consents.create(call.json(), baseUrl.get());
      default -> throw new Refusal(404, "RESOURCE_NOT_FOUND");
    };
  }

  private PayPayAnswer get(Call call) {
    String path = call.path();
    if (path.equals("/v2/user/authorizations")) {
      return consents.query(call.parameter("userAuthorizationId"));
    }
    if (path.startsWith("/v2/codes/payments/")) {
      return payments.queryCode(call.last());
    }
    if (path.startsWith("/v2/payments/")) {
      return payments.query(call.last());
    }
    if (path.startsWith("/v2/refunds/")) {
      return payments.queryRefund(call.last(), call.parameter("paymentId"));
    }
    throw new Refusal(404, "RESOURCE_NOT_FOUND");
  }

  private PayPayAnswer delete(Call call) {
    String path = call.path();
    if (path.startsWith("/v2/codes/")) {
      return payments.deleteCode(call.last());
    }
    if (path.startsWith("/v2/payments/")) {
      return payments.cancel(call.last());
    }
    if (path.startsWith("/v2/user/authorizations/")) {
      return consents.end(call.last());
    }
    throw new Refusal(404, "RESOURCE_NOT_FOUND");
  }
}
