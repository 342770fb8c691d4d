package io.tollgate.sandbox.paystack;

import java.util.Locale;
import java.util.Optional;

/**
 * What happens to a payment: chosen by its authorization, {@code AUTH_<name>}, else by what stands
 * before the at-sign of the payer's e-mail address, else {@link #APPROVED}.
 */
enum PaystackScript {
  APPROVED(Course.SUCCEED, Answering.AT_ONCE),
  DECLINED(Course.DECLINE, Answering.AT_ONCE, "Declined"),
  DECLINED_FUNDS(Course.DECLINE, Answering.AT_ONCE, "Insufficient Funds"),
  DECLINED_EXPIRED(Course.DECLINE, Answering.AT_ONCE, "Expired Card"),
  DECLINED_FRAUD(Course.DECLINE, Answering.AT_ONCE, "Denied by fraud system"),
  /** Declined, and the answer says neither amount nor why. */
  DECLINED_TERSE(Course.DECLINE, Answering.TERSE, "Insufficient Funds"),
  OTP(Course.OTP, Answering.AT_ONCE),
  BIRTHDAY(Course.BIRTHDAY, Answering.AT_ONCE),
  PAGE(Course.PAGE, Answering.AT_ONCE),
  OFFLINE(Course.OFFLINE, Answering.AT_ONCE),
  PENDING(Course.LATER, Answering.AT_ONCE),
  PENDING_THEN_DECLINED(Course.LATER_DECLINE, Answering.AT_ONCE, "Declined"),
  SLOW(Course.SUCCEED, Answering.SLOW),
  BUSY(Course.SUCCEED, Answering.BUSY),
  REFUSED(Course.SUCCEED, Answering.REFUSED),
  DROP(Course.SUCCEED, Answering.DROP_BEFORE),
  BROKEN(Course.SUCCEED, Answering.FAIL_BEFORE),
  CHARGE_THEN_TIMEOUT(Course.SUCCEED, Answering.SILENT),
  CHARGE_THEN_DROP(Course.SUCCEED, Answering.DROP_AFTER),
  CHARGE_THEN_BREAK(Course.SUCCEED, Answering.FAIL_AFTER),
  SILENT_THEN_PAID(Course.LATER, Answering.SILENT),
  SILENT_THEN_DECLINED(Course.LATER_DECLINE, Answering.SILENT, "Declined"),
  /** Charged, and answered as if it were another amount. */
  OTHER_AMOUNT(Course.SUCCEED, Answering.OTHER_AMOUNT),
  CALLBACK_LOST(Calling.LOST),
  CALLBACK_TWICE(Calling.TWICE),
  CALLBACK_LATE(Calling.LATE),
  CALLBACK_FORGED(Calling.FORGED),
  REFUND_PENDING(Refunding.LATER),
  REFUND_FAILS(Refunding.LATER_FAIL),
  REFUND_ATTENTION(Refunding.ATTENTION),
  /** Its refunds are made, but the caller hears nothing. */
  REFUND_SILENT(Refunding.SILENT);

  enum Course {
    SUCCEED,
    DECLINE,
    OTP,
    BIRTHDAY,
    PAGE,
    OFFLINE,
    LATER,
    LATER_DECLINE
  }

  enum Answering {
    AT_ONCE,
    TERSE,
    SLOW,
    BUSY,
    REFUSED,
    DROP_BEFORE,
    FAIL_BEFORE,
    SILENT,
    DROP_AFTER,
    FAIL_AFTER,
    OTHER_AMOUNT
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
    LATER_FAIL,
    ATTENTION,
    SILENT
  }

  final Course course;
  final Answering answering;
  final Calling calling;
  final Refunding refunding;

  /** In words, how it ended where it is declined. */
  final String decline;

  PaystackScript(Course course, Answering answering) {
    this(course, answering, "");
  }

  PaystackScript(Course course, Answering answering, String decline) {
    this(course, answering, Calling.ONCE, Refunding.AT_ONCE, decline);
  }

  PaystackScript(Calling calling) {
    this(Course.SUCCEED, Answering.AT_ONCE, calling, Refunding.AT_ONCE, "");
  }

  PaystackScript(Refunding refunding) {
    this(Course.SUCCEED, Answering.AT_ONCE, Calling.ONCE, refunding, "");
  }

  PaystackScript(
      Course course, Answering answering, Calling calling, Refunding refunding, String decline) {
    this.course = course;
    this.answering = answering;
    this.calling = calling;
    this.refunding = refunding;
    this.decline = decline;
  }

  static Optional<PaystackScript> named(String name) {
    for (PaystackScript script : values()) {
      if (script.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(script);
      }
    }
    return Optional.empty();
  }
}
