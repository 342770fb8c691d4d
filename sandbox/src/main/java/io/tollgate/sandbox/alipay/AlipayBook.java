package io.tollgate.sandbox.alipay;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Every trade that there is: the truth that a gateway is compared with. */
public final class AlipayBook {

  private static final long FIRST_NUMBER = 2026030122001400000L;

  private final Map<String, AlipayTrade> trades = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(FIRST_NUMBER);

  AlipayBook() {}

  /** The trade by the merchant's number. */
  public Optional<AlipayTrade> trade(String outTradeNo) {
    return Optional.ofNullable(trades.get(outTradeNo));
  }

  /** How many trades took money, given back or not. */
  public long chargeCount() {
    return trades.values().stream().filter(AlipayTrade::wasPaid).count();
  }

  Optional<AlipayTrade> numbered(String tradeNo) {
    return trades.values().stream().filter(it -> it.tradeNo().equals(tradeNo)).findFirst();
  }

  AlipayTrade open(String outTradeNo, BigDecimal amount) {
    return trades.computeIfAbsent(
        outTradeNo,
        out ->
            new AlipayTrade(
                out, "" + numbers.incrementAndGet(), amount, "WAIT_BUYER_PAY", false, Map.of()));
  }

  Optional<AlipayTrade> change(String outTradeNo, UnaryOperator<AlipayTrade> change) {
    return Optional.ofNullable(trades.computeIfPresent(outTradeNo, (_, it) -> change.apply(it)));
  }
}
