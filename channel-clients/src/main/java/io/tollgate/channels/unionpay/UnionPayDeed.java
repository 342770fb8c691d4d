package io.tollgate.channels.unionpay;

/**
 * What can be done to a payment later (facts, section 7, the table of operations). Only the types
 * of refund and of the same day's cancellation are confirmed; the others are options of the
 * account.
 */
enum UnionPayDeed {
  /** Takes what is held; the rest is let go. */
  CAPTURE("capture-type", "03"),
  /** Lets go what is held. */
  RELEASE("void-type", "32"),
  REFUND("refund-type", "04"),
  /** Takes a whole payment back on its own day. */
  CANCEL("cancel-type", "31"),
  /** Takes a whole capture back on its own day. */
  CANCEL_CAPTURE("cancel-capture-type", "33");

  private final String option;
  private final String unlessSet;

  UnionPayDeed(String option, String unlessSet) {
    this.option = option;
    this.unlessSet = unlessSet;
  }

  /** UnionPay's type of transaction for it. */
  String txnType(UnionPayCalls calls) {
    return calls.option(option, unlessSet);
  }
}
