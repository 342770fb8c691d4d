package io.tollgate.sandbox.airwallex;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What happens to a payment, chosen by its amount in hundredths. Any other amount is approved. */
enum AirwallexScript {
  APPROVED(1_299, Course.SUCCEED),

  NO_FUNDS(40_001, declined("issuer_declined", "51")),
  EXPIRED_CARD(40_002, declined("issuer_declined", "54")),
  NOT_HONORED(40_003, declined("issuer_declined", "05")),
  RISK(40_004, declined("risk_declined", null)),
  NOT_AUTHENTICATED(40_005, declined("authentication_declined", null)),
  PROVIDER(40_006, declined("provider_declined", null)),
  BRAND(40_007, declined("card_brand_not_supported", null)),
  LIMIT(40_008, declined("amount_above_limit", null)),

  BAD_REQUEST(40_011, new Refusal(Course.REFUSED_AT_ONCE, 400, "validation_error", null)),
  NOT_AGREED(40_012, request(400, "configuration_error")),
  BUSY(40_013, request(429, "too_many_requests")),
  BROKEN(40_014, request(500, "internal_error")),
  UNHEARD_OF(40_015, request(400, "code_of_tomorrow")),

  BROKEN_AFTER(40_021, Answering.BROKEN),
  GATEWAY_AFTER(40_022, Answering.BAD_GATEWAY),
  SLOW(40_023, Answering.SLOW),
  SILENT(40_024, Answering.SILENT),
  DROP_AFTER(40_025, Answering.DROP),
  DROP_BEFORE(40_026, Answering.DROP_BEFORE),
  REPEATED_AFTER(40_027, Answering.REPEATED),
  CREATION_SILENT(40_028, Answering.CREATION_SILENT),

  PENDING(40_031, Course.PEND_THEN_SUCCEED),
  PENDING_FAILS(40_032, Course.PEND_THEN_FAIL),
  REVIEW(40_033, Course.REVIEW_THEN_SUCCEED),
  CHALLENGE(40_034, Course.CHALLENGE),

  CALLBACK_LOST(40_041, Calling.LOST),
  CALLBACK_TWICE(40_042, Calling.TWICE),
  CALLBACK_LATE(40_043, Calling.LATE),
  CALLBACK_FORGED(40_044, Calling.FORGED),
  CALLBACK_SIGNED_WRONGLY(40_045, Calling.SIGNED_WRONGLY),

  REFUND_LATER(40_051, Refunding.LATER),
  REFUND_FAILS(40_052, Refunding.FAILS),
  REFUND_REFUSED(40_053, Refunding.REFUSED);

  enum Course {
    SUCCEED,
    /** The issuer, the wallet or Airwallex refuses the payer, and the try is kept as failed. */
    DECLINED,
    /** Airwallex refuses the confirmation, and nothing was tried. */
    REQUEST_REFUSED,
    /** Airwallex refuses to make the intent. */
    REFUSED_AT_ONCE,
    PEND_THEN_SUCCEED,
    PEND_THEN_FAIL,
    REVIEW_THEN_SUCCEED,
    /** The issuer wants to see the payer. */
    CHALLENGE
  }

  /** What the caller hears of a confirmation, or of the intent, once it is executed. */
  enum Answering {
    AT_ONCE,
    SLOW,
    SILENT,
    DROP,
    /** Not executed. */
    DROP_BEFORE,
    BROKEN,
    BAD_GATEWAY,
    /** That it was asked before. */
    REPEATED,
    /** Silence when the intent is made. */
    CREATION_SILENT
  }

  /** What is told; beside the truth, or instead of it. */
  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    FORGED,
    SIGNED_WRONGLY
  }

  /** How a refund goes. */
  enum Refunding {
    AT_ONCE,
    LATER,
    FAILS,
    REFUSED
  }

  /** What is said where something is refused. */
  record Refusal(Course course, int status, String code, @Nullable String issuerCode) {}

  private final long hundredths;
  private final Course course;
  private Answering answering = Answering.AT_ONCE;
  private Calling calling = Calling.ONCE;
  private Refunding refunding = Refunding.AT_ONCE;
  private @Nullable Refusal refusal;

  AirwallexScript(long hundredths, Course course) {
    this.hundredths = hundredths;
    this.course = course;
  }

  AirwallexScript(long hundredths, Refusal refusal) {
    this(hundredths, refusal.course());
    this.refusal = refusal;
  }

  AirwallexScript(long hundredths, Answering answering) {
    this(hundredths, Course.SUCCEED);
    this.answering = answering;
  }

  AirwallexScript(long hundredths, Calling calling) {
    this(hundredths, Course.SUCCEED);
    this.calling = calling;
  }

  AirwallexScript(long hundredths, Refunding refunding) {
    this(hundredths, Course.SUCCEED);
    this.refunding = refunding;
  }

  /** The script of an amount in the major unit. */
  static AirwallexScript of(BigDecimal amount) {
    for (AirwallexScript script : values()) {
      if (amount.compareTo(BigDecimal.valueOf(script.hundredths, 2)) == 0) {
        return script;
      }
    }
    return APPROVED;
  }

  /** An amount that it happens to, in hundredths. */
  long example() {
    return hundredths;
  }

  /** Whether a card is charged in the end, where the payer does what is asked. */
  boolean charges() {
    return switch (course) {
      case SUCCEED -> answering != Answering.DROP_BEFORE && answering != Answering.CREATION_SILENT;
      case PEND_THEN_SUCCEED, REVIEW_THEN_SUCCEED, CHALLENGE -> true;
      case DECLINED, REQUEST_REFUSED, REFUSED_AT_ONCE, PEND_THEN_FAIL -> false;
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

  /** Why a payment fails that fails. */
  Refusal refusal() {
    return refusal == null ? declined("provider_declined", null) : refusal;
  }

  private static Refusal declined(String code, @Nullable String issuerCode) {
    return new Refusal(Course.DECLINED, 400, code, issuerCode);
  }

  private static Refusal request(int status, String code) {
    return new Refusal(Course.REQUEST_REFUSED, status, code, null);
  }
}
