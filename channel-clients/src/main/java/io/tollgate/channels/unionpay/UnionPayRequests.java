package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to UnionPay (facts, section 7, the table of operations). Whatever cannot be
 * built throws, before anything is sent.
 */
final class UnionPayRequests {

  /** UnionPay's name of us as somebody who asks for tokens; agreements need it. */
  static final String TOKEN_REQUESTOR = "tr-id";

  static final String CONSUME = "01";
  static final String AUTHORIZE = "02";
  static final String OPEN_TOKEN = "79";

  private static final String FIRST = "01";
  private static final String PLAIN = "00";
  private static final String TOKEN_PAY = "000902";
  private static final String COMPUTER = "07";
  private static final String BY_ORDER = "05";
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z]{1,64}");
  private static final DateTimeFormatter MONTH_AND_DAY =
      DateTimeFormatter.ofPattern("MMdd", Locale.ROOT);

  private final UnionPayCalls calls;

  UnionPayRequests(UnionPayCalls calls) {
    this.calls = calls;
  }

  /** {@code frontTransReq.do}, which the payer's browser opens. */
  URI page(UnionPayTransaction transaction, UnionPayScene scene, Order order) {
    return calls.page(
        payment(transaction, scene)
            .with("frontUrl", address(order.returnUrl()))
            .with("payTimeout", calls.times().payTimeout()));
  }

  /** {@code backTransReq.do}: a code for the payer to scan. */
  HttpCall code(UnionPayTransaction transaction, UnionPayScene scene) {
    return calls.trade(payment(transaction, scene).with("payTimeout", calls.times().payTimeout()));
  }

  /** {@code backTransReq.do}: a charge under an agreement. */
  HttpCall charge(UnionPayTransaction transaction, UnionPayScene scene, @Nullable String token) {
    return calls.trade(payment(transaction, scene).with("tokenPayData", tokenData(token)));
  }

  /** {@code queryTrans.do}, with the number and the time of what is asked after. */
  HttpCall query(UnionPayTransaction transaction) {
    return calls.question(named(transaction, calls.message(PLAIN, PLAIN, transaction.bizType())));
  }

  /**
   * {@code backTransReq.do}: something to be done to a transaction before.
   *
   * @param original UnionPay's own number of that
   */
  HttpCall operation(UnionPayTransaction transaction, UnionPayScene scene, String original) {
    var message = calls.message(transaction.txnType(), PLAIN, transaction.bizType());
    return calls.trade(
        named(transaction, message)
            .with("channelType", scene.channelType())
            .with("origQryId", original)
            .with("txnAmt", UnionPayAmounts.of(transaction.amount()))
            .with("backUrl", calls.backUrl()));
  }

  /** {@code frontTransReq.do}: the payer's browser opens it to agree. */
  URI agree(AgreementRequest request) {
    return calls.page(
        token(PLAIN, UnionPayIds.of(request.id()), calls.times().now())
            .with("tokenPayData", requestor())
            .with("frontUrl", address(request.returnUrl()))
            .with("backUrl", calls.backUrl()));
  }

  /** {@code backTransReq.do}: the token that came of an agreement (public implementations). */
  HttpCall token(AgreementRequest request, String txnTime) {
    return calls.trade(
        token(BY_ORDER, UnionPayIds.of(request.id()), txnTime).with("tokenPayData", requestor()));
  }

  /** {@code backTransReq.do}: the end of a token. */
  HttpCall deleteToken(String orderId, String txnTime, String token) {
    return calls.trade(
        calls
            .message("74", FIRST, TOKEN_PAY)
            .with("channelType", COMPUTER)
            .with("orderId", orderId)
            .with("txnTime", txnTime)
            .with("tokenPayData", tokenData(token)));
  }

  /** The bill of a day, as a file inside of the answer. */
  HttpCall bill(LocalDate day) {
    return calls.file(
        calls
            .message("76", FIRST, "000000")
            .with("txnTime", calls.times().exactly())
            .with("settleDate", settleDate(day))
            .with("fileType", PLAIN));
  }

  /** A day of settlement as UnionPay writes it. */
  static String settleDate(LocalDate day) {
    return MONTH_AND_DAY.format(day);
  }

  /** Whether a text has the shape of a token; nothing else goes between braces. */
  static boolean isToken(@Nullable String text) {
    return text != null && TOKEN.matcher(text).matches();
  }

  private UnionPayMessage payment(UnionPayTransaction transaction, UnionPayScene scene) {
    var message = calls.message(transaction.txnType(), scene.subType(), transaction.bizType());
    return named(transaction, message)
        .with("channelType", scene.channelType())
        .with("txnAmt", UnionPayAmounts.of(transaction.amount()))
        .with("currencyCode", UnionPayAmounts.CURRENCY_NUMBER)
        .with("backUrl", calls.backUrl());
  }

  private UnionPayMessage token(String subType, String orderId, String txnTime) {
    return calls
        .message(OPEN_TOKEN, subType, TOKEN_PAY)
        .with("channelType", COMPUTER)
        .with("orderId", orderId)
        .with("txnTime", txnTime);
  }

  private String requestor() {
    return "{trId=" + word(calls.required(TOKEN_REQUESTOR)) + "&tokenType=01}";
  }

  private String tokenData(@Nullable String token) {
    return "{trId=" + word(calls.required(TOKEN_REQUESTOR)) + "&token=" + word(token) + "}";
  }

  private static String address(@Nullable URI returnUrl) {
    if (returnUrl == null) {
      throw new IllegalArgumentException("return URL: missing");
    }
    return returnUrl.toString();
  }

  private static String word(@Nullable String text) {
    if (text == null || !isToken(text)) {
      throw new IllegalArgumentException("token: not of UnionPay's shape");
    }
    return text;
  }

  private static UnionPayMessage named(UnionPayTransaction transaction, UnionPayMessage message) {
    return message.with("orderId", transaction.orderId()).with("txnTime", transaction.txnTime());
  }
}
