package io.tollgate.sandbox.paypay;

import org.jspecify.annotations.Nullable;

/**
 * A payment as PayPay keeps it.
 *
 * @param paymentId PayPay's own id
 * @param isHeld whether it is authorized first and captured later
 * @param codeId the code to pay it by; null where a payer who agreed is charged
 * @param redirectUrl where a payer goes who paid by the code
 * @param payer who agreed to be charged
 * @param isCancelled whether whatever is paid is given back at once
 */
record PayPayOrder(
    String merchantPaymentId,
    String paymentId,
    long amount,
    String description,
    long requestedAt,
    boolean isHeld,
    @Nullable String codeId,
    @Nullable String redirectUrl,
    @Nullable String payer,
    Status status,
    long acceptedAt,
    @Nullable Capture capture,
    @Nullable Revert revert,
    long refunded,
    boolean isCodeDeleted,
    boolean isCancelled) {

  enum Status {
    CREATED,
    AUTHORIZED,
    COMPLETED,
    REFUNDED,
    FAILED,
    CANCELED
  }

  record Capture(
      String merchantCaptureId,
      long amount,
      String description,
      long requestedAt,
      boolean isDone) {}

  record Revert(String merchantRevertId, long requestedAt) {}

  PayPayScript script() {
    return PayPayScript.of(amount);
  }

  /** What was taken. */
  long taken() {
    return switch (status) {
      case COMPLETED, REFUNDED -> capture == null ? amount : capture.amount();
      case CREATED, AUTHORIZED, FAILED, CANCELED -> 0;
    };
  }

  /** Paid or held, unless it was cancelled before. */
  PayPayOrder paid() {
    if (isCancelled) {
      return now(Status.FAILED);
    }
    return now(isHeld ? Status.AUTHORIZED : Status.COMPLETED);
  }

  PayPayOrder now(Status other) {
    return new PayPayOrder(
        merchantPaymentId,
        paymentId,
        amount,
        description,
        requestedAt,
        isHeld,
        codeId,
        redirectUrl,
        payer,
        other,
        System.currentTimeMillis() / 1_000,
        capture,
        revert,
        refunded,
        isCodeDeleted,
        isCancelled);
  }

  PayPayOrder captured(Capture other) {
    return with(other, revert, refunded, isCodeDeleted, isCancelled);
  }

  PayPayOrder reverted(Revert other) {
    return with(capture, other, refunded, isCodeDeleted, isCancelled);
  }

  PayPayOrder refundedBy(long more) {
    return with(capture, revert, refunded + more, isCodeDeleted, isCancelled);
  }

  PayPayOrder withoutCode() {
    return with(capture, revert, refunded, true, isCancelled);
  }

  PayPayOrder cancelled() {
    return with(capture, revert, refunded, isCodeDeleted, true);
  }

  private PayPayOrder with(
      @Nullable Capture otherCapture,
      @Nullable Revert otherRevert,
      long otherRefunded,
      boolean deleted,
      boolean cancelled) {
    return new PayPayOrder(
        merchantPaymentId,
        paymentId,
        amount,
        description,
        requestedAt,
        isHeld,
        codeId,
        redirectUrl,
        payer,
        status,
        acceptedAt,
        otherCapture,
        otherRevert,
        otherRefunded,
        deleted,
        cancelled);
  }
}
