package io.tollgate.sandbox.adyen;

import io.tollgate.sandbox.adyen.AdyenPayment.Status;
import io.tollgate.sandbox.adyen.AdyenReply.Delivery;
import io.tollgate.sandbox.adyen.AdyenReply.Way;
import io.tollgate.sandbox.adyen.AdyenScript.Course;
import io.tollgate.sandbox.adyen.AdyenWebhooks.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What requests do to payments. Everything here is quick; waiting happens at the door. */
final class AdyenDesk {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> AT_A_PAGE =
      Set.of("ideal", "onlineBanking_PL", "eps", "trustly", "alipay");

  /** What the payer's page got back, by payment. */
  private final Map<String, AdyenPayment> results = new HashMap<>();

  private final AdyenBook book = new AdyenBook(this);
  private final AdyenIds ids = new AdyenIds();
  private final AdyenVault vault = new AdyenVault();
  private final AdyenWebhooks webhooks;
  private final String pages;
  private final Duration processing;

  AdyenDesk(AdyenSimulatorSettings settings, AdyenWebhooks webhooks, String pages) {
    this.webhooks = webhooks;
    this.pages = pages;
    this.processing = settings.processing();
  }

  AdyenBook book() {
    return book;
  }

  AdyenIds ids() {
    return ids;
  }

  AdyenVault vault() {
    return vault;
  }

  AdyenWebhooks webhooks() {
    return webhooks;
  }

  /** How a payment is going to go; asked before, because some take their time. */
  synchronized AdyenScript script(AdyenRequest request) {
    JsonNode method = request.tree().path("paymentMethod");
    String type = method.path("type").asString("");
    String stored = method.path("storedPaymentMethodId").asString("");
    if (!stored.isEmpty() && vault.has(request.text("shopperReference"), stored)) {
      return AdyenScript.PLAIN;
    }
    if (!stored.isEmpty()) {
      AdyenScript script = AdyenScript.named(stored);
      if (script == null) {
        throw AdyenRefusal.invalid("803", "PaymentDetail not found");
      }
      return script;
    }
    AdyenScript named = AdyenScript.named(name(method));
    if (named != null) {
      return named;
    }
    return AT_A_PAGE.contains(type)
        ? AdyenScript.PLAIN.going(Course.REDIRECT)
        : type.equals("wechatpayQR") ? AdyenScript.PLAIN.going(Course.PRESENT) : AdyenScript.PLAIN;
  }

  private static String name(JsonNode method) {
    for (String field : List.of("encryptedCard", "encryptedCardNumber", "issuer")) {
      String name = method.path(field).asString("");
      if (!name.isEmpty()) {
        return name;
      }
    }
    return "";
  }

  /** {@code POST /payments}. */
  synchronized Delivery pay(AdyenRequest request, AdyenScript script) {
    String type = request.tree().at("/paymentMethod/type").asString("");
    if (type.isEmpty()) {
      throw AdyenRefusal.invalid("14_030", "Required object 'paymentMethod' is not provided.");
    }
    request.text("returnUrl");
    if (script.course() == Course.INVALID) {
      throw AdyenRefusal.invalid("101", "Invalid card number");
    }
    if (script.course() == Course.LIMITED) {
      throw AdyenRefusal.limited();
    }
    boolean isHeld = request.tree().at("/additionalData/manualCapture").asString("").equals("true");
    AdyenPayment payment = new AdyenPayment(ids.pspReference(), request, isHeld, type, script);
    book.add(payment);
    run(payment);
    String token = payment.status == Status.AUTHORISED ? stored(request, payment) : null;
    AdyenReply reply = new AdyenReply(200, answer(payment, token));
    return switch (script.answering()) {
      case AT_ONCE, SLOW, DROP_BEFORE, FAIL_BEFORE, FAIL_AFTER -> new Delivery(reply, Way.ANSWER);
      case SILENT -> new Delivery(reply, Way.SILENCE);
      case DROP_AFTER -> new Delivery(reply, Way.DROP);
    };
  }

  private void run(AdyenPayment payment) {
    switch (payment.script.course()) {
      case AUTHORISE -> finish(payment, null);
      case REFUSE, ERROR, CANCEL -> finish(payment, refusal(payment));
      case WORK_THEN_AUTHORISE -> later(() -> finish(payment, null));
      case WORK_THEN_REFUSE -> later(() -> finish(payment, refusal(payment)));
      case REDIRECT, PRESENT -> results.put(payment.pspReference, payment);
      case INVALID, LIMITED -> throw new IllegalStateException("never gets here");
    }
  }

