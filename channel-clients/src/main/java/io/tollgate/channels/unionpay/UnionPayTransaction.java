package io.tollgate.channels.unionpay;

import io.tollgate.domain.money.Money;

/**
 * One transaction as UnionPay tells it from all others, and what it is about.
 *
 * @param orderId our number of it
 * @param txnTime when it was sent, which is part of its name
 * @param txnType what it does, say {@code 01}
 * @param bizType UnionPay's name of the product
 */
record UnionPayTransaction(
    String orderId, String txnTime, String txnType, String bizType, Money amount) {

  UnionPayTransaction at(String otherTime) {
    return new UnionPayTransaction(orderId, otherTime, txnType, bizType, amount);
  }

  /** Whether a message is about it, of whichever type it is: ours are told apart by the number. */
  boolean isNamedIn(UnionPayMessage message, String merId) {
    return message.says("merId", merId)
        && message.says("orderId", orderId)
        && message.says("txnTime", txnTime);
  }

  /** Whether a message is about this amount of this currency. */
  boolean isOfAmountIn(UnionPayMessage message) {
    return UnionPayAmounts.read(message.get("txnAmt"), message.get("currencyCode"))
        .filter(amount::equals)
        .isPresent();
  }
}
