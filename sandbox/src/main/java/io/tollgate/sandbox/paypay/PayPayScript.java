package io.tollgate.sandbox.paypay;

import org.jspecify.annotations.Nullable;

/** What happens to a payment, chosen by its amount in yen. Any other amount is approved. */
enum PayPayScript {
  APPROVED(1_299, Course.SUCCEED),

  NO_FUNDS(40_001, wallet(400, "NO_SUFFICIENT_FUND")),
  NOT_ACCEPTABLE(40_002, wallet(400, "UNACCEPTABLE_OP")),
  USER_LEFT(40_003, wallet(400, "CANCELED_USER")),
  USER_INACTIVE(40_004, wallet(401, "USER_STATE_IS_NOT_ACTIVE")),
  METHOD_UNSUPPORTED(40_005, wallet(400, "UNSUPPORTED_PAYMENT_METHOD")),
  LIMIT(40_006, wallet(400, "USER_DEFINED_DAILY_LIMIT_EXCEEDED")),
  FAILED(40_007, wallet(500, "TRANSACTION_FAILED")),

  BAD_REQUEST(40_011, request(400, "INVALID_REQUEST_PARAMS")),
  OUT_OF_SCOPE(40_012, request(401, "OP_OUT_OF_SCOPE")),
  BUSY(40_013, request(429, "RATE_LIMIT")),
  MAINTENANCE(40_014, request(503, "MAINTENANCE_MODE")),
  BROKEN(40_015, request(500, "INTERNAL_SERVER_ERROR")),
  UNHEARD_OF(40_016, request(400, "CODE_OF_TOMORROW")),

  BROKEN_AFTER(40_021, Answering.BROKEN),
  GATEWAY_AFTER(40_022, Answering.BAD_GATEWAY),
  SLOW(40_023, Answering.SLOW),
  SILENT(40_024, Answering.SILENT),
  DROP_AFTER(40_025, Answering.DROP),
  DROP_BEFORE(40_026, Answering.DROP_BEFORE),
  SIMILAR_AFTER(40_027, Answering.SIMILAR),

  PROCESSING(40_031, Course.PROCESS_THEN_SUCCEED),
  PROCESSING_FAILS(40_032, Course.PROCESS_THEN_FAIL),

  CALLBACK_LOST(40_041, Calling.LOST),
  CALLBACK_TWICE(40_042, Calling.TWICE),
  CALLBACK_LATE(40_043, Calling.LATE),
  CALLBACK_FORGED(40_044, Calling.FORGED),

  REFUND_LATER(40_051, Refunding.LATER),
  REFUND_STUCK(40_052, Refunding.STUCK),
  REFUND_REFUSED(40_053, Refunding.REFUSED);

  enum Course {
    SUCCEED,
    /** The wallet refuses: a charge at once, a code when it is paid. */
    WALLET_REFUSES,
    /** PayPay refuses the request, and keeps nothing of it. */
    REQUEST_REFUSED,
    PROCESS_THEN_SUCCEED,
    PROCESS_THEN_FAIL
  }

  /** What the caller of a creation hears, once it is executed. */
  enum Answering {
    AT_ONCE,
    SLOW,
    SILENT,
    DROP,
    /** Not executed. */
    DROP_BEFORE,
    BROKEN,
    BAD_GATEWAY,
    /** That it is a second payment of the same amount. */
    SIMILAR
  }

  /** What is notified; beside the truth, or instead of it. */
  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    FORGED
  }

  /** How a refund goes; one that is stuck fails, and is tried again by PayPay. */
  enum Refunding {
    AT_ONCE,
    LATER,
    STUCK,
    REFUSED
  }

  private record Refusal(Course course, int status, String code) {}

  private final long amount;
  private final Course course;
  private Answering answering = Answering.AT_ONCE;
  private Calling calling = Calling.ONCE;
  private Refunding refunding = Refunding.AT_ONCE;
  private @Nullable Refusal refusal;

  PayPayScript(long amount, Course course) {
    this.amount = amount;
    this.course = course;
  }

  PayPayScript(long amount, Refusal refusal) {
    this(amount, refusal.course());
    this.refusal = refusal;
  }

  PayPayScript(long amount, Answering answering) {
    this(amount, Course.SUCCEED);
    this.answering = answering;
  }

  PayPayScript(long amount, Calling calling) {
    this(amount, Course.SUCCEED);
    this.calling = calling;
  }

  PayPayScript(long amount, Refunding refunding) {
    this(amount, Course.SUCCEED);
    this.refunding = refunding;
  }

  static PayPayScript of(long amount) {
    for (PayPayScript script : values()) {
      if (script.amount == amount) {
        return script;
      }
    }
    return APPROVED;
  }

  /** An amount that it happens to. */
  long exampleYen() {
    return amount;
  }

  /** Whether a payer who agreed is charged in the end. */
  boolean charges() {
    return switch (course) {
      case SUCCEED, PROCESS_THEN_SUCCEED -> answering != Answering.DROP_BEFORE;
      case WALLET_REFUSES, REQUEST_REFUSED, PROCESS_THEN_FAIL -> false;
    };
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

  private static Refusal wallet(int status, String code) {
    return new Refusal(Course.WALLET_REFUSES, status, code);
  }

  private static Refusal request(int status, String code) {
    return new Refusal(Course.REQUEST_REFUSED, status, code);
  }
}
