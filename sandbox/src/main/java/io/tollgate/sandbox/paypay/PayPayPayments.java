package io.tollgate.sandbox.paypay;

import io.tollgate.sandbox.paypay.PayPayAnswer.Refusal;
import io.tollgate.sandbox.paypay.PayPayOrder.Capture;
import io.tollgate.sandbox.paypay.PayPayOrder.Revert;
import io.tollgate.sandbox.paypay.PayPayOrder.Status;
import io.tollgate.sandbox.paypay.PayPayScript.Course;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What is done with codes and payments; whatever is asked for twice is done once. */
final class PayPayPayments {

  private final PayPayBook book;
  private final PayPayConsents consents;
  private final PayPayNotifications notifications;
  private final Duration processing;

  PayPayPayments(
      PayPayBook book,
      PayPayConsents consents,
      PayPayNotifications notifications,
      Duration processing) {
    this.book = book;
    this.consents = consents;
    this.notifications = notifications;
    this.processing = processing;
  }

  /** {@code POST /v2/codes} */
  PayPayAnswer createCode(JsonNode body, String baseUrl) {
    boolean isHeld = body.path("isAuthorization").asBoolean(false);
    PayPayOrder draft = draft(body, "04-" + book.number(), null, isHeld);
    if (!text(body, "codeType").equals("ORDER_QR")) {
      throw new Refusal(400, "INVALID_REQUEST_PARAMS");
    }
    if (draft.script().course() == Course.REQUEST_REFUSED) {
      return draft.script().refused();
    }
    book.add(draft);
    PayPayOrder order = found(draft.merchantPaymentId());
    String code = order.codeId();
    if (code == null || order.status() != Status.CREATED) {
      throw new Refusal(400, "DUPLICATE_DYNAMIC_QR_REQUEST");
    }
    return PayPayAnswer.success(201, PayPayJson.code(order, baseUrl + "/_sim/pay/" + code));
  }

  /** {@code POST /v2/payments}, {@code /v1/subscription/payments} and {@code …/preauthorize} */
  PayPayAnswer charge(JsonNode body, boolean isHeld) {
    String payer = text(body, "userAuthorizationId");
    PayPayOrder draft = draft(body, null, payer, isHeld);
    if (!consents.isActive(payer)) {
      throw new Refusal(401, "INVALID_USER_AUTHORIZATION_ID");
    }
    if (draft.script().course() == Course.REQUEST_REFUSED) {
      return draft.script().refused();
    }
    boolean isNew = book.add(draft);
    PayPayOrder order = found(draft.merchantPaymentId());
    return switch (order.script().course()) {
      case SUCCEED -> PayPayAnswer.success(201, PayPayJson.payment(isNew ? pay(order) : order));
      case PROCESS_THEN_SUCCEED, PROCESS_THEN_FAIL -> {
        if (isNew) {
          Mono.delay(processing).subscribe(_ -> pay(order));
        }
        yield PayPayAnswer.accepted();
      }
      case WALLET_REFUSES -> {
        pay(order);
        yield order.script().refused();
      }
      case REQUEST_REFUSED -> order.script().refused();
    };
  }

  /** A payer pays by the code, or tries to; whether there was anything to pay. */
  boolean act(String codeId, boolean succeeds) {
    PayPayOrder order = book.findCode(codeId).orElse(null);
    if (order == null || order.isCodeDeleted() || order.status() != Status.CREATED) {
      return false;
    }
    if (succeeds) {
      pay(order);
    } else {
      notifications.tell(book.change(order, before -> before.now(Status.FAILED)));
    }
    return true;
  }

  /** {@code GET /v2/codes/payments/{id}} */
  PayPayAnswer queryCode(String merchantPaymentId) {
    return book.find(merchantPaymentId)
        .filter(order -> order.status() != Status.CREATED || !order.isCodeDeleted())
        .map(order -> PayPayAnswer.success(200, PayPayJson.payment(order)))
        .orElseThrow(() -> new Refusal(400, "DYNAMIC_QR_PAYMENT_NOT_FOUND"));
  }

