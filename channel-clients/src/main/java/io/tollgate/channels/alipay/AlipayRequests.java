package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayIds.id;
import static io.tollgate.channels.alipay.AlipayIds.out;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Alipay about trades (facts, section 4; field names of alipay-sdk-java).
 * Whatever cannot be built throws, before anything is sent. Our ids are what makes a repetition
 * harmless: {@code out_trade_no} of a trade, {@code out_request_no} of a refund.
 */
final class AlipayRequests {

  static final String PRECREATE = "alipay.trade.precreate";
  static final String PAY = "alipay.trade.pay";
  static final String QUERY = "alipay.trade.query";
  static final String CLOSE = "alipay.trade.close";
  static final String CANCEL = "alipay.trade.cancel";
  static final String REFUND = "alipay.trade.refund";
  static final String REFUND_QUERY = "alipay.trade.fastpay.refund.query";
  static final String BILL = "alipay.data.dataservice.bill.downloadurl.query";
  static final String PAGE_PAY = "alipay.trade.page.pay";
  static final String WAP_PAY = "alipay.trade.wap.pay";
  static final String APP_PAY = "alipay.trade.app.pay";

  /**
   * The cashier's bank channels for online banking. The words are unconfirmed: facts, section 4,
   * "Use for", name the field only.
   */
  static final String BANK_CHANNELS = "bank-channels";

  /** The product code of charges under an agreement; unconfirmed. */
  static final String WITHHOLDING_PRODUCT = "withholding-product";

  /** Which bill is fetched; only {@code trade} has the columns that are read. */
  private static final String BILL_TYPE = "trade";

  private static final String BANK_CHANNELS_UNLESS_SET = "bankPay,debitCardExpress";
  private static final String WITHHOLDING_UNLESS_SET = "GENERAL_WITHHOLDING";
  private static final int SUBJECT_LIMIT = 128;

  private AlipayRequests() {}

  /** {@code alipay.trade.page.pay}: no call, but an address for the payer's browser. */
  static URI page(PayRequest request, AlipayCalls calls) {
    var content = shown(request, "FAST_INSTANT_TRADE_PAY", calls);
    return calls.page(PAGE_PAY, content, request.order().returnUrl());
  }

  /** {@code alipay.trade.wap.pay}: the same for a phone's browser. */
  static URI wap(PayRequest request, AlipayCalls calls) {
    return calls.page(WAP_PAY, shown(request, "QUICK_WAP_WAY", calls), request.order().returnUrl());
  }

  /** {@code alipay.trade.app.pay}: no call, but a text for the merchant's app. */
  static String app(PayRequest request, AlipayCalls calls) {
    return calls.orderText(APP_PAY, shown(request, "QUICK_MSECURITY_PAY", calls));
  }

  /**
   * {@code alipay.trade.precreate}. How long it may be paid is said as a length of time: a moment
   * would make each repetition another request.
   */
  static HttpCall precreate(PayRequest request, AlipayCalls calls) {
    var content = trade(request, calls).with("timeout_express", calls.payTime().toMinutes() + "m");
    return calls.post(PRECREATE, content);
  }

  /** {@code alipay.trade.pay} by the code that the payer shows. */
  static HttpCall charge(PayRequest request, AlipayCalls calls) {
    var content =
        trade(request, calls)
            .with("product_code", "FACE_TO_FACE_PAYMENT")
            .with("scene", "bar_code")
            .with("auth_code", token(request.order()));
    return calls.post(PAY, content);
  }

  /** {@code alipay.trade.pay} under an agreement. */
  static HttpCall withhold(PayRequest request, AlipayCalls calls) {
    var content =
        trade(request, calls)
            .with("product_code", calls.option(WITHHOLDING_PRODUCT, WITHHOLDING_UNLESS_SET))
            .with("agreement_params", new JsonBody().with("agreement_no", token(request.order())));
    return calls.post(PAY, content);
  }

  /** {@code alipay.trade.query} by our id. */
  static HttpCall query(ChannelRequestId attempt, AlipayCalls calls) {
    return query(out(attempt), calls);
  }

  /** {@code alipay.trade.query} by the id that Alipay was told. */
  static HttpCall query(String outTradeNo, AlipayCalls calls) {
    return calls.ask(QUERY, new JsonBody().with("out_trade_no", id(outTradeNo)));
  }

  /** {@code alipay.trade.close} of what nobody paid. */
  static HttpCall close(ChannelRequestId attempt, AlipayCalls calls) {
    return calls.post(CLOSE, new JsonBody().with("out_trade_no", out(attempt)));
  }

  /** {@code alipay.trade.cancel}, which closes what is open and gives back what was paid. */
  static HttpCall cancel(ChannelRequestId attempt, AlipayCalls calls) {
    return calls.post(CANCEL, new JsonBody().with("out_trade_no", out(attempt)));
  }

  /** {@code alipay.trade.refund} of a trade, or of what a capture took. */
  static HttpCall refund(PaymentOperation operation, AlipayCalls calls) {
    var content =
        trade(operation)
            .with("refund_amount", AlipayAmounts.encode(operation.amount()))
            .with("out_request_no", out(operation.id()));
    return calls.post(REFUND, content);
  }

  /** {@code alipay.trade.fastpay.refund.query}. */
  static HttpCall queryRefund(PaymentOperation operation, AlipayCalls calls) {
    var content = trade(operation).with("out_request_no", out(operation.id()));
    return calls.ask(REFUND_QUERY, content);
  }

  /** {@code alipay.data.dataservice.bill.downloadurl.query} of a day's trades. */
  static HttpCall bill(LocalDate day, AlipayCalls calls) {
    var content = new JsonBody().with("bill_type", BILL_TYPE).with("bill_date", day.toString());
    return calls.ask(BILL, content);
  }

  /** What the payer reads; Alipay wants something to stand there. */
  static String subject(Order order) {
    var text = order.description();
    return shortened(text == null || text.isBlank() ? order.reference().value() : text);
  }

  /** The token of the order's method; throws where there is none. */
  static String token(Order order) {
    var token = order.method().token();
    if (token == null) {
      throw new IllegalArgumentException("token: missing");
    }
    return id(token);
  }

  private static JsonBody shown(PayRequest request, String product, AlipayCalls calls) {
    return trade(request, calls)
        .with("product_code", product)
        .with("time_expire", calls.deadline());
  }

  private static JsonBody trade(PayRequest request, AlipayCalls calls) {
    var order = request.order();
    return new JsonBody()
        .with("out_trade_no", out(request.requestId()))
        .with("total_amount", AlipayAmounts.encode(order.amount()))
        .with("subject", subject(order))
        .with("enable_pay_channels", bankChannels(order, calls));
  }

  private static @Nullable String bankChannels(Order order, AlipayCalls calls) {
    return order.product() == Product.ONLINE_BANKING
        ? calls.option(BANK_CHANNELS, BANK_CHANNELS_UNLESS_SET)
        : null;
  }

  /** A capture is a trade of its own, which Alipay named to us. */
  private static JsonBody trade(PaymentOperation operation) {
    var capture = operation.capture();
    return capture == null
        ? new JsonBody().with("out_trade_no", out(operation.attempt().requestId()))
        : new JsonBody().with("trade_no", id(capture));
  }

  /** Not too long, without signs that Alipay forbids there; a character of two halves is whole. */
  private static String shortened(String text) {
    var plain = text.replaceAll("[/=&]", " ");
    return plain.codePointCount(0, plain.length()) <= SUBJECT_LIMIT
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, SUBJECT_LIMIT));
  }
}
