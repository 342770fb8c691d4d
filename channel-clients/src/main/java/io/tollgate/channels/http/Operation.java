package io.tollgate.channels.http;

import java.util.Locale;

/** What a channel was asked to do, as its metrics name it. */
public enum Operation {
  PAY,
  QUERY,
  CLOSE,
  SUBMIT_OTP,
  CAPTURE,
  QUERY_CAPTURE,
  VOID,
  REFUND,
  QUERY_REFUND,
  SIGN,
  QUERY_AGREEMENT,
  END_AGREEMENT,
  STATEMENT;

  private final String tag = name().toLowerCase(Locale.ROOT);

  String tag() {
    return tag;
  }
}