  /** {@code GET /v2/payments/{id}} */
  PayPayAnswer query(String merchantPaymentId) {
    return PayPayAnswer.success(200, PayPayJson.payment(found(merchantPaymentId)));
  }

  /** {@code DELETE /v2/codes/{id}} */
  PayPayAnswer deleteCode(String codeId) {
    PayPayOrder order =
        book.findCode(codeId)
            .filter(it -> !it.isCodeDeleted())
            .orElseThrow(() -> new Refusal(404, "DYNAMIC_QR_NOT_FOUND"));
    book.change(order, PayPayOrder::withoutCode);
    return PayPayAnswer.success(200, null);
  }

  /** {@code DELETE /v2/payments/{id}}: gives back what is paid, be it later. */
  PayPayAnswer cancel(String merchantPaymentId) {
    book.change(
        found(merchantPaymentId),
        before ->
            switch (before.status()) {
              case CREATED -> before.cancelled();
              case AUTHORIZED -> before.now(Status.FAILED);
              case COMPLETED -> {
                if (before.isHeld()) {
                  throw new Refusal(400, "ORDER_NOT_REVERSIBLE");
                }
                yield before.now(Status.FAILED);
              }
              case REFUNDED, FAILED, CANCELED -> throw new Refusal(400, "ORDER_NOT_REVERSIBLE");
            });
    return PayPayAnswer.accepted();
  }

  /** {@code POST /v2/payments/capture} */
  PayPayAnswer capture(JsonNode body) {
    long amount = amount(body);
    boolean isMore = amount > found(text(body, "merchantPaymentId")).amount();
    Capture capture =
        new Capture(
            text(body, "merchantCaptureId"),
            amount,
            text(body, "orderDescription"),
            number(body, "requestedAt"),
            !isMore);
    PayPayOrder after =
        book.change(
            found(text(body, "merchantPaymentId")),
            before ->
                switch (before.status()) {
                  case AUTHORIZED ->
                      isMore
                          ? before.captured(capture)
                          : before.captured(capture).now(Status.COMPLETED);
                  case COMPLETED, REFUNDED -> throw new Refusal(400, "ALREADY_CAPTURED");
                  case CREATED, FAILED, CANCELED -> throw new Refusal(400, "ORDER_NOT_CAPTURABLE");
                });
    return isMore
        ? PayPayAnswer.confirmationRequired()
        : PayPayAnswer.success(200, PayPayJson.payment(after));
  }

  /** {@code POST /v2/payments/preauthorize/revert} */
  PayPayAnswer revert(JsonNode body) {
    Revert revert = new Revert(text(body, "merchantRevertId"), number(body, "requestedAt"));
    PayPayOrder after =
        book.change(
            payment(body),
            before -> {
              if (before.status() != Status.AUTHORIZED) {
                throw new Refusal(400, "ORDER_NOT_CANCELABLE");
              }
              return before.reverted(revert).now(Status.CANCELED);
            });
    return PayPayAnswer.success(200, PayPayJson.reverted(after, revert));
  }

  /** {@code POST /v2/refunds} */
  PayPayAnswer refund(JsonNode body) {
    PayPayOrder order = payment(body);
    PayPayRefund before = book.findRefund(text(body, "merchantRefundId")).orElse(null);
    if (before != null && before.paymentId().equals(order.paymentId())) {
      return PayPayAnswer.success(200, PayPayJson.refund(before));
    }
    if (order.script().refunding() == PayPayScript.Refunding.REFUSED) {
      throw new Refusal(400, "UNACCEPTABLE_OP");
    }
    long amount = amount(body);
    book.change(order, paid -> refunded(paid, amount));
    PayPayRefund refund =
        new PayPayRefund(
            text(body, "merchantRefundId"),
            order.paymentId(),
            amount,
            body.path("reason").asString(""),
            number(body, "requestedAt"),
            order.script().refunding() == PayPayScript.Refunding.AT_ONCE ? "REFUNDED" : "CREATED",
            now());
    book.keep(refund);
    switch (order.script().refunding()) {
      case AT_ONCE, REFUSED -> {}
      case LATER -> Mono.delay(processing).subscribe(_ -> book.keep(refund.now("REFUNDED")));
      case STUCK -> Mono.delay(processing).subscribe(_ -> book.keep(refund.now("REFUND_FAILED")));
    }
    return PayPayAnswer.success(200, PayPayJson.refund(refund));
  }

