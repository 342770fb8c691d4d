package io.tollgate.sandbox.alipay;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
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

  boolean isOpen() {
    return status.equals("WAIT_BUYER_PAY");
  }

  AlipayTrade paid() {
    return isOpen()
        ? new AlipayTrade(outTradeNo, tradeNo, amount, "TRADE_SUCCESS", true, refunds)
        : this;
  }

  AlipayTrade closed() {
    return new AlipayTrade(outTradeNo, tradeNo, amount, "TRADE_CLOSED", wasPaid, refunds);
  }

  /** With the refund, closed where all is given back; the same number is given back once. */
  AlipayTrade with(String outRequestNo, BigDecimal refund) {
    Map<String, BigDecimal> all = new LinkedHashMap<>(refunds);
    all.putIfAbsent(outRequestNo, refund);
    AlipayTrade now = new AlipayTrade(outTradeNo, tradeNo, amount, status, wasPaid, all);
    return now.refunded().compareTo(amount) == 0 ? now.closed() : now;
  }
}
