package io.tollgate.sandbox.wechat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One order, at one moment.
 *
 * @param request the body that made it; another one under its number is refused
 * @param total in fen
 * @param state as on the wire
 * @param transaction the platform's id, once it is paid
 */
record WechatOrder(
    String number,
    String scene,
    String request,
    String description,
    String appid,
    String payer,
    long total,
    String notifyUrl,
    String state,
    @Nullable String transaction,
    @Nullable Instant paidAt) {

  /** One refund, at one moment. */
  record Refund(
      String number,
      String order,
      String id,
      long amount,
      String status,
      String notifyUrl,
      Instant at) {

    Refund in(String next) {
      return new Refund(number, order, id, amount, next, notifyUrl, at);
    }
  }

  boolean isOpen() {
    return state.equals("NOTPAY") || state.equals("USERPAYING") || state.equals("ACCEPT");
  }

  boolean isPaid() {
    return transaction != null;
  }

  WechatScript script() {
    return WechatScript.of(description);
  }

  WechatOrder in(String next) {
    return new WechatOrder(
        number,
        scene,
        request,
        description,
        appid,
        payer,
        total,
        notifyUrl,
        next,
        transaction,
        paidAt);
  }

  WechatOrder paid(String transactionId, Instant now) {
    return new WechatOrder(
        number,
        scene,
        request,
        description,
        appid,
        payer,
        total,
        notifyUrl,
        "SUCCESS",
        transactionId,
        now);
  }
}
