package io.tollgate.sandbox.alipay;

import java.math.BigDecimal;
import java.util.Map;

/**
 * A trade as the book has it.
 *
 * @param outTradeNo the merchant's number of it
 * @param amount in yuan
 * @param status as Alipay spells it
 * @param wasPaid whether money was ever taken
 * @param refunds in yuan, by the merchant's numbers of them
 */
public record AlipayTrade(
    String outTradeNo,
    String tradeNo,
    BigDecimal amount,
    String status,
    boolean wasPaid,
    Map<String, BigDecimal> refunds) {

  public AlipayTrade {
    refunds = Map.copyOf(refunds);
  }

  /** All that was given back. */
  public BigDecimal refunded() {
    return refunds.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  AlipayTrade as(String now) {
    boolean paid = wasPaid || now.equals("TRADE_SUCCESS");
    return new AlipayTrade(outTradeNo, tradeNo, amount, now, paid, refunds);
  }

  /** With the refund, closed where all is given back; the same number is given back once. */
  AlipayTrade with(String outRequestNo, BigDecimal refund) {
    Map<String, BigDecimal> all = new java.util.HashMap<>(refunds);
    all.putIfAbsent(outRequestNo, refund);
    AlipayTrade now = new AlipayTrade(outTradeNo, tradeNo, amount, status, wasPaid, all);
    return now.refunded().compareTo(amount) == 0 ? now.as("TRADE_CLOSED") : now;
  }
}
