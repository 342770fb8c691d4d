package io.tollgate.sandbox.paypay;

import org.jspecify.annotations.Nullable;

/** What happens to a payment, chosen by its amount in yen. Any other amount is approved. */
enum PayPayScript {
  APPROVED(0, Course.SUCCEED, "approved"),

  NO_FUNDS(40_001, wallet(400, "NO_SUFFICIENT_FUND")),
  NOT_ACCEPTABLE(40_002, wallet(400, "UNACCEPTABLE_OP")),
  USER_LEFT(40_003, wallet(400, "CANCELED_USER")),
  USER_INACTIVE(40_004, wallet(401, "USER_STATE_IS_NOT_ACTIVE")),
  METHOD_UNSUPPORTED(40_005, wallet(400, "UNSUPPORTED_PAYMENT_METHOD")),
  LIMIT(40_006, wallet(400, "USER_DEFINED_DAILY_LIMIT_EXCEEDED")),
  FAILED(40_007, wallet(500, "TRANSACTION_FAILED")),
  UNHEARD_OF(40_008, request(400, "CODE_OF_TOMORROW")),

  BAD_REQUEST(40_011, request(400, "INVALID_REQUEST_PARAMS")),
  OUT_OF_SCOPE(40_012, request(401, "OP_OUT_OF_SCOPE")),
  BUSY(40_013, request(429, "RATE_LIMIT")),
  MAINTENANCE(40_014, request(503, "MAINTENANCE_MODE")),
  BROKEN(40_015, request(500, "INTERNAL_SERVER_ERROR")),

  BROKEN_AFTER(40_021, Answering.BROKEN, "charged, but 500 SERVICE_ERROR"),
  GATEWAY_AFTER(40_022, Answering.BAD_GATEWAY, "charged, but 502 from the server before"),
  SLOW(40_023, Answering.SLOW, "approved, but only after a while"),
  SILENT(40_024, Answering.SILENT, "charged, but no answer comes"),
  DROP_AFTER(40_025, Answering.DROP, "charged, but the connection breaks"),
  DROP_BEFORE(40_026, Answering.DROP_BEFORE, "the connection breaks, nothing is charged"),
  SIMILAR_AFTER(40_027, Answering.SIMILAR, "charged, but refused as a second one of the amount"),

  PROCESSING(40_031, Course.PROCESS_THEN_SUCCEED, "accepted, completed after a while"),
  PROCESSING_FAILS(40_032, Course.PROCESS_THEN_FAIL, "accepted, failed after a while"),

  CALLBACK_LOST(40_041, Calling.LOST, "approved, no notification"),
  CALLBACK_TWICE(40_042, Calling.TWICE, "approved, the same notification twice"),
  CALLBACK_LATE(40_043, Calling.LATE, "approved, the notification comes late"),
  CALLBACK_FORGED(40_044, Calling.FORGED, "approved, and somebody notifies that it failed"),

  REFUND_LATER(40_051, Refunding.LATER, "approved; its refunds take a while"),
  REFUND_STUCK(40_052, Refunding.STUCK, "approved; its refunds fail and are tried again"),
  REFUND_REFUSED(40_053, Refunding.REFUSED, "approved; its refunds are refused");

  enum Course {
    SUCCEED,
    /** The wallet refuses: a charge at once, a code when it is paid. */
    WALLET_REFUSES,
    /** PayPay refuses the request, and keeps nothing of it. */
    REQUEST_REFUSED,
    PROCESS_THEN_SUCCEED,
    PROCESS_THEN_FAIL
  }

  /** What the caller of a creation hears. */
  enum Answering {
    AT_ONCE,
    SLOW,
    SILENT,
    DROP,
    DROP_BEFORE,
    BROKEN,
    BAD_GATEWAY,
    SIMILAR
  }

  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    FORGED
  }

  enum Refunding {
    AT_ONCE,
    LATER,
    STUCK,
    REFUSED
  }

  /** A refusal, as it is answered. */
  record Refusal(Course course, int status, String code) {}

  private final long amount;
  private final Course course;
  private final Answering answering;
  private final Calling calling;
  private final Refunding refunding;
  private final @Nullable Refusal refusal;
  private final String about;

  PayPayScript(long amount, Course course, String about) {
    this(amount, course, Answering.AT_ONCE, Calling.ONCE, Refunding.AT_ONCE, null, about);
  }

  PayPayScript(long amount, Refusal refusal) {
    this(
        amount,
        refusal.course(),
        Answering.AT_ONCE,
        Calling.ONCE,
        Refunding.AT_ONCE,
        refusal,
        refusal.status() + " " + refusal.code());
  }

  PayPayScript(long amount, Answering answering, String about) {
    this(amount, Course.SUCCEED, answering, Calling.ONCE, Refunding.AT_ONCE, null, about);
  }

  PayPayScript(long amount, Calling calling, String about) {
    this(amount, Course.SUCCEED, Answering.AT_ONCE, calling, Refunding.AT_ONCE, null, about);
  }

  PayPayScript(long amount, Refunding refunding, String about) {
    this(amount, Course.SUCCEED, Answering.AT_ONCE, Calling.ONCE, refunding, null, about);
  }

  PayPayScript(
      long amount,
      Course course,
      Answering answering,
      Calling calling,
      Refunding refunding,
      @Nullable Refusal refusal,
      String about) {
    this.amount = amount;
    this.course = course;
    this.answering = answering;
    this.calling = calling;
    this.refunding = refunding;
    this.refusal = refusal;
    this.about = about;
  }

  static PayPayScript of(long amount) {
    for (PayPayScript script : values()) {
      if (script.amount == amount) {
        return script;
      }
    }
    return APPROVED;
  }

  long amount() {
    return amount;
  }

  Course course() {
    return course;
  }

  Answering answering() {
    return answering;
  }

  Calling calling() {
    return calling;
  }

  Refunding refunding() {
    return refunding;
  }

  /** The refusal, where the course is one. */
  PayPayAnswer refused() {
    return refusal == null
        ? PayPayAnswer.refused(500, "INTERNAL_SERVER_ERROR")
        : PayPayAnswer.refused(refusal.status(), refusal.code());
  }

  /** One line for people. */
  String about() {
    return about;
  }

  private static Refusal wallet(int status, String code) {
    return new Refusal(Course.WALLET_REFUSES, status, code);
  }

  private static Refusal request(int status, String code) {
    return new Refusal(Course.REQUEST_REFUSED, status, code);
  }
}
