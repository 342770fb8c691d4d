package io.tollgate.sandbox.alipay;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Money that is held, as the book has it.
 *
 * @param outOrderNo the merchant's number of it
 * @param amount in yuan
 * @param status {@code INIT} until the payer agreed, then {@code SUCCESS}
 * @param captured what trades took of it, in yuan
 * @param releases what was let go of it, in yuan, by the merchant's numbers of that
 */
public record AlipayFreeze(
    String outOrderNo,
    String authNo,
    BigDecimal amount,
    String status,
    BigDecimal captured,
    Map<String, BigDecimal> releases) {

  public AlipayFreeze {
    releases = Map.copyOf(releases);
  }

  /** What is still held. */
  public BigDecimal rest() {
    return status.equals("SUCCESS")
        ? releases.values().stream().reduce(amount.subtract(captured), BigDecimal::subtract)
        : BigDecimal.ZERO;
  }

  AlipayFreeze agreed() {
    return new AlipayFreeze(outOrderNo, authNo, amount, "SUCCESS", captured, releases);
  }

  AlipayFreeze capturing(BigDecimal more) {
    return new AlipayFreeze(outOrderNo, authNo, amount, status, captured.add(more), releases);
  }

  /** The same number is let go once. */
  AlipayFreeze releasing(String outRequestNo, BigDecimal part) {
    Map<String, BigDecimal> all = new LinkedHashMap<>(releases);
    all.putIfAbsent(outRequestNo, part);
    return new AlipayFreeze(outOrderNo, authNo, amount, status, captured, all);
  }
}
