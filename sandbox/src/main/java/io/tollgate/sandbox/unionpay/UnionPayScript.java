package io.tollgate.sandbox.unionpay;

/**
 * What happens to a charge, by its token: {@code simNoFunds}. What is paid at a page is scripted by
 * {@code &sim=} at its address. Whatever else is said is approved.
 */
enum UnionPayScript {
  APPROVE,
  NO_FUNDS,
  EXPIRED,
  FRAUD,
  LIMIT,
  WRONG_PIN,
  REFUSED,
  BAD_REQUEST,
  /** Under way, and paid when it is asked after for the second time; or refused then. */
  PENDING,
  PENDING_FAILS,
  /** Paid, and answered after 300 ms. */
  SLOW,
  /** Paid, and answered by a code that nobody knows. */
  STRANGE_CODE,
  /** Paid, and answered by an error of the server's. */
  ERROR_AFTER_CHARGE,
  ERROR,
  /** The connection is closed, after or without charging. */
  DROP_AFTER_CHARGE,
  DROP,
  /** Paid, and no answer. */
  SILENT_AFTER_CHARGE,
  /** Paid, and the answer is signed by another key than the certificate's. */
  WRONG_SIGNATURE,
  /** Paid, and the answer's certificate has UnionPay's name and another root. */
  STRANGE_CHAIN,
  /** Paid, and the answer is signed by a merchant whom the same authority certified. */
  OTHER_OWNER,
  CALLBACK_LOST,
  CALLBACK_TWICE,
  CALLBACK_LATE,
  CALLBACK_FORGED,
  /** Paid; its refunds are decided when asked after for the second time. */
  REFUND_PENDING,
  REFUND_FAILS,
  /** Paid; its refunds are done, and not answered. */
  REFUND_SILENT;

  private static final String PREFIX = "sim";

  /** The token of a charge that goes so. */
  String token() {
    return PREFIX + name().replace("_", "");
  }

  static UnionPayScript of(String token) {
    for (UnionPayScript script : values()) {
      if (token.equalsIgnoreCase(script.token())) {
        return script;
      }
    }
    return APPROVE;
  }

  /** The code that it is refused with; empty where it is not. */
  String refusal() {
    return switch (this) {
      case NO_FUNDS -> "64";
      case EXPIRED -> "73";
      case FRAUD -> "38";
      case LIMIT -> "33";
      case WRONG_PIN -> "65";
      case REFUSED -> "60";
      case BAD_REQUEST -> "10";
      default -> "";
    };
  }

  /**
   * Whether the answer comes from somebody else, of whom notices and other answers know nothing.
   */
  boolean isImpostor() {
    return this == WRONG_SIGNATURE || this == STRANGE_CHAIN || this == OTHER_OWNER;
  }
}