  private static String refusal(AdyenPayment payment) {
    return payment.script.refusal() == null ? "2" : payment.script.refusal();
  }

  /** Authorises or refuses what is still open, and tells it. */
  private void finish(AdyenPayment payment, @Nullable String refusal) {
    if (payment.status != Status.OPEN) {
      return;
    }
    if (refusal == null) {
      payment.authorise();
    } else {
      payment.refuse(refusal);
    }
    webhooks.tell(
        new Event(
            "AUTHORISATION",
            refusal == null,
            payment.pspReference,
            null,
            payment.reference,
            payment.currency,
            payment.value,
            refusal == null ? "052095:1111:03/2030" : text(refusal)),
        payment.script.calling());
  }

  private static String text(String refusal) {
    return switch (refusal) {
      case "6" -> "Expired Card";
      case "11" -> "3D Not Authenticated";
      case "12" -> "Not enough balance";
      case "20" -> "FRAUD";
      default -> "Refused";
    };
  }

  private @Nullable String stored(AdyenRequest request, AdyenPayment payment) {
    if (!request.flag("storePaymentMethod")) {
      return null;
    }
    String token = ids.storedMethod();
    vault.put(request.text("shopperReference"), token);
    webhooks.tell(
        new Event(
            "RECURRING_CONTRACT",
            true,
            token,
            payment.pspReference,
            payment.reference,
            payment.currency,
            payment.value,
            ""),
        payment.script.calling());
    return token;
  }

  /** {@code POST /payments/details}: what was authenticated is authorised now. */
  synchronized AdyenReply details(AdyenRequest request) {
    String[] result = request.tree().at("/details/redirectResult").asString("").split("\\.");
    AdyenPayment payment = results.get(result[0]);
    if (payment == null || result.length != 2) {
      throw AdyenRefusal.invalid("14_006", "The provided redirectResult is invalid");
    }
    finish(payment, result[1].equals("succeed") ? null : "11");
    return new AdyenReply(200, answer(payment, null));
  }

  /**
   * The payer has acted. At a bank that is the end of it; a card waits for {@code details}.
   *
   * @return where the payer goes on to
   */
  synchronized String act(String pspReference, boolean succeeds) {
    AdyenPayment payment = book.find(pspReference);
    if (!payment.method.equals("scheme")) {
      finish(payment, succeeds ? null : "2");
    }
    String result = pspReference + (succeeds ? ".succeed" : ".fail");
    return payment.returnUrl
        + (String.valueOf(payment.returnUrl).contains("?") ? "&" : "?")
        + "redirectResult="
        + result;
  }

  /** Does something a little later, at the desk. */
  void later(Runnable work) {
    Mono.delay(processing)
        .subscribe(_ -> {
          synchronized (this) {
            work.run();
          }
        });
  }

  private String answer(AdyenPayment payment, @Nullable String token) {
    ObjectNode answer = JSON.createObjectNode();
    boolean isOpen = payment.status == Status.OPEN;
    Course course = payment.script.course();
    if (isOpen && (course == Course.REDIRECT || course == Course.PRESENT)) {
      return answer
          .put("resultCode", course == Course.REDIRECT ? "RedirectShopper" : "PresentToShopper")
          .set("action", action(payment))
          .toString();
    }
    answer
        .put("pspReference", payment.pspReference)
        .put("resultCode", result(payment))
        .put("merchantReference", payment.reference);
    answer.putObject("amount").put("currency", payment.currency).put("value", payment.value);
    if (payment.refusal != null) {
      answer.put("refusalReason", text(payment.refusal)).put("refusalReasonCode", payment.refusal);
    }
    if (token != null) {
      answer.putObject("additionalData").put("tokenization.storedPaymentMethodId", token);
    }
    return answer.toString();
  }

  private static String result(AdyenPayment payment) {
    return switch (payment.status) {
      case OPEN -> "Received";
      case AUTHORISED -> "Authorised";
      case CANCELLED -> "Cancelled";
      case REFUSED ->
          switch (payment.script.course()) {
            case ERROR -> "Error";
            case CANCEL -> "Cancelled";
            default -> "Refused";
          };
    };
  }

  private ObjectNode action(AdyenPayment payment) {
    String page = pages + "/_sim/pay/" + payment.pspReference;
    ObjectNode action = JSON.createObjectNode().put("paymentMethodType", payment.method);
    return payment.script.course() == Course.REDIRECT
        ? action.put("type", "redirect").put("method", "GET").put("url", page)
        : action.put("type", "qrCode").put("qrCodeData", page);
  }
}
