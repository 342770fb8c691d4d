package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayCalls.id;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to PayPay about payments (facts, section 13; field lists of paypayopa 1.0.8).
 * Whatever cannot be built throws, before anything is sent.
 *
 * <p>Our ids are PayPay's idempotency keys: a payment, a capture, a revert or a refund that is
 * asked for again under the same id is answered as it was, and done once.
 */
final class PayPayRequests {

  /**
   * How a payer who agreed is charged: {@code continuous} (default) or {@code direct}. Which one an
   * account may use is a matter of its contract.
   */
  static final String QUICK_PAY = "quick-pay";

  /**
   * Whether a payer may be charged the same amount twice within five minutes: {@code true}
   * (default) or {@code false}. PayPay asks so that no mistake charges twice; our ids see to that.
   * Continuous payments cannot be asked for so (the SDK's {@code createContinuousPayment} has no
   * such parameter).
   */
  static final String AGREE_SIMILAR = "agree-similar";

  private static final String CODES = "/v2/codes";
  private static final String PAYMENTS = "/v2/payments";
  private static final String REFUNDS = "/v2/refunds";
  private static final int DESCRIPTION_LIMIT = 255;

  private PayPayRequests() {}

  /** Whether the payer pays by a code, as whoever did not agree to be charged before. */
  static boolean isByCode(Order order) {
    return order.method().token() == null;
  }

  /** The request to pay, by a code or under an agreement. */
  static HttpCall create(AttemptQuery attempt, PayPayCalls calls) {
    return isByCode(attempt.order()) ? code(attempt, calls) : charge(attempt, calls);
  }

  /**
   * {@code GET /v2/codes/payments/{merchantPaymentId}}, or {@code GET
   * /v2/payments/{merchantPaymentId}} of what was charged under an agreement.
   */
  static HttpCall query(AttemptQuery attempt, PayPayCalls calls) {
    var path = isByCode(attempt.order()) ? CODES + "/payments/" : PAYMENTS + "/";
    return calls.get(path + attempt.requestId());
  }

  /** {@code DELETE /v2/codes/{codeId}}. */
  static HttpCall deleteCode(String code, PayPayCalls calls) {
    return calls.delete(CODES + "/" + id(code));
  }

  /** {@code DELETE /v2/payments/{merchantPaymentId}}. */
  static HttpCall cancel(ChannelRequestId requestId, PayPayCalls calls) {
    return calls.delete(PAYMENTS + "/" + requestId);
  }

  /** {@code POST /v2/payments/capture}. Whatever is not captured is let go. */
  static HttpCall capture(PaymentOperation operation, PayPayCalls calls) {
    var order = operation.attempt().order();
    return calls.post(
        PAYMENTS + "/capture",
        new JsonBody()
            .with("merchantPaymentId", operation.attempt().requestId().toString())
            .with("merchantCaptureId", operation.id().value())
            .with("amount", PayPayAmount.of(operation.amount()))
            .with("orderDescription", described(order))
            .with("requestedAt", calls.epochSecond()));
  }

  /** {@code POST /v2/payments/preauthorize/revert}. */
  static HttpCall revert(PaymentOperation operation, String payment, PayPayCalls calls) {
    return calls.post(
        PAYMENTS + "/preauthorize/revert",
        new JsonBody()
            .with("merchantRevertId", operation.id().value())
            .with("paymentId", id(payment))
            .with("requestedAt", calls.epochSecond()));
  }

  /** {@code POST /v2/refunds}. */
  static HttpCall refund(PaymentOperation operation, String payment, PayPayCalls calls) {
    return calls.post(
        REFUNDS,
        new JsonBody()
            .with("merchantRefundId", operation.id().value())
            .with("paymentId", id(payment))
            .with("amount", PayPayAmount.of(operation.amount()))
            .with("requestedAt", calls.epochSecond()));
  }

  /**
   * {@code GET /v2/refunds/{merchantRefundId}?paymentId=}. The payment is asked for by
   * www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode ("Get refund details"), and not signed.
   */
  static HttpCall retrieveRefund(PaymentOperation operation, String payment, PayPayCalls calls) {
    return calls.get(REFUNDS + "/" + operation.id(), "paymentId=" + id(payment));
  }

  /** {@code POST /v2/codes}. */
  private static HttpCall code(AttemptQuery attempt, PayPayCalls calls) {
    var order = attempt.order();
    var body =
        new JsonBody()
            .with("merchantPaymentId", attempt.requestId().toString())
            .with("amount", PayPayAmount.of(order.amount()))
            .with("codeType", "ORDER_QR")
            .with("orderDescription", shortened(order.description()))
            .with("isAuthorization", order.capture() == CaptureMode.MANUAL)
            .with("requestedAt", calls.epochSecond());
    var page = order.returnUrl();
    if (page != null) {
      body.with("redirectUrl", page.toString()).with("redirectType", "WEB_LINK");
    }
    return calls.post(CODES, body);
  }

  /**
   * {@code POST /v1/subscription/payments} or {@code /v2/payments}, and {@code
   * /v2/payments/preauthorize} of what is captured later.
   */
  private static HttpCall charge(AttemptQuery attempt, PayPayCalls calls) {
    var order = attempt.order();
    var options = calls.account().options();
    var body =
        new JsonBody()
            .with("merchantPaymentId", attempt.requestId().toString())
            .with("userAuthorizationId", id(Objects.requireNonNull(order.method().token())))
            .with("amount", PayPayAmount.of(order.amount()))
            .with("requestedAt", calls.epochSecond())
            .with("orderDescription", shortened(order.description()));
    var similar = "agreeSimilarTransaction=" + !"false".equals(options.get(AGREE_SIMILAR));
    if (order.capture() == CaptureMode.MANUAL) {
      return calls.post(PAYMENTS + "/preauthorize", similar, body);
    }
    return "direct".equals(options.get(QUICK_PAY))
        ? calls.post(PAYMENTS, similar, body)
        : calls.post("/v1/subscription/payments", body);
  }

  /** A capture has to say something; an order without a description is known by its number. */
  private static String described(Order order) {
    var description = shortened(order.description());
    return description == null || description.isBlank() ? order.reference().value() : description;
  }

  /** A description that is not too long; a character of two halves is not cut. */
  private static @Nullable String shortened(@Nullable String text) {
    if (text == null || text.length() <= DESCRIPTION_LIMIT) {
      return text;
    }
    boolean cutsCharacter = Character.isHighSurrogate(text.charAt(DESCRIPTION_LIMIT - 1));
    return text.substring(0, cutsCharacter ? DESCRIPTION_LIMIT - 1 : DESCRIPTION_LIMIT);
  }
}
