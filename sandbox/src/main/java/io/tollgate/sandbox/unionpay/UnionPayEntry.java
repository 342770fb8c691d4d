package io.tollgate.sandbox.unionpay;

/**
 * A transaction as the book has it.
 *
 * @param orderId the merchant's number of it
 * @param txnTime when the merchant says that it was sent
 * @param txnType what it does: 01 and 02 take, 03 completes, 04, 31, 32 and 33 give back
 * @param amount in fen
 * @param queryId UnionPay's own number
 * @param original UnionPay's own number of what it is done to; empty where to nothing
 * @param code 00 where it is done, 05 while it is under way, else why it is not
 * @param token what it was paid with, which scripts it
 * @param questions how often it was asked after
 */
public record UnionPayEntry(
    String orderId,
    String txnTime,
    String txnType,
    String bizType,
    long amount,
    String queryId,
    String original,
    String code,
    String token,
    int questions) {

  /** Whether it is done. */
  public boolean isDone() {
    return code.equals("00");
  }

  /** Whether it takes money. */
  public boolean isCharge() {
    return txnType.equals("01") || txnType.equals("03");
  }

  /** Whether it gives money back. */
  public boolean isRefund() {
    return txnType.equals("04") || txnType.equals("31") || txnType.equals("33");
  }

  UnionPayScript script() {
    return UnionPayScript.of(token);
  }

  UnionPayEntry as(String now) {
    return new UnionPayEntry(
        orderId, txnTime, txnType, bizType, amount, queryId, original, now, token, questions);
  }

  /** Asked once more; what was scripted so is decided by the second time. */
  UnionPayEntry asked() {
    boolean isToDecide = code.equals("05") && questions > 0;
    String now =
        switch (script()) {
          case PENDING, REFUND_PENDING -> isToDecide ? "00" : code;
          case PENDING_FAILS, REFUND_FAILS -> isToDecide ? "60" : code;
          default -> code;
        };
    return new UnionPayEntry(
        orderId, txnTime, txnType, bizType, amount, queryId, original, now, token, questions + 1);
  }
}
