package io.tollgate.sandbox.alipay;

/**
 * A payer's consent to be charged, as the book has it.
 *
 * @param externalAgreementNo the merchant's number of it
 * @param status {@code NORMAL} or {@code STOP}
 */
public record AlipayAgreement(String externalAgreementNo, String agreementNo, String status) {

  boolean isInForce() {
    return status.equals("NORMAL");
  }

  AlipayAgreement ended() {
    return new AlipayAgreement(externalAgreementNo, agreementNo, "STOP");
  }
}
