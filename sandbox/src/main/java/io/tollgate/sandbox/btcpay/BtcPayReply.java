package io.tollgate.sandbox.btcpay;

import io.tollgate.sandbox.btcpay.BtcPayScript.Answering;

/**
 * What a request is answered, and how.
 *
 * @param type of the content
 */
record BtcPayReply(int status, String type, String body, Way way) {

  enum Way {
    ANSWER,
    ANSWER_LATE,
    SILENCE,
    DROP
  }

  static BtcPayReply json(Object written) {
    return new BtcPayReply(200, "application/json", written.toString(), Way.ANSWER);
  }

  static BtcPayReply page(String text) {
    return new BtcPayReply(200, "text/html; charset=utf-8", text, Way.ANSWER);
  }

  static BtcPayReply refused(BtcPayRefusal refusal) {
    return new BtcPayReply(refusal.status, "application/json", refusal.body.toString(), Way.ANSWER);
  }

  static BtcPayReply broken() {
    return new BtcPayReply(500, "text/plain", "Internal Server Error", Way.ANSWER);
  }

  BtcPayReply by(Way other) {
    return new BtcPayReply(status, type, body, other);
  }

  /** The same as a script wants it answered that was executed. */
  BtcPayReply as(Answering answering) {
    return switch (answering) {
      case SLOW -> by(Way.ANSWER_LATE);
      case SILENT -> by(Way.SILENCE);
      case DROP_AFTER -> by(Way.DROP);
      case FAIL_AFTER -> broken();
      case AT_ONCE, DROP_BEFORE, FAIL_BEFORE, REFUSE, REFUSE_WITH_CODE, BUSY -> this;
    };
  }
}
