package io.tollgate.sandbox.paypay;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what PayPay keeps, with the fields of its SDK's models. */
final class PayPayJson {

  private static final JsonMapper JSON = JsonMapper.shared();

  private PayPayJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode payment(PayPayOrder order) {
    ObjectNode data =
        object()
            .put("paymentId", order.paymentId())
            .put("status", order.status().name())
            .put("acceptedAt", order.acceptedAt());
    data.putNull("refunds");
    data.set("captures", captures(order));
    data.set("revert", revert(order));
    data.put("merchantPaymentId", order.merchantPaymentId());
    if (order.payer() != null) {
      data.put("userAuthorizationId", order.payer());
    }
    data.set("amount", amount(order.amount()));
    data.put("requestedAt", order.requestedAt());
    data.putNull("expiresAt");
    data.putNull("canceledAt");
    data.putNull("storeId");
    data.putNull("terminalId");
    data.putNull("orderReceiptNumber");
    data.put("orderDescription", order.description());
    data.putNull("orderItems");
    return data;
  }

  static ObjectNode code(PayPayOrder order, String url) {
    ObjectNode data =
        object()
            .put("codeId", order.codeId())
            .put("url", url)
            .put("deeplink", "paypay://payment?link_key=" + order.codeId())
            .put("expiryDate", order.requestedAt() + 300)
            .put("merchantPaymentId", order.merchantPaymentId())
            .put("orderDescription", order.description())
            .put("codeType", "ORDER_QR")
            .put("requestedAt", order.requestedAt())
            .put("isAuthorization", order.isHeld());
    data.set("amount", amount(order.amount()));
    if (order.redirectUrl() != null) {
      data.put("redirectUrl", order.redirectUrl()).put("redirectType", "WEB_LINK");
    }
    return data;
  }

  static ObjectNode refund(PayPayRefund refund) {
    ObjectNode data =
        object()
            .put("status", refund.status())
            .put("acceptedAt", refund.acceptedAt())
            .put("merchantRefundId", refund.merchantRefundId())
            .put("paymentId", refund.paymentId())
            .put("requestedAt", refund.requestedAt())
            .put("reason", refund.reason());
    data.set("amount", amount(refund.amount()));
    return data;
  }

  static ObjectNode reverted(PayPayOrder order, PayPayOrder.Revert revert) {
    return object()
        .put("status", order.status().name())
        .put("acceptedAt", order.acceptedAt())
        .put("paymentId", order.paymentId())
        .put("requestedAt", revert.requestedAt())
        .put("reason", "");
  }

  static ObjectNode amount(long yen) {
    return object().put("amount", yen).put("currency", "JPY");
  }

  /** {@code notification_type} Transaction. */
  static String transaction(PayPayOrder order, String merchantId, String state) {
    return object()
        .put("notification_type", "Transaction")
        .put("merchant_id", merchantId)
        .put("store_id", "0")
        .put("pos_id", "0")
        .put("order_id", order.paymentId())
        .put("merchant_order_id", order.merchantPaymentId())
        .put("order_amount", Long.toString(order.amount()))
        .put("state", state)
        .toString();
  }

  private static ObjectNode captures(PayPayOrder order) {
    ObjectNode captures = object();
    PayPayOrder.Capture capture = order.capture();
    if (capture != null) {
      captures
          .putArray("data")
          .addObject()
          .put("acceptedAt", order.acceptedAt())
          .put("merchantCaptureId", capture.merchantCaptureId())
          .put("orderDescription", capture.description())
          .put("requestedAt", capture.requestedAt())
          .put("status", capture.isDone() ? "COMPLETED" : "USER_REQUESTED")
          .set("amount", amount(capture.amount()));
    } else {
      captures.putArray("data");
    }
    return captures;
  }

  private static ObjectNode revert(PayPayOrder order) {
    PayPayOrder.Revert revert = order.revert();
    ObjectNode written = object();
    if (revert != null) {
      written
          .put("acceptedAt", order.acceptedAt())
          .put("merchantRevertId", revert.merchantRevertId())
          .put("requestedAt", revert.requestedAt())
          .put("reason", "");
    }
    return written;
  }
}
