package io.tollgate.sandbox.btcpay;

import java.util.Arrays;
import java.util.Locale;

/** What happens to an invoice, chosen by the first word of its description. */
enum BtcPayScript {
  SIM_WAITS(Course.WAIT, Answering.AT_ONCE, "waits for the payer at its page"),
  SIM_SETTLES(Course.SETTLE, Answering.AT_ONCE, "is paid at once, and settled after a step"),
  SIM_EXPIRES(Course.EXPIRE, Answering.AT_ONCE, "expires after a step"),
  SIM_PAID_LATE(Course.PAY_LATE, Answering.AT_ONCE, "expires, and is paid after that"),
  SIM_PAID_PARTIAL(Course.PAY_HALF, Answering.AT_ONCE, "is paid by half at once, and expires"),
  SIM_PAID_OVER(
      Course.PAY_DOUBLE, Answering.AT_ONCE, "is paid twice over, and settled after a step"),
  SIM_NEVER_CONFIRMED(Course.FAIL, Answering.AT_ONCE, "is paid, and invalid after a step"),
  SIM_SLOW(Course.WAIT, Answering.SLOW, "is made, and answered late"),
  SIM_SILENT(Course.WAIT, Answering.SILENT, "is made, and not answered"),
  SIM_SILENT_THEN_SETTLES(Course.SETTLE, Answering.SILENT, "is made and paid, and not answered"),
  SIM_DROP_AFTER(Course.WAIT, Answering.DROP_AFTER, "is made, and the connection breaks"),
  SIM_DROP(Course.WAIT, Answering.DROP_BEFORE, "is not made, and the connection breaks"),
  SIM_500_AFTER(Course.WAIT, Answering.FAIL_AFTER, "is made, and answered by 500"),
  SIM_500(Course.WAIT, Answering.FAIL_BEFORE, "is not made, and answered by 500"),
  SIM_REFUSED(Course.WAIT, Answering.REFUSE, "is refused by 422, with a field"),
  SIM_NO_RATE(Course.WAIT, Answering.REFUSE_WITH_CODE, "is refused by 400, with a code"),
  SIM_BUSY(Course.WAIT, Answering.BUSY, "is not taken now: 429"),
  SIM_CALLBACK_LOST(Calling.LOST, "is paid; no webhook comes"),
  SIM_CALLBACK_TWICE(Calling.TWICE, "is paid; every webhook comes twice"),
  SIM_CALLBACK_LATE(Calling.LATE, "is paid; every webhook comes late"),
  SIM_CALLBACK_FORGED(Calling.FORGED, "is paid; one more webhook comes, signed by another"),
  SIM_REFUND_PAID(Refunding.PAY, "is paid; its refunds are claimed, and paid out after a step"),
  SIM_REFUND_CANCELLED(Refunding.CANCEL, "is paid; claims of its refunds are cancelled"),
  SIM_REFUND_ARCHIVED(Refunding.ARCHIVE, "is paid; its refunds are put into the archive"),
  SIM_REFUND_SILENT(Refunding.SILENT, "is paid; its refunds are made, and not answered");

  enum Course {
    WAIT,
    SETTLE,
    EXPIRE,
    PAY_LATE,
    PAY_HALF,
    PAY_DOUBLE,
    FAIL
  }

  enum Answering {
    AT_ONCE,
    SLOW,
    SILENT,
    DROP_AFTER,
    DROP_BEFORE,
    FAIL_AFTER,
    FAIL_BEFORE,
    REFUSE,
    REFUSE_WITH_CODE,
    BUSY
  }

  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    FORGED
  }

  enum Refunding {
    /** The payer claims at the refund's page, or does not. */
    WAIT,
    PAY,
    CANCEL,
    ARCHIVE,
    SILENT
  }

  final Course course;
  final Answering answering;
  final Calling calling;
  final Refunding refunding;
  final String about;

  BtcPayScript(Course course, Answering answering, String about) {
    this(course, answering, Calling.ONCE, Refunding.WAIT, about);
  }

  BtcPayScript(Calling calling, String about) {
    this(Course.SETTLE, Answering.AT_ONCE, calling, Refunding.WAIT, about);
  }

  BtcPayScript(Refunding refunding, String about) {
    this(Course.SETTLE, Answering.AT_ONCE, Calling.ONCE, refunding, about);
  }

  BtcPayScript(
      Course course, Answering answering, Calling calling, Refunding refunding, String about) {
    this.course = course;
    this.answering = answering;
    this.calling = calling;
    this.refunding = refunding;
    this.about = about;
  }

  /** Whether the invoice is paid for good in the end, without anybody at its page. */
  boolean isSettled() {
    return course == Course.SETTLE || course == Course.PAY_DOUBLE;
  }

  /** The script that a description begins with; {@link #SIM_WAITS} where it begins with none. */
  static BtcPayScript of(String description) {
    String word = description.split(" ", 2)[0];
    return Arrays.stream(values())
        .filter(script -> script.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElse(SIM_WAITS);
  }
}
