package io.tollgate.sandbox.adyen;

/**
 * What a request is answered.
 *
 * @param isTransient whether the same request may be sent again later
 */
record AdyenReply(int status, String body, boolean isTransient) {

  AdyenReply(int status, String body) {
    this(status, body, false);
  }

  boolean isSuccess() {
    return status < 300;
  }

  /** How a reply reaches the caller, or does not. */
  enum Way {
    ANSWER,
    SILENCE,
    DROP
  }

  /** A reply on its way. */
  record Delivery(AdyenReply reply, Way way) {}
}
