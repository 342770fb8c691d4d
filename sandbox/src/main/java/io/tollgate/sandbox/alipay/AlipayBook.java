package io.tollgate.sandbox.alipay;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every trade, freeze and agreement that there is: the truth that a gateway is compared with. It is
 * changed by one thread at a time and read by any.
 */
public final class AlipayBook {

  private static final long FIRST_NUMBER = 2026030122001400000L;

  private final Map<String, AlipayTrade> trades = new ConcurrentHashMap<>();
  private final Map<String, AlipayFreeze> freezes = new ConcurrentHashMap<>();
  private final Map<String, AlipayAgreement> agreements = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(FIRST_NUMBER);

  AlipayBook() {}

  /** The trade by the merchant's number. */
  public Optional<AlipayTrade> trade(String outTradeNo) {
    return Optional.ofNullable(trades.get(outTradeNo));
  }

  /** What is held, by the merchant's number. */
  public Optional<AlipayFreeze> freeze(String outOrderNo) {
    return Optional.ofNullable(freezes.get(outOrderNo));
  }

  /** The agreement by the merchant's number. */
  public Optional<AlipayAgreement> agreement(String externalAgreementNo) {
    return Optional.ofNullable(agreements.get(externalAgreementNo));
  }

  /** How many trades took money, given back or not. */
  public long chargeCount() {
    return trades.values().stream().filter(AlipayTrade::wasPaid).count();
  }

  List<AlipayTrade> trades() {
    return List.copyOf(trades.values());
  }

  Optional<AlipayTrade> tradeNumbered(String tradeNo) {
    return trades.values().stream().filter(it -> it.tradeNo().equals(tradeNo)).findFirst();
  }

  Optional<AlipayFreeze> freezeNumbered(String authNo) {
    return freezes.values().stream().filter(it -> it.authNo().equals(authNo)).findFirst();
  }

  Optional<AlipayAgreement> agreementNumbered(String agreementNo) {
    return agreements.values().stream()
        .filter(it -> it.agreementNo().equals(agreementNo))
        .findFirst();
  }

  AlipayTrade open(String outTradeNo, BigDecimal amount) {
    return trades.computeIfAbsent(
        outTradeNo,
        out -> new AlipayTrade(out, number(), amount, "WAIT_BUYER_PAY", false, Map.of()));
  }

  AlipayFreeze openFreeze(String outOrderNo, BigDecimal amount) {
    return freezes.computeIfAbsent(
        outOrderNo,
        out -> new AlipayFreeze(out, number(), amount, "INIT", BigDecimal.ZERO, Map.of()));
  }

  AlipayAgreement sign(String externalAgreementNo) {
    return agreements.computeIfAbsent(
        externalAgreementNo, out -> new AlipayAgreement(out, number(), "NORMAL"));
  }

  AlipayTrade keep(AlipayTrade trade) {
    trades.put(trade.outTradeNo(), trade);
    return trade;
  }

  AlipayFreeze keep(AlipayFreeze freeze) {
    freezes.put(freeze.outOrderNo(), freeze);
    return freeze;
  }

  AlipayAgreement keep(AlipayAgreement agreement) {
    agreements.put(agreement.externalAgreementNo(), agreement);
    return agreement;
  }

  private String number() {
    return Long.toString(numbers.incrementAndGet());
  }
}