  /** {@code GET /v2/refunds/{id}} */
  PayPayAnswer queryRefund(String merchantRefundId, String paymentId) {
    return book.findRefund(merchantRefundId)
        .filter(refund -> paymentId.isEmpty() || refund.paymentId().equals(paymentId))
        .map(refund -> PayPayAnswer.success(200, PayPayJson.refund(refund)))
        .orElseThrow(() -> new Refusal(404, "NO_SUCH_REFUND_ORDER"));
  }

  private PayPayOrder pay(PayPayOrder order) {
    PayPayOrder after =
        book.change(
            order,
            before ->
                switch (before.script().course()) {
                  case SUCCEED, PROCESS_THEN_SUCCEED -> before.paid();
                  case WALLET_REFUSES, PROCESS_THEN_FAIL, REQUEST_REFUSED ->
                      before.now(Status.FAILED);
                });
    notifications.tell(after);
    return after;
  }

  private static PayPayOrder refunded(PayPayOrder order, long amount) {
    if (order.taken() == 0) {
      throw new Refusal(400, "UNACCEPTABLE_OP");
    }
    if (amount > order.taken() - order.refunded()) {
      throw new Refusal(400, "INVALID_PARAMS");
    }
    PayPayOrder after = order.refundedBy(amount);
    return after.refunded() == order.taken() ? after.now(Status.REFUNDED) : after;
  }

  private PayPayOrder found(String merchantPaymentId) {
    return book.find(merchantPaymentId).orElseThrow(() -> new Refusal(404, "RESOURCE_NOT_FOUND"));
  }

  private PayPayOrder payment(JsonNode body) {
    return book.findPayment(text(body, "paymentId"))
        .orElseThrow(() -> new Refusal(404, "RESOURCE_NOT_FOUND"));
  }

  private PayPayOrder draft(
      JsonNode body, @Nullable String codeId, @Nullable String payer, boolean isHeld) {
    return new PayPayOrder(
        text(body, "merchantPaymentId"),
        Long.toString(book.number()),
        amount(body),
        body.path("orderDescription").asString(""),
        number(body, "requestedAt"),
        isHeld,
        codeId,
        body.path("redirectUrl").stringValueOpt().orElse(null),
        payer,
        Status.CREATED,
        now(),
        null,
        null,
        0,
        false,
        false);
  }

  private static long amount(JsonNode body) {
    JsonNode amount = body.path("amount");
    if (!amount.path("currency").asString("").equals("JPY") || number(amount, "amount") < 1) {
      throw new Refusal(400, "INVALID_REQUEST_PARAMS");
    }
    return number(amount, "amount");
  }

  private static String text(JsonNode body, String name) {
    return body.path(name)
        .stringValueOpt()
        .filter(text -> !text.isEmpty() && (text.length() <= 64 || name.equals("orderDescription")))
        .orElseThrow(() -> new Refusal(400, "MISSING_REQUEST_PARAMS"));
  }

  private static long number(JsonNode body, String name) {
    JsonNode number = body.path(name);
    if (!number.isIntegralNumber()) {
      throw new Refusal(400, "MISSING_REQUEST_PARAMS");
    }
    return number.longValue();
  }

  private static long now() {
    return System.currentTimeMillis() / 1_000;
  }
}
