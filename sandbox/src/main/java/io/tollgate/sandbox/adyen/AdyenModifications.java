package io.tollgate.sandbox.adyen;

import io.tollgate.sandbox.adyen.AdyenPayment.Status;
import io.tollgate.sandbox.adyen.AdyenScript.Modifying;
import io.tollgate.sandbox.adyen.AdyenWebhooks.Event;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Captures, cancellations and refunds: each is only received, and a webhook tells later what came
 * of it.
 */
final class AdyenModifications {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final AdyenDesk desk;

  AdyenModifications(AdyenDesk desk) {
    this.desk = desk;
  }

  /** {@code POST /payments/{psp}/captures}. */
  AdyenReply capture(String pspReference, AdyenRequest request) {
    synchronized (desk) {
      AdyenPayment payment = desk.book().find(pspReference);
      long value = value(request, payment);
      if (payment.status != Status.AUTHORISED || value > payment.value - payment.captured) {
        throw AdyenRefusal.invalid("137", "Invalid amount specified");
      }
      return received(
          "CAPTURE",
          "CAPTURE_FAILED",
          payment,
          request,
          value,
          () -> change(payment, value, 0),
          () -> change(payment, -value, 0));
    }
  }

  /** {@code POST /payments/{psp}/refunds}. */
  AdyenReply refund(String pspReference, AdyenRequest request) {
    synchronized (desk) {
      AdyenPayment payment = desk.book().find(pspReference);
      long value = value(request, payment);
      if (value > payment.captured - payment.refunded) {
        throw AdyenRefusal.invalid("137", "Invalid amount specified");
      }
      return received(
          "REFUND",
          "REFUND_FAILED",
          payment,
          request,
          value,
          () -> change(payment, 0, value),
          () -> change(payment, 0, -value));
    }
  }

  /** {@code POST /payments/{psp}/cancels}. */
  AdyenReply cancel(String pspReference, AdyenRequest request) {
    synchronized (desk) {
      AdyenPayment payment = desk.book().find(pspReference);
      return received(
          "CANCELLATION",
          "CANCELLATION",
          payment,
          request,
          payment.value,
          () -> released(payment),
          () -> true);
    }
  }

  /** {@code POST /cancels}, by the payment's own reference; whether there is one shows later. */
  AdyenReply cancelByReference(AdyenRequest request) {
    synchronized (desk) {
      String reference = request.text("paymentReference");
      String own = desk.ids().pspReference();
      desk.later(() ->
          desk.book().payments().stream()
              .filter(payment -> payment.reference.equals(reference))
              .toList()
              .forEach(payment ->
                  desk.webhooks()
                      .tell(
                          event("TECHNICAL_CANCEL", released(payment), own, payment, reference),
                          payment.script.calling())));
      ObjectNode answer =
          JSON.createObjectNode()
              .put("merchantAccount", request.text("merchantAccount"))
              .put("paymentReference", reference)
              .put("pspReference", own)
              .put("status", "received");
      return new AdyenReply(201, answer.toString());
    }
  }

  private AdyenReply received(
      String code,
      String failureCode,
      AdyenPayment payment,
      AdyenRequest request,
      long value,
      BooleanSupplier work,
      BooleanSupplier undo) {
    String own = desk.ids().pspReference();
    String reference = request.textOrNull("reference");
    String told = reference == null ? payment.reference : reference;
    desk.later(() -> {
      boolean isDone = payment.script.modifying() != Modifying.FAILED && work.getAsBoolean();
      tell(code, isDone, own, payment, told, value);
      if (payment.script.modifying() == Modifying.FAILED_LATER) {
        desk.later(() -> {
          var _ = undo.getAsBoolean();
          tell(failureCode, true, own, payment, told, value);
        });
      }
    });
    return new AdyenReply(201, answer(payment, request, own, reference, code).toString());
  }

  private static ObjectNode answer(
      AdyenPayment payment,
      AdyenRequest request,
      String own,
      @Nullable String reference,
      String code) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("merchantAccount", request.text("merchantAccount"))
            .put("paymentPspReference", payment.pspReference)
            .put("pspReference", own)
            .put("status", "received");
    if (reference != null) {
      answer.put("reference", reference);
    }
    if (!code.equals("CANCELLATION")) {
      answer.putObject("amount").put("currency", request.currency()).put("value", request.value());
    }
    return answer;
  }

  private void tell(
      String code, boolean isDone, String own, AdyenPayment payment, String told, long value) {
    desk.webhooks()
        .tell(
            new Event(
                code,
                isDone,
                own,
                payment.pspReference,
                told,
                payment.currency,
                value,
                isDone ? "" : "Refused"),
            payment.script.calling());
  }

  private static Event event(
      String code, boolean isDone, String own, AdyenPayment payment, String told) {
    return new Event(
        code,
        isDone,
        own,
        payment.pspReference,
        told,
        payment.currency,
        payment.value,
        isDone ? "" : "Transaction cannot be cancelled");
  }

  private static boolean change(AdyenPayment payment, long captured, long refunded) {
    payment.captured += captured;
    payment.refunded += refunded;
    return true;
  }

  private static boolean released(AdyenPayment payment) {
    if (payment.status != Status.AUTHORISED || payment.captured > 0) {
      return false;
    }
    payment.status = Status.CANCELLED;
    return true;
  }

  private static long value(AdyenRequest request, AdyenPayment payment) {
    if (!request.currency().equals(payment.currency)) {
      throw AdyenRefusal.invalid("138", "Unsupported currency specified");
    }
    return request.value();
  }
}
