package io.tollgate.channels.http;

/** What a person has to look at. */
public enum Alarm {
  /** The channel does not accept our key, or our key may not do this. */
  CREDENTIALS_REFUSED("credentials_refused"),
  /** The account lacks a setting, so that no request can be built. */
  MISCONFIGURED("misconfigured"),
  /** The channel uses a word that we do not know. */
  UNMAPPED("unmapped"),
  /** The answer is about another attempt, amount or currency. */
  MISMATCH("mismatch"),
  /** More than one payment at the channel carries the same attempt. */
  SEVERAL_PAYMENTS("several_payments"),
  /** The channel does not know a payment whose id it gave us itself. */
  REFERENCE_LOST("reference_lost"),
  /** The channel refuses to be asked. */
  QUERY_REFUSED("query_refused"),
  /** Our own code failed. */
  DEFECT("defect");

  private final String tag;

  Alarm(String tag) {
    this.tag = tag;
  }

  String tag() {
    return tag;
  }
}
